"""Move a crew through its life: the one place where it happens, always as the table of `transitions` says."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from microsol_matrix.decide.archiving import follow_archiving, follow_closing
from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.ids import CrewId, UserId
from microsol_matrix.scales.crew import Crew, CrewState
from microsol_matrix.scales.crew_life import CrewMoved, NewcomerBack
from microsol_matrix.scales.question import Asking, Question, QuestionSettled
from microsol_matrix.scales.transitions import TABLE, Move, is_possible, leads
from microsol_matrix.words import say


def refuse_move(crew: Crew, move: Move, *, word: str = "") -> Refused | None:
    """Refuse a move that is not possible now, and say what is.

    Args:
        crew: Which crew.
        move: What is wanted.
        word: The command that wants it; the move's own word if empty.
    """
    if is_possible(move, crew.state):
        return None
    return Refused(
        say(
            "move.impossible",
            word=word or move.value,
            name=crew.name,
            state=say(f"state.{crew.state.value}"),
            next=say(f"next.{crew.state.value}", name=crew.name)
            if crew.state is CrewState.ARCHIVED
            else say(f"next.{crew.state.value}"),
        )
    )


def move(
    course: Course,
    crew_id: CrewId,
    making: Move,
    *,
    to: CrewState | None = None,
    by: UserId | None = None,
    cycle: int | None = None,
    cycle_ends_at: datetime | None = None,
) -> Crew:
    """Make a move; it has to be possible.

    Args:
        course: The deciding.
        crew_id: Which crew.
        making: The move.
        to: Where it leads; may be left out where the table knows only one place.
        by: Who wanted it; None if its time had come.
        cycle: The number of the cycle from now on; as before if None.
        cycle_ends_at: When the crew looks back next; as before if None.

    Returns:
        The crew as it is now.

    Raises:
        AssertionError: The table does not know the move.
    """
    crew = course.world.crews[crew_id]
    possible = TABLE[making].get(crew.state, frozenset())
    leading = to if to is not None else next(iter(possible), None)
    if leading is None or not leads(making, crew.state, leading):
        broken = f"{making.value} from {crew.state.value} to {leading} is not in the table"
        raise AssertionError(broken)
    course.add(
        CrewMoved(
            crew_id,
            making,
            to=leading,
            at=course.moment.now,
            cycle=crew.cycle if cycle is None else cycle,
            cycle_ends_at=crew.cycle_ends_at if cycle_ends_at is None else cycle_ends_at,
            by=by,
        )
    )
    _end_questions(course, crew_id)
    _let_ask_again(course, crew_id, crew.turned_away)
    if leading is CrewState.CLOSING:
        follow_closing(course, crew_id)
    if leading is CrewState.ARCHIVED:
        follow_archiving(course, crew_id)
    return course.world.crews[crew_id]


def _end_questions(course: Course, crew_id: CrewId) -> None:
    """End what a crew is asked that is of no use where it is now."""
    crew = course.world.crews[crew_id]
    for question in crew.open_questions:
        if not _is_of_use(crew, question):
            course.add(QuestionSettled(crew_id, question.ref, outcome="", at=course.moment.now))


def _let_ask_again(course: Course, crew_id: CrewId, people: Sequence[UserId]) -> None:
    """Let people who would have come in ask again, all alike, once a crew goes on that was closing."""
    crew = course.world.crews[crew_id]
    if not crew.takes_newcomers:
        return
    for person in people:
        if person in course.world.members and person not in crew.holders:
            course.add(NewcomerBack(crew_id, person))


def _is_of_use(crew: Crew, question: Question) -> bool:
    """Whether a crew can still come to something, where it is: who rests may let somebody in, and be seen."""
    match question.asking:
        case Asking.NEWCOMER:
            return crew.takes_newcomers
        case Asking.WIDENING:
            return crew.is_living
        case Asking.REVIEW | Asking.SPLIT | Asking.MERGE | Asking.MERGE_OFFER | Asking.OLD_ROOM:
            return crew.state is CrewState.ACTIVE
        case _:
            assert_never(question.asking)
