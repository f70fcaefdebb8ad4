"""The file that a backup is: a tar in which the manifest comes first, then the parts.

Owns writing it so that nobody else can read it and nothing is replaced unasked, and reading it
without believing a word: every part is held against its checksum. Refuses to know what is in parts.
"""

import hashlib
import io
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, TypeAlias

import msgspec
from attrs import frozen

from appservice.backup.manifest import MANIFEST, Manifest, Part, read_manifest
from appservice.backup.refusals import BackupUnusable, InTheWay

Advance: TypeAlias = Callable[[int], None]
"""Told how many bytes more are done."""

_CHUNK_BYTES: Final = 1024 * 1024
_MANIFEST_BYTES: Final = 1024 * 1024
"""A manifest is a few hundred bytes; more is no manifest, and is not read into memory."""


def part_of(path: Path, name: str) -> Part:
    """Describe a file as a part."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Part(name=name, size_bytes=path.stat().st_size, sha256=digest)


def write_archive(
    path: Path, manifest: Manifest, *, folder: Path, advance: Advance = lambda _: None
) -> None:
    """Write a backup, and wait until the disk has it.

    Args:
        path: Is there already, empty and ours alone.
        manifest: Names the parts.
        folder: Where each part lies under its own name.
        advance: Told how it goes on.
    """
    moment = int(manifest.made_at.timestamp())
    with path.open("wb") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
            told = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
            archive.addfile(_member(MANIFEST, size=len(told), mtime=moment), io.BytesIO(told))
            for part in manifest.parts:
                with (folder / part.name).open("rb") as content:
                    archive.addfile(_member(part.name, size=part.size_bytes, mtime=moment), content)
                advance(part.size_bytes)
        file.flush()
        os.fsync(file.fileno())


def _member(name: str, *, size: int, mtime: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = size, mtime, 0o600
    return member


def settle(draft: Path, path: Path, *, overwrites: bool) -> None:
    """Let a draft appear whole under its name.

    Raises:
        InTheWay: Something has that name, were it only since an instant.
    """
    if not overwrites:
        try:
            # Unlike a rename this never replaces anything, and unlike a link every file system has it.
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError as error:
            message = f"{path} exists already. Nothing was written; --force replaces it."
            raise InTheWay(message) from error
    draft.replace(path)
    flush_folder(path.parent)


@contextmanager
def own_folder(beside: Path) -> Iterator[Path]:
    """Make a folder beside a file, on the same disk, that nobody else can look into; it goes at the end."""
    folder = Path(tempfile.mkdtemp(prefix=f".{beside.name}.", dir=beside.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def flush_folder(folder: Path) -> None:
    """Wait until the disk knows the folder's names."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@frozen
class Archive:
    """A backup that is open for reading."""

    manifest: Manifest
    _tar: tarfile.TarFile

    def check(self, *, advance: Advance = lambda _: None) -> None:
        """Hold every part against its checksum.

        Raises:
            BackupUnusable: One is missing or is not as it was written.
        """
        for part in self.manifest.parts:
            self._read(part, into=None, advance=advance)

    def unpack(self, part: Part, path: Path, *, advance: Advance = lambda _: None) -> None:
        """Write one part to a new file that only its owner can read.

        Raises:
            BackupUnusable: It is missing or is not as it was written; what was written is not to be used.
        """
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            self._read(part, into=file, advance=advance)
            file.flush()
            os.fsync(file.fileno())

    def _read(self, part: Part, *, into: IO[bytes] | None, advance: Advance) -> None:
        digest = hashlib.sha256()
        with _damage_told(part.name):
            content = _content(self._tar, part.name, at_most=part.size_bytes)
            while chunk := content.read(_CHUNK_BYTES):
                digest.update(chunk)
                if into is not None:
                    into.write(chunk)
                advance(len(chunk))
        if digest.hexdigest() != part.sha256:
            message = f"{part.name} in it is not as it was written: the file is damaged."
            raise BackupUnusable(message)


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open a backup for reading.

    Raises:
        BackupUnusable: It is not there, cannot be read, or is no backup.
    """
    try:
        tar = tarfile.open(path, mode="r:")  # noqa: SIM115 - it is closed below
    except (tarfile.TarError, EOFError) as error:
        message = f"It is no backup: {error}."
        raise BackupUnusable(message) from error
    except OSError as error:
        message = f"It cannot be read: {error.strerror}."
        raise BackupUnusable(message) from error
    with tar:
        with _damage_told(MANIFEST):
            told = _content(tar, MANIFEST, at_most=_MANIFEST_BYTES).read()
        yield Archive(read_manifest(told), tar)


def _content(tar: tarfile.TarFile, name: str, *, at_most: int) -> IO[bytes]:
    member = tar.getmember(name)
    content = tar.extractfile(member) if member.isreg() and member.size <= at_most else None
    if content is None:
        raise KeyError(name)
    return content


@contextmanager
def _damage_told(name: str) -> Iterator[None]:
    try:
        yield
    except (KeyError, tarfile.TarError, EOFError) as error:
        message = f"{name} is missing in it or cut off: it is damaged, or no backup."
        raise BackupUnusable(message) from error
