"""Copying a database while others write to it, and saying whether a copy is whole.

Owns the one moment that a copy shows: a read transaction, held until the copy is done. In WAL mode it
holds up nobody; what is written meanwhile makes the WAL longer and is not in the copy. Refuses to
know what a copy is for, and whose database it is: the one with the keys is copied in the same way.
"""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final, TypeAlias

from attrs import frozen

from appservice.store.schema import version_of
from appservice.store.sqlite.connections import in_our_words, of_one_moment
from appservice.store.sqlite.inbox_rows import sync_position

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many pages are copied, and of how many."""

_PAGES_AT_ONCE: Final = 1024
"""4 MiB: a step takes milliseconds, so that progress is seen and Ctrl-C is heard."""

_PATIENCE_S: Final = 30.0
"""How long a lock of somebody else is waited for; in WAL mode there is hardly ever one."""


@frozen
class DatabaseContents:
    """What stands in a database.

    Attributes:
        schema: Its version; None if it has none, which is so of a database that is not the store's.
        damage: What SQLite complains about, the first complaint only; None if all is well.
        counts: Rows by table; empty if it is damaged.
        sync_position: Up to where it knows what happened; None if it does not say.
    """

    schema: str | None
    damage: str | None
    counts: Mapping[str, int]
    sync_position: str | None = None

    @property
    def holds_history(self) -> bool:
        """Whether anything happened in it: a fact, or something that waits to become one."""
        return any(self.counts.get(table, 0) for table in ("facts", "inbox"))


def copy_database(source: Path, target: Path, *, progress: Progress) -> None:
    """Copy a database as it is at one moment; it may be written to meanwhile, from any process.

    The copy is one file, with nothing beside it.

    Args:
        source: Is not changed, and not made if it is not there.
        target: A file that does not exist, or is empty.
        progress: Told now and then.

    Raises:
        StoreUnavailable: It could not be read, or the copy not be written.
    """
    with in_our_words(), closing(_connected(source)) as original:
        original.execute("PRAGMA query_only = ON")
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            with of_one_moment(original):
                # The first read decides which moment it is. With it held, the backup never begins
                # anew because somebody wrote, as it otherwise would again and again.
                original.execute("SELECT count(*) FROM sqlite_master").fetchone()
                original.backup(
                    copy,
                    pages=_PAGES_AT_ONCE,
                    progress=lambda _status, left, total: progress(total - left, total),
                )
            copy.execute("PRAGMA journal_mode = DELETE")


def contents_of(path: Path) -> DatabaseContents:
    """Read a whole database and say what stands in it.

    Raises:
        StoreUnavailable: It cannot be opened: it is not there, no database, or not for us to read.
    """
    with in_our_words(), closing(_connected(path)) as connection:
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            return DatabaseContents(schema=None, damage=str(verdict), counts={})
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
            " AND name <> 'alembic_version' ORDER BY name"
        ).fetchall()
        return DatabaseContents(
            schema=version_of(connection),
            damage=None,
            counts={name: _count(connection, table=name) for (name,) in tables},
            sync_position=sync_position(connection) if ("sync_position",) in tables else None,
        )


def _count(connection: sqlite3.Connection, *, table: str) -> int:
    quoted = table.replace('"', '""')
    (count,) = connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()  # noqa: S608 - a name cannot be bound
    return int(count)


def _connected(path: Path) -> sqlite3.Connection:
    """Connect to a database that is there; where we may only read, SQLite only reads."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=_PATIENCE_S
    )
