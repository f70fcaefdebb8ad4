"""Opening the store: who else is in there, which schema it has, then the two connections.

Owns the lock that keeps a second process out, be it to serve or to put another database in its place.
"""

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import FileIO
from pathlib import Path

from attrs import frozen

from appservice.store.schema import bring_up_to_date
from appservice.store.sqlite.connections import connect_reader, connect_writer, in_our_words
from appservice.store.sqlite.store import SqliteStore
from appservice.store.sqlite.writer import Writer
from microsol_matrix.errors import StoreInUse, StoreUnavailable


async def open_store(path: Path) -> SqliteStore:
    """Open the database at a path; it is made if there is none, and brought to the newest schema.

    Raises:
        StoreInUse: Another process has it open.
        StoreUnavailable: The disk does not let us.
        StoreTooNew: A newer version has written it; it is left as it is.
    """
    doors = await asyncio.to_thread(open_doors, path)
    writer = Writer(doors.writer, at_end=doors.everything.close)
    return SqliteStore(reader=doors.reader, writer=writer)


@frozen
class Doors:
    """A database that is ready, and locked.

    Attributes:
        everything: Closes the reader, then the writer, which folds the WAL in, then lets go of the lock.
    """

    writer: sqlite3.Connection
    reader: sqlite3.Connection
    everything: ExitStack


def open_doors(path: Path) -> Doors:
    """Lock and migrate a database and connect to it; raises what `open_store` does."""
    try:
        with ExitStack() as opened, in_our_words():
            opened.enter_context(_lock(path))
            writer = connect_writer(path)
            opened.callback(writer.close)
            bring_up_to_date(writer, path)
            reader = connect_reader(path)
            opened.callback(reader.close)
            return Doors(writer=writer, reader=reader, everything=opened.pop_all())
    except OSError as error:
        message = f"The database {path} cannot be opened: {error.strerror}"
        raise StoreUnavailable(message) from error


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep every service away from a database, which need not be there, for as long as this lasts.

    Raises:
        StoreInUse: A process has it open.
        OSError: Its folder is not there, or not for us to write.
    """
    with _lock(path):
        yield


def _lock(path: Path) -> FileIO:
    """Keep others out until the file is closed; the kernel does that even after `kill -9`.

    A file beside the database: a lock on the database itself would get in the way of SQLite's own.
    """
    file = FileIO(os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = file.read().decode("ascii", "replace") or "unknown"
        file.close()
        message = f"Another process (id {holder}) has the database {path} open."
        raise StoreInUse(message) from error
    file.truncate()
    file.write(str(os.getpid()).encode("ascii"))
    return file
