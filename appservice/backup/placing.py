"""Putting a database into its place, whole or not at all, with what stood there kept beside it.

Owns that nothing in which something happened is replaced unasked. Refuses to know where the new one comes from.
"""

from datetime import datetime
from pathlib import Path
from typing import Final

from appservice.backup.archive import flush_folder
from appservice.backup.refusals import InTheWay
from appservice.store import contents_of
from microsol_matrix.errors import StoreUnavailable

COMPANIONS: Final = ("-wal", "-shm", "-journal")
"""What SQLite puts beside a database, named like it."""


def must_be_empty(database: Path, *, way_out: str) -> None:
    """Refuse if there is a database in which something has happened.

    Args:
        database: Its file.
        way_out: What to do about it: "--force puts it aside ...".

    Raises:
        InTheWay: Nothing was changed.
    """
    if not database.exists():
        return
    try:
        found = contents_of(database)
    except StoreUnavailable:  # no database at all: whatever it is, it is somebody's
        is_used = database.stat().st_size > 0
    else:
        is_used = found.damage is not None or found.holds_history
    if is_used:
        message = (
            f"There is a database at {database}, and something has happened in it. Nothing was"
            f" changed; {way_out}"
        )
        raise InTheWay(message)


def put_in_place(new: Path, database: Path, *, before: str, at: datetime) -> Path | None:
    """Put a database into its place.

    Args:
        new: Its file, closed and whole, on the same disk.
        database: Where it belongs.
        before: What is done; what stood there is named by it.
        at: Now.

    Returns:
        Where what stood there is now; None if nothing did.
    """
    kept_aside = _put_aside(database, before=before, at=at) if database.exists() else None
    for companion in COMPANIONS:  # of a database that was deleted without them
        database.with_name(f"{database.name}{companion}").unlink(missing_ok=True)
    new.rename(database)
    flush_folder(database.parent)
    return kept_aside


def _put_aside(database: Path, *, before: str, at: datetime) -> Path:
    """Rename a database, with what SQLite has beside it: together they are all that was committed."""
    aside = database.with_name(f"{database.name}.before-{before}-{at:%Y%m%dT%H%M%S%fZ}")
    for companion in COMPANIONS:
        beside = database.with_name(f"{database.name}{companion}")
        if beside.exists():
            beside.rename(aside.with_name(f"{aside.name}{companion}"))
    database.rename(aside)
    return aside
