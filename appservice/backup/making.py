"""Making a backup beside a running service, or without one.

Owns what belongs into it and in which order it is copied: the database first, then the keys. Keys are
on disk before the position after which they would not come again, so keys that are a little newer than
the database lack nothing, and the other way round they would. Refuses to know how single parts are
copied and written.
"""

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Final

from attrs import frozen

from appservice.backup.archive import open_archive, own_folder, part_of, settle, write_archive
from appservice.backup.manifest import CONFIG, DATABASE, KEYS, Manifest, name_check_of
from appservice.backup.refusals import BackupUnusable, InTheWay, NotNow, reason_of
from appservice.config import Config
from appservice.store import DatabaseContents, contents_of, copy_database, restored_position
from microsol_matrix.errors import StoreUnavailable

Watch = Callable[[str, int, int], None]
"""Told which step it is, how far it is, and of how much; what it is counted in is the step's own affair."""

_KEY_FILES: Final = "*.sqlite3"
"""What the service keeps keys in; what it could not read and set aside has another ending."""


@frozen
class Made:
    """A backup that was written and read again."""

    path: Path
    size_bytes: int
    manifest: Manifest


def make_backup(
    config: Config, path: Path, *, overwrites: bool, at: datetime, watch: Watch = lambda *_: None
) -> Made:
    """Write a backup and read it again; the service may run.

    Args:
        config: Whose.
        path: The file that it becomes. It appears when it is whole.
        overwrites: Whether a file of that name is replaced.
        at: Now.
        watch: Told how it goes on.

    Raises:
        BackupRefused: Nothing was written.
    """
    path = path.absolute()
    _must_be_free(path, overwrites=overwrites)
    if not config.database_path.exists():
        message = (
            f"There is no database at {config.database_path}, so there is nothing to back up. The"
            " service makes it at its first start; is this its configuration?"
        )
        raise NotNow(message)
    if restored_position(config.database_path) is not None:
        message = (
            "A backup was brought back, and the service has not caught up since: a copy would take"
            " for known what it has yet to look for. Start it, and try again when it is ready."
        )
        raise NotNow(message)
    try:
        with own_folder(path) as folder:
            manifest = _collect(config, folder / "parts", at=at, watch=watch)
            draft = folder / "draft"
            draft.touch(mode=0o600)
            _write(draft, manifest, folder=folder / "parts", watch=watch)
            settle(draft, path, overwrites=overwrites)
            return Made(path=path, size_bytes=path.stat().st_size, manifest=manifest)
    except StoreUnavailable as error:
        message = f"{error} Nothing was written."
        raise NotNow(message) from error
    except OSError as error:
        message = f"Nothing was written: {reason_of(error)}"
        raise InTheWay(message) from error


def _must_be_free(path: Path, *, overwrites: bool) -> None:
    if path.is_dir():
        message = f"{path} is a folder: name the file that the backup is to become."
        raise InTheWay(message)
    if os.path.lexists(path) and not overwrites:
        message = f"{path} exists already. Nothing was written; --force replaces it."
        raise InTheWay(message)


def _collect(config: Config, folder: Path, *, at: datetime, watch: Watch) -> Manifest:
    """Copy all parts to a folder and describe them."""
    (folder / KEYS).mkdir(parents=True)
    copy_database(
        config.database_path,
        folder / DATABASE,
        progress=lambda done, total: watch("copying", done, total),
    )
    contents = _sound(folder / DATABASE, source=config.database_path)
    if contents.schema is None:
        message = f"{config.database_path} is not a database of this service."
        raise BackupUnusable(message)
    names = [DATABASE]
    for source in sorted(config.keys_path.glob(_KEY_FILES)):
        copy_database(source, folder / KEYS / source.name, progress=lambda _done, _total: None)
        _sound(folder / KEYS / source.name, source=source)
        names.append(f"{KEYS}{source.name}")
    shutil.copyfile(config.source, folder / CONFIG)
    names.append(CONFIG)
    return Manifest(
        microsol_matrix=metadata.version("microsol-matrix"),
        made_at=at,
        server_name=config.homeserver.server_name,
        bot=config.bot,
        name_check=name_check_of(config),
        schema=contents.schema,
        counts=dict(contents.counts),
        parts=tuple(part_of(folder / name, name) for name in names),
    )


def _sound(copy: Path, *, source: Path) -> DatabaseContents:
    contents = contents_of(copy)
    if contents.damage is not None:
        message = f"{source} is damaged: {contents.damage}. Nothing was written; keep the backups that you have."
        raise BackupUnusable(message)
    return contents


def _write(draft: Path, manifest: Manifest, *, folder: Path, watch: Watch) -> None:
    total = sum(part.size_bytes for part in manifest.parts)
    for step in ("writing", "verifying"):
        done = 0

        def advance(size_bytes: int, step: str = step) -> None:
            nonlocal done
            done += size_bytes
            watch(step, done, total)

        if step == "writing":
            write_archive(draft, manifest, folder=folder, advance=advance)
            continue
        with open_archive(draft) as archive:
            archive.check(advance=advance)
