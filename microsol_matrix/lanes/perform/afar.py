"""Neighbours' porches: looked for, entered, read, asked after, left.

Owns that nothing is done in a neighbour's room but coming, reading and going, and that one bot serves many: no
porch of ours is ever left, and none on which another congregation of ours wants its seat. Refuses to judge what
was read (`decide`).
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from attrs import evolve as changed

from microsol_matrix.decide.afar import Looked, NeighbourProbed, PorchFound, PorchWasRead, SeatLost
from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable
from microsol_matrix.house import House
from microsol_matrix.ids import LaneId, RoomId
from microsol_matrix.lanes.perform.done import Done
from microsol_matrix.lanes.perform.looking import TOO_LARGE, is_looked_at, state_of
from microsol_matrix.lanes.perform.people import invite_saying
from microsol_matrix.lanes.perform.porch_following import follow_porch
from microsol_matrix.lanes.perform.seats import is_wanted
from microsol_matrix.plan.intents import (
    Afar,
    EnterPorch,
    FollowPorch,
    LeavePorch,
    LookForPorch,
    ProbePorch,
    Propose,
    ReadPorch,
)
from microsol_matrix.ports import Address, AddressKind, Clock, Homeserver, Store
from microsol_matrix.rooms import Json
from microsol_matrix.scales.link import NeighbourInvited, PorchReading, SeatLeft, Trouble
from microsol_matrix.seen import PersonInvited
from microsol_matrix.structure.neighbour import read_neighbour, without_card
from microsol_matrix.structure.reading import NoPorch
from microsol_matrix.structure.stranger import is_room, is_seated, servers, ways_in
from microsol_matrix.structure.types import LINK

_OUT: Final = ("M_FORBIDDEN", "M_NOT_FOUND")


async def do_afar(
    intent: Afar | Propose, homeserver: Homeserver, house: House, *, clock: Clock, store: Store
) -> Done:
    """Do one thing about a neighbour."""
    match intent:
        case Propose():
            await _propose(intent, homeserver)
            invited = PersonInvited(intent.key, intent.person, at=clock.now())
            return Done((invited, NeighbourInvited(intent.to)))
        case LookForPorch():
            found = await _look(intent, homeserver, house, clock=clock, store=store)
            return Done(seen=(found,))
        case EnterPorch(porch=porch, via=via):
            if not is_looked_at(await homeserver.summary(porch, via)):
                raise HomeserverRefused(status=413, errcode=TOO_LARGE, error="no porch")
            await homeserver.join(porch, via)
            return await _read(intent, homeserver, house, clock=clock)
        case FollowPorch():
            followed = await follow_porch(intent, homeserver, house, clock=clock, store=store)
            return Done(seen=(followed,))
        case ReadPorch():
            return await _read(intent, homeserver, house, clock=clock)
        case LeavePorch(porch=porch, successor=successor):
            if successor is not None:
                await _leave_successor(successor, homeserver, store)
            if not await is_wanted(porch, store):
                await homeserver.leave(porch)
            return Done((SeatLeft(porch),), told=await _told(intent, store))
        case ProbePorch():
            return Done(seen=(NeighbourProbed(intent.porch, await _trouble(intent, homeserver)),))


async def _leave_successor(room_id: RoomId, homeserver: Homeserver, store: Store) -> None:
    """Give back a seat in a room in which a porch was to go on, and never did."""
    if room_id in await homeserver.joined_rooms() and not await is_wanted(room_id, store):
        with suppress(HomeserverRefused):  # the porch itself is left all the same
            await homeserver.leave(room_id)


async def _propose(intent: Propose, homeserver: Homeserver) -> None:
    """Invite, and say which porch is meant."""
    more: Mapping[str, Json] = {LINK: {"porch": intent.to}}
    await invite_saying(intent.room_id, intent.person, more=more, homeserver=homeserver)


async def _look(
    intent: LookForPorch, homeserver: Homeserver, house: House, *, clock: Clock, store: Store
) -> PorchFound:
    at = clock.now()
    found = await homeserver.look_up(intent.address)
    if found is None or not is_room(found.room_id):
        raise HomeserverRefused(status=404, errcode="M_NOT_FOUND", error="no such porch")
    porch, via = found.room_id, servers(list(found.servers))
    nothing = PorchFound(intent.address, porch, via, looked=Looked.NOTHING, reading=None, at=at)
    was_in = porch in await homeserver.joined_rooms()
    if not was_in:
        if not is_looked_at(await homeserver.summary(porch, via)):
            return nothing
        await homeserver.join(porch, via)
    state = await state_of(porch, homeserver)
    reading = None if state is None else read_neighbour(state, ours=intent.ours, bot=house.bot)
    looked = _looked(reading)
    if looked is not Looked.PORCH and not was_in and not await is_wanted(porch, store):
        await homeserver.leave(porch)
    if state is None or not isinstance(reading, PorchReading):
        return changed(nothing, looked=looked)
    return changed(nothing, looked=looked, reading=reading, via=ways_in(state, first=reading.bot))


def _looked(reading: PorchReading | NoPorch | None) -> Looked:
    match reading:
        case None | NoPorch.NO_CARD:
            return Looked.NOTHING
        case NoPorch.SPACE:
            return Looked.SPACE
        case PorchReading(card=None, newer=newer):
            return Looked.NEWER if newer else Looked.NOTHING
        case _:
            return Looked.PORCH


async def _read(
    intent: EnterPorch | ReadPorch, homeserver: Homeserver, house: House, *, clock: Clock
) -> Done:
    at, porch = clock.now(), intent.porch
    try:
        state = await state_of(porch, homeserver)
    except HomeserverRefused as no:
        if no.matrix_errcode not in _OUT:
            raise
        return Done(seen=(SeatLost(porch),))
    if state is None:
        raise HomeserverRefused(status=413, errcode=TOO_LARGE, error="more than a porch can hold")
    # Whoever was put out is shown the state of that moment, for ever.
    if not is_seated(state, house.bot):
        return Done(seen=(SeatLost(porch),))
    read = read_neighbour(state, ours=intent.ours, bot=house.bot, before=intent.before)
    reading = read if isinstance(read, PorchReading) else without_card(state, read)
    via = ways_in(state, first=reading.bot)
    return Done(seen=(PorchWasRead(porch, via=via, reading=reading, at=at),))


async def _trouble(intent: ProbePorch, homeserver: Homeserver) -> Trouble | None:
    try:
        found = await homeserver.look_up(intent.address)
    except HomeserverUnreachable:
        await (
            homeserver.joined_rooms()
        )  # if it is our own that does not answer, nothing is known of theirs
        return Trouble.SILENT
    if found is None:
        return Trouble.NO_PORCH
    return None if found.room_id == intent.porch else Trouble.MOVED


async def _told(intent: LeavePorch, store: Store) -> tuple[tuple[LaneId, SeatLost], ...]:
    """Tell a congregation of ours what it would see of a neighbour elsewhere, where the same bot keeps all seats."""
    if intent.ours is None:
        return ()
    owners = await store.find(Address(AddressKind.ROOM, intent.porch))
    return tuple((owner.lane, SeatLost(intent.ours)) for owner in owners)
