"""Connections to the database file, and what SQLite's errors mean to the house.

Owns the settings that durability and forgetting rest on.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from microsol_matrix.errors import StoreUnavailable

_WRITER_PATIENCE_MS: Final = 5_000
"""How long a backup or an admin's shell may hold the database before a commit gives up."""
_READER_PATIENCE_MS: Final = 250
"""Short, for everything else waits meanwhile; in WAL mode readers hardly ever meet a lock."""


def connect_writer(path: Path) -> sqlite3.Connection:
    """Open the connection that writes; makes the file, readable by its owner only, if there is none.

    It belongs to whichever single thread uses it.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    _apply(
        connection,
        f"busy_timeout = {_WRITER_PATIENCE_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",  # NORMAL may lose the last commits with the power
        "secure_delete = ON",  # what is forgotten is overwritten, not only unlinked
        "foreign_keys = ON",
    )
    return connection


def connect_reader(path: Path) -> sqlite3.Connection:
    """Open a connection that cannot write."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    _apply(connection, f"busy_timeout = {_READER_PATIENCE_MS}", "query_only = ON")
    return connection


def _apply(connection: sqlite3.Connection, *pragmas: str) -> None:
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise


def meaning_of(error: sqlite3.Error) -> Exception:
    """Tell a database that cannot now (full, locked, damaged) from a mistake of ours in using it."""
    match error:
        case sqlite3.IntegrityError() | sqlite3.ProgrammingError() | sqlite3.InterfaceError():
            return error
        case _:
            return StoreUnavailable(f"The database did not do it: {error}")


@contextmanager
def in_our_words() -> Iterator[None]:
    """Turn SQLite's errors into the house's."""
    try:
        yield
    except sqlite3.Error as error:
        raise meaning_of(error) from error


@contextmanager
def of_one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """Let several statements see the same; a single one does so by itself."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
