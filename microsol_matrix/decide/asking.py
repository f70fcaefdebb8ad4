"""Take in what a crew's people answer to what it is asked: by reaction, by reply, by direct message.

Owns who may answer, and that each has one answer. Refuses to know what follows from answers:
`following` does.
"""

from microsol_matrix.decide.consent import BY_CONSENT
from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.following import follow, follow_taken
from microsol_matrix.decide.naming import said_name
from microsol_matrix.decide.objecting import object_by_reaction, object_by_words
from microsol_matrix.decide.own_crew import crews_of, own_crew
from microsol_matrix.decide.questions import question_at
from microsol_matrix.decide.reviewing import open_or_recent, takes_answers
from microsol_matrix.ids import UserId
from microsol_matrix.navigation import event_link
from microsol_matrix.observe import MessageSaid, Reacted, WasRedacted
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.question import (
    Asking,
    Question,
    QuestionAnswered,
    Reply,
    ReplyTaken,
)
from microsol_matrix.talk.choices import choice_of_key, choice_of_words, choice_said
from microsol_matrix.talk.grammar import Command, Verdict, verdict_of
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import World


def answer_by_reaction(course: Course, reaction: Reacted) -> Refused | None:
    """Take in a reaction to a question's prompt; one that stands for no choice means nothing."""
    found = question_at(course.world, reaction.target)
    if found is None:
        return None
    crew, question = found
    choice = choice_of_key(question, reaction.key)
    if choice is None:
        if question.asking in BY_CONSENT and verdict_of(reaction.key) is Verdict.NO:
            object_by_reaction(course, crew, question, reaction=reaction)
        return None
    reply = Reply(reaction.by, choice, at=course.moment.now, reaction=reaction.event_id)
    return _answer(course, crew, question, reply=reply)


def is_answer(world: World, message: MessageSaid) -> bool:
    """Whether words that reply to a question's prompt are one of its answers."""
    found = question_at(world, message.target)
    return found is not None and choice_of_words(found[1], message.body) is not None


def answer_by_reply(course: Course, message: MessageSaid) -> Said | Refused | None:
    """Take in words that reply to a question's prompt.

    Returns:
        None if they are no answer to it, or need none themselves: then the prompt shows what came of it.
    """
    found = question_at(course.world, message.target)
    if found is None:
        return None
    crew, question = found
    choice = choice_of_words(question, message.body)
    if choice is None:
        return None
    reply = Reply(message.by, choice, at=course.moment.now)
    return _answer(course, crew, question, reply=reply) or _noted(
        course, crew, question, message=message, choice=choice
    )


def ask_which(question: Question) -> Said | None:
    """Say what a question's answers are, to words that may have been meant as one.

    Returns:
        None where it needs none: silence is an answer, or its time is over. Then people may talk.
    """
    if question.asking in BY_CONSENT or not question.is_open:
        return None
    choices = [choice_said(question, one) for one in question.choices]
    return say("answer.which", choices=joined(choices, between=", "))


def answer(
    course: Course, command: Command, *, message: MessageSaid, crew: str
) -> Said | Refused | None:
    """Answer what one's crew is being asked, by `!answer`: the newest question that has such a choice.

    Args:
        course: The deciding.
        command: With the choice.
        message: As said.
        crew: The name of the crew, as given; empty if none was.

    Returns:
        None if it was an objection, which is answered by letter wherever it was said, or if the crew reads
        there what came of it.
    """
    own = own_crew(course, message, name=crew)
    if isinstance(own, Refused):
        return own
    asked = [one for one in own.questions if takes_answers(course, own, one)]
    if not asked:
        return Refused(say("answer.none", name=own.name))
    words = said_name(command)
    for question in reversed(asked):
        choice = choice_of_words(question, words)
        if choice is not None:
            reply = Reply(message.by, choice, at=course.moment.now)
            return _answer(course, own, question, reply=reply) or _noted(
                course, own, question, message=message, choice=choice
            )
        if object_by_words(course, own, question, message=message, words=words):
            return None
    choices = [choice_said(question, one) for question in asked for one in question.choices]
    return Refused(say("answer.unclear", choices=joined(choices, between=", ")))


def answer_in_private(course: Course, message: MessageSaid) -> Said | None:
    """Say how to answer by direct message, to words that would answer in a crew's room; None if they would not."""
    for crew in crews_of(course.world, message.by):
        for question in crew.questions:
            choice = choice_of_words(question, message.body)
            if choice is not None and takes_answers(course, crew, question):
                said = choice_said(question, choice)
                return say("answer.in-private", name=crew.name, choice=said)
    return None


def take_reply(course: Course, redaction: WasRedacted) -> bool:
    """Take an answer back whose reaction its own person took away; say whether it was an answer to a question."""
    for crew in course.world.crews_in_order:
        for question in crew.open_questions:
            for reply in question.replies:
                if reply.reaction == redaction.target:
                    if reply.person == redaction.by:
                        course.add(ReplyTaken(crew.id, question.ref, reply.person))
                        follow_taken(course, course.world.crews[crew.id], question.ref)
                    return True
    return False


def _answer(course: Course, crew: Crew, question: Question, *, reply: Reply) -> Refused | None:
    if refusal := _not_theirs(crew, reply.person):
        return refusal
    before = question.reply_of(reply.person)
    if (
        before is not None
        and before.choice == reply.choice
        and before.reaction in (reply.reaction, None)
    ):
        return None  # they have said so already
    if not takes_answers(course, crew, question):
        return Refused(_over(course, crew, question))
    course.add(QuestionAnswered(crew.id, question.ref, reply))
    follow(course, course.world.crews[crew.id], question.ref)
    return None


def _over(course: Course, crew: Crew, question: Question) -> Said:
    """Say that a question takes no answers any more, and which one does if they look back once more."""
    newer = open_or_recent(course, crew) if question.asking is Asking.REVIEW else None
    if newer is None:
        return say("question.over")
    text = say("question.newer", name=crew.name)
    prompt = course.world.prompts.get(newer.ref)
    if prompt is None:
        return text
    link = event_link(prompt.room_id, prompt.event_id, course.moment.house.server)
    return joined([text, say("question.newer.link", link=link)])


def _noted(
    course: Course, crew: Crew, before: Question, *, message: MessageSaid, choice: str
) -> Said | None:
    """Say that an answer was taken in; not where the crew has just been told what came of it."""
    now = next(one for one in course.world.crews[crew.id].questions if one.ref == before.ref)
    came_of_it = (now.state, now.outcome, now.is_disputed)
    is_there = course.world.crew_at(message.room_id) is not None
    if is_there and came_of_it != (before.state, before.outcome, before.is_disputed):
        return None
    return say("answer.noted", choice=choice_said(before, choice))


def _not_theirs(crew: Crew, person: UserId) -> Refused | None:
    return None if person in crew.people else Refused(say("crew.not-in", name=crew.name))
