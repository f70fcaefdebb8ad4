"""What an answer of the homeserver means: an answer, a no that stands, or a maybe later.

Owns the line between `HomeserverRefused` and `HomeserverUnreachable`, and what of a foreign text
may go into an exception. Refuses to know which request it was, and what the caller does about it.
"""

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Final

import msgspec

from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable

_LONGEST_WAIT: Final = timedelta(days=1)
"""No homeserver means more than this; a larger number would only overflow."""

_ERROR_LIMIT: Final = 200
"""Characters of the homeserver's text that are kept: enough for a reason, not for a document."""

_TOO_BIG: Final = (
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.REQUEST_URI_TOO_LONG,
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
)
"""What a proxy says by itself, without a Matrix error code, and would say again."""


def check(*, status: int, body: bytes, retry_after: str | None, secret: str) -> None:
    """Raise unless the status says that it worked.

    Args:
        status: Of HTTP, after redirections.
        body: Of the answer.
        retry_after: The header of this name, if it came.
        secret: What must not be repeated, should the answer echo it.

    Raises:
        HomeserverUnreachable: A rate limit, a 5xx (a dead federation partner among them), or an
            error that did not come from a homeserver but from something in between.
        HomeserverRefused: The homeserver said no.
    """
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    said = _object(body)
    errcode = _text(said, "errcode", default="")
    error = _text(said, "error", default="").replace(secret, "...")[:_ERROR_LIMIT]
    is_for_now = (
        status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT)
        or status >= HTTPStatus.INTERNAL_SERVER_ERROR
        or errcode == "M_LIMIT_EXCEEDED"
    )
    # Without an error code it was not a homeserver that spoke, but a proxy before it is set up.
    if is_for_now or (not errcode and status not in _TOO_BIG):
        reason = f"answered {status} {errcode or 'without a Matrix error code'}: {error}"
        raise HomeserverUnreachable(
            reason,
            errcode=errcode or "M_UNKNOWN",
            retry_after=_wait(said.get("retry_after_ms"), header=retry_after),
        )
    raise HomeserverRefused(status=status, errcode=errcode or "M_TOO_LARGE", error=error)


def not_understood() -> HomeserverUnreachable:
    """Tell that something answered with success that does not speak Matrix, say a login page."""
    return HomeserverUnreachable("answered with success, but not in Matrix's words")


def _wait(asked_ms: object, *, header: str | None) -> timedelta | None:
    # The body's field is deprecated in favour of the header (spec v1.10), and still what most send.
    if isinstance(asked_ms, int | float) and asked_ms >= 0:
        return timedelta(milliseconds=min(asked_ms, _LONGEST_WAIT / timedelta(milliseconds=1)))
    if header is not None and header.isascii() and header.isdigit():
        return timedelta(seconds=min(float(header), _LONGEST_WAIT.total_seconds()))
    return None


def _object(body: bytes) -> Mapping[str, object]:
    try:
        said = msgspec.json.decode(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _text(said: Mapping[str, object], field: str, *, default: str) -> str:
    value = said.get(field)
    return value if isinstance(value, str) else default
