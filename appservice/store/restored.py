"""The mark that a database bears from when a backup was brought back until its service has caught up.

Owns the mark: a file beside the database with the `/sync` position of the backup, so that a kill in
the middle of catching up begins it anew. Refuses to know what catching up is.
"""

import os
from pathlib import Path


def mark_restored(database: Path, position: str) -> None:
    """Mark a database; only its owner can read the mark.

    Args:
        database: Its file.
        position: Up to where the backup knows what happened.
    """
    descriptor = os.open(_mark_of(database), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as mark:
        mark.write(position)
        mark.flush()
        os.fsync(mark.fileno())


def restored_position(database: Path) -> str | None:
    """Give the position from which a restored database has not caught up yet; None if it bears no mark."""
    try:
        return _mark_of(database).read_text(encoding="utf-8") or None
    except FileNotFoundError:
        return None


def unmark_restored(database: Path) -> None:
    """Take the mark away; without one nothing happens."""
    _mark_of(database).unlink(missing_ok=True)


def _mark_of(database: Path) -> Path:
    return database.with_name(f"{database.name}.restored")
