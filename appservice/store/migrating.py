"""Runs migrations with Alembic; loaded only by a start that needs it.

Owns the one transaction in which all missing migrations happen. Refuses to decide whether any are
missing: `schema` does.
"""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from microsol_matrix.errors import StoreUnavailable


def migrate(path: Path, *, folder: Path) -> None:
    """Bring an SQLite database to the newest schema, all or nothing.

    Args:
        path: The database's file.
        folder: Alembic's folder, with `env.py` and `versions/`.

    Raises:
        StoreUnavailable: The database could not take it; it is as it was.
    """
    # Python's own transactions begin at the first INSERT and so leave DDL outside: begin by hand.
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(path, isolation_level=None),
        poolclass=NullPool,
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DBAPIError as error:
        message = f"The database {path} could not be brought up to date: {error.orig}"
        raise StoreUnavailable(message) from error


def _set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
