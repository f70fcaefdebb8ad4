"""Files that hold secrets, written together: whole or not at all, and only for their owner.

Owns their mode, and that nothing is overwritten unasked. Refuses to know what is in them.
"""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from attrs import field, frozen


@frozen
class SecretFile:
    """A file to be written."""

    path: Path
    text: str = field(repr=False)


def standing(files: Sequence[SecretFile]) -> tuple[Path, ...]:
    """Give those that exist already, a dangling link too."""
    return tuple(file.path for file in files if os.path.lexists(file.path))


def write_together(files: Sequence[SecretFile], *, overwrites: bool) -> None:
    """Write all files, mode 0600, each appearing with its whole text at once.

    Args:
        files: In folders that exist.
        overwrites: Whether files that exist are replaced.

    Raises:
        FileExistsError: One exists, were it only for an instant; nothing was written.
        OSError: They could not be written; nothing was.
    """
    present = standing(files)
    if present and not overwrites:
        raise FileExistsError(str(present[0]))
    drafts: list[Path] = []
    made: list[Path] = []
    try:
        drafts.extend(_draft(file) for file in files)
        for draft, file in zip(drafts, files, strict=True):
            _settle(draft, file.path, overwrites=overwrites)
            made.append(file.path)
    except OSError:
        # What replaced an older file cannot be taken back; what is new can.
        for path in made if not overwrites else ():
            path.unlink(missing_ok=True)
        raise
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)


def _draft(file: SecretFile) -> Path:
    # mkstemp makes it 0600 from its first moment on, whatever the umask.
    descriptor, name = tempfile.mkstemp(prefix=f".{file.path.name}.", dir=file.path.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8") as draft:
        draft.write(file.text)
        draft.flush()
        os.fsync(draft.fileno())
    return Path(name)


def _settle(draft: Path, path: Path, *, overwrites: bool) -> None:
    if overwrites:
        draft.replace(path)
    else:
        path.hardlink_to(draft)  # unlike a rename it never overwrites
