"""What a slow round costs that finds nothing to do: requests, time, and what it writes, beside a bare client.

Owns the bare client: it asks for the very same, one after the other, and looks into nothing. Both take turns at a few
congregations, and at each of these either goes first once: whoever comes second finds in the homeserver's memory
what the first had to wait for. What a round rests between requests is counted apart: it is there so that others
have the homeserver.
"""

import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final
from urllib.parse import quote

import aiohttp
from attrs import Factory, define, evolve, frozen

from appservice.clock import SystemClock
from appservice.slow_round import Found
from microsol_matrix.ids import LaneId
from tests.bench.bars import at_most
from tests.bench.round.standing import ROOMS, Standing, standing
from tests.bench.sheet import Sheet

TOGETHER: Final = 5
"""Congregations at which each looks before it is the other's turn."""
TURNS: Final = 8
"""At the least, of each; and an even number at the same congregations."""
_V3: Final = "/_matrix/client/v3"


@define
class Restless:
    """A clock on which nobody rests, and which adds up how long they would have.

    Attributes:
        rested: Altogether.
    """

    rested: timedelta = timedelta()
    _real: SystemClock = Factory(SystemClock)

    def now(self) -> datetime:
        return self._real.now()

    async def sleep(self, span: timedelta) -> None:
        self.rested += span
        await self._real.sleep(timedelta())


@frozen
class Cost:
    """What looking at all rooms of some congregations took each of the two.

    Attributes:
        ours: Seconds.
        bare: Seconds.
        rooms: How many each looked at.
        requests: How many each made.
    """

    ours: float
    bare: float
    rooms: int
    requests: int

    @property
    def times(self) -> float:
        """Give how many times as long ours took."""
        return self.ours / self.bare

    def plus(self, other: "Cost") -> "Cost":
        """Add another turn."""
        return Cost(
            ours=self.ours + other.ours,
            bare=self.bare + other.bare,
            rooms=self.rooms + other.rooms,
            requests=self.requests + other.requests,
        )


_Looks = Callable[[Standing, Sequence[LaneId]], Awaitable[None]]


async def rounds(sheet: Sheet, directory: Path, *, rooms: int) -> None:
    """Measure slow rounds.

    Args:
        sheet: Takes the figures.
        directory: Empty.
        rooms: About how many; whole congregations are made.
    """
    congregations = max(rooms // ROOMS, 1)
    sheet.head(f"Round: {congregations} congregations of {ROOMS} rooms on Synapse, all as believed")
    async with standing(directory, congregations=congregations) as there:
        before = await _facts(there)
        turns = await _costs(there)
        usual, took, rested = await _usual(there)
        written = await _facts(there) - before
    costs = [first.plus(second) for first, second in turns]
    looked, asked = sum(one.rooms for one in costs), sum(one.requests for one in costs)
    some = 2 * usual.rooms + 1
    sheet.table(
        ("", "rooms", "requests", "s", "ms a request"),
        [
            _row("every room, ours, without rests", looked, asked, sum(one.ours for one in costs)),
            _row("every room, a bare client", looked, asked, sum(one.bare for one in costs)),
            _row("a usual round", usual.rooms, some, took),
            _row("the same with its rests", usual.rooms, some, took + rested),
        ],
    )
    begun, followed = (median(one.times for one in way) for way in zip(*turns, strict=True))
    sheet.say(
        f"{begun:.2f} times the bare client where ours went first, {followed:.2f} where it followed"
    )
    beside = median(one.times for one in costs)
    sheet.hold(
        at_most(BAR, "every room, beside a bare client", figure=beside),
        at_most(0, "written by rounds that find nothing", figure=written, unit=" facts"),
    )


BAR: Final = 2
"""What is read is looked into, too; the bare client only waits, and an idle homeserver answers in 1.5 ms."""


def _row(what: str, rooms: int, requests: int, seconds: float) -> tuple[str, ...]:
    each = seconds * 1e3 / requests
    return what, f"{rooms}", f"{requests}", f"{seconds:.1f}", f"{each:.1f}"


async def _costs(there: Standing) -> Sequence[tuple[Cost, Cost]]:
    """Let both take turns; give what it cost where ours went first, and then where the bare client did."""
    firsts = range(0, len(there.lanes), TOGETHER)
    groups = [there.lanes[first : first + TOGETHER] for first in firsts]
    costs: list[tuple[Cost, Cost]] = []
    for _ in range(max(TURNS // (2 * len(groups)), 1)):
        first = [await _turn(there, group, begins=_ours) for group in groups]
        second = [await _turn(there, group, begins=_bare) for group in groups]
        costs += zip(first, second, strict=True)
    return costs


async def _turn(there: Standing, group: Sequence[LaneId], *, begins: _Looks) -> Cost:
    took: dict[_Looks, float] = {}
    for looks in (begins, _bare if begins is _ours else _ours):
        began = time.perf_counter()
        await looks(there, group)
        took[looks] = time.perf_counter() - began
    rooms = ROOMS * len(group)
    return Cost(ours=took[_ours], bare=took[_bare], rooms=rooms, requests=2 * rooms + 1)


async def _ours(there: Standing, group: Sequence[LaneId]) -> None:
    found = await evolve(there.service.slow_round, clock=Restless()).once(group)
    assert found == Found(rooms=ROOMS * len(group), differing=0), found


async def _usual(there: Standing) -> tuple[Found, float, float]:
    """Go round as the service does; give what came of it, and the seconds it took and would have rested."""
    clock = Restless()
    began = time.perf_counter()
    found = await evolve(there.service.slow_round, clock=clock).once()
    return found, time.perf_counter() - began, clock.rested.total_seconds()


async def _bare(there: Standing, group: Sequence[LaneId]) -> None:
    config = there.service.config
    headers = {"Authorization": f"Bearer {config.appservice.as_token}"}
    who = f"user_id={quote(config.bot)}"
    async with aiohttp.ClientSession(config.homeserver.url, headers=headers) as session:

        async def ask(path: str) -> None:
            async with session.get(f"{_V3}/{path}?{who}", raise_for_status=True) as response:
                await response.read()

        await ask("joined_rooms")
        for room_id, alias in (one for lane in group for one in there.rooms[lane]):
            await ask(f"rooms/{quote(room_id, safe='')}/state")
            await ask(f"directory/room/{quote(alias, safe='')}")


async def _facts(there: Standing) -> int:
    return sum([(await there.ports.store.load(lane)).seq for lane in there.lanes])
