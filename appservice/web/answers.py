"""What the edge answers: JSON, and errors in Matrix's form (spec v1.19, standard errors)."""

import msgspec
from aiohttp import web


def ok() -> web.Response:
    """Answer 200 with an empty object."""
    return web.Response(body=b"{}", content_type="application/json")


def document(content: object, *, status: int = 200) -> web.Response:
    """Answer with any JSON."""
    return web.Response(
        body=msgspec.json.encode(content), status=status, content_type="application/json"
    )


def error(*, status: int, errcode: str, text: str) -> web.Response:
    """Answer with an error.

    Args:
        status: The HTTP status.
        errcode: One of Matrix's error codes.
        text: For whoever reads the other side's log; nothing secret, nothing of the request's body.
    """
    return document({"errcode": errcode, "error": text}, status=status)
