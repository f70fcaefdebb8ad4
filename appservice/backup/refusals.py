"""What keeps a backup from being made or brought back.

Owns the exit code of each, and how a system's no to a file is worded. Refuses to word the rest: whoever finds
something says what, and what to do.
"""

import os
from pathlib import Path
from typing import ClassVar

from appservice.exits import Exit


class BackupRefused(Exception):
    """The base: nothing was changed, and the text says why and what to do.

    Attributes:
        exit_code: What the command ends with.
    """

    exit_code: ClassVar[Exit]


class BackupUnusable(BackupRefused):
    """What was to be copied or brought back is damaged, no backup, or another service's."""

    exit_code = Exit.DATA


class NotNow(BackupRefused):
    """A service runs, or the database is not there: later, or elsewhere, it may go."""

    exit_code = Exit.UNAVAILABLE


class InTheWay(BackupRefused):
    """A file would be replaced unasked, or cannot be written."""

    exit_code = Exit.CANNOT_CREATE


def reason_of(error: OSError) -> str:
    """Say why a file could not be written, and what would be right."""
    name = error.filename
    match error:
        case FileNotFoundError() if name is not None:
            folder = Path(os.fspath(name)).parent
            return f"there is no folder {folder}; make it, for the account of the service."
        case PermissionError() if name is not None:
            return f"this account may not write {os.fspath(name)}; use that of the service."
        case _:
            return f"{error.strerror or error}."
