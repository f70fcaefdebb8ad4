"""Takes in the body of a request: whole, and not too large."""

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from appservice.web.malformed import TornBody

MAX_BODY_BYTES = 32 * 1024 * 1024
"""Synapse sends up to 100 events of 64 KiB each, and their `unsigned` can hold more than that."""


async def body_of(request: web.Request) -> bytes:
    """Read the whole body.

    Raises:
        TornBody: The sender hung up, or what came cannot be unpacked.
        HTTPRequestEntityTooLarge: It has, or says it has, more than `MAX_BODY_BYTES`.
    """
    if (request.content_length or 0) > MAX_BODY_BYTES:
        raise web.HTTPRequestEntityTooLarge(MAX_BODY_BYTES, request.content_length or 0)
    try:
        return await request.read()
    except (ConnectionError, HttpProcessingError, web.RequestPayloadError) as error:
        raise TornBody(because=f"it did not arrive whole ({type(error).__name__})") from error
