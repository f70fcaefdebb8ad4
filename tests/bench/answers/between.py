"""What stands between the homeserver and the service in both directions, and notes when what passes.

Owns the notes: each request's moment of coming by and of its answer. It changes nothing but what a
second hop on loopback costs, and that is in every figure alike.
"""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
from aiohttp import hdrs, web
from attrs import Factory, define
from yarl import URL

from appservice.demo.loopback import LOOPBACK
from appservice.web.listener import listening

_HOP = (hdrs.HOST, hdrs.CONTENT_LENGTH, hdrs.TRANSFER_ENCODING, hdrs.CONNECTION)
_MAX_BODY_BYTES = 32 * 1024 * 1024
_PATIENCE = aiohttp.ClientTimeout(total=120)


@define
class Passed:
    """One request that came by.

    Attributes:
        came: When it had come by whole, by a clock that never goes back, in seconds.
        answered: When its answer had; None while there is none.
        raw: Its path as it was written, with its query.
        answer: What was answered.
    """

    method: str
    path: str
    body: bytes
    came: float
    answered: float | None = None
    raw: str = ""
    answer: bytes = b""


@define
class Between:
    """One direction.

    Attributes:
        to: Where requests go on to.
        passed: All that came by, in order.
    """

    to: str
    passed: list[Passed] = Factory(list)

    @asynccontextmanager
    async def standing(self, port: int) -> AsyncIterator[None]:
        """Stand there while the context lasts."""
        async with aiohttp.ClientSession(timeout=_PATIENCE, auto_decompress=False) as session:

            async def hand_on(request: web.Request) -> web.StreamResponse:
                return await self._hand_on(request, session)

            app = web.Application(
                client_max_size=_MAX_BODY_BYTES, handler_args={"access_log": None}
            )
            app.router.add_route("*", "/{path:.*}", hand_on)
            async with listening(app, host=LOOPBACK, port=port, grace=timedelta(seconds=1)):
                yield

    async def _hand_on(
        self, request: web.Request, session: aiohttp.ClientSession
    ) -> web.StreamResponse:
        body = await request.read()
        came = time.perf_counter()
        passed = Passed(request.method, request.path, body, came=came, raw=request.raw_path)
        self.passed.append(passed)
        headers = {name: value for name, value in request.headers.items() if name not in _HOP}
        url = URL(self.to + request.raw_path, encoded=True)
        try:
            async with session.request(request.method, url, data=body, headers=headers) as response:
                answer = await response.read()
        except aiohttp.ClientConnectionError:
            return web.json_response("nobody listens there", status=502)
        passed.answered, passed.answer = time.perf_counter(), answer
        kept = {name: value for name, value in response.headers.items() if name not in _HOP}
        return web.Response(status=response.status, body=answer, headers=kept)
