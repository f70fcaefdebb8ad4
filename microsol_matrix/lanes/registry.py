"""All lanes that are in memory, their tasks and their clock.

Owns the tasks: every one is started here and waited for at the end. Refuses to know what lanes are
about.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from attrs import Factory, define

from microsol_matrix.decide.happenings import Started, Tick
from microsol_matrix.errors import StoreUnavailable
from microsol_matrix.house import House
from microsol_matrix.ids import InboxId, LaneId
from microsol_matrix.lanes.lane import Item, Lane
from microsol_matrix.lanes.perform import Performer
from microsol_matrix.lanes.reports import Reports
from microsol_matrix.lanes.undertakings import Undertakings
from microsol_matrix.ports import AddressKind, Clock, Store, Waiting
from microsol_matrix.world import LaneWorld

KEPT = 500
"""Lanes at rest that stay in memory; reading one anew costs a snapshot and at most fifty facts."""
AT_HAND = 1_000
"""Inbox rows in the hands of lanes together; whatever comes then waits in the store until some are taken in."""
WAVE = 50
"""Lanes that the clock wakes together; the next only once these have taken it in. Many congregations in one time zone
are due at one moment, and each that wakes holds its world in memory."""
SHORTEST_NAP = timedelta(seconds=1)
LONGEST_NAP = timedelta(seconds=30)
"""The clock looks again at least so often, so that a changed system clock does no harm."""
GRACE = timedelta(seconds=10)
"""How long a stopping service waits for what is under way; whatever is cut off is planned again at the next start."""


@define(eq=False)
class Lanes:
    """The lanes of this service."""

    house: House
    store: Store
    performer: Performer
    clock: Clock
    reports: Reports
    post: Callable[[Sequence[Waiting]], None]
    take_in: Callable[[Sequence[bytes]], Coroutine[Any, Any, None]]
    _lanes: OrderedDict[LaneId, Lane] = Factory(OrderedDict)
    _tasks: set[asyncio.Task[None]] = Factory(set)
    _rests: set[asyncio.Task[None]] = Factory(set)
    at_hand: set[InboxId] = Factory(set)
    """Inbox rows that lanes were given and have not yet taken in."""
    _has_room: asyncio.Event = Factory(asyncio.Event)
    _soonest: datetime | None = None
    """When a lane's time comes that has committed something since the clock last looked; None if none did."""
    _comes_sooner: asyncio.Event = Factory(asyncio.Event)
    _is_stopping: bool = False
    _is_stopped: bool = False

    def put(self, lane_id: LaneId, item: Item) -> None:
        """Give a lane something to take in; while we stop it stays where it is durable."""
        if self._is_stopping:
            return
        if item.inbox_id is not None:
            self.at_hand.add(item.inbox_id)
        self._lane(lane_id).put(item)

    async def have_room(self) -> None:
        """Wait until lanes may be given one row more.

        All lanes share the room: the inbox has one order, and what stands in it is not passed by.
        """
        while len(self.at_hand) >= AT_HAND:
            self._has_room.clear()
            await self._has_room.wait()

    def _taken_in(self, inbox_id: InboxId) -> None:
        self.at_hand.discard(inbox_id)
        self._has_room.set()

    async def caught_up(self, lane_id: LaneId) -> None:
        """Wait until a lane has committed everything that it was given so far."""
        await self._lane(lane_id).caught_up()

    async def until_idle(self) -> None:
        """Wait until nothing is under way; what rests before it is tried again does not count."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks))

    async def world(self, lane_id: LaneId) -> LaneWorld:
        """Look at a lane's world as it is committed."""
        return await self._lane(lane_id).world()

    async def wake_unsettled(self) -> None:
        """After a start: let every lane that had something left go on, what it saw refreshed first."""
        now = self.clock.now()
        for lane_id in {*await self.store.unsettled(), *await self._wrongly_listed()}:
            self.put(lane_id, Item(Started(), at=now))

    async def _wrongly_listed(self) -> frozenset[LaneId]:
        """Give the lanes whose porch is not in the room directory as the admin wants it now."""
        wanted = "shown" if self.house.lists_porches else "hidden"
        porches = await self.store.find_every(AddressKind.LISTED)
        return frozenset(porch.lane for porch in porches.values() if porch.role != wanted)

    async def watch_the_clock(self) -> None:
        """Wake lanes when their time has come, for ever."""
        while True:
            self._soonest = None  # noted from here on: nothing is missed while the store is asked
            try:
                nap = await self._wake_due()
            except StoreUnavailable as problem:
                self.reports.store_unavailable(problem=problem)
                nap = SHORTEST_NAP
            await self._sleep(nap)

    def _comes_due(self, at: datetime) -> None:
        """Note that a lane's time comes: the clock may nap too long for it."""
        if self._soonest is None or at < self._soonest:
            self._soonest = at
            self._comes_sooner.set()

    async def _sleep(self, nap: timedelta) -> None:
        """Sleep so long, or until what came to be due meanwhile is, but never shorter than a shortest nap."""
        begun = self.clock.now()
        while True:
            soonest = max(self._soonest or begun + nap, begun + SHORTEST_NAP)
            left = min(soonest, begun + nap) - self.clock.now()
            if left <= timedelta():
                return
            self._comes_sooner.clear()
            works = [self.clock.sleep(left), self._comes_sooner.wait()]
            napping = [asyncio.create_task(work) for work in works]
            try:
                await asyncio.wait(napping, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in napping:
                    task.cancel()

    async def _wake_due(self) -> timedelta:
        now = self.clock.now()
        lanes = await self.store.due(now)
        for first in range(0, len(lanes), WAVE):
            wave = lanes[first : first + WAVE]
            for lane_id in wave:
                self.put(lane_id, Item(Tick(), at=now))
            await asyncio.gather(*(self.caught_up(lane_id) for lane_id in wave))
        due = await self.store.next_due()
        return LONGEST_NAP if due is None else min(max(due - now, SHORTEST_NAP), LONGEST_NAP)

    async def stop(self) -> None:
        """Begin nothing more; let what is under way end and commit what came of it, then cut off what is left.

        What is cut off is planned again at the next start.
        """
        self._is_stopping = True
        for task in self._rests:
            task.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE.total_seconds()):
                while self._tasks:
                    await asyncio.wait(self._tasks)
        self._is_stopped = True
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, *self._rests, return_exceptions=True)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self._keep(work, self._tasks)

    def _spawn_rest(self, work: Coroutine[Any, Any, None]) -> None:
        if self._is_stopping:
            work.close()
        else:
            self._keep(work, self._rests)

    def _keep(self, work: Coroutine[Any, Any, None], kept: set[asyncio.Task[None]]) -> None:
        if self._is_stopped:
            work.close()
            return
        task = asyncio.create_task(work)
        kept.add(task)
        task.add_done_callback(kept.discard)

    def _lane(self, lane_id: LaneId) -> Lane:
        lane = self._lanes.get(lane_id)
        if lane is None:
            self._forget_some()
            lane = self._lanes[lane_id] = self._made(lane_id)
        self._lanes.move_to_end(lane_id)
        return lane

    def _made(self, lane_id: LaneId) -> Lane:
        undertakings = Undertakings(
            lane=lane_id,
            house=self.house,
            performer=self.performer,
            clock=self.clock,
            reports=self.reports,
            spawn=self._spawn,
            spawn_rest=self._spawn_rest,
            finished=lambda finished: lane.put(finished),  # noqa: PLW0108 - the lane comes after
            take_in=self.take_in,
            tell=lambda other, news: self.put(other, Item(news, at=self.clock.now())),
            may_begin=lambda: not self._is_stopping,
        )
        lane = Lane(
            id=lane_id,
            house=self.house,
            store=self.store,
            clock=self.clock,
            reports=self.reports,
            spawn=self._spawn,
            post=self.post,
            taken_in=self._taken_in,
            comes_due=self._comes_due,
            undertakings=undertakings,
        )
        return lane

    def _forget_some(self) -> None:
        surplus = len(self._lanes) - KEPT
        for lane_id in [one for one, lane in self._lanes.items() if lane.is_at_rest][
            : max(surplus, 0)
        ]:
            del self._lanes[lane_id]
