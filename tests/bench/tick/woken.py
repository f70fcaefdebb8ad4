"""What a turn of the clock costs: with nothing due among very many crews, and with a thousand due.

Owns the service that is measured: the real lanes on the real store, and a clock that is turned by
hand. The homeserver answers nobody before the measuring is over, so that a tick's cost ends with its
commit; whatever it is asked for then comes later, as in life.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final, cast

from attrs import Factory, define, frozen

from appservice.store import open_store
from appservice.store.instants import to_us
from microsol_matrix.ids import LaneId
from microsol_matrix.lanes.perform import Performer
from microsol_matrix.lanes.registry import Lanes
from microsol_matrix.ports import Homeserver, Store
from tests.bench.bars import Spread, at_most
from tests.bench.many.obliging import ObligingHomeserver
from tests.bench.processes import memory_mb
from tests.bench.sheet import Sheet
from tests.bench.tick.filling import CALLS_OVER, CREWS, copied, lived, made_true
from tests.bench.tick.floor import Floor
from tests.core.said import HOUSE, NOW
from tests.fakes.clock import FakeClock, breathe
from tests.lanes.service import Told

DUE: Final = 1_000
ROUNDS: Final = 5
"""Turns that ours and the floor take, each with a part of those that are due."""
QUIET_TURNS: Final = 300
_DAY: Final = timedelta(days=1)
_A_MOMENT: Final = timedelta(seconds=1)


@define
class SilentHomeserver:
    """Answers nobody until it is let."""

    speaks: asyncio.Event = Factory(asyncio.Event)
    _obliging: ObligingHomeserver = Factory(ObligingHomeserver)

    def __getattr__(self, name: str) -> Callable[..., Awaitable[object]]:
        done = getattr(self._obliging, name)

        async def later(*given: object, **named: object) -> object:
            await self.speaks.wait()
            return await done(*given, **named)

        return later


@frozen
class Shape:
    """How those that are due are spread.

    Attributes:
        what: Completes "1,000 crews due, ...".
        due: How many crews of one congregation are due at once.
        began: When its crews began: long enough ago that their time comes before anybody else's.
        apart: How long after each other they began.
        first: The number of the congregation that is lived; those of its copies follow.
    """

    what: str
    due: int
    began: datetime
    apart: timedelta
    first: int


TOGETHER: Final = Shape(f"{CREWS} in each congregation", CREWS, NOW - 100 * _DAY, timedelta(0), 0)
"""Whoever begins everything with a season has it all end on one day."""
SPREAD: Final = Shape("one in each congregation", 1, NOW - 90 * _DAY, _DAY, 2 * DUE)
QUIET: Final = 4 * DUE
"""The number of the congregation of which most are copies."""


@frozen
class Due:
    """Lanes that are woken in one turn."""

    lanes: tuple[LaneId, ...]
    at: datetime


@frozen
class Took:
    """What one turn took, in seconds for each crew that was due."""

    wall: float
    cpu: float


async def turn(sheet: Sheet, directory: Path, *, congregations: int) -> None:
    """Measure ticks.

    Args:
        sheet: Takes the figures.
        directory: Empty.
        congregations: How many of twenty crews each there are.
    """
    sheet.head(f"Tick: {congregations * CREWS:,} crews in {congregations:,} congregations")
    path = directory / "microsol.db"
    began = time.perf_counter()
    store = await open_store(path)
    dues = {shape.what: await _settle(store, path, shape) for shape in (TOGETHER, SPREAD)}
    others = congregations - sum(len(one.lanes) for due in dues.values() for one in due)
    village = lived(QUIET, at=NOW - CALLS_OVER)
    await copied(store, path, village, number=QUIET, numbers=range(QUIET + 1, QUIET + others))
    size = path.stat().st_size / 1e9
    sheet.say(f"written in {time.perf_counter() - began:.0f} s, {size:.1f} GB")
    await _measure(sheet, store, path=path, dues=dues)
    await store.close()


async def _settle(store: Store, path: Path, shape: Shape) -> tuple[Due, ...]:
    """Put those that are going to be due into a store, so that each round wakes its part of them."""
    village = lived(shape.first, at=shape.began, apart=shape.apart)
    numbers = range(shape.first + 1, shape.first + 1 + DUE // shape.due)
    lanes = await copied(store, path, village, number=shape.first, numbers=numbers)
    rounds: list[Due] = []
    for index in range(ROUNDS):
        some = tuple(zip(numbers, lanes, strict=True))[index::ROUNDS]
        late = index * _A_MOMENT
        woken = [await made_true(store, lane, number=one, late=late) for one, lane in some]
        assert len(set(woken)) == 1, "copies of one congregation are due together"
        rounds.append(Due(tuple(lane for _, lane in some), woken[0]))
    return tuple(rounds)


@asynccontextmanager
async def _running(store: Store, clock: FakeClock) -> AsyncIterator[Lanes]:
    """Let the lanes' clock run; at the end the homeserver speaks, and all that it was asked for is done."""
    homeserver, told = SilentHomeserver(), Told()
    spoken_to = cast("Homeserver", homeserver)
    lanes = Lanes(
        house=HOUSE,
        store=store,
        performer=Performer(homeserver=spoken_to, house=HOUSE, clock=clock, store=store),
        clock=clock,
        reports=told,
        post=lambda _: None,
        take_in=_take_nothing_in,
    )
    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(lanes.watch_the_clock())
        yield lanes
        watching.cancel()
    homeserver.speaks.set()
    await lanes.stop()
    assert told.broke == []
    assert told.failed == []


async def _take_nothing_in(raw: Sequence[bytes]) -> None:
    assert not raw, "this homeserver never has anything to tell"


async def _measure(
    sheet: Sheet, store: Store, *, path: Path, dues: dict[str, tuple[Due, ...]]
) -> None:
    earliest = min(one.at for due in dues.values() for one in due)
    clock = FakeClock(earliest - _DAY)
    floor = Floor.on(path)
    async with _running(store, clock) as lanes:
        quiet = [await _turned(clock, clock.present) for _ in range(QUIET_TURNS)]
        spread = Spread.of(quiet)
        sheet.say(f"a tick with none due: p50 {spread.p50:.3f} ms, p99 {spread.p99:.3f} ms")
        for what, due in sorted(dues.items(), key=lambda one: one[1][0].at):
            ours, bare = await _rounds(lanes, clock, floor, due)
            _tell(sheet, what, ours, bare)
    floor.close()
    sheet.hold(at_most(5, "a tick with none due", figure=spread.p50, unit=" ms"))


async def _turned(clock: FakeClock, at: datetime) -> float:
    """Move the clock on, at least until it is looked at; give how long the looking took, in seconds."""
    while (waking := clock.next_waking) is None:
        await breathe()
    began = time.perf_counter()
    clock.advance_to(max(waking, at))
    while clock.next_waking is None:
        await breathe()
    return time.perf_counter() - began


async def _rounds(
    lanes: Lanes, clock: FakeClock, floor: Floor, dues: Sequence[Due]
) -> tuple[list[Took], list[Took]]:
    ours: list[Took] = []
    bare: list[Took] = []
    crews = DUE // ROUNDS
    for due in dues:
        before = {lane: floor.counts(lane) for lane in due.lanes}
        letter = floor.last_letter()
        with _watch(ours, crews):
            await _turned(clock, due.at)
            for lane in due.lanes:
                await lanes.caught_up(lane)
        written = [floor.written(lane, before[lane]) for lane in due.lanes]
        assert all(one.facts for one in written), "something was decided for each"
        letters = floor.letters(after=letter)
        floor.lay_to_rest(due.lanes)
        with _watch(bare, crews):
            floor.repeat(written, letters, now=to_us(due.at))
    return ours, bare


@contextmanager
def _watch(took: list[Took], crews: int) -> Iterator[None]:
    """Note how long something took."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    took.append(Took((time.perf_counter() - wall) / crews, (time.process_time() - cpu) / crews))


def _tell(sheet: Sheet, what: str, ours: Sequence[Took], bare: Sequence[Took]) -> None:
    rows = [
        (
            name,
            f"{median(one.wall for one in took) * 1e3:.2f}",
            f"{median(one.cpu for one in took) * 1e3:.2f}",
        )
        for name, took in (("ours", ours), ("bare SQLite", bare))
    ]
    times = median(one.wall / other.wall for one, other in zip(ours, bare, strict=True))
    sheet.table((f"{DUE:,} crews due, {what}", "ms a crew", "CPU ms a crew"), rows)
    sheet.say(f"ours takes {times:.1f} times as long; {memory_mb(os.getpid()):.0f} MB are held")
