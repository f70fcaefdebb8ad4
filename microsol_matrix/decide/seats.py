"""What follows from answers: quorum makes the crew, seats go to those who wait.

The one place where a crew begins. Owns no wording of answers: whoever said something is answered
elsewhere.
"""

from microsol_matrix.decide.course import Course
from microsol_matrix.decide.leaving import after_leaving
from microsol_matrix.decide.moving import move
from microsol_matrix.ids import CallId, CrewId, UserId, ms_of
from microsol_matrix.places import crew_room
from microsol_matrix.scales.call import AnswerTaken, Call, CallState, Start
from microsol_matrix.scales.crew import (
    NO_PICTURE,
    Crew,
    CrewAskedAboutSize,
    CrewBegan,
    CrewState,
    Freeing,
    Seat,
    SeatFreed,
    SeatGiven,
    SeatState,
)
from microsol_matrix.scales.transitions import Move
from microsol_matrix.times import to_ms
from microsol_matrix.words import say
from microsol_matrix.world import World

ASKED_WHEN_SMALL = (CrewState.FORMING, CrewState.ACTIVE, CrewState.RESTING)
"""Where a crew that became too small is asked what it wants."""


def advance(course: Course, call_id: CallId) -> None:
    """Let a call have its consequences: a crew at quorum, or seats for whoever waits."""
    call = course.world.calls[call_id]
    if call.state is CallState.OPEN and call.has_quorum and call.start is Start.AT_QUORUM:
        begin(course, call)
    elif call.state is CallState.BEGUN:
        fill(course, call)


def begin(course: Course, call: Call) -> None:
    """Begin the crew of a call: the first who answered have its seats, the caller hosts."""
    now = course.moment.now
    former = course.world.crews.get(call.relaunches) if call.relaunches is not None else None
    first = tuple(answer.person for answer in call.answers[: call.seats_max])
    crew = Crew(
        id=CrewId(course.moment.new_id("crew", call.id, at_ms=ms_of(call.id))),
        call_id=call.id,
        name=call.name,
        intention=call.intention,
        kind=call.kind,
        rhythm=call.rhythm,
        host=call.caller,
        seats_min=call.seats_min,
        seats_max=call.seats_max,
        state=CrewState.FORMING,
        begun_at=now,
        first=first,
        seats=tuple(Seat(person=one, state=SeatState.GIVEN, since=now) for one in first),
        is_asked_about_size=False,
        is_welcomed=False,
        encryption=call.encryption,
        caller=call.caller,
        weeks=call.weeks,
        lineage=() if call.relaunches is None else (call.relaunches,),
        relaunches=call.relaunches,
        picture=NO_PICTURE if former is None else former.picture,
    )
    course.add(CrewBegan(crew))
    old = course.world.crews.get(call.relaunches) if call.relaunches is not None else None
    if old is not None and old.successor == crew.id:
        move(course, old.id, Move.RELAUNCH, by=call.caller)


def waiting_list(world: World, call: Call) -> tuple[UserId, ...]:
    """Give who has answered and has no seat, in the order of answering; empty before the crew begins."""
    crew = world.crews.get(call.crew) if call.crew is not None else None
    if crew is None:
        return ()
    return tuple(answer.person for answer in call.answers if answer.person not in crew.holders)


def fill(course: Course, call: Call) -> None:
    """Give free seats to those who wait, in order."""
    crew = course.world.crews.get(call.crew) if call.crew is not None else None
    if crew is None or call.state is not CallState.BEGUN:
        return
    for person in waiting_list(course.world, call)[: crew.seats_left]:
        course.add(SeatGiven(crew.id, person, at=course.moment.now))


def free(course: Course, crew: Crew, person: UserId, *, why: Freeing) -> None:
    """Free a person's seat, end their answer, and let the next one in or ask the crew if it is too small now."""
    course.add(SeatFreed(crew.id, person, why=why))
    for lucky in _let_next_in(course, crew, person):
        if lucky in course.world.crews[crew.id].holders:
            # With the time: somebody may be lucky, step back, wait and be lucky once more.
            ref = f"seat/{crew.id}/{to_ms(course.moment.now)}"
            course.write(ref, lucky, text=say("seat.free", name=crew.name))
    after_leaving(course, crew.id, person)
    ask_about_size(course, course.world.crews[crew.id])


def _let_next_in(course: Course, crew: Crew, person: UserId) -> tuple[UserId, ...]:
    """End a person's answer to a crew's call and fill the seat; give who was waiting for one."""
    call = course.world.call_of(crew)
    if call is None:
        return ()
    if call.answer_of(person) is not None:
        course.add(AnswerTaken(call.id, person))
    waiting = waiting_list(course.world, course.world.calls[call.id])
    fill(course, course.world.calls[call.id])
    return waiting


def ask_about_size(course: Course, crew: Crew) -> None:
    """Ask a crew below its least size what it wants, once, when nobody more can come by its call."""
    call = course.world.call_of(crew)
    room = course.world.room(crew_room(crew.id))
    is_small = len(crew.holders) < crew.seats_min
    if call is not None and call.is_taking_answers:
        return
    if crew.is_asked_about_size or not is_small or room is None:
        return
    if not crew.holders or crew.state not in ASKED_WHEN_SMALL:
        return  # nobody is left to be asked, or it ends anyway
    course.add(CrewAskedAboutSize(crew.id))
    text = say(
        f"crew.small.{crew.state.value}",
        name=crew.name,
        count=len(crew.holders),
        least=crew.seats_min,
    )
    # With the time: it may grow and shrink again.
    course.say(f"small/{crew.id}/{to_ms(course.moment.now)}", room.room_id, text=text)
