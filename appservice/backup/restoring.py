"""Bringing a backup back, so that the next start goes on from it.

Owns the order: everything is judged and unpacked before anything is changed, and what stood there
before is kept beside it under a new name. Refuses to bring back a configuration, and keys where there
are some: those are newer, and open what was said since the backup.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from attrs import frozen

from appservice.backup.archive import Archive, open_archive, own_folder
from appservice.backup.manifest import DATABASE, KEYS, Manifest, must_belong
from appservice.backup.placing import must_be_empty, put_in_place
from appservice.backup.refusals import BackupUnusable, InTheWay, NotNow, reason_of
from appservice.config import Config
from appservice.store import (
    contents_of,
    is_known_schema,
    locked,
    mark_restored,
    unmark_restored,
)
from microsol_matrix.errors import StoreUnavailable

Watch = Callable[[int, int], None]
"""Told how many bytes are unpacked, and of how many."""

_WAY_OUT: Final = "--force puts it aside under another name and restores the backup."


@frozen
class Restored:
    """What was brought back.

    Attributes:
        kept_aside: Where the database that stood there is now; None if there was none.
        has_kept_keys: Whether keys stood there already and were left in place.
    """

    manifest: Manifest
    kept_aside: Path | None
    has_kept_keys: bool


def restore_backup(
    config: Config, path: Path, *, replaces: bool, at: datetime, watch: Watch = lambda *_: None
) -> Restored:
    """Put a backup's database and keys in place, for a service that does not run.

    Args:
        config: The service that it is a backup of.
        path: The backup.
        replaces: Whether a database in which something happened is put aside for it.
        at: Now; what is put aside is named by it.
        watch: Told how it goes on.

    Raises:
        BackupRefused: Nothing was changed.
    """
    database = config.database_path
    try:
        with locked(database), open_archive(path) as archive:
            must_belong(archive.manifest, config)
            if not replaces:
                must_be_empty(database, way_out=_WAY_OUT)
            with own_folder(database) as folder:
                position = _unpack(archive, folder, watch=watch)
                _mark(database, position)
                return _settle(config, archive.manifest, folder=folder, at=at)
    except StoreUnavailable as error:
        message = f"{error} Nothing was changed. Stop the service first."
        raise NotNow(message) from error
    except BackupUnusable as error:
        message = f"{path} is not restored. {error}"
        raise BackupUnusable(message) from error
    except OSError as error:
        message = f"Nothing was restored: {reason_of(error)}"
        raise InTheWay(message) from error


def _unpack(archive: Archive, folder: Path, *, watch: Watch) -> str | None:
    """Unpack what is to be put in place, see that it can be used, and say up to where it knows what happened."""
    manifest, done = archive.manifest, 0
    total = sum(part.size_bytes for part in manifest.parts)

    def advance(size_bytes: int) -> None:
        nonlocal done
        done += size_bytes
        watch(done, total)

    (folder / KEYS).mkdir(mode=0o700)
    archive.check()
    for part in manifest.parts:
        if part.name == DATABASE or part in manifest.keys:
            archive.unpack(part, folder / part.name, advance=advance)
    try:
        found = contents_of(folder / DATABASE)
    except StoreUnavailable as error:
        message = f"The database in it is none: {error}"
        raise BackupUnusable(message) from error
    if found.damage is not None:
        message = f"The database in it is damaged: {found.damage}."
        raise BackupUnusable(message)
    if found.schema is None or not is_known_schema(found.schema):
        message = (
            f"Its database has schema {found.schema}, which this version does not know: a newer one"
            " has written it. Restore it with that one."
        )
        raise BackupUnusable(message)
    if (found.schema, dict(found.counts)) != (manifest.schema, manifest.counts):
        message = "Its database does not hold what its manifest says: it was changed by hand."
        raise BackupUnusable(message)
    return found.sync_position


def _mark(database: Path, position: str | None) -> None:
    """Let the next start look at everything since then, until nothing of it is new."""
    if position is None:
        unmark_restored(database)  # of an earlier time
    else:
        mark_restored(database, position)


def _settle(config: Config, manifest: Manifest, *, folder: Path, at: datetime) -> Restored:
    """Put aside what is there and put in place what was unpacked."""
    database = config.database_path
    has_kept_keys = config.keys_path.is_dir() and any(config.keys_path.iterdir())
    if manifest.keys and not has_kept_keys:
        # Before the database: keys without one are newer than none, a database without its keys lost some.
        (folder / KEYS).rename(config.keys_path)
    kept_aside = put_in_place(folder / DATABASE, database, before="restore", at=at)
    return Restored(manifest=manifest, kept_aside=kept_aside, has_kept_keys=has_kept_keys)
