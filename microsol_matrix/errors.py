"""Broken promises: the exceptions of the whole house, under one base.

Owns what each failure means to the person who meets it: its text, whether trying again can help,
and its Matrix `errcode`. Refusals are not here: a command that may not be is a value
(`decide.Refused`), not an exception.
"""

from datetime import timedelta
from typing import ClassVar, Final

NO_KEYS: Final = "ORG.MICROSOL.NO_KEYS"
"""Our own code of what is not said, because the room is encrypted and we could say it in the clear only."""

NO_POWER: Final = "ORG.MICROSOL.NO_POWER"
"""Our own code of a room that goes on in another one, where we may do nothing."""
NOT_A_SUCCESSOR: Final = "ORG.MICROSOL.NOT_A_SUCCESSOR"
"""Our own code of a room in which a room of ours is said to go on, and which knows nothing of it."""


class MicrosolError(Exception):
    """The base: something that was promised cannot be kept.

    Attributes:
        errcode: The Matrix error code that tells it best.
        is_retryable: Whether the same thing may succeed later without anybody changing anything.
    """

    errcode: ClassVar[str] = "M_UNKNOWN"
    is_retryable: ClassVar[bool] = False


class HomeserverRefused(MicrosolError):
    """The homeserver answered with an error that stands: asking again the same way would get it again."""

    def __init__(self, *, status: int, errcode: str, error: str) -> None:
        """Keep what the homeserver said.

        Args:
            status: The HTTP status.
            errcode: Its Matrix error code, `M_UNKNOWN` if it gave none.
            error: Its own text, for logs and admins, not for members.
        """
        super().__init__(f"the homeserver refused with {status} {errcode}: {error}")
        self.status = status
        self.matrix_errcode = errcode
        self.error = error


class HomeserverUnreachable(MicrosolError):
    """No usable answer came: refused connection, time-out, 5xx or a rate limit. Later may do."""

    is_retryable = True

    def __init__(
        self, reason: str, *, errcode: str = "M_UNKNOWN", retry_after: timedelta | None = None
    ) -> None:
        """Keep why, and how long the homeserver asked us to wait.

        Args:
            reason: What happened, for logs.
            errcode: The Matrix error code if one came (`M_LIMIT_EXCEEDED`, or a gateway error's
                own).
            retry_after: The wait that the homeserver asked for; None if it did not say.
        """
        super().__init__(reason)
        self.matrix_errcode = errcode
        self.retry_after = retry_after


class NotOurs(MicrosolError):
    """A room stands where ours should be and does not carry our marker; it is left alone."""

    errcode = "M_EXCLUSIVE"


class StoreUnavailable(MicrosolError):
    """The database cannot take or give data now (locked, full, gone): nothing was accepted."""

    is_retryable = True


class StoreInUse(StoreUnavailable):
    """Another process has the database open, as a running service has: nothing was changed."""


class StoreTooNew(MicrosolError):
    """The database was written by a newer version of this program; it is left untouched."""


class LaneMoved(MicrosolError):
    """Somebody else wrote to a lane since it was read: two processes run on one database."""


class ForeignContent(MicrosolError):
    """Content does not fit the published structure's schema."""

    errcode = "M_BAD_JSON"
