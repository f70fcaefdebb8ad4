"""What very many neighbours cost: the time of `!crowd`, memory, and what is asked for while nothing changes.

Owns the services that are compared: a congregation with one neighbour, and one with many.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final, cast

import msgspec
from attrs import Factory, define, field, frozen

from appservice.clock import SystemClock
from appservice.inbox import Inbox
from appservice.store import open_store
from microsol_matrix.lanes.desk import Desk
from microsol_matrix.lanes.perform import Performer
from microsol_matrix.lanes.profile_zones import ProfileZones
from microsol_matrix.lanes.registry import Lanes
from microsol_matrix.ports import Clock, Homeserver, Store
from tests.bench.bars import Spread, at_most
from tests.bench.crowd.counted import CountedHomeserver
from tests.bench.crowd.linked import BEYOND, address_of, asks, linked, porch_of, put
from tests.bench.intake.traffic import transaction
from tests.bench.many.crowded import Crowd, config_in
from tests.bench.processes import memory_mb
from tests.bench.sheet import Sheet
from tests.core.life import Village
from tests.core.said import HOUSE, NOW
from tests.fakes.clock import FakeClock, calm
from tests.fakes.store import MemoryStore
from tests.lanes.service import Told

ASKED: Final = 40
WARMING_UP: Final = 5
_A_MOMENT: Final = timedelta(milliseconds=1)
QUIET_FOR: Final = timedelta(days=1)


@define
class SincePut:
    """A clock that goes like any, from when the congregations were put: no neighbour is to be asked after meanwhile."""

    _real: SystemClock = Factory(SystemClock)
    _began: float = Factory(time.perf_counter)

    def now(self) -> datetime:
        return NOW + timedelta(seconds=time.perf_counter() - self._began)

    async def sleep(self, span: timedelta) -> None:
        await self._real.sleep(span)


@frozen
class Took:
    """What one answer took, in seconds."""

    wall: float
    cpu: float


@define
class Beside:
    """The service without sockets, for one congregation with so many neighbours.

    Attributes:
        village: As it was when it was put into the store.
    """

    village: Village
    homeserver: CountedHomeserver
    store: Store
    clock: Clock
    inbox: Inbox
    lanes: Lanes
    desk: Desk
    told: Told
    _numbers: "count[int]" = field(factory=count, init=False)

    @classmethod
    async def on(cls, store: Store, *, neighbours: int, clock: Clock) -> "Beside":
        """Fill an empty store, and put a service on it together; nothing runs yet."""
        village, homeserver, told = linked(neighbours), CountedHomeserver(), Told()
        homeserver.porches = {address_of(one): porch_of(one) for one in range(neighbours)}
        await put(store, village)
        door = cast("Homeserver", homeserver)
        inbox = Inbox(house=HOUSE, store=store, clock=clock)
        lanes = Lanes(
            house=HOUSE,
            store=store,
            performer=Performer(homeserver=door, house=HOUSE, clock=clock, store=store),
            clock=clock,
            reports=told,
            post=inbox.post,
            take_in=inbox.take_in,
        )
        zones = ProfileZones(homeserver=door, clock=clock)
        desk = Desk(house=HOUSE, store=store, lanes=lanes, zones=zones)
        return cls(
            village=village,
            homeserver=homeserver,
            store=store,
            clock=clock,
            inbox=inbox,
            lanes=lanes,
            desk=desk,
            told=told,
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Let it run while the context lasts."""
        async with asyncio.TaskGroup() as tasks:
            works = (self.inbox.hand_on(self.desk), self.lanes.watch_the_clock())
            running = [tasks.create_task(work) for work in works]
            yield
            for task in running:
                task.cancel()
        await self.lanes.stop()
        await self.store.close()
        assert self.told.broke == []
        assert self.told.failed == []

    async def ask(self) -> Took:
        """Let the founder ask what the crowd is; give what it took until the answer is sent."""
        raw = msgspec.json.encode(asks(self.village, next(self._numbers)))
        self.homeserver.sent = 0.0
        began, cpu = time.perf_counter(), time.process_time()
        await self.inbox.take_in([raw])
        while not self.homeserver.sent:
            await self.clock.sleep(_A_MOMENT)
        return Took(wall=self.homeserver.sent - began, cpu=time.process_time() - cpu)


async def crowded(sheet: Sheet, directory: Path, *, neighbours: int) -> None:
    """Measure many neighbours beside one.

    Args:
        sheet: Takes the figures.
        directory: Empty.
        neighbours: How many are many.
    """
    sheet.head(f"Crowd: {neighbours:,} neighbours beside one, each with {BEYOND} more")
    took = await _asked(directory, neighbours)
    walls = [Spread.of([one.wall for one in answers]) for answers in took]
    cpus = [Spread.of([one.cpu for one in answers]) for answers in took]
    hourly = [await _hourly(number) for number in (1, neighbours)]
    memories = [await _memory(directory, number) for number in (1, neighbours)]
    sheet.table(
        ("", "1 neighbour", f"{neighbours:,}"),
        [
            ("!crowd until its answer is sent, p50 ms", *(f"{one.p50:.1f}" for one in walls)),
            ("the same, p95 ms", *(f"{one.p95:.1f}" for one in walls)),
            ("CPU of it, p50 ms", *(f"{one.p50:.1f}" for one in cpus)),
            ("memory after it, MB", *(f"{one:.0f}" for one in memories)),
            ("requests an hour, nothing changing", *(f"{one:.2f}" for one in hourly)),
        ],
    )
    sheet.say(
        f"counted over {QUIET_FOR / timedelta(hours=1):.0f} hours of a clock that is turned by hand"
    )
    few, lots = memories
    sheet.hold(
        at_most(200, f"!crowd with {neighbours:,}, p50", figure=walls[1].p50, unit=" ms"),
        at_most(40, "memory beside that with one neighbour", figure=lots - few, unit=" MB more"),
        at_most(neighbours / 20, "requests an hour", figure=hourly[1]),
    )


async def _asked(directory: Path, neighbours: int) -> tuple[Sequence[Took], Sequence[Took]]:
    """Ask both in turn, so that whatever disturbs the machine disturbs both."""
    few, lots = [
        await Beside.on(
            await open_store(directory / f"{number}.db"), neighbours=number, clock=SincePut()
        )
        for number in (1, neighbours)
    ]
    async with few.running(), lots.running():
        took = [(await few.ask(), await lots.ask()) for _ in range(ASKED + WARMING_UP)]
    kept = took[WARMING_UP:]
    return [one for one, _ in kept], [many for _, many in kept]


async def _hourly(neighbours: int) -> float:
    """Let days pass in which nothing happens, and count what the homeserver is asked for in an hour."""
    clock, store = FakeClock(NOW), MemoryStore()
    service = await Beside.on(store, neighbours=neighbours, clock=clock)
    asked = service.homeserver.asked
    async with service.running():
        while clock.present < NOW + QUIET_FOR:
            await calm(asked.total, lambda: store.commits, lambda: clock.next_waking)
            clock.advance_to(clock.next_waking or NOW + QUIET_FOR)
    return asked.total() / (QUIET_FOR / timedelta(hours=1))


async def _memory(directory: Path, neighbours: int) -> float:
    """Ask a process of its own what the crowd is, and give the memory that it has then, in MB."""
    config = config_in(directory / f"memory-{neighbours}")
    store = await open_store(config.database_path)
    village = linked(neighbours)
    await put(store, village)
    await store.close()
    crowd = Crowd(config, ())
    await crowd.start()
    try:
        await crowd.takes_in(transaction(msgspec.json.encode(asks(village, 0))))
        return memory_mb(crowd.pid)
    finally:
        await crowd.stop()
