"""What a rebuild costs: requests and time, beside a bare client that asks for the very same.

Owns the counting of requests and the bare client, which asks one thing after the other as often as the rebuild does
at once, and looks into nothing.
"""

import asyncio
import time
from collections.abc import Collection, Mapping
from pathlib import Path
from statistics import median
from typing import Any, Final
from urllib.parse import quote

import aiohttp
from attrs import Factory, define

from appservice.clock import SystemClock
from appservice.rebuilding import Gathering, counted, lay
from appservice.rebuilding.gathering import AT_ONCE
from appservice.store import open_store
from microsol_matrix.ids import RoomId, UserId
from microsol_matrix.ports import RoomMemory, SyncAnswer
from microsol_matrix.rebuild import rebuild
from tests.bench.bars import at_most
from tests.bench.processes import memory_mb
from tests.bench.round.standing import ROOMS, Standing, standing
from tests.bench.sheet import Sheet

TIMES: Final = 3
BAR: Final = 1.5
"""As for a slow round: what is read is looked into, too, and written down."""
_V3: Final = "/_matrix/client/v3"
_Query = tuple[tuple[str, str], ...]


@define
class Counting:
    """What rooms remember, with everything noted that is asked of them.

    Attributes:
        asked: Path and query of each question, below the client API's third version.
    """

    behind: RoomMemory
    asked: list[tuple[str, _Query]] = Factory(list)

    async def joined_rooms(self) -> frozenset[RoomId]:
        self.asked.append(("joined_rooms", ()))
        return await self.behind.joined_rooms()

    async def direct_rooms(self) -> Mapping[UserId, tuple[RoomId, ...]]:
        return await self.behind.direct_rooms()

    async def read_state(
        self, room_id: RoomId, *, most_bytes: int | None = None
    ) -> tuple[bytes, ...]:
        self.asked.append((f"rooms/{quote(room_id, safe='')}/state", ()))
        return await self.behind.read_state(room_id, most_bytes=most_bytes)

    async def past_of(
        self, room_id: RoomId, types: Collection[str], *, is_ours_alone: bool = False
    ) -> tuple[bytes, ...]:
        named = ",".join(f'"{one}"' for one in sorted({*types, "m.room.create"}))
        query = (("dir", "b"), ("limit", "500"), ("filter", f'{{"types":[{named}]}}'))
        self.asked.append((f"rooms/{quote(room_id, safe='')}/messages", query))
        return await self.behind.past_of(room_id, types, is_ours_alone=is_ours_alone)

    async def sync(self, position: str | None) -> SyncAnswer:
        return await self.behind.sync(position)


async def anew(sheet: Sheet, directory: Path, *, congregations: int) -> None:
    """Measure rebuilding.

    Args:
        sheet: Takes the figures.
        directory: Empty.
        congregations: How many are made on the homeserver.
    """
    sheet.head(f"Rebuild: {congregations} congregations of {ROOMS} rooms on Synapse")
    async with standing(directory, congregations=congregations) as there:
        await there.ports.homeserver.introduce_keys()
        turns = [await _turn(there, directory / f"anew-{turn}") for turn in range(TIMES)]
    asked, rooms = turns[0]["asked"], ROOMS * congregations
    sheet.table(
        ("", "rooms", "requests", "a room", "s"),
        [
            _row("ours, until the database is whole", rooms, asked, [one["ours"] for one in turns]),
            _row("of that, reading", rooms, asked, [one["reading"] for one in turns]),
            _row("a bare client", rooms, asked, [one["bare"] for one in turns]),
        ],
    )
    ratio = median(one["ours"] / one["bare"] for one in turns)
    sheet.say(f"memory of the process that did it: {memory_mb(_own_pid()):.0f} MB")
    sheet.hold(at_most(BAR, "rebuild, beside a bare client", figure=ratio, unit="x"))


def _row(what: str, rooms: int, requests: float, seconds: list[float]) -> tuple[str, ...]:
    return what, f"{rooms}", f"{requests:.0f}", f"{requests / rooms:.2f}", f"{median(seconds):.2f}"


async def _turn(there: Standing, place: Path) -> Mapping[str, Any]:
    """Rebuild once, and ask for the same with the bare client right afterwards."""
    house, clock = there.service.lanes.house, SystemClock()
    memory = Counting(there.ports.homeserver)
    began = time.perf_counter()
    gathered = await Gathering(memory, house, clock).all()
    read = time.perf_counter() - began
    now = clock.now()
    rebuilt = rebuild(
        gathered.sorting, gathered.rooms, directs=gathered.directs, house=house, now=now
    )
    store = await open_store(place)
    await lay(rebuilt, store, position=gathered.position, house=house, now=now)
    await store.close()
    ours = time.perf_counter() - began
    assert counted(rebuilt)["congregations"] == len(there.lanes), rebuilt.findings
    began = time.perf_counter()
    await _bare(there, memory.asked)
    return {
        "asked": len(memory.asked),
        "ours": ours,
        "reading": read,
        "bare": time.perf_counter() - began,
    }


async def _bare(there: Standing, asked: list[tuple[str, _Query]]) -> None:
    config, waiting = there.service.config, asked[::-1]
    headers = {"Authorization": f"Bearer {config.appservice.as_token}"}
    async with aiohttp.ClientSession(config.homeserver.url, headers=headers) as session:

        async def work() -> None:
            while waiting:
                path, query = waiting.pop()
                params = [*query, ("user_id", str(config.bot))]
                async with session.get(
                    f"{_V3}/{path}", params=params, raise_for_status=True
                ) as response:
                    await response.read()

        async with asyncio.TaskGroup() as tasks:
            for _ in range(AT_ONCE):
                tasks.create_task(work())


def _own_pid() -> int:
    return int(Path("/proc/self").readlink().name)
