"""Queries, look-ups, ping, legacy and unknown routes (spec v1.19, Application Service API)."""

import pytest
from pytest_aiohttp.plugin import AiohttpClient

from appservice.web.edge import application
from appservice.web.transactions import EdgeCounts
from microsol_matrix.ids import UserId
from tests.edge.worlds import (
    AUTHORISED,
    BOT,
    HS_TOKEN,
    EdgeClient,
    RecordingIntake,
    SettableReadiness,
    Wire,
)
from tests.fakes.store import MemoryStore

APP = ["/_matrix/app/v1", ""]


async def raw_get(wire: Wire, path: str) -> tuple[int, bytes]:
    """Ask for a path exactly as written; clients would tidy it."""
    token = AUTHORISED["Authorization"]
    head = f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n\r\n"
    await wire.send(head.encode())
    status, _, body = await wire.answer()
    return status, body


@pytest.mark.parametrize("base", APP)
@pytest.mark.parametrize("written", ["@microsol:hs.example", "%40microsol%3Ahs%2eexample"])
async def test_the_bot_is_a_user(wire: Wire, base: str, written: str) -> None:
    assert await raw_get(wire, f"{base}/users/{written}") == (200, b"{}")


@pytest.mark.parametrize("base", APP)
@pytest.mark.parametrize(
    "written",
    [
        "@amara:hs.example",
        "@microsol_other:hs.example",
        "@micro%2Fsol:hs.example",
        "@micro/sol:hs.example",
        "@microsol:hs.example%00",
        "@microsol:hs.example/",
        "@microsol%253Ahs.example",
        "%FF%ED%A0%80",
        "%7B%7D",
    ],
)
async def test_nobody_else_is_a_user(wire: Wire, base: str, written: str) -> None:
    status, body = await raw_get(wire, f"{base}/users/{written}")

    assert (status, b'"errcode":"M_NOT_FOUND"' in body) == (404, True)


@pytest.mark.parametrize("written", ["@a/b%23:x", "@a%2Fb%23:x", "@a%2fb%23:x", "%40a%2Fb%23%3Ax"])
async def test_a_user_id_is_decoded_whole(
    aiohttp_client: AiohttpClient, intake: RecordingIntake, written: str
) -> None:
    app = application(
        hs_token=HS_TOKEN,
        bot=UserId("@a/b#:x"),
        intake=intake,
        listings=MemoryStore(),
        readiness=SettableReadiness(),
        counts=EdgeCounts(),
    )
    wire = await Wire.to((await aiohttp_client(app)).port or 0)

    assert (await raw_get(wire, f"/_matrix/app/v1/users/{written}"))[0] == 200

    await wire.close()


@pytest.mark.parametrize("base", APP)
@pytest.mark.parametrize(
    "written", ["%23_microsol_harbourlight:hs.example", "%23a%2Fb:x", "%23a/b:x"]
)
async def test_a_query_for_an_alias_makes_nothing(
    wire: Wire, intake: RecordingIntake, base: str, written: str
) -> None:
    status, body = await raw_get(wire, f"{base}/rooms/{written}")

    assert (status, b'"errcode":"M_NOT_FOUND"' in body) == (404, True)
    assert intake.taken == []


@pytest.mark.parametrize("body", [b"{}", b'{"transaction_id":"meow"}', b"", b'{"more":[1]}'])
async def test_a_ping_is_answered(client: EdgeClient, body: bytes) -> None:
    answer = await client.post("/_matrix/app/v1/ping", headers=AUTHORISED, data=body)

    assert (answer.status, await answer.read()) == (200, b"{}")
    assert answer.content_type == "application/json"


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (b"meow", "M_NOT_JSON"),
        (b"{", "M_NOT_JSON"),
        (b'{"transaction_id":"\xff"}', "M_NOT_JSON"),
        (b"[]", "M_BAD_JSON"),
        (b'{"transaction_id":1}', "M_BAD_JSON"),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "M_BAD_JSON"),
    ],
)
async def test_a_ping_that_cannot_be_read_is_refused(
    client: EdgeClient, body: bytes, errcode: str
) -> None:
    answer = await client.post("/_matrix/app/v1/ping", headers=AUTHORISED, data=body)

    assert (answer.status, (await answer.json())["errcode"]) == (400, errcode)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/_matrix/app/v2/ping"),
        ("PUT", "/_matrix/app/v1/transactions"),
        ("PUT", "/_matrix/app/v1/transactions/"),
        ("PUT", "/_matrix/app/v1/transactions/1/2"),
        ("GET", "/_matrix/app/v1/users/"),
        ("POST", "/ping"),
        ("GET", "/_matrix/client/versions"),
        ("GET", "/thirdparty/user"),
    ],
)
async def test_an_unknown_route_is_unrecognised(client: EdgeClient, method: str, path: str) -> None:
    answer = await client.request(method, path, headers=AUTHORISED)

    assert (answer.status, (await answer.json())["errcode"]) == (404, "M_UNRECOGNIZED")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/_matrix/app/v1/transactions/1", "PUT"),
        ("GET", "/transactions/1", "PUT"),
        ("OPTIONS", "/_matrix/app/v1/transactions/1", "PUT"),
        ("GET", "/_matrix/app/v1/ping", "POST"),
        ("POST", "/_matrix/app/v1/users/@microsol:hs.example", "GET"),
        ("DELETE", "/_matrix/app/v1/rooms/%23a:x", "GET"),
        ("PUT", "/_matrix/app/unstable/thirdparty/user", "GET"),
        ("POST", "/healthz", "GET, HEAD"),
        ("PROPFIND", "/readyz", "GET, HEAD"),
    ],
)
async def test_an_unknown_method_is_unrecognised(
    client: EdgeClient, method: str, path: str, allowed: str
) -> None:
    answer = await client.request(method, path, headers=AUTHORISED)

    assert (answer.status, (await answer.json())["errcode"]) == (405, "M_UNRECOGNIZED")
    assert answer.headers["Allow"] == allowed


async def test_health_needs_no_token(client: EdgeClient) -> None:
    answer = await client.get("/healthz")

    assert (answer.status, await answer.json()) == (200, {"status": "ok"})


async def test_ready_says_what_is_missing(client: EdgeClient, readiness: SettableReadiness) -> None:
    readiness.lacks = ("the homeserver", "catching up")

    answer = await client.get("/readyz")

    assert answer.status == 503
    assert (await answer.json())["missing"] == ["the homeserver", "catching up"]


async def test_ready_says_when_all_is_there(client: EdgeClient) -> None:
    answer = await client.get("/readyz")

    assert (answer.status, await answer.json()) == (200, {"status": "ready", "missing": []})


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/_matrix/app/v1/ping", 405)])
async def test_head_is_answered_without_a_body(wire: Wire, path: str, status: int) -> None:
    await wire.send(f"HEAD {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())

    text = await wire.reader.read()
    head, _, body = text.partition(b"\r\n\r\n")
    assert (int(head.split()[1]), body) == (status, b"")


def test_an_edge_that_everybody_could_enter_is_not_made(
    intake: RecordingIntake, readiness: SettableReadiness
) -> None:
    with pytest.raises(ValueError, match="hs_token"):
        application(
            hs_token="",
            bot=BOT,
            intake=intake,
            listings=MemoryStore(),
            readiness=readiness,
            counts=EdgeCounts(),
        )
