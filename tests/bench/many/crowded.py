"""How much it matters how many congregations there are: for starting, for memory, for one event.

Owns the two services that are compared: one with a single congregation in its store, one with many.
Both run the whole way of an event, from the edge through its lane to the disk.
"""

import sqlite3
import time
from collections.abc import Iterable
from contextlib import AsyncExitStack, closing
from itertools import count, cycle, islice
from pathlib import Path
from statistics import median

import aiohttp
from attrs import define, field

from appservice.cli.config_text import config_text
from appservice.config import Config, parse_config
from appservice.demo.child import ChildProcess
from appservice.demo.loopback import LOOPBACK, reserve_loopback_port
from appservice.demo.waiting import until
from appservice.store import open_store
from microsol_matrix.ids import RoomId, UserId
from tests.bench.bars import at_most
from tests.bench.intake.sender import HS_TOKEN, Sender
from tests.bench.intake.traffic import event, transaction
from tests.bench.processes import cpu_s, memory_mb
from tests.bench.sheet import Sheet
from tests.bench.villages import SERVER, Settled, settle_in

ROUNDS = 5
EVENTS = 60
"""In one turn: each is judged, committed and planned for by its lane."""
COLD_EVENTS = 600
"""More than lanes are kept in memory, so that each of these is read from the store."""


@define
class Crowd:
    """One service, with so many congregations in its store."""

    config: Config
    settled: tuple[Settled, ...]
    child: ChildProcess | None = None
    _numbers: "count[int]" = field(factory=count, init=False)

    @classmethod
    async def settle(cls, directory: Path, *, congregations: int, crews: int) -> "Crowd":
        """Fill a store."""
        config = config_in(directory)
        store = await open_store(config.database_path)
        settled = await settle_in(store, congregations=congregations, crews=crews)
        await store.close()
        return cls(config, settled)

    @property
    def pid(self) -> int:
        assert self.child is not None, "it was never started"
        return self.child.pid

    async def start(self) -> float:
        """Start the service and give the seconds until it was ready."""
        began = time.perf_counter()
        child = self.child = ChildProcess.run_module(
            "tests.bench.many.serving",
            str(self.config.source),
            directory=self.config.source.parent,
        )

        async def is_ready() -> bool:
            assert child.is_running, child.last_lines()
            try:
                async with (
                    aiohttp.ClientSession() as session,
                    session.get(f"{self.config.appservice.url}/readyz") as answer,
                ):
                    return answer.ok
            except aiohttp.ClientConnectionError:
                return False

        await until(is_ready, hint=lambda: f"the service:\n{child.last_lines()}", timeout_s=120)
        return time.perf_counter() - began

    async def stop(self) -> None:
        """End it."""
        if self.child is not None:
            await self.child.stop()

    async def cost_of_events(self, congregations: Iterable[Settled]) -> float:
        """Let one person in each of these take another name; give the CPU milliseconds of each."""
        bodies = [self._renaming(one.commons, one.people[-1]) for one in congregations]
        cpu = cpu_s(self.pid)
        await self.takes_in(*bodies)
        return (cpu_s(self.pid) - cpu) / len(bodies) * 1e3

    async def takes_in(self, *bodies: bytes) -> None:
        """Send transactions, and wait until all of them are through their lanes."""
        sender = Sender(self.config.appservice.listen_port)
        sender.send(sender.written(bodies))
        with closing(
            sqlite3.connect(f"file:{self.config.database_path}?mode=ro", uri=True)
        ) as database:

            async def is_done() -> bool:
                (waiting,) = database.execute("SELECT count(*) FROM inbox").fetchone()
                return not waiting

            await until(is_done, hint="every event to be through its lane")
        sender.close()

    def _renaming(self, room_id: RoomId, person: UserId) -> bytes:
        number = next(self._numbers)
        content = {"membership": "join", "displayname": f"Somebody {number}"}
        return transaction(
            event(
                number,
                room_id=room_id,
                sender=person,
                kind="m.room.member",
                content=content,
                state_key=person,
            )
        )


async def crowd(sheet: Sheet, directory: Path, *, congregations: int, crews: int) -> None:
    """Measure one congregation beside many.

    Args:
        sheet: Takes the figures.
        directory: Empty.
        congregations: How many are many.
        crews: How many each of them has.
    """
    sheet.head(f"Many: {congregations:,} congregations in the store, {crews} crew(s) in each")
    began = time.perf_counter()
    few = await Crowd.settle(directory / "few", congregations=1, crews=crews)
    many = await Crowd.settle(directory / "many", congregations=congregations, crews=crews)
    size = many.config.database_path.stat().st_size / 1e6
    sheet.say(f"written in {time.perf_counter() - began:.0f} s, {size:.0f} MB")
    async with AsyncExitStack() as ending:
        starts: list[float] = []
        memories: list[float] = []
        for one in (few, many):
            ending.push_async_callback(one.stop)
            starts.append(await one.start())
            memories.append(memory_mb(one.pid))
        costs = await _costs(few, many)
        cold = await many.cost_of_events(islice(cycle(many.settled), COLD_EVENTS))
        later = memory_mb(many.pid)
        rows = [
            ("start until ready, s", *(f"{start:.2f}" for start in starts)),
            ("memory after the start, MB", *(f"{memory:.0f}" for memory in memories)),
            ("CPU of one event, ms", *(f"{median(cost):.2f}" for cost in costs)),
            ("the same, its lane not in memory, ms", "", f"{cold:.2f}"),
            ("memory after all that, MB", f"{memory_mb(few.pid):.0f}", f"{later:.0f}"),
        ]
        sheet.table(("", "1 congregation", f"{congregations:,}"), rows)
        ratio = median(much / little for little, much in zip(*costs, strict=True))
    sheet.hold(
        at_most(10, "start until ready", figure=starts[1], unit=" s"),
        at_most(500, "memory", figure=later, unit=" MB"),
        at_most(1.25, "CPU of one event, against one congregation", figure=ratio, unit="x"),
    )


async def _costs(few: Crowd, many: Crowd) -> tuple[list[float], list[float]]:
    """Send to both in turn, always to the same congregation, so that its lane is in memory."""
    costs: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS + 1):
        for crowd_of, cost in zip((few, many), costs, strict=True):
            same = [crowd_of.settled[0]] * EVENTS
            cost.append(await crowd_of.cost_of_events(same))
    return costs[0][1:], costs[1][1:]


def config_in(directory: Path) -> Config:
    """Write a configuration into a directory that is made, for a service beside no real homeserver."""
    directory.mkdir()
    source = directory / "config.yaml"
    port = reserve_loopback_port()
    text = config_text(
        {
            "homeserver.url": f"http://{LOOPBACK}:{reserve_loopback_port()}",
            "homeserver.server_name": SERVER,
            "appservice.url": f"http://{LOOPBACK}:{port}",
            "appservice.as_token": "token-that-is-never-shown",
            "appservice.hs_token": HS_TOKEN,
            "name_secret": "names-of-worlds-that-live-for-a-minute",
        }
    )
    source.touch(mode=0o600)
    source.write_text(text, encoding="utf-8")
    return parse_config(text, source=source)
