"""Judge the passing of time: windows end, unanswered invitations free their seats, seasons and mandates end."""

from datetime import datetime

from microsol_matrix.decide.closing import close_if_empty
from microsol_matrix.decide.course import Course
from microsol_matrix.decide.crew_times import decide_crew_times, next_crew_due
from microsol_matrix.decide.following import decide_questions, next_question_due
from microsol_matrix.decide.inviting import ask_about_seasons, seasons
from microsol_matrix.decide.link_times import decide_link_times, next_link_due
from microsol_matrix.decide.mandates import decide_mandates, next_mandate_due
from microsol_matrix.decide.rounds import end_round, next_round_due
from microsol_matrix.decide.seasons import end_season, next_season_due
from microsol_matrix.decide.seats import ask_about_size, free, waiting_list
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.places import crew_room
from microsol_matrix.scales.adoption import ADOPT_WITHIN
from microsol_matrix.scales.call import Call, CallEnded, CallState
from microsol_matrix.scales.crew import Crew, Freeing, Seat, SeatState
from microsol_matrix.scales.person import WHICH_WITHIN
from microsol_matrix.words import say
from microsol_matrix.world import LaneWorld, World


def next_due(world: LaneWorld) -> datetime | None:
    """Say when the world next wants to be woken; None for never."""
    if isinstance(world, PersonWorld):
        asked = () if world.asked is None else (world.asked.at + WHICH_WITHIN,)
        adoption = world.adoption
        waiting = () if adoption is None else (adoption.ask.at + ADOPT_WITHIN,)
        return min((*asked, *waiting), default=None)
    if world.released_at is not None:
        return None
    windows = [call.closes_at for call in world.calls_in_order if call.is_taking_answers]
    seats = [
        seat.since + world.numbers.accepting
        for crew in world.crews_in_order
        for seat in crew.seats
        if _is_unanswered(world, crew, seat)
    ]
    guests = [due for due, _ in seasons(world)[:1]]
    others = (
        next_mandate_due(world),
        next_question_due(world),
        next_season_due(world),
        next_round_due(world),
        next_crew_due(world),
        next_link_due(world),
    )
    known = [due for due in others if due is not None]
    return min([*windows, *seats, *guests, *known], default=None)


def decide_tick(course: Course) -> None:
    """Let everything happen whose time has come."""
    now, accepting = course.moment.now, course.world.numbers.accepting
    # Seats first: one that is freed in the moment in which the window ends still goes to who waits.
    for crew_id in sorted(course.world.crews):
        for seat in course.world.crews[crew_id].seats:
            crew = course.world.crews[crew_id]
            if _is_unanswered(course.world, crew, seat) and seat.since + accepting <= now:
                free(course, crew, seat.person, why=Freeing.UNANSWERED)
    for call in course.world.calls_in_order:
        if call.is_taking_answers and call.closes_at <= now:
            _end(course, call)
    decide_questions(course)
    decide_crew_times(course)
    end_round(course)
    end_season(course)
    ask_about_seasons(course)
    decide_mandates(course)
    decide_link_times(course)


def _is_unanswered(world: World, crew: Crew, seat: Seat) -> bool:
    """Whether a seat waits for its person, and not for us: who was never tried to be asked keeps it."""
    room = world.room(crew_room(crew.id))
    is_out_of_reach = room is not None and seat.person in room.unreached
    if not crew.is_living:
        return False  # it is offered again when the room is opened again
    return seat.state is SeatState.INVITED or (seat.state is SeatState.GIVEN and is_out_of_reach)


def _end(course: Course, call: Call) -> None:
    now = course.moment.now
    if call.state is CallState.BEGUN:
        for person in waiting_list(course.world, call):
            text = say("waiting.over", name=call.name)
            course.write(f"waiting-over/{call.id}", person, text=text)
        course.add(CallEnded(call.id, state=CallState.CLOSED, at=now))
        crew = course.world.crews.get(call.crew) if call.crew is not None else None
        if crew is not None:
            close_if_empty(course, crew.id)
            ask_about_size(course, crew)
        return
    course.add(CallEnded(call.id, state=CallState.LAPSED, at=now))
    phrase = "lapsed.not-started" if call.has_quorum else "lapsed"
    course.write(f"lapsed/{call.id}", call.caller, text=say(phrase, name=call.name))
