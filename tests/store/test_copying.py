"""A copy shows one moment, however much is written meanwhile, and says when it is damaged."""

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from appservice.store import contents_of, copy_database, open_store
from appservice.store.schema import HEAD
from microsol_matrix.errors import StoreUnavailable
from microsol_matrix.ids import LaneId
from microsol_matrix.ports import Letter
from tests.contracts.store.examples import JOINED, LANE, MET, commit
from tests.store.conftest import OpenStore
from tests.store.writing_child import LANES

COPIES = 3
"""Each of another moment."""


def unwatched(_done: int, _total: int) -> None:
    """Look away."""


async def test_a_copy_made_while_somebody_writes_all_the_time_is_of_one_moment(
    tmp_path: Path,
) -> None:
    source, target = tmp_path / "store.sqlite", tmp_path / "copy.sqlite"
    writer = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.store.writing_child",
        str(source),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert writer.stdout is not None
    try:
        for _ in range(400):
            await writer.stdout.readline()
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(_read_on(writer.stdout))
            for _ in range(COPIES):
                target.unlink(missing_ok=True)
                await asyncio.to_thread(copy_database, source, target, progress=unwatched)
                await _is_of_one_moment(target)
            writer.kill()
    finally:
        if writer.returncode is None:
            writer.kill()
        await writer.wait()
    assert reading.result() > 0  # it wrote while it was copied


async def _read_on(stream: asyncio.StreamReader) -> int:
    lines = 0
    while await stream.readline():
        lines += 1
    return lines


async def _is_of_one_moment(path: Path) -> None:
    """The writer puts two facts, a letter and an address into each commit, and an event into each position."""
    assert contents_of(path).damage is None
    store = await open_store(path)
    rows = [row.item for row in await store.waiting(limit=100_000)]
    letters = [item.ref for item in rows if isinstance(item, Letter)]
    for name in LANES:
        record = await store.load(LaneId(name))
        assert record.facts == (MET,) * record.seq
        assert record.seq == 2 * len([ref for ref in letters if ref.startswith(f"{name}/")])
    position = await store.sync_position()
    await store.close()
    assert position is not None
    assert int(position) == len(rows) - len(letters)


async def test_what_is_written_between_two_pieces_is_not_in_the_copy_and_begins_nothing_anew(
    opened: OpenStore, tmp_path: Path
) -> None:
    await opened.store.append(commit(*(JOINED,) * 40_000))
    target, steps = tmp_path / "copy.sqlite", []

    def meddle(done: int, total: int) -> None:
        steps.append((done, total))
        with closing(sqlite3.connect(opened.path, isolation_level=None)) as other:
            other.execute("UPDATE facts SET at = at + 1")
            other.execute("DELETE FROM facts WHERE seq = ?", (len(steps),))

    copy_database(opened.path, target, progress=meddle)

    assert len(steps) >= 2
    assert [done for done, _ in steps] == sorted({done for done, _ in steps})
    assert steps[-1][0] == steps[-1][1]
    assert contents_of(target).counts["facts"] == 40_000
    assert contents_of(opened.path).counts["facts"] == 40_000 - len(steps)


async def test_a_copy_is_one_file_and_opens_as_a_store(opened: OpenStore, tmp_path: Path) -> None:
    await opened.store.append(commit(JOINED))
    folder = tmp_path / "copy"
    folder.mkdir()

    copy_database(opened.path, folder / "copy.sqlite", progress=unwatched)

    assert [file.name for file in folder.iterdir()] == ["copy.sqlite"]
    found = contents_of(folder / "copy.sqlite")
    assert (found.schema, found.damage, found.holds_history) == (HEAD, None, True)
    copy = await open_store(folder / "copy.sqlite")
    assert (await copy.load(LANE)).facts == (JOINED,)
    await copy.close()


async def test_a_store_in_which_nothing_happened_holds_no_history(opened: OpenStore) -> None:
    assert not contents_of(opened.path).holds_history


async def test_damage_is_found(opened: OpenStore) -> None:
    await opened.store.append(commit(*(JOINED,) * 2_000))
    await opened.store.close()
    whole = opened.path.read_bytes()
    opened.path.write_bytes(whole[: len(whole) // 2] + b"\0" * (len(whole) - len(whole) // 2))

    found = contents_of(opened.path)

    assert found.damage is not None


@pytest.mark.parametrize("content", [None, b"a shopping list" * 100], ids=["absent", "no database"])
def test_what_cannot_be_copied_is_told_and_not_made(tmp_path: Path, content: bytes | None) -> None:
    source = tmp_path / "store.sqlite"
    if content is not None:
        source.write_bytes(content)

    with pytest.raises(StoreUnavailable):
        copy_database(source, tmp_path / "copy.sqlite", progress=unwatched)

    assert source.exists() is (content is not None)
