"""Seats on neighbours' porches that nobody knows of: one that was killed between coming in and noting it left one.

Owns which they are, and giving them back. A seat that no congregation of ours knows of has no lane that could judge it.
Refuses to touch whatever may be anything else than a porch, and whatever somebody is just looking for.
"""

from collections.abc import Awaitable, Callable, Collection
from functools import partial
from typing import Protocol, TypeVar

import structlog
from attrs import define

from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable
from microsol_matrix.house import House
from microsol_matrix.ids import RoomAlias, RoomId
from microsol_matrix.lanes.perform.looking import MOST_BYTES
from microsol_matrix.lanes.registry import Lanes
from microsol_matrix.ports import Address, AddressKind, Homeserver, Store
from microsol_matrix.structure.seats import is_only_a_porch
from microsol_matrix.world import World

_Answer = TypeVar("_Answer")

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


class Patience(Protocol):
    """Asks the homeserver no faster than a slow round may."""

    async def __call__(self, ask: Callable[[], Awaitable[_Answer]], /) -> _Answer:
        """Ask, and give the answer."""
        ...


@define(eq=False)
class StraySeats:
    """Gives back seats on porches that no congregation of ours knows of."""

    homeserver: Homeserver
    store: Store
    lanes: Lanes
    house: House
    patiently: Patience

    async def give_back(self, joined: Collection[RoomId]) -> int:
        """Leave those of some rooms that are neighbours' porches and no congregation's concern; tell how many."""
        left = 0
        for room_id in sorted(joined):
            if await self._is_known(room_id) or not await self._is_porch(room_id):
                continue
            # Asked last: whoever looks for a porch right now may have come in, and noted it meanwhile.
            if await self._is_sought(room_id) or await self._is_known(room_id):
                continue
            left += await self._leave(room_id)
        return left

    async def _leave(self, room_id: RoomId) -> bool:
        try:
            await self.patiently(partial(self.homeserver.leave, room_id))
        except HomeserverRefused as no:
            _log.warning("stray_seat_kept", room_id=room_id, errcode=no.matrix_errcode)
            return False
        _log.info("stray_seat_given_back", room_id=room_id)
        return True

    async def _is_known(self, room_id: RoomId) -> bool:
        kinds = (AddressKind.ROOM, AddressKind.NEIGHBOUR)
        return any([await self.store.find(Address(kind, room_id)) for kind in kinds])

    async def _is_porch(self, room_id: RoomId) -> bool:
        read = partial(self.homeserver.read_state, room_id, most_bytes=MOST_BYTES)
        try:
            return is_only_a_porch(await self.patiently(read), self.house.bot)
        except HomeserverRefused as no:
            _log.info("room_unreadable", room_id=room_id, errcode=no.matrix_errcode)
            return False

    async def _is_sought(self, room_id: RoomId) -> bool:
        """Whether a congregation of ours is looking for it, or for what may be it."""
        return any([await self._may_lead(alias, room_id) for alias in await self._sought()])

    async def _sought(self) -> set[RoomAlias]:
        # Whoever looks for a porch has that left to do.
        worlds = [await self.lanes.world(lane) for lane in await self.store.unsettled()]
        return {alias for world in worlds if isinstance(world, World) for alias in world.searches}

    async def _may_lead(self, alias: RoomAlias, room_id: RoomId) -> bool:
        try:
            found = await self.homeserver.look_up(alias)
        except (HomeserverRefused, HomeserverUnreachable):
            return True  # nobody knows where to
        return found is not None and found.room_id == room_id
