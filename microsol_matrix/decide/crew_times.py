"""The times of a crew's life: it is asked, reminded, rests when nobody answers, and its closing ends.

Owns which time comes next for a crew, and what happens then; each time is over once it was judged.
Refuses to know how long anything takes: the congregation's numbers say so (`cycles`).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeAlias, assert_never

from microsol_matrix.decide.closing import close
from microsol_matrix.decide.course import Course
from microsol_matrix.decide.cycles import (
    closing_until,
    days_later,
    forming_until,
    morning_of,
    resting_until,
    review_asked_at,
)
from microsol_matrix.decide.reviewing import begin_review, fall_silent, remind
from microsol_matrix.decide.to_crew import tell_crew
from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import Crew, CrewState
from microsol_matrix.scales.crew_life import CrewAsked
from microsol_matrix.scales.question import Asking
from microsol_matrix.scales.transitions import Move
from microsol_matrix.talk.prompts import agree_example
from microsol_matrix.words import say
from microsol_matrix.world import World

_What: TypeAlias = Callable[[Course, Crew], None]
_PARTING: Final = frozenset({Asking.SPLIT, Asking.MERGE, Asking.OLD_ROOM})
"""What a crew finds out before it looks back again."""


def next_crew_due(world: World) -> datetime | None:
    """Say when something next comes due in any crew's life; None for never."""
    found = (_due(world, crew) for crew in world.crews_in_order)
    return min((one[0] for one in found if one is not None), default=None)


def decide_crew_times(course: Course) -> None:
    """Let everything happen in crews' lives whose time has come."""
    for crew_id in sorted(course.world.crews):
        crew = course.world.crews[crew_id]
        due = _due(course.world, crew)
        if due is not None and due[0] <= course.moment.now:
            due[1](course, crew)


def _due(world: World, crew: Crew) -> tuple[datetime, _What] | None:
    """Say what comes next for a crew, and when; nothing before it has a room to hear of it."""
    if world.room(crew_room(crew.id)) is None:
        return None
    match crew.state:
        case CrewState.FORMING:
            until = forming_until(world, crew)
            if crew.asked_at is not None:
                return until, fall_silent
            return morning_of(world, until, since=crew.state_since), _ask_forming
        case CrewState.ACTIVE:
            return _review_due(world, crew)
        case CrewState.RESTING:
            since = crew.asked_at or crew.state_since
            return morning_of(world, resting_until(world, crew), since=since), _ask_resting
        case CrewState.CLOSING:
            return closing_until(world, crew), _close
        case CrewState.ARCHIVED | CrewState.RELAUNCHED:
            return None
        case _:
            assert_never(crew.state)


def _review_due(world: World, crew: Crew) -> tuple[datetime, _What] | None:
    asked = crew.review
    if asked is None:
        at = _asked_again_at(world, crew)
        return None if at is None else (at, _ask_how_it_has_been)
    ends_at = asked.ends_at
    if ends_at is None or asked.is_reminded or asked.replies or asked.closes_at <= ends_at:
        return None  # its end comes as any question's does (`following`)
    return morning_of(world, ends_at, since=asked.asked_at), _remind


def _asked_again_at(world: World, crew: Crew) -> datetime | None:
    """Say when a crew is asked how it has been; one that is to split or merge has time for that first."""
    if crew.cycle_ends_at is None or any(one.asking in _PARTING for one in crew.open_questions):
        return None
    at = review_asked_at(world, crew, ends_at=crew.cycle_ends_at)
    settled = (one.settled_at for one in crew.questions if one.outcome in ("split", "merge"))
    last = max((one for one in settled if one is not None), default=None)
    if last is None:
        return at
    return max(at, days_later(last, world.numbers.review_grace, zone=world.zone))


def _ask_forming(course: Course, crew: Crew) -> None:
    course.add(CrewAsked(crew.id, at=course.moment.now))
    asked = course.world.crews[crew.id]
    until = course.world.day_of(forming_until(course.world, asked))
    example = agree_example(course.world, asked, since=course.moment.now)
    text = say("forming.asked", name=crew.name, until=until, example=example)
    tell_crew(course, asked, "forming", text=text)


def _ask_resting(course: Course, crew: Crew) -> None:
    course.add(CrewAsked(crew.id, at=course.moment.now))
    since = course.world.day_of(crew.state_since)
    tell_crew(course, crew, "resting", text=say("resting.asked", name=crew.name, since=since))


def _ask_how_it_has_been(course: Course, crew: Crew) -> None:
    begin_review(course, crew)


def _remind(course: Course, crew: Crew) -> None:
    if crew.review is not None:
        remind(course, crew, crew.review)


def _close(course: Course, crew: Crew) -> None:
    close(course, crew.id, Move.CLOSE)
