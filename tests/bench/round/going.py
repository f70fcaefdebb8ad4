"""What a slow round costs that finds nothing to do: requests, time, and what it writes, beside a bare client.

Owns the bare client: it asks for the very same, one after the other, and looks into nothing. What a round rests
between requests is counted apart: it is there so that others have the homeserver.
"""

import time
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

TIMES: Final = 3
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
    """What a look at all rooms of one congregation took, in seconds."""

    ours: float
    bare: float


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
        costs = [await _cost(there, lane) for _ in range(TIMES) for lane in there.lanes]
        usual, took, rested = await _usual(there)
        written = await _facts(there) - before
    looked = TIMES * ROOMS * len(there.lanes)
    asked, some = 2 * looked + len(costs), 2 * usual.rooms + 1
    sheet.table(
        ("", "rooms", "requests", "s", "ms a request"),
        [
            _row("every room, ours, without rests", looked, asked, sum(one.ours for one in costs)),
            _row("every room, a bare client", looked, asked, sum(one.bare for one in costs)),
            _row("a usual round", usual.rooms, some, took),
            _row("the same with its rests", usual.rooms, some, took + rested),
        ],
    )
    sheet.hold(
        at_most(
            BAR,
            "every room, beside a bare client",
            figure=median(one.ours / one.bare for one in costs),
        ),
        at_most(0, "written by rounds that find nothing", figure=written, unit=" facts"),
    )


BAR: Final = 2
"""What is read is looked into, too; the bare client only waits, and an idle homeserver answers in 1.5 ms."""


def _row(what: str, rooms: int, requests: int, seconds: float) -> tuple[str, ...]:
    each = seconds * 1e3 / requests
    return what, f"{rooms}", f"{requests}", f"{seconds:.1f}", f"{each:.1f}"


async def _cost(there: Standing, lane: LaneId) -> Cost:
    """Look at every room of a congregation, ourselves and with the bare client, one right after the other."""
    slow = evolve(there.service.slow_round, clock=Restless())
    began = time.perf_counter()
    found = await slow.once([lane])
    ours = time.perf_counter() - began
    assert found == Found(rooms=ROOMS, differing=0), found
    began = time.perf_counter()
    await _bare(there, lane)
    return Cost(ours=ours, bare=time.perf_counter() - began)


async def _usual(there: Standing) -> tuple[Found, float, float]:
    """Go round as the service does; give what came of it, and the seconds it took and would have rested."""
    clock = Restless()
    began = time.perf_counter()
    found = await evolve(there.service.slow_round, clock=clock).once()
    return found, time.perf_counter() - began, clock.rested.total_seconds()


async def _bare(there: Standing, lane: LaneId) -> None:
    config = there.service.config
    headers = {"Authorization": f"Bearer {config.appservice.as_token}"}
    who = f"user_id={quote(config.bot)}"
    async with aiohttp.ClientSession(config.homeserver.url, headers=headers) as session:

        async def ask(path: str) -> None:
            async with session.get(f"{_V3}/{path}?{who}", raise_for_status=True) as response:
                await response.read()

        await ask("joined_rooms")
        for room_id, alias in there.rooms[lane]:
            await ask(f"rooms/{quote(room_id, safe='')}/state")
            await ask(f"directory/room/{quote(alias, safe='')}")


async def _facts(there: Standing) -> int:
    return sum([(await there.ports.store.load(lane)).seq for lane in there.lanes])
