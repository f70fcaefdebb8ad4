"""`kill -9` in the middle of writing: what was acknowledged is there, and nothing is there by half."""

import asyncio
import sys
from pathlib import Path

import pytest

from appservice.store import open_store
from microsol_matrix.ids import LaneId
from microsol_matrix.ports import Address, AddressKind, Letter
from tests.contracts.store.examples import MET
from tests.store.writing_child import LANES, Acknowledged

ENOUGH = 150
"""Acknowledgements before the kill; many commits are under way at any moment."""


@pytest.mark.parametrize("attempt", range(3))
async def test_what_was_acknowledged_is_there_and_nothing_by_half(
    tmp_path: Path, attempt: int
) -> None:
    path = tmp_path / "store.sqlite"
    acknowledged = await _kill_in_the_middle(path, after=ENOUGH + 37 * attempt)

    store = await open_store(path)
    inbox = [row.item for row in await store.waiting()]
    letters = {item.ref for item in inbox if isinstance(item, Letter)}
    for name in LANES:
        lane = LaneId(name)
        record = await store.load(lane)
        commits = record.seq // 2

        assert commits >= acknowledged.appended.get(name, 0)
        assert record.facts == (MET,) * record.seq
        assert record.seq == 2 * commits
        assert {ref for ref in letters if ref.startswith(f"{name}/")} == {
            f"{name}/{number}" for number in range(1, commits + 1)
        }
        for number in range(1, commits + 2):
            found = await store.find(Address(kind=AddressKind.ROOM, key=f"!{name}-{number}"))
            assert len(found) == (number == commits)
    arrivals = {item.event_id for item in inbox if not isinstance(item, Letter)}
    position = await store.sync_position()
    await store.close()

    assert position is not None
    assert arrivals == {f"${number}" for number in range(1, int(position) + 1)}
    assert int(position) >= acknowledged.accepted


async def _kill_in_the_middle(path: Path, *, after: int) -> Acknowledged:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.store.writing_child",
        str(path),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert child.stdout is not None
    acknowledged = Acknowledged()
    try:
        for _ in range(after):
            acknowledged.note((await child.stdout.readline()).decode())
    finally:
        child.kill()
        rest, _ = await child.communicate()
    # The last line may be cut off: it was acknowledged all the same, but not told whole.
    for line in rest.decode().splitlines(keepends=True):
        if line.endswith("\n"):
            acknowledged.note(line)
    return acknowledged
