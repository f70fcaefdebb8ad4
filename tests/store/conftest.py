"""An SQLite store whose parts a test can reach."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from attrs import define

from appservice.store import SqliteStore
from appservice.store.sqlite.opening import open_doors
from appservice.store.sqlite.writer import Writer


@define
class OpenStore:
    """A store, the writer in it, and the file beneath."""

    store: SqliteStore
    writer: Writer
    path: Path


@pytest_asyncio.fixture
async def opened(tmp_path: Path) -> AsyncIterator[OpenStore]:
    path = tmp_path / "store.sqlite"
    doors = open_doors(path)
    writer = Writer(doors.writer, at_end=doors.everything.close)
    store = SqliteStore(reader=doors.reader, writer=writer)
    yield OpenStore(store=store, writer=writer, path=path)
    await store.close()


@pytest.fixture
def sql(tmp_path: Path) -> Callable[..., list[tuple[object, ...]]]:
    """Run one statement on the file of the test's store, as an admin's shell would."""

    def run(statement: str, *values: object) -> list[tuple[object, ...]]:
        connection = sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)
        connection.execute("PRAGMA secure_delete = ON")
        rows = connection.execute(statement, values).fetchall()
        connection.close()
        return rows

    return run
