"""The slow round: every few hours the service looks whether rooms are as it believes.

Events say what changes; what they did not bring, because it happened while nobody listened or was done past
them, stays unnoticed without a look. Owns which rooms are looked at and how fast: each round asks once which
rooms we are in, reads every space, porch and Archive, and of the other rooms a share in turn, and asks where
their aliases lead. It takes only a part of the homeserver's time, whatever that is. Refuses to judge: what differs
goes to the room's lane like anything seen, and a round that finds nothing writes nothing. It keeps nothing
either: one that was cut off is simply begun again.
"""

import asyncio
import zlib
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter
from typing import Final, TypeVar

import structlog
from attrs import Factory, define, frozen

from microsol_matrix.decide.drift import differing, left_unseen
from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable, StoreUnavailable
from microsol_matrix.house import House
from microsol_matrix.ids import LaneId, RoomId, RoomKey
from microsol_matrix.lanes.lane import Item
from microsol_matrix.lanes.registry import Lanes
from microsol_matrix.observe import AliasLooked, RoomLooked, look
from microsol_matrix.places import ARCHIVE, PORCH, SPACE, role_of
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
        differing: How many of them were not as believed, those that we are out of too.
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
    _asked: asyncio.Event = Factory(asyncio.Event)
    _wanted: set[LaneId] = Factory(set)

    def ask(self, lane: LaneId) -> None:
        """Have all rooms of one congregation looked at soon, out of turn."""
        self._wanted.add(lane)
        self._asked.set()

    async def forever(self) -> None:
        """Go round now, and every so often."""
        while True:
            await self._try()
            await self.clock.sleep(self.every)

    async def when_asked(self) -> None:
        """Look wherever somebody asked for it, for ever."""
        while True:
            await self._asked.wait()
            self._asked.clear()
            lanes, self._wanted = sorted(self._wanted), set()
            await self._try(lanes)

    async def _try(self, lanes: Sequence[LaneId] | None = None) -> None:
        try:
            await self.once(lanes)
        except StoreUnavailable as problem:
            _log.error("store_unavailable", reason=str(problem))
        except (HomeserverUnreachable, HomeserverRefused) as problem:
            _log.warning("slow_round_given_up", reason=str(problem))

    async def once(self, lanes: Sequence[LaneId] | None = None) -> Found:
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
            known = sorted(await self._congregations()) if lanes is None else lanes
            believed = {lane: await self._rooms(lane) for lane in known}
            joined = await self._patiently(self.homeserver.joined_rooms)
            rooms = differing = 0
            for lane, keys in believed.items():
                differing += await self._miss(lane, keys, joined=joined)
                for key, room_id in keys.items():
                    if room_id in joined and _is_due(key, room_id, share=share):
                        rooms += 1
                        is_other = await self._look(lane, key)
                        differing += await self._look_for(lane, key) or is_other
            took = self.clock.now() - begun
            _log.info(
                "slow_round",
                rooms=rooms,
                differing=differing,
                duration_ms=took / timedelta(milliseconds=1),
            )
            return Found(rooms, differing)

    def _share(self, now: datetime) -> int:
        """Say whose turn it is; by the time of day, so that nothing has to be remembered."""
        return int(now.timestamp() // max(self.every.total_seconds(), 1)) % SHARES

    async def _congregations(self) -> frozenset[LaneId]:
        entries = await self.store.find_every(AddressKind.ROOM)
        return frozenset(entry.lane for entry in entries.values() if entry.role == SPACE)

    async def _rooms(self, lane: LaneId) -> Mapping[RoomKey, RoomId]:
        world = await self.lanes.world(lane)
        if not isinstance(world, World):
            return {}
        return {key: room.room_id for key, room in sorted(world.rooms.items(), key=itemgetter(0))}

    async def _miss(
        self, lane: LaneId, keys: Mapping[RoomKey, RoomId], *, joined: Collection[RoomId]
    ) -> int:
        """Hand on which of a congregation's rooms we are out of without having noticed."""
        world = await self.lanes.world(lane)
        if not isinstance(world, World):
            return 0
        believed = frozenset(keys.values())
        out = left_unseen(world, joined, bot=self.house.bot)
        missed = [one for one in out if one.room_id in believed]
        for one in missed:
            _log.info("room_differs", congregation_id=lane, room_id=one.room_id)
            self.lanes.put(lane, Item(one, at=self.clock.now()))
        return len(missed)

    async def _look(self, lane: LaneId, key: RoomKey) -> bool:
        """Read one room; whether it is not as believed, which is handed on then."""
        for _ in range(LOOKS):
            before = await self._believed(lane, key)
            if before is None:
                return False
            looked = await self._read(before.room_id)
            if looked is None:
                return False
            await self.lanes.caught_up(lane)
            world = await self.lanes.world(lane)
            if isinstance(world, World) and world.room(key) == before:
                # Nothing came meanwhile, so what was read is not older than what is believed.
                return self._hand_on(lane, world, looked)
        return False

    async def _look_for(self, lane: LaneId, key: RoomKey) -> bool:
        """Ask where a room's alias leads; whether that is not as believed, which is handed on then."""
        world = await self.lanes.world(lane)
        alias = alias_of(world, key, self.house) if isinstance(world, World) else None
        if not isinstance(world, World) or alias is None or not has_alias(world, key):
            return False
        found = await self._patiently(partial(self.homeserver.resolve, alias))
        looked = AliasLooked(world.rooms[key].room_id, alias, leads_to=found)
        if looked.leads is world.rooms[key].alias:
            return False
        _log.info("alias_differs", congregation_id=lane, room_id=looked.room_id)
        self.lanes.put(lane, Item(looked, at=self.clock.now()))
        return True

    def _hand_on(self, lane: LaneId, world: World, looked: RoomLooked) -> bool:
        differences = differing(world, looked, house=self.house)
        if differences:
            _log.info("room_differs", congregation_id=lane, room_id=looked.room_id)
            self.lanes.put(lane, Item(looked, at=self.clock.now()))
        return bool(differences)

    async def _believed(self, lane: LaneId, key: RoomKey) -> RoomSeen | None:
        world = await self.lanes.world(lane)
        return world.room(key) if isinstance(world, World) else None

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


def _is_due(key: RoomKey, room_id: RoomId, *, share: int | None) -> bool:
    is_in_turn = zlib.crc32(room_id.encode()) % SHARES == share
    return share is None or is_in_turn or role_of(key) in ALWAYS
