"""One crew becomes two: each of its people chooses a side.

Owns who may ask for it, when the sides are settled, and that nobody is put on a side: who does not
choose stays where they are. Refuses to know what a new crew takes over: `lineage` does.
"""

from collections.abc import Mapping
from typing import Final

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.lineage import (
    ask_about_old_room,
    begin_from,
    is_there,
    least_of,
    question_for,
)
from microsol_matrix.decide.moving import refuse_move
from microsol_matrix.decide.naming import said_name, same, too_long
from microsol_matrix.decide.own_crew import own_crew
from microsol_matrix.decide.questions import ask
from microsol_matrix.decide.to_crew import tell_all, tell_crew
from microsol_matrix.ids import Ref, Text, UserId
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.call import NAME_LIMIT
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.question import Asking, Question, QuestionSettled
from microsol_matrix.scales.transitions import Move
from microsol_matrix.talk.choices import YES
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import Said, say

NOW: Final = frozenset({"now", "ahora", "ya", "maintenant"})
STOP: Final = frozenset({"stop", "parar", "arrêter", "arreter"})
"""What ends the choosing early, in our languages."""

_SIDES: Final = 2


def split(
    course: Course, command: Command, *, message: MessageSaid, crew: str
) -> Said | Refused | None:
    """Ask a crew to become two, or end the choosing.

    Args:
        course: The deciding.
        command: With the names of the sides, `now` or `stop`.
        message: As said.
        crew: The name of the crew, as given; empty if none was.
    """
    own = own_crew(course, message, name=crew, move=Move.SPLIT)
    if isinstance(own, Refused):
        return own
    word = said_name(command).casefold()
    if word in NOW | STOP:
        question = _open_split(own)
        if question is None:
            return Refused(say("split.none", name=own.name))
        return _end(course, own, question, message=message, is_stopped=word in STOP)
    labels = _labels(command) or _usual_labels(own)
    if isinstance(labels, Refused):
        return labels
    if refusal := _begin(course, own, message.by, labels=labels):
        return refusal
    # Where everybody reads it, the question is the answer.
    return None if is_there(course, own, message) else say("split.asked", name=own.name)


def chosen(course: Course, crew: Crew, ref: Ref) -> None:
    """Settle the sides once everybody in the crew has chosen; if one is too small, say so and wait."""
    question = next(one for one in crew.questions if one.ref == ref)
    sides = _sides(crew, question)
    if sum(map(len, sides.values())) < len(crew.people):
        return
    if _is_too_small(course, crew, sides):
        tell_crew(course, crew, "side", text=_too_small(course, crew, question))
        return
    _part(course, crew, question)


def part_without(course: Course, crew: Crew) -> None:
    """Settle the sides if somebody was waited for who has left; nothing is told if one is too small."""
    question = _open_split(crew)
    if question is None:
        return
    sides = _sides(crew, question)
    if sum(map(len, sides.values())) == len(crew.people) and not _is_too_small(course, crew, sides):
        _part(course, crew, question)


def end_choosing(course: Course, crew: Crew, ref: Ref) -> None:
    """Settle the sides when the time to choose is over; if one is too small, the crew stays one."""
    question = next(one for one in crew.questions if one.ref == ref)
    if _is_too_small(course, crew, _sides(crew, question)):
        course.add(QuestionSettled(crew.id, ref, outcome="", at=course.moment.now))
        tell_crew(course, crew, "no-split", text=say("split.came-to-nothing", name=crew.name))
        return
    _part(course, crew, question)


def begin_split(course: Course, crew: Crew, by: UserId) -> Refused | None:
    """Ask a crew to become two, because its review came to that; the sides have its name and a number."""
    return _begin(course, crew, by, labels=_usual_labels(crew))


def is_choosing(crew: Crew) -> bool:
    """Whether a crew is asked who comes where: into which of two, or along into another."""
    return any(one.asking in (Asking.SPLIT, Asking.MERGE) for one in crew.open_questions)


def _begin(course: Course, crew: Crew, by: UserId, *, labels: tuple[Text, ...]) -> Refused | None:
    if refusal := refuse_move(crew, Move.SPLIT):
        return refusal
    if _open_split(crew) is not None:
        return Refused(say("split.open", name=crew.name))
    if is_choosing(crew):
        return Refused(say("choosing.open", name=crew.name))
    least = least_of(course, crew)
    if len(crew.people) < _SIDES * least:
        return Refused(
            say(
                "split.too-few",
                name=crew.name,
                count=len(crew.people),
                least=least,
                both=_SIDES * least,
            )
        )
    ask(course, crew, question_for(course, crew, Asking.SPLIT, by=by, labels=labels))
    return None


def _usual_labels(crew: Crew) -> tuple[Text, ...]:
    """Name the sides after the crew, with a number."""
    return tuple(Text(f"{crew.name[: NAME_LIMIT - 2].rstrip()} {side}") for side in (1, 2))


def _labels(command: Command) -> tuple[Text, ...] | Refused:
    """Give the names of the sides that were given: with a bar between, or both in quotes; empty for none."""
    given = command.quoted if len(command.quoted) == _SIDES else command.parts
    if not given:
        return ()
    if len(given) != _SIDES:
        return Refused(say("split.two-names"))
    for one in given:
        refusal = too_long("split.too-long", what=say("what.name"), given=one, limit=NAME_LIMIT)
        if refusal is not None:
            return refusal
    if same(*given):
        return Refused(say("split.same-name"))
    return tuple(Text(one) for one in given)


def _open_split(crew: Crew) -> Question | None:
    return next((one for one in crew.open_questions if one.asking is Asking.SPLIT), None)


def _sides(crew: Crew, question: Question) -> Mapping[str, tuple[UserId, ...]]:
    """Give who has chosen which side and is in the crew still, in the order of choosing."""
    return {
        choice: tuple(
            reply.person
            for reply in question.replies
            if reply.choice == choice and reply.person in crew.people
        )
        for choice in question.choices
    }


def _is_too_small(course: Course, crew: Crew, sides: Mapping[str, tuple[UserId, ...]]) -> bool:
    return min(map(len, sides.values())) < least_of(course, crew)


def _too_small(course: Course, crew: Crew, question: Question) -> Said:
    sides = _sides(crew, question)
    smallest = min(question.choices, key=lambda choice: len(sides[choice]))
    return say(
        "split.too-small",
        side=question.labels[question.choices.index(smallest)],
        count=len(sides[smallest]),
        least=least_of(course, crew),
    )


def _end(
    course: Course, crew: Crew, question: Question, *, message: MessageSaid, is_stopped: bool
) -> Said | Refused | None:
    """End the choosing because somebody of the crew wants to: for nothing, or with the sides as they are."""
    if is_stopped:
        course.add(QuestionSettled(crew.id, question.ref, outcome="", at=course.moment.now))
        return tell_all(course, crew, message, text=say("split.stopped", name=crew.name))
    if _is_too_small(course, crew, _sides(crew, question)):
        return Refused(_too_small(course, crew, question))
    _part(course, crew, question)
    return None if is_there(course, crew, message) else _parted(crew, question)


def _part(course: Course, crew: Crew, question: Question) -> None:
    """Let the crew become two, and ask what becomes of its room."""
    course.add(QuestionSettled(crew.id, question.ref, outcome=YES, at=course.moment.now))
    sides = _sides(crew, question)
    for label, choice in zip(question.labels, question.choices, strict=True):
        begin_from(course, (crew,), name=label, people=sides[choice])
    one, other = question.labels
    placed = {person for side in sides.values() for person in side}
    for person in crew.people:
        if person not in placed:
            text = say("split.not-chosen", name=crew.name, one=one, other=other)
            course.write(f"not-chosen/{question.ref}", person, text=text)
    tell_crew(course, crew, "split", text=_parted(crew, question))
    ask_about_old_room(course, course.world.crews[crew.id])


def _parted(crew: Crew, question: Question) -> Said:
    one, other = question.labels
    return say("split.parted", name=crew.name, one=one, other=other)
