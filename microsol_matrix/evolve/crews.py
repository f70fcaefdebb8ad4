"""How facts about crews' beginnings and seats change a congregation's world."""

from collections.abc import Callable
from typing import assert_never

from attrs import evolve as changed

from microsol_matrix.deeds import Deed, Doing
from microsol_matrix.evolve.calls import on_call
from microsol_matrix.evolve.congregations import without_absence
from microsol_matrix.ids import CrewId, UserId
from microsol_matrix.places import crew_room
from microsol_matrix.scales.call import CallState
from microsol_matrix.scales.crew import (
    Crew,
    CrewAskedAboutSize,
    CrewBegan,
    CrewState,
    Seat,
    SeatFact,
    SeatFreed,
    SeatGiven,
    SeatState,
    SeatTaken,
)
from microsol_matrix.seen import IntentName, Membership
from microsol_matrix.world import World


def evolve_crew(world: World, fact: SeatFact) -> World:
    """Give the world after a fact about a crew; one that is unknown changes nothing."""
    match fact:
        case CrewBegan(crew=crew):
            return _begun(world, crew)
        case SeatGiven(person=person, at=at):
            key = crew_room(fact.crew_id)
            room = world.room(key)
            # Who said no and yes again in one breath may hold an invitation still.
            is_asked = room is not None and room.has(person, Membership.INVITE)
            state = SeatState.INVITED if is_asked else SeatState.GIVEN
            seat = Seat(person=person, state=state, since=at)
            given = on_crew(world, fact.crew_id, lambda crew: _with_seat(crew, seat))
            # An earlier no to the invitation is over: they have asked for the seat anew.
            asked = changed(given, refused=given.refused - {IntentName(f"invite/{key}", person)})
            return without_absence(asked, key, person)
        case SeatTaken(person=person):
            taken = _stands(world, fact.crew_id, person=person, state=SeatState.TAKEN)
            return on_crew(taken, fact.crew_id, _asked_no_more_if_grown)
        case SeatFreed(person=person):
            # No deed: in a small crew `!why` would tell that somebody declined or left.
            return _stands(world, fact.crew_id, person=person, state=SeatState.FREED)
        case CrewAskedAboutSize():
            return on_crew(
                world, fact.crew_id, lambda crew: changed(crew, is_asked_about_size=True)
            )
        case _:
            assert_never(fact)


def _asked_no_more_if_grown(crew: Crew) -> Crew:
    """Let a crew that has grown be asked once more should it shrink again."""
    has_grown = len(crew.people) >= crew.seats_min
    return changed(crew, is_asked_about_size=crew.is_asked_about_size and not has_grown)


def _begun(world: World, crew: Crew) -> World:
    begun = changed(world, crews={**world.crews, crew.id: crew})
    if crew.call_id is not None:
        begun = on_call(
            begun,
            crew.call_id,
            lambda call: changed(call, state=CallState.BEGUN, crew=crew.id),
        )
    if crew.relaunches is not None:
        begun = on_crew(begun, crew.relaunches, lambda old: _with_successor(old, crew.id))
    doing = Doing.CREW_GREW if crew.call_id is None else Doing.CREW_BEGAN
    return begun.having_done(Deed(doing, crew.name))


def _with_successor(old: Crew, successor: CrewId) -> Crew:
    # One whose room was opened again meanwhile goes on by itself.
    return changed(old, successor=successor) if old.state is CrewState.ARCHIVED else old


def on_crew(world: World, crew_id: CrewId, change: Callable[[Crew], Crew]) -> World:
    """Change one crew; an unknown one changes nothing."""
    crew = world.crews.get(crew_id)
    return world if crew is None else changed(world, crews={**world.crews, crew_id: change(crew)})


def _with_seat(crew: Crew, seat: Seat) -> Crew:
    before = crew.seat_of(seat.person)
    others = tuple(old for old in crew.seats if old.person != seat.person)
    is_known = before is not None and before.has_been_taken
    return changed(crew, seats=(*others, changed(seat, has_been_taken=is_known)))


def _stands(world: World, crew_id: CrewId, *, person: UserId, state: SeatState) -> World:
    def standing(crew: Crew) -> Crew:
        return changed(
            crew,
            seats=tuple(
                _standing(seat, state) if seat.person == person else seat for seat in crew.seats
            ),
        )

    return on_crew(world, crew_id, standing)


def _standing(seat: Seat, state: SeatState) -> Seat:
    is_taken = seat.has_been_taken or state is SeatState.TAKEN
    return changed(seat, state=state, has_been_taken=is_taken)
