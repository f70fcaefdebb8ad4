"""The slow round: every few hours the service looks whether rooms are as it believes.

Events say what changes; what they did not bring, because it happened while nobody listened or was done past
them, stays unnoticed without a look. Owns which rooms are looked at and how fast: each round asks once which
rooms we are in, reads every space, porch and Archive, and of the other rooms a share in turn, and asks where
their aliases lead. It takes only a part of the homeserver's time, whatever that is. Refuses to judge: what differs
goes to the room's lane like anything seen, and a round that finds nothing writes nothing. Only a seat on a porch
that no lane knows of it gives back itself (`stray_seats`). It keeps nothing either: one that was cut off is simply
begun again.
"""

import asyncio
import zlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeVar

import structlog
from attrs import Factory, define, frozen

from appservice.stray_seats import StraySeats
from microsol_matrix.addresses import SUCCESSOR
from microsol_matrix.decide.drift import differing, left_unseen
from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable, StoreUnavailable
from microsol_matrix.house import House
from microsol_matrix.ids import LaneId, RoomId
from microsol_matrix.lanes.lane import Item
from microsol_matrix.lanes.registry import Lanes
from microsol_matrix.observe import AliasLooked, MembershipChanged, RoomLooked, look
from microsol_matrix.places import ARCHIVE, PORCH, SPACE
from microsol_matrix.plan.aliases import alias_of, has_alias
from microsol_matrix.ports import AddressKind, Clock, Homeserver, Store
from microsol_matrix.seen import RoomSeen
from microsol_matrix.world import World

Answer = TypeVar("Answer")

SHARES: Final = 4
"""Rooms besides the spaces are read in one of so many rounds: a whole state costs 4 to 8 ms, and is rarely news."""
ALWAYS: Final = frozenset({SPACE, PORCH, ARCHIVE})
"""Parts of the house that are read in every round: they say what stands in the others."""
PART: Final = 5
"""After a request it waits so many times as long as that took, so that others have the homeserver to themselves."""
LONGEST_PAUSE: Final = timedelta(seconds=30)
FIRST_WAIT: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(minutes=5)
"""Between two attempts to reach a homeserver that is away."""
ATTEMPTS: Final = 8
"""In a row, about a quarter of an hour; then the round is given up, and the next one looks."""
LOOKS: Final = 3
"""At a room that changes while it is looked at; then it is left to the next round."""

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


@frozen
class Found:
    """What a round came to.

    Attributes:
        rooms: How many were read.
        differing: How many of them were not as believed, those that we are out of too, and those that we had no
            business in any more.
    """

    rooms: int
    differing: int


@define(eq=False)
class SlowRound:
    """Looks at rooms, a round at a time.

    Attributes:
        every: How long it rests between two rounds.
    """

    homeserver: Homeserver
    store: Store
    lanes: Lanes
    house: House
    clock: Clock
    every: timedelta
    _turn: asyncio.Lock = Factory(asyncio.Lock)

    async def forever(self) -> None:
        """Go round now, and every so often."""
        while True:
            await self._try()
            await self.clock.sleep(self.every)

    async def _try(self) -> None:
        try:
            await self.once()
        except StoreUnavailable as problem:
            _log.error("store_unavailable", reason=str(problem))
        except (HomeserverUnreachable, HomeserverRefused) as problem:
            _log.warning("slow_round_given_up", reason=str(problem))

    async def once(self, lanes: Collection[LaneId] | None = None) -> Found:
        """Go round once.

        Args:
            lanes: Congregations of which every room is read; None for all congregations, with their spaces and
                a share of their other rooms.

        Raises:
            HomeserverUnreachable: It has been away for too long; what was found until then was handed on.
            HomeserverRefused: It does not tell which rooms we are in.
            StoreUnavailable: As above.
        """
        async with self._turn:
            begun = self.clock.now()
            share = None if lanes is not None else self._share(begun)
            # First what is believed: a room that is made meanwhile is not missed among those that we are in.
            believed = await self._believed(lanes)
            joined = await self._patiently(self.homeserver.joined_rooms)
            rooms = others = 0
            for lane, roles in sorted(believed.items()):
                others += await self._miss(lane, roles.keys() - joined, joined=joined)
                for room_id, role in sorted(roles.items()):
                    if room_id in joined and _is_due(room_id, role, share=share):
                        rooms += 1
                        others += await self._look(lane, room_id)
            if share is not None:
                turn = [one for one in joined if _is_in_turn(one, share=share)]
                others += await self._strays().give_back(turn)
            took = self.clock.now() - begun
            _log.info(
                "slow_round",
                rooms=rooms,
                differing=others,
                duration_ms=took / timedelta(milliseconds=1),
            )
            return Found(rooms, others)

    def _strays(self) -> StraySeats:
        return StraySeats(
            homeserver=self.homeserver,
            store=self.store,
            lanes=self.lanes,
            house=self.house,
            patiently=self._patiently,
        )

    def _share(self, now: datetime) -> int:
        """Say whose turn it is; by the time of day, so that nothing has to be remembered."""
        return int(now.timestamp() // max(self.every.total_seconds(), 1)) % SHARES

    async def _believed(
        self, lanes: Collection[LaneId] | None
    ) -> Mapping[LaneId, Mapping[RoomId, str]]:
        """Give every lane's rooms with their parts in the house, without loading any."""
        believed: dict[LaneId, dict[RoomId, str]] = defaultdict(dict)
        for room_id, entry in (await self.store.find_every(AddressKind.ROOM)).items():
            if (lanes is None or entry.lane in lanes) and entry.role != SUCCESSOR:
                believed[entry.lane][RoomId(room_id)] = entry.role
        return believed

    async def _miss(
        self, lane: LaneId, out: Collection[RoomId], *, joined: Collection[RoomId]
    ) -> int:
        """Hand on which of some rooms we are out of without having noticed; tell how many."""
        if not out:
            return 0
        unseen = left_unseen(await self.lanes.world(lane), joined, bot=self.house.bot)
        missed = [one for one in unseen if one.room_id in out]
        for one in missed:
            self._differs(lane, one)
        return len(missed)

    async def _look(self, lane: LaneId, room_id: RoomId) -> bool:
        """Read one room, and where its alias leads; whether that is not as believed, which is handed on then."""
        is_other = False
        for _ in range(LOOKS):
            before = await self._room(lane, room_id)
            looked = None if before is None else await self._read(room_id)
            if looked is None:
                return False
            await self.lanes.caught_up(lane)
            world = await self.lanes.world(lane)
            if isinstance(world, World) and await self._room(lane, room_id) == before:
                # Nothing came meanwhile, so what was read is not older than what is believed.
                is_other = bool(differing(world, looked, house=self.house))
                if is_other:
                    self._differs(lane, looked)
                break
        return await self._look_for(lane, room_id) or is_other

    async def _look_for(self, lane: LaneId, room_id: RoomId) -> bool:
        """Ask where a room's alias leads."""
        world = await self.lanes.world(lane)
        key = world.key_of(room_id) if isinstance(world, World) else None
        if not isinstance(world, World) or key is None or not has_alias(world, key):
            return False
        alias = alias_of(world, key, self.house)
        if alias is None:
            return False
        found = await self._patiently(partial(self.homeserver.resolve, alias))
        looked = AliasLooked(room_id, alias, leads_to=found)
        if looked.leads is world.rooms[key].alias:
            return False
        self._differs(lane, looked)
        return True

    def _differs(self, lane: LaneId, found: MembershipChanged | RoomLooked | AliasLooked) -> None:
        _log.info("room_differs", congregation_id=lane, room_id=found.room_id)
        self.lanes.put(lane, Item(found, at=self.clock.now()))

    async def _room(self, lane: LaneId, room_id: RoomId) -> RoomSeen | None:
        world = await self.lanes.world(lane)
        key = world.key_of(room_id) if isinstance(world, World) else None
        return world.room(key) if isinstance(world, World) and key is not None else None

    async def _read(self, room_id: RoomId) -> RoomLooked | None:
        """Read a room's state; None if it may not be read, which the next round's list of rooms explains."""
        try:
            state = await self._patiently(partial(self.homeserver.read_state, room_id))
        except HomeserverRefused as no:
            _log.info("room_unreadable", room_id=room_id, errcode=no.matrix_errcode)
            return None
        return look(room_id, state, bot=self.house.bot)

    async def _patiently(self, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """Ask, then let others have the homeserver; if it is away, ask again later, a bounded number of times."""
        wait, failures = FIRST_WAIT, 0
        while True:
            begun = self.clock.now()
            try:
                answer = await ask()
            except HomeserverUnreachable as away:
                failures += 1
                if failures == ATTEMPTS:
                    raise
                await self.clock.sleep(max(wait, away.retry_after or timedelta()))
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                took = max(self.clock.now() - begun, timedelta())
                if took:
                    await self.clock.sleep(min(took * PART, LONGEST_PAUSE))
                return answer


def _is_due(room_id: RoomId, role: str, *, share: int | None) -> bool:
    """Whether a room of a congregation is to be read now; direct rooms hold nothing that could be compared."""
    return role != "direct" and (
        share is None or role in ALWAYS or _is_in_turn(room_id, share=share)
    )


def _is_in_turn(room_id: RoomId, *, share: int) -> bool:
    return zlib.crc32(room_id.encode()) % SHARES == share
