"""Who would hear a ping: the running service, or for this moment doctor itself.

Owns doctor's short listener and the question who holds the port. Refuses to know who pings. Takes
no transaction: each is answered "not now", so that the homeserver keeps it for the service.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from enum import Enum
from errno import EADDRINUSE
from http import HTTPStatus
from typing import Final, TypeAlias

import aiohttp
from aiohttp import web
from attrs import define, field, frozen

from appservice.config import Config
from appservice.doctor import troubles
from appservice.doctor.findings import Finding
from appservice.web import answers, authorisation
from appservice.web.listener import listening

PING_PATH: Final = "/_matrix/app/v1/ping"

_GRACE: Final = timedelta(seconds=1)  # nothing that comes here takes longer
_PATIENCE: Final = aiohttp.ClientTimeout(total=5)  # a program on this machine that is well answers

_ANYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what is asked instead of it


class Heard(Enum):
    """What came to the listener."""

    PING = "ping"
    WRONG_TOKEN = "wrong_token"  # noqa: S105 - a name
    WRONG_PATH = "wrong_path"


@define
class OwnEar:
    """Doctor listens itself, and keeps what it heard."""

    hs_token: str = field(repr=False)
    heard: set[Heard] = field(factory=set)

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one request; only a ping that brings the token is welcome."""
        if request.path == PING_PATH:
            refusal = authorisation.refusal(request, self.hs_token)
            self.heard.add(Heard.PING if refusal is None else Heard.WRONG_TOKEN)
            return refusal or answers.ok()
        if request.path.endswith(PING_PATH):
            self.heard.add(Heard.WRONG_PATH)
            return answers.error(
                status=HTTPStatus.NOT_FOUND, errcode="M_UNRECOGNIZED", text="Not a path of ours."
            )
        return answers.error(
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            errcode="M_UNKNOWN",
            text="The service does not run; doctor is looking.",
        )


@frozen
class ServiceEar:
    """The service itself listens."""


Ear: TypeAlias = OwnEar | ServiceEar


@asynccontextmanager
async def an_ear(config: Config) -> AsyncIterator[Ear | Finding]:
    """Listen where the service would, or find that it does; a finding if neither can be."""
    place = config.appservice
    ear = OwnEar(place.hs_token)
    # No access log: it would hold the tokens of queries.
    app = web.Application(handler_args={"access_log": None})
    app.router.add_route("*", "/{anything:.*}", ear.answer)
    listener = listening(app, host=place.listen_host, port=place.listen_port, grace=_GRACE)
    async with AsyncExitStack() as open_ones:
        heard_by: Ear | Finding = ear
        try:
            await open_ones.enter_async_context(listener)
        except OSError as error:
            is_taken = error.errno == EADDRINUSE
            heard_by = await _occupant(config) if is_taken else _cannot(config, error)
        yield heard_by


def _cannot(config: Config, error: OSError) -> Finding:
    place = config.appservice
    return troubles.PING_LISTEN.because(
        f"This machine does not let us listen on {place.listen_host}:{place.listen_port}: "
        f"{error.strerror or error}"
    )


async def _occupant(config: Config) -> ServiceEar | Finding:
    """Ping whoever holds the port, as the homeserver would: only the service knows the token."""
    place = config.appservice
    host = _ANYWHERE.get(place.listen_host, place.listen_host)
    origin = f"http://[{host}]" if ":" in host else f"http://{host}"
    url = f"{origin}:{place.listen_port}{PING_PATH}"
    headers = {"Authorization": f"Bearer {place.hs_token}"}
    try:
        async with (
            aiohttp.ClientSession(timeout=_PATIENCE) as session,
            session.post(url, json={}, headers=headers) as response,
        ):
            seen = f"answers a ping with {response.status}"
            if response.status == HTTPStatus.OK:
                return ServiceEar()
    except (aiohttp.ClientError, TimeoutError):
        seen = "does not answer"
    return troubles.PING_OCCUPIED.because(
        f"Another program holds {place.listen_host}:{place.listen_port} and {seen}."
    )
