"""What a newer version makes of a database that is there already."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from appservice.store import open_store
from appservice.store.migrating import migrate
from appservice.store.schema import HEAD, MIGRATIONS, version_of
from microsol_matrix.ids import LaneId
from tests.contracts.store.examples import NOW

PORCHED, PLAIN = LaneId("01JZPORCHED000000000000000"), LaneId("01JZPLAIN00000000000000000")


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A database of the first schema, with a congregation that has a porch and one that has none."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__", "000[2-9]*"))
    path = tmp_path / "store.sqlite"
    migrate(path, folder=folder)
    with closing(sqlite3.connect(path)) as connection:
        for lane in (PORCHED, PLAIN):
            connection.execute(
                "INSERT INTO lanes (lane, seq, is_unsettled) VALUES (?, 0, FALSE)", (lane,)
            )
        connection.executemany(
            "INSERT INTO address (kind, key, lane, role) VALUES ('room', ?, ?, ?)",
            [("!porch", PORCHED, "porch"), ("!space", PLAIN, "space")],
        )
        connection.commit()
    return path


async def test_what_stands_on_porches_is_listed_from_the_next_start_on(first: Path) -> None:
    store = await open_store(first)

    due = await store.due(NOW)

    await store.close()
    with closing(sqlite3.connect(first)) as connection:
        version = version_of(connection)
    assert (version, due) == (HEAD, (PORCHED,))
