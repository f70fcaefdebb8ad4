"""A database read beside the service that writes to it: nothing is locked, migrated or written.

Owns that only a database of this version's schema is read. Refuses every change: its connection cannot write.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from attrs import define

from appservice.store.schema import HEAD, is_known_schema, version_of
from appservice.store.sqlite import address_rows, lane_rows
from appservice.store.sqlite.connections import in_our_words
from microsol_matrix.errors import StoreTooNew, StoreUnavailable
from microsol_matrix.ids import LaneId
from microsol_matrix.ports import AddressKind, LaneEntry, LaneRecord

_PATIENCE_S = 30.0
"""How long a lock of somebody else is waited for; in WAL mode there is hardly ever one."""


@define
class StoreReader:
    """What can be read of a store (see `microsol_matrix.ports.Store`)."""

    _connection: sqlite3.Connection

    async def load(self, lane: LaneId) -> LaneRecord:
        """Read a lane, all of one moment."""
        with in_our_words():
            return lane_rows.load(self._connection, lane)

    async def find_every(self, kind: AddressKind) -> Mapping[str, LaneEntry]:
        """Find the lanes at all addresses of one kind."""
        with in_our_words():
            return address_rows.find_every(self._connection, kind)

    async def unsettled(self) -> tuple[LaneId, ...]:
        """Give the lanes that had something left to perform."""
        with in_our_words():
            return lane_rows.unsettled(self._connection)


@contextmanager
def reading_store(path: Path) -> Iterator[StoreReader]:
    """Open a database that is there, for reading alone.

    Raises:
        StoreUnavailable: It is not there, cannot be read, or is of an older version.
        StoreTooNew: A newer version has written it.
    """
    must_be_there(path)
    # SQLite needs to write beside a database in WAL mode even to read it; the connection itself cannot.
    url = f"{path.absolute().as_uri()}?mode=rw"
    with in_our_words():
        opened = sqlite3.connect(url, uri=True, isolation_level=None, timeout=_PATIENCE_S)
    with closing(opened) as connection:
        with in_our_words():
            connection.execute("PRAGMA query_only = ON")
            version = version_of(connection)
        _check(version, path)
        yield StoreReader(connection)


def must_be_there(path: Path) -> None:
    """Refuse a database that would have to be made first: what it knew would be taken for nothing.

    Raises:
        StoreUnavailable: It is not there.
    """
    if not path.exists():
        message = f"There is no database at {path}: the service has never run, or the file is lost."
        raise StoreUnavailable(message)


def _check(version: str | None, path: Path) -> None:
    if version == HEAD:
        return
    if version is None or is_known_schema(version):
        message = f"The database {path} is of an older version: the next start of the service brings it up to date."
        raise StoreUnavailable(message)
    message = f"A newer version of microsol-matrix has written the database {path}: use that one."
    raise StoreTooNew(message)
