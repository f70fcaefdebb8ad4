"""One lane: takes in one thing at a time, decides, commits, and pursues what its plan says.

Owns the loop of one history. Refuses to know which other lanes there are, and how things are done
on a homeserver.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime, timedelta
from typing import Any

from attrs import Factory, define, evolve as changed, frozen

from microsol_matrix.addresses import addresses
from microsol_matrix.decide import Decision, Happening, Later, decide, next_due
from microsol_matrix.decide.happenings import Started, Tick
from microsol_matrix.errors import StoreUnavailable
from microsol_matrix.evolve import empty_world, replay
from microsol_matrix.facts import Fact
from microsol_matrix.house import House, Moment
from microsol_matrix.ids import InboxId, LaneId
from microsol_matrix.lanes.reports import Reports
from microsol_matrix.lanes.undertakings import Finished, Undertakings
from microsol_matrix.plan import Intent, plan
from microsol_matrix.plan.directory import listed
from microsol_matrix.ports import Append, Clock, Letter, Store, Waiting
from microsol_matrix.seen import IntentName
from microsol_matrix.world import LaneWorld, World

SNAPSHOT_EVERY = 50
"""Facts between snapshots: loading replays at most so many."""
STORE_PAUSE = timedelta(seconds=1)
"""Before a store that cannot take anything is tried again."""
STRIKES = 3
"""The third time that an arrival breaks its lane it is the arrival, not the weather."""


@frozen
class Item:
    """One thing to take in.

    Attributes:
        at: When it arrived.
        inbox_id: The inbox row that it consumes; None for what never was in the inbox.
    """

    happening: Happening
    at: datetime
    inbox_id: InboxId | None = None


@frozen(eq=False)
class Mark:
    """A place in a lane's queue that somebody waits to be reached."""

    reached: asyncio.Event = Factory(asyncio.Event)


@define(eq=False)
class Lane:
    """One ordered history, while it is in memory."""

    id: LaneId
    house: House
    store: Store
    clock: Clock
    reports: Reports
    spawn: Callable[[Coroutine[Any, Any, None]], None]
    post: Callable[[Sequence[Waiting]], None]
    taken_in: Callable[[InboxId], None]
    """Told of each inbox row that is done with: committed, or given up."""
    comes_due: Callable[[datetime], None]
    """Told with each commit when the lane's time comes next, if it comes."""
    undertakings: Undertakings
    _reading: asyncio.Lock = Factory(asyncio.Lock)
    _world: LaneWorld | None = None
    _plan: tuple[LaneWorld, tuple[Intent, ...]] | None = None
    """The last one, with the world that it is for."""
    _seq: int = 0
    _snapshot_seq: int = 0
    _queue: deque[Item | Finished | Mark] = Factory(deque)
    _held: list[Item] = Factory(list)
    _is_working: bool = False
    _strikes: dict[InboxId, int] = Factory(dict)

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing is queued, held or under way: it may leave memory."""
        is_quiet = not self._queue and not self._held and not self._is_working
        return is_quiet and self.undertakings.is_at_rest

    async def world(self) -> LaneWorld:
        """Give the world, read from the store the first time."""
        async with self._reading:  # the desk may look while the lane itself begins
            if self._world is None:
                record = await self.store.load(self.id)
                world = record.snapshot if record.snapshot is not None else empty_world(self.id)
                self._world = replay(world, record.facts)
                self._snapshot_seq, self._seq = record.snapshot_seq, record.seq
            return self._world

    async def _wanted(self) -> tuple[Intent, ...]:
        """Give the plan of the world, made once for each world: it is the dearest thing that a lane does."""
        world = await self.world()
        if self._plan is None or self._plan[0] is not world:
            self._plan = (world, plan(world, self.house))
        return self._plan[1]

    async def caught_up(self) -> None:
        """Wait until everything that is queued now has been judged and committed."""
        if not self._queue and not self._is_working:
            return  # a lane at rest is not set to work only to say so
        mark = Mark()
        self.put(mark)
        await mark.reached.wait()

    def put(self, item: Item | Finished | Mark) -> None:
        """Queue something; the lane works as long as its queue holds anything."""
        if isinstance(item, Item) and isinstance(item.happening, Tick) and self._is_to_be_woken:
            return
        self._queue.append(item)
        if not self._is_working:
            self._is_working = True
            self.spawn(self._work())

    @property
    def _is_to_be_woken(self) -> bool:
        """Whether the clock stands in the queue already: it comes by every second while a store is away."""
        return any(isinstance(one, Item) and isinstance(one.happening, Tick) for one in self._queue)

    async def _work(self) -> None:
        while self._queue:
            item = self._queue.popleft()
            if isinstance(item, Mark):
                item.reached.set()
                continue
            try:
                await self._take(item)
            except StoreUnavailable as problem:
                self.reports.store_unavailable(problem=problem)
                self._world = None
                self._queue.appendleft(item)
                await self.clock.sleep(STORE_PAUSE)
            except Exception as problem:  # noqa: BLE001 - the door of the lane loop
                self.reports.lane_broke(self.id, problem=problem)
                self._world = None  # what is in memory may be half done; the store is not
                await self._strike(item, problem)
        self._is_working = False

    async def _strike(self, item: Item | Finished, problem: Exception) -> None:
        """Try what broke the lane again, a bounded number of times."""
        if isinstance(item, Finished):
            self.undertakings.rest(item.key)
            self.undertakings.ended(item.key)
            return
        inbox_id = item.inbox_id
        if inbox_id is None:
            self.undertakings.rest(IntentName("lane"))
            return
        strikes = self._strikes[inbox_id] = self._strikes.get(inbox_id, 0) + 1
        if strikes < STRIKES:
            self._queue.appendleft(item)
            return
        del self._strikes[inbox_id]
        self.taken_in(inbox_id)
        self.reports.arrival_set_aside(self.id, inbox_id, problem=problem)
        try:
            await self.store.discard([inbox_id])
        except StoreUnavailable as unavailable:  # it comes up again at the next start
            self.reports.store_unavailable(problem=unavailable)

    async def _take(self, item: Item | Finished) -> None:
        match item:
            case Finished(facts=facts) if facts:
                await self._commit(facts, at=self.clock.now())
                # The rest is taken apart from it: a store that fails there must not repeat the facts.
                self._queue.appendleft(changed(item, facts=()))
                return
            case Finished(key=key, happenings=happenings):
                for happening in happenings:
                    await self._judge(Item(happening, at=self.clock.now()))
                self.undertakings.ended(key)
                self._queue.extendleft(reversed(self._held))
                self._held.clear()
            case Item():
                await self._judge(item)
        self.undertakings.pursue(await self._wanted())

    async def _judge(self, item: Item) -> None:
        world = await self.world()
        if isinstance(item.happening, Started) and isinstance(world, World):
            self.undertakings.stale |= {room.room_id for room in world.rooms.values()}
        consumed = () if item.inbox_id is None else (item.inbox_id,)
        match decide(world, item.happening, moment=Moment(self.house, now=item.at)):
            case Later():
                self._held.append(item)
            case Decision(facts=facts, letters=letters, consumed=further):
                is_clock = isinstance(item.happening, Tick)
                if facts or letters or is_clock:
                    rows = (*consumed, *further)
                    await self._commit(facts, at=item.at, consumed=rows, letters=letters)
                elif consumed:
                    await self.store.discard(consumed)
                if item.inbox_id is not None:
                    self._strikes.pop(item.inbox_id, None)
                    self.taken_in(item.inbox_id)

    async def _commit(
        self,
        facts: tuple[Fact, ...],
        *,
        at: datetime,
        consumed: tuple[InboxId, ...] = (),
        letters: tuple[Letter, ...] = (),
    ) -> None:
        following = replay(await self.world(), facts)
        wanted, due = plan(following, self.house), next_due(following)
        seq = self._seq + len(facts)
        is_snapshot_due = seq - self._snapshot_seq >= SNAPSHOT_EVERY
        posted = await self.store.append(
            Append(
                lane=self.id,
                expected_seq=self._seq,
                facts=facts,
                at=at,
                consumed=consumed,
                letters=letters,
                addresses=addresses(following),
                next_due=due,
                is_unsettled=bool(wanted) or following.is_worth_retrying,
                snapshot=following if is_snapshot_due else None,
                listed=listed(following, self.house) if isinstance(following, World) else (),
            )
        )
        self._world, self._seq = following, seq
        self._plan = (following, wanted)
        if is_snapshot_due:
            self._snapshot_seq = seq
        if due is not None:
            self.comes_due(due)
        self.post(posted)
