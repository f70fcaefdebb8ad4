"""Object to what a crew is asked: by direct message, or as people do by mistake, in the crew's room.

Owns the way in which an objection stays its person's own: what is seen is taken away, the answer goes
by letter. Refuses to know what an objection leads to.
"""

from microsol_matrix.decide.consent import BY_CONSENT, object_to, take_away
from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.naming import named, names_of, said_name, same
from microsol_matrix.decide.own_crew import crews_of
from microsol_matrix.decide.questions import question_at
from microsol_matrix.ids import UserId
from microsol_matrix.observe import MessageSaid, Reacted
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.question import Asking, Question
from microsol_matrix.talk.choices import says_no
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import World


def obey_object(course: Course, command: Command, *, message: MessageSaid, crew: str) -> None:
    """Obey `!object`; whatever the answer is, only its person reads it.

    Args:
        course: The deciding.
        command: With the newcomer's name, where several things are asked.
        message: As said.
        crew: The name of the crew, as given; empty if none was.
    """
    here = course.world.crew_at(message.room_id)
    if here is not None:
        take_away(course, message.room_id, message.event_id)
    found = _meant(course.world, message.by, here=here, crew=crew, words=said_name(command))
    told = found.text if isinstance(found, Refused) else object_to(course, *found)
    course.write(f"object/{message.event_id}", message.by, text=told)


def object_by_reaction(
    course: Course, crew: Crew, question: Question, *, reaction: Reacted
) -> None:
    """Take in a reaction that says no: it is taken away, and counts as an objection."""
    take_away(course, reaction.room_id, reaction.event_id)
    told = _by_slip(course, crew, question, by=reaction.by)
    course.write(f"object/{reaction.event_id}", reaction.by, text=told)


def object_by_reply(course: Course, message: MessageSaid) -> bool:
    """Take in a reply to a question's prompt that says no; say whether it was one."""
    found = question_at(course.world, message.target)
    return found is not None and object_by_words(
        course, *found, message=message, words=message.body
    )


def object_by_words(
    course: Course, crew: Crew, question: Question, *, message: MessageSaid, words: str
) -> bool:
    """Take in words that say no, as an objection.

    Returns:
        Whether they did.
    """
    if question.asking not in BY_CONSENT or not says_no(words):
        return False
    if course.world.crew_at(message.room_id) is not None:
        take_away(course, message.room_id, message.event_id)
    told = _by_slip(course, crew, question, by=message.by)
    course.write(f"object/{message.event_id}", message.by, text=told)
    return True


def _by_slip(course: Course, crew: Crew, question: Question, *, by: UserId) -> Said:
    if by not in crew.people:
        return say("crew.not-in", name=crew.name)
    return object_to(course, crew, question)


def _meant(
    world: World, person: UserId, *, here: Crew | None, crew: str, words: str
) -> tuple[Crew, Question] | Refused:
    own = (here,) if here is not None and not crew else crews_of(world, person)
    asked = [
        (one, question)
        for one in (named(own, crew) if crew else own)
        for question in one.open_questions
        if question.asking in BY_CONSENT and person in one.people
    ]
    if words:
        asked = [pair for pair in asked if _is_about(world, pair[1], words)] or asked
    if not asked:
        return Refused(say("object.none"))
    if len(asked) == 1:
        return asked[0]
    crews = {one.id: one for one, _ in asked}
    if len(crews) > 1:
        first = asked[0][0]
        return Refused(say("crew.which", crews=names_of(crews.values()), example=f'"{first.name}"'))
    subjects = [_subject(world, question) for _, question in asked]
    return Refused(say("object.which", subjects=joined(subjects)))


def _is_about(world: World, question: Question, words: str) -> bool:
    if question.person is None:
        return any(same(words, one) for one in (question.wanted, "visibility"))
    return same(words, world.name_of(question.person)) or words == question.person


def _subject(world: World, question: Question) -> Said:
    if question.asking is Asking.NEWCOMER and question.person is not None:
        return say("object.line", subject=world.name_of(question.person))
    return say("object.line", subject="visibility")
