"""Which answers are a no that stands, which a maybe later, and how long to wait."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from pytest_aiohttp import AiohttpServer

from appservice.homeserver import NioHomeserver
from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable
from tests.edge.homeserver_stub import Stub, door_to, say, serve


@pytest_asyncio.fixture
async def stub(aiohttp_server: AiohttpServer) -> Stub:
    return await serve(aiohttp_server)


@pytest_asyncio.fixture
async def door(stub: Stub) -> AsyncIterator[NioHomeserver]:
    door = door_to(stub.url)
    yield door
    await door.close()


@pytest.mark.parametrize(
    ("status", "errcode"),
    [
        (400, "M_BAD_JSON"),
        (401, "M_UNKNOWN_TOKEN"),
        (403, "M_FORBIDDEN"),
        (403, "M_INVITE_BLOCKED"),
        (404, "M_NOT_FOUND"),
        (404, "M_UNRECOGNIZED"),
        (413, "M_TOO_LARGE"),
    ],
)
async def test_a_no_stands(stub: Stub, door: NioHomeserver, status: int, errcode: str) -> None:
    stub.says(status, {"errcode": errcode, "error": "because"})

    with pytest.raises(HomeserverRefused, match="because") as no:
        await say(door)

    assert (no.value.status, no.value.matrix_errcode) == (status, errcode)
    assert not no.value.is_retryable


@pytest.mark.parametrize(
    ("status", "errcode"),
    [
        (408, "M_UNKNOWN"),
        (429, "M_LIMIT_EXCEEDED"),
        (500, "M_UNKNOWN"),
        (502, "M_FORBIDDEN"),
        (504, "M_UNKNOWN"),
        (599, "M_UNKNOWN"),
    ],
)
async def test_a_homeserver_in_trouble_may_do_it_later(
    stub: Stub, door: NioHomeserver, status: int, errcode: str
) -> None:
    stub.says(status, {"errcode": errcode})

    with pytest.raises(HomeserverUnreachable) as later:
        await say(door)

    assert later.value.matrix_errcode == errcode
    assert later.value.is_retryable


@pytest.mark.parametrize(
    ("body", "header", "wait"),
    [
        ({"retry_after_ms": 1500}, "", timedelta(seconds=1.5)),
        ({"retry_after_ms": 1500}, "7", timedelta(seconds=1.5)),
        ({}, "7", timedelta(seconds=7)),
        ({}, "", None),
        ({}, "Wed, 21 Oct 2026 07:28:00 GMT", None),
        ({"retry_after_ms": -1}, "", None),
        ({"retry_after_ms": "soon"}, "", None),
        ({"retry_after_ms": 10**30}, "", timedelta(days=1)),
        ({}, "9" * 60, timedelta(days=1)),
    ],
)
async def test_the_wait_that_was_asked_for_is_kept(
    stub: Stub, door: NioHomeserver, body: dict[str, object], header: str, wait: timedelta | None
) -> None:
    stub.says(429, {"errcode": "M_LIMIT_EXCEEDED"} | body, retry_after=header)

    with pytest.raises(HomeserverUnreachable) as later:
        await say(door)

    assert later.value.retry_after == wait


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 502])
async def test_what_is_not_a_homeserver_may_be_one_later(
    stub: Stub, door: NioHomeserver, status: int
) -> None:
    stub.says(status, text="<html>nothing here yet</html>")

    with pytest.raises(HomeserverUnreachable, match=f"answered {status} without"):
        await say(door)


async def test_what_is_too_big_for_a_proxy_is_refused(stub: Stub, door: NioHomeserver) -> None:
    stub.says(413, text="<html>too large</html>")

    with pytest.raises(HomeserverRefused) as no:
        await say(door)

    assert no.value.matrix_errcode == "M_TOO_LARGE"


@pytest.mark.parametrize(
    "text",
    ["", "<html>log in</html>", "[]", "{}", '{"event_id": 3}', '{"event_id": "$1"', "[" * 99999],
)
async def test_success_in_other_words_is_none(stub: Stub, door: NioHomeserver, text: str) -> None:
    stub.says(200, text=text)

    with pytest.raises(HomeserverUnreachable, match="not in Matrix's words"):
        await say(door)


@pytest.mark.parametrize("text", ["null", "[]", "3", '{"errcode": 3}', "[" * 99999])
async def test_an_error_in_other_words_is_one(stub: Stub, door: NioHomeserver, text: str) -> None:
    stub.says(500, text=text)

    with pytest.raises(HomeserverUnreachable, match="without a Matrix error code"):
        await say(door)
