"""The one writer: many commits in one, each on its own, and nothing half done."""

import asyncio
import resource
import sqlite3
import struct
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from attrs import evolve

from appservice.store.sqlite.writer import QUEUE_LIMIT
from microsol_matrix.errors import LaneMoved, StoreUnavailable
from microsol_matrix.ids import LaneId, RoomKey, Text
from microsol_matrix.seen import Membership, MembershipSeen
from tests.contracts.store.examples import AMARA, JOINED, LANE, MET, NOW, arrival, commit, letter
from tests.store.conftest import OpenStore

WAL_HEADER, FRAME_HEADER = 32, 24

LONG = MembershipSeen(
    key=RoomKey("space"),
    person=AMARA,
    membership=Membership.JOIN,
    by=AMARA,
    name=Text("Amara " * 10_000),
)
"""More words than a few pages hold."""


def commits_in(path: Path) -> int:
    """Count the commits in the WAL: frames that say how large the database is afterwards.

    Source: sqlite.org/fileformat2.html, section 4.1.
    """
    wal = path.with_name(path.name + "-wal").read_bytes()
    page = int(struct.unpack_from(">I", wal, 8)[0])
    frames = range(WAL_HEADER, len(wal), FRAME_HEADER + page)
    return sum(struct.unpack_from(">I", wal, frame + 4)[0] > 0 for frame in frames)


def lane(number: int) -> LaneId:
    return LaneId(f"lane-{number:04}")


async def together(opened: OpenStore, *calls: Coroutine[None, None, object]) -> list[object]:
    """Let all calls wait for the writer before it begins; give what they returned or raised."""
    is_busy, may_go_on = asyncio.Event(), Event()
    loop = asyncio.get_running_loop()

    def hold_up(_: sqlite3.Connection) -> None:
        loop.call_soon_threadsafe(is_busy.set)
        may_go_on.wait()

    async def go_on() -> None:
        may_go_on.set()

    async with asyncio.TaskGroup() as group:
        group.create_task(opened.writer.run(hold_up))
        await is_busy.wait()
        # Tasks begin in order, and each hands its work over at once: the last lets the writer go.
        results = await asyncio.gather(*calls, go_on(), return_exceptions=True)
    return list(results[:-1])


@contextmanager
def no_file_may_grow_beyond(size: int) -> Iterator[None]:
    """Let the system refuse to write further, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


# -------------------------------------------------------------------------------------- group commit


async def test_commits_that_wait_at_the_same_time_reach_the_disk_together(
    opened: OpenStore,
) -> None:
    before = commits_in(opened.path)

    await together(
        opened, *(opened.store.append(commit(MET, lane=lane(number))) for number in range(200))
    )

    assert commits_in(opened.path) == before + 1
    assert {(await opened.store.load(lane(number))).seq for number in range(200)} == {1}


async def test_one_that_fails_takes_nobody_along(opened: OpenStore) -> None:
    results = await together(
        opened,
        opened.store.append(commit(MET, lane=lane(1))),
        opened.store.append(evolve(commit(MET, lane=lane(2), after=7), letters=(letter("x"),))),
        opened.store.append(commit(JOINED, lane=lane(1), after=1)),
        opened.store.append(commit(JOINED, lane=lane(1), after=1)),
    )

    assert [type(result) for result in results] == [tuple, LaneMoved, tuple, LaneMoved]
    assert (await opened.store.load(lane(1))).facts == (MET, JOINED)
    assert (await opened.store.load(lane(2))).seq == 0
    assert await opened.store.waiting() == ()


async def test_one_accept_is_one_commit_and_one_that_brings_nothing_is_none(
    opened: OpenStore,
) -> None:
    begun = commits_in(opened.path)
    many = [arrival(str(number)) for number in range(100)]
    await opened.store.accept(many, arrived_at=NOW, sync_position="s1")
    accepted = commits_in(opened.path)
    await opened.store.accept(many, arrived_at=NOW, sync_position="s1")
    await opened.store.accept(many, arrived_at=NOW, sync_position=None)
    await opened.store.accept([], arrived_at=NOW, sync_position=None)
    repeated = commits_in(opened.path)
    await opened.store.accept(many, arrived_at=NOW, sync_position="s2")

    assert (accepted - begun, repeated - accepted) == (1, 0)
    assert commits_in(opened.path) == repeated + 1


async def test_a_commit_of_everything_is_one_commit(opened: OpenStore) -> None:
    (row,) = await opened.store.accept([arrival("a")], arrived_at=NOW, sync_position=None)
    before = commits_in(opened.path)

    await opened.store.append(
        evolve(commit(MET, JOINED), consumed=(row.inbox_id,), letters=(letter("x"),), next_due=NOW)
    )

    assert commits_in(opened.path) == before + 1


async def test_more_than_the_queue_holds_is_written_too(opened: OpenStore) -> None:
    numbers = range(QUEUE_LIMIT + 500)

    await asyncio.gather(
        *(opened.store.append(commit(MET, lane=lane(number))) for number in numbers)
    )

    assert {(await opened.store.load(lane(number))).seq for number in numbers} == {1}


# ------------------------------------------------------------------------------------------- failing


async def test_a_database_that_is_full_keeps_what_it_has_and_takes_more_once_there_is_room(
    opened: OpenStore, sql: Callable[..., list[tuple[object, ...]]]
) -> None:
    await opened.store.append(commit(MET))
    limit = await opened.writer.run(
        lambda connection: connection.execute("PRAGMA page_count").fetchone()[0]
    )
    await opened.writer.run(
        lambda connection: connection.execute(f"PRAGMA max_page_count = {limit + 2}").fetchall()
    )

    results = await together(
        opened,
        opened.store.append(evolve(commit(JOINED, LONG, lane=lane(1)), letters=(letter("x"),))),
        opened.store.accept([arrival("a")], arrived_at=NOW, sync_position="s1"),
        opened.store.append(evolve(commit(JOINED, LONG, after=1), letters=(letter("y"),))),
    )
    full = [each for each in results if isinstance(each, StoreUnavailable)]
    histories = {LANE: await opened.store.load(LANE), lane(1): await opened.store.load(lane(1))}
    await opened.writer.run(
        lambda connection: connection.execute("PRAGMA max_page_count = 100000").fetchall()
    )
    await opened.store.append(evolve(commit(JOINED, LONG, after=1), letters=(letter("y"),)))

    assert len(full) >= 2
    assert "full" in str(full[0])
    assert histories[LANE].facts == (MET,)
    assert histories[lane(1)].seq == 0
    assert (await opened.store.load(LANE)).facts == (MET, JOINED, LONG)
    assert sql("PRAGMA integrity_check") == [("ok",)]
    assert sql("PRAGMA foreign_key_check") == []


async def test_a_flush_that_fails_is_told_to_all_whose_commit_it_was(opened: OpenStore) -> None:
    await opened.store.append(commit(MET))
    wal = opened.path.with_name(opened.path.name + "-wal")

    with no_file_may_grow_beyond(wal.stat().st_size + 5_000):
        results = await together(
            opened,
            opened.store.append(commit(JOINED, LONG, after=1)),
            opened.store.accept([arrival("a")], arrived_at=NOW, sync_position="s1"),
        )
        between = await opened.store.load(LANE)
    again = await opened.store.accept([arrival("a")], arrived_at=NOW, sync_position="s1")
    await opened.store.append(commit(JOINED, LONG, after=1))

    assert [type(result) for result in results] == [StoreUnavailable, StoreUnavailable]
    assert between.facts == (MET,)
    assert [row.item for row in again] == [arrival("a")]
    assert (await opened.store.load(LANE)).facts == (MET, JOINED, LONG)


async def test_a_commit_that_is_refused_at_its_very_end_is_undone(opened: OpenStore) -> None:
    def leave_an_orphan(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA defer_foreign_keys = ON")  # looked at by COMMIT only
        connection.execute("INSERT INTO people (lane, key, user_id) VALUES ('nowhere', 'k', '@')")

    results = await together(
        opened, opened.store.append(commit(MET)), opened.writer.run(leave_an_orphan)
    )
    await opened.store.append(commit(JOINED))

    assert [type(result) for result in results] == [sqlite3.IntegrityError] * 2
    assert (await opened.store.load(LANE)).facts == (JOINED,)


async def test_a_mistake_in_one_writing_is_told_to_its_caller_alone(opened: OpenStore) -> None:
    def mistake(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO lanes (lane, seq, is_unsettled) VALUES ('half', 1, 1)")
        raise LookupError

    results = await together(
        opened, opened.writer.run(mistake), opened.store.append(commit(MET, lane=lane(1)))
    )

    assert [type(result) for result in results] == [LookupError, tuple]
    assert await opened.store.unsettled() == ()


async def test_who_stops_waiting_does_not_stop_the_writing(opened: OpenStore) -> None:
    with pytest.raises(TimeoutError):
        # Time is up before the loop turns again: the commit was handed over, its answer never came.
        async with asyncio.timeout(0):
            await opened.store.append(commit(MET))
    await opened.store.append(commit(JOINED, after=1))

    assert (await opened.store.load(LANE)).facts == (MET, JOINED)
