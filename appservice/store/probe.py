"""What can be known of a database from outside, for `doctor`.

Owns looking without touching: it takes no lock, migrates nothing and may run beside the service.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from enum import Enum
from pathlib import Path

from attrs import frozen

from appservice.store.schema import HEAD, known_versions, version_of


class SchemaFit(Enum):
    """How a database's schema stands to the one of this program."""

    NONE = "none"
    """There is no database yet; the first start makes it."""
    CURRENT = "current"
    OLDER = "older"
    """The next start migrates it."""
    NEWER = "newer"
    """A newer version has written it; this one refuses it."""
    UNREADABLE = "unreadable"


@frozen
class StoreProbe:
    """What was found.

    Attributes:
        is_writable: Whether this process may write the file and its folder (SQLite needs both).
        free_bytes: Left on the disk for this user; 0 if the folder does not exist.
        schema: The database's version; None if it has none or cannot be read.
        newest_known: The version that this program brings.
        trouble: Why it could not be read, in SQLite's words; None if it could or is not there yet.
    """

    path: Path
    is_writable: bool
    free_bytes: int
    schema: str | None
    newest_known: str
    fit: SchemaFit
    trouble: str | None


def probe(path: Path) -> StoreProbe:
    """Look at an SQLite database without changing anything."""
    fit, schema, trouble = _look_inside(path)
    folder = path.absolute().parent
    has_folder = folder.is_dir()
    return StoreProbe(
        path=path,
        is_writable=_may_write(folder) and (_may_write(path) or not path.exists()),
        free_bytes=shutil.disk_usage(folder).free if has_folder else 0,
        schema=schema,
        newest_known=HEAD,
        fit=fit,
        trouble=trouble,
    )


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK)


def _look_inside(path: Path) -> tuple[SchemaFit, str | None, str | None]:
    if not path.exists():
        return SchemaFit.NONE, None, None
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        ) as connection:
            schema = version_of(connection)
    except sqlite3.Error as error:
        return SchemaFit.UNREADABLE, None, str(error)
    if schema is None:
        return SchemaFit.NONE, None, None
    if schema == HEAD:
        return SchemaFit.CURRENT, schema, None
    return (SchemaFit.OLDER if schema in known_versions() else SchemaFit.NEWER), schema, None
