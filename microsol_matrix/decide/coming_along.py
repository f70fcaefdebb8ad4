"""Who comes along when two crews become one: asked in both, settled in both at once.

Owns what it takes, and that nobody comes along who does not say so. Refuses to know who proposed it, and
how (`merging`).
"""

from attrs import frozen

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.lineage import ask_about_old_room, begin_from, is_there, least_of
from microsol_matrix.decide.to_crew import tell_crew
from microsol_matrix.ids import Ref, Text, UserId
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.question import Asking, Question, QuestionSettled, Reply
from microsol_matrix.talk.choices import YES
from microsol_matrix.talk.parting import called_there
from microsol_matrix.words import Said, say
from microsol_matrix.world import World


@frozen
class Side:
    """One of the two crews that are asked who comes along, with that question."""

    crew: Crew
    question: Question

    @property
    def coming(self) -> tuple[Reply, ...]:
        """Who comes along and is in the crew still."""
        return tuple(one for one in self.question.replies if one.person in self.crew.people)


def came_along(course: Course, crew: Crew) -> None:
    """Let the two become one at once when everybody in both comes along, whoever else was waited for having left."""
    sides = open_sides(course.world, crew)
    if sides is not None and _are_all(sides) and not _are_too_few(course, sides):
        _become_one(course, sides)


def end_coming_along(course: Course, crew: Crew, ref: Ref) -> None:
    """Settle who comes along when the time is over: if they are too few, both crews go on as they are."""
    sides = _sides(course.world, crew, _question(crew, ref))
    if sides is None:
        _end_for_one(course, crew, ref)
    elif _are_too_few(course, sides):
        let_be(course, sides)
    else:
        _become_one(course, sides)


def other_goes_on(course: Course, fact: QuestionSettled) -> None:
    """Ask the other crew no further once one of the two has gone another way."""
    if fact.outcome:
        return
    for crew in course.world.crews_in_order:
        for one in crew.open_questions:
            is_of_both = one.asking is Asking.MERGE and one.other == fact.crew_id
            if is_of_both and _sides(course.world, crew, one) is None:
                _end_for_one(course, crew, one.ref)


def _end_for_one(course: Course, crew: Crew, ref: Ref) -> None:
    course.add(QuestionSettled(crew.id, ref, outcome="", at=course.moment.now))
    tell_crew(course, crew, "no-merge", text=say("merge.came-to-nothing", name=crew.name))


def _sides(world: World, crew: Crew, question: Question) -> tuple[Side, Side] | None:
    """Give both crews that are being asked who comes along, the one first that proposed it; None if one is no more."""
    other = world.crews.get(question.other) if question.other is not None else None
    if other is None:
        return None
    theirs = next(
        (
            one
            for one in other.open_questions
            if one.asking is Asking.MERGE and one.other == crew.id
        ),
        None,
    )
    if theirs is None or not question.is_open:
        return None
    both = (Side(crew, question), Side(other, theirs))
    is_first = any(
        one.asking is Asking.MERGE_OFFER and one.other == other.id and one.outcome == YES
        for one in crew.questions
    )
    return (both[1], both[0]) if is_first else both


def _people(sides: tuple[Side, Side]) -> tuple[UserId, ...]:
    """Give who comes along, in the order of saying so; nobody twice."""
    replies = sorted((one for side in sides for one in side.coming), key=lambda one: one.at)
    return tuple(dict.fromkeys(one.person for one in replies))


def _are_all(sides: tuple[Side, Side]) -> bool:
    return all(len(side.coming) == len(side.crew.people) for side in sides)


def _are_too_few(course: Course, sides: tuple[Side, Side]) -> bool:
    least = min(least_of(course, side.crew) for side in sides)
    return len(_people(sides)) < least or not all(side.coming for side in sides)


def _become_one(course: Course, sides: tuple[Side, Side]) -> None:
    (name,) = sides[0].question.labels
    people = _people(sides)
    for side in sides:
        fact = QuestionSettled(side.crew.id, side.question.ref, YES, at=course.moment.now)
        course.add(fact)
    begin_from(course, [side.crew for side in sides], name=name, people=people)
    for side in sides:
        tell_crew(course, side.crew, "merge", text=_become(side.crew, sides, name=name))
        ask_about_old_room(course, course.world.crews[side.crew.id])


def _become(crew: Crew, sides: tuple[Side, Side], *, name: Text) -> Said:
    (other,) = (side.crew for side in sides if side.crew.id != crew.id)
    return say("merge.done", name=crew.name, other=called_there(other), new=name)


def let_be(course: Course, sides: tuple[Side, Side]) -> None:
    """Let both crews go on as they are."""
    for side in sides:
        course.add(QuestionSettled(side.crew.id, side.question.ref, "", at=course.moment.now))
        text = say("merge.came-to-nothing", name=side.crew.name)
        tell_crew(course, side.crew, "no-merge", text=text)


def end_now(course: Course, own: Crew, message: MessageSaid) -> Said | Refused | None:
    """Let the two become one with those who have said that they come along."""
    sides = open_sides(course.world, own)
    if sides is None:
        return Refused(say("merge.none", name=own.name))
    if _are_too_few(course, sides):
        least = min(least_of(course, side.crew) for side in sides)
        return Refused(say("merge.too-few", count=len(_people(sides)), least=least))
    (name,) = sides[0].question.labels
    _become_one(course, sides)
    return None if is_there(course, own, message) else _become(own, sides, name=name)


def open_sides(world: World, own: Crew) -> tuple[Side, Side] | None:
    """Give both crews if they are being asked who comes along; None if they are not."""
    question = next((one for one in own.open_questions if one.asking is Asking.MERGE), None)
    return None if question is None else _sides(world, own, question)


def _question(crew: Crew, ref: Ref) -> Question:
    return next(one for one in crew.questions if one.ref == ref)
