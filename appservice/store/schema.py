"""Which schema a database has, which ones are known here, and bringing the one to the other.

Owns the schema's version. What the tables look like is told in `migrations/versions`, in order, and
is the same for every engine. Refuses to touch a database that a newer version has written.
"""

import sqlite3
from pathlib import Path
from typing import Final

from microsol_matrix.errors import StoreTooNew

HEAD: Final = "0003"
"""The newest migration; a test compares it with the folder."""

MIGRATIONS: Final = Path(__file__).parent / "migrations"


def known_versions() -> frozenset[str]:
    """Name the migrations that came with this program."""
    return frozenset(file.name.partition("_")[0] for file in MIGRATIONS.glob("versions/[0-9]*.py"))


def is_known_schema(version: str) -> bool:
    """Whether a database of this version can be opened here, if need be after a migration."""
    return version in known_versions()


def version_of(connection: sqlite3.Connection) -> str | None:
    """Read a database's version from where Alembic keeps it; None before the first migration."""
    tables = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    if connection.execute(tables).fetchone() is None:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    """Migrate a database, all or nothing, before anything else is done with it.

    Args:
        connection: Reads the version.
        path: The same database; migrations come through a connection of their own.

    Raises:
        StoreTooNew: A newer version has written it; nothing was touched.
    """
    version = version_of(connection)
    if version == HEAD:
        return
    if version is not None and version not in known_versions():
        message = (
            f"The database {path} has schema {version}; this version knows {HEAD} at most."
            " A newer version has written it: run that one, or restore a backup from before it."
        )
        raise StoreTooNew(message)
    # Alembic takes 0.6 s and 40 MB to load: not at every start, only at the few that need it.
    from appservice.store.migrating import migrate  # noqa: PLC0415

    migrate(path, folder=MIGRATIONS)
