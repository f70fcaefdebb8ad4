"""A stub that says what a homeserver might, or what stands in its place, and a door to it.

Owns what is asked and answered. Refuses to know Matrix: a test says every answer in full.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiohttp import web
from attrs import Factory, define
from pytest_aiohttp import AiohttpServer

from appservice.homeserver import NioHomeserver
from microsol_matrix.ids import RoomId, ServerName, UserId

TOKEN = "as-token-that-nobody-may-see"
WORDS = "words that nobody may see"
BOT = UserId("@microsol:here.example")
ROOM = RoomId("!room:here.example")

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def accept(_: web.Request) -> web.Response:
    return web.json_response({"event_id": "$1"})


@define
class Stub:
    """Answers every request as the test says, and keeps what was asked.

    Attributes:
        tells_encryption: Whether the test says, too, if rooms are encrypted; otherwise none is, and that
            question is not kept.
    """

    answer: Answer = accept
    asked: list[web.Request] = Factory(list)
    url: str = ""
    tells_encryption: bool = False

    async def handle(self, request: web.Request) -> web.StreamResponse:
        is_about_encryption = "/state/m.room.encryption" in request.path
        if is_about_encryption and request.method == "GET" and not self.tells_encryption:
            return web.json_response({"errcode": "M_NOT_FOUND", "error": "none"}, status=404)
        self.asked.append(request)
        await request.read()
        return await self.answer(request)

    def says(
        self, status: int, body: object = None, *, text: str | None = None, retry_after: str = ""
    ) -> None:
        headers = {"Retry-After": retry_after} if retry_after else {}

        async def answer(_: web.Request) -> web.Response:
            if text is not None:
                return web.Response(status=status, text=text, headers=headers)
            return web.json_response(body, status=status, headers=headers)

        self.answer = answer


async def serve(aiohttp_server: AiohttpServer) -> Stub:
    """Start a stub; the server is the test's and ends with it."""
    stub = Stub()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", stub.handle)
    stub.url = str((await aiohttp_server(app)).make_url(""))
    return stub


def door_to(url: str, *, seconds: float = 5) -> NioHomeserver:
    return NioHomeserver(
        url,
        ServerName("here.example"),
        as_token=TOKEN,
        bot=BOT,
        device_id="MICROSOL",
        request_timeout=timedelta(seconds=seconds),
    )


async def say(door: NioHomeserver) -> str:
    content = {"msgtype": "m.notice", "body": WORDS}
    return await door.send(ROOM, type="m.room.message", content=content, txn_id="1")
