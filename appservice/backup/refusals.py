"""What keeps a backup from being made or brought back.

Owns the exit code of each. Refuses to word them: whoever finds something says what, and what to do.
"""

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
