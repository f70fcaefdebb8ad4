"""Looking for what can still be read of a place costs as much as is new there, not as much as ever stood there."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest_asyncio
from aiohttp import web
from pytest_aiohttp import AiohttpServer

from appservice.homeserver import NioHomeserver
from tests.edge.homeserver_stub import BOT, ROOM, Stub, door_to, serve

PLACE = ("m.space.child", "!porch:far.example")
HOST = "@host:here.example"


@pytest_asyncio.fixture
async def stub(aiohttp_server: AiohttpServer) -> Stub:
    return await serve(aiohttp_server)


@pytest_asyncio.fixture
async def door(stub: Stub) -> AsyncIterator[NioHomeserver]:
    door = door_to(stub.url)
    yield door
    await door.close()


def version(number: int, *, redacted_by: str = "", key: str = PLACE[1]) -> dict[str, Any]:
    """Give what was written there once; redacted if somebody did so."""
    event: dict[str, Any] = {"event_id": f"${number}", "state_key": key, "content": {"n": number}}
    if redacted_by:
        event |= {"content": {}, "unsigned": {"redacted_because": {"sender": redacted_by}}}
    return event


def tells(stub: Stub, *pages: list[dict[str, Any]]) -> None:
    """Let the stub give one page after the other, newest first."""

    async def answer(request: web.Request) -> web.Response:
        number = int(request.query.get("from", "0"))
        more: Mapping[str, str] = {"end": str(number + 1)} if number + 1 < len(pages) else {}
        return web.Response(text=json.dumps({"chunk": pages[number], **more}))

    stub.answer = answer


async def test_it_is_not_looked_further_back_than_to_what_we_redacted(
    stub: Stub, door: NioHomeserver
) -> None:
    page = [version(9), version(8, key="!other:far.example"), version(7, redacted_by=BOT)]
    tells(stub, page, *([version(6, redacted_by=BOT)] for _ in range(50)))

    assert await door.versions_of(ROOM, PLACE) == ("$9",)
    assert len(stub.asked) == 1


async def test_what_a_stopped_clearing_has_left_is_found(stub: Stub, door: NioHomeserver) -> None:
    tells(stub, [version(9)], [version(8)], [version(7, redacted_by=BOT), version(6)])

    assert await door.versions_of(ROOM, PLACE) == ("$8", "$9")


async def test_what_somebody_else_redacted_hides_nothing_that_is_behind_it(
    stub: Stub, door: NioHomeserver
) -> None:
    tells(stub, [version(9), version(8, redacted_by=HOST)], [version(7)])

    assert await door.versions_of(ROOM, PLACE) == ("$7", "$9")


async def test_a_redaction_of_another_place_is_passed_by(stub: Stub, door: NioHomeserver) -> None:
    tells(stub, [version(9), version(8, redacted_by=BOT, key="!other:far.example")], [version(7)])

    assert await door.versions_of(ROOM, PLACE) == ("$7", "$9")
