"""Bodies that cannot be read at all, as exceptions with the error codes of Matrix."""

from typing import ClassVar

from microsol_matrix.errors import MicrosolError


class MalformedBody(MicrosolError):
    """The base: nothing of the body can be used, and sending it again will not help."""

    def __init__(self, *, because: str) -> None:
        """Keep what is wrong.

        Args:
            because: In words that can be logged and answered: nothing of the body's content.
        """
        super().__init__(because)


class TornBody(MalformedBody):
    """Only a part of the body came, or it is packed in a way that cannot be undone."""

    is_retryable: ClassVar[bool] = True


class NotJson(MalformedBody):
    """The body is not JSON (RFC 8259)."""

    errcode: ClassVar[str] = "M_NOT_JSON"


class BadJson(MalformedBody):
    """The body is JSON of another shape than the specification says."""

    errcode: ClassVar[str] = "M_BAD_JSON"
