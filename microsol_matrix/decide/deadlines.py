"""Judge the passing of time: windows end, unanswered invitations free their seats."""

from datetime import datetime

from microsol_matrix.decide.course import Course
from microsol_matrix.decide.seats import ask_about_size, free
from microsol_matrix.scales.call import Call, CallEnded, CallState
from microsol_matrix.scales.crew import ACCEPT_WITHIN, Freeing, Seat, SeatState
from microsol_matrix.words import say
from microsol_matrix.world import LaneWorld, PersonWorld


def next_due(world: LaneWorld) -> datetime | None:
    """Say when the world next wants to be woken; None for never."""
    if isinstance(world, PersonWorld):
        return None
    windows = [call.closes_at for call in world.calls_in_order if call.is_taking_answers]
    seats = [
        seat.since + ACCEPT_WITHIN
        for crew in world.crews_in_order
        for seat in crew.seats
        if _is_unanswered(seat)
    ]
    return min([*windows, *seats], default=None)


def decide_tick(course: Course) -> None:
    """Let everything happen whose time has come."""
    now = course.moment.now
    for call in course.world.calls_in_order:
        if call.is_taking_answers and call.closes_at <= now:
            _end(course, call)
    for crew_id in sorted(course.world.crews):
        for seat in course.world.crews[crew_id].seats:
            if _is_unanswered(seat) and seat.since + ACCEPT_WITHIN <= now:
                crew = course.world.crews[crew_id]
                free(course, crew, seat.person, why=Freeing.UNANSWERED)


def _is_unanswered(seat: Seat) -> bool:
    return seat.state in (SeatState.GIVEN, SeatState.INVITED)


def _end(course: Course, call: Call) -> None:
    now = course.moment.now
    if call.state is CallState.BEGUN:
        course.add(CallEnded(call.id, state=CallState.CLOSED, at=now))
        crew = course.world.crews.get(call.crew) if call.crew is not None else None
        if crew is not None:
            ask_about_size(course, crew)
        return
    course.add(CallEnded(call.id, state=CallState.LAPSED, at=now))
    phrase = "lapsed.not-started" if call.has_quorum else "lapsed"
    course.write(f"lapsed/{call.id}", call.caller, text=say(phrase, name=call.name))
