"""Only the homeserver is answered, whichever way it shows its token."""

import pytest

from tests.edge.worlds import AUTHORISED, HS_TOKEN, EdgeClient, Wire

GUARDED = [
    ("PUT", "/_matrix/app/v1/transactions/1"),
    ("GET", "/_matrix/app/v1/users/@microsol:hs.example"),
    ("GET", "/_matrix/app/v1/rooms/%23a:hs.example"),
    ("POST", "/_matrix/app/v1/ping"),
    ("GET", "/_matrix/app/v1/thirdparty/protocol/microsol"),
    ("GET", "/_matrix/app/v1/thirdparty/user/microsol"),
    ("GET", "/_matrix/app/v1/thirdparty/location/microsol"),
    ("GET", "/_matrix/app/v1/thirdparty/user"),
    ("GET", "/_matrix/app/v1/thirdparty/location"),
    ("PUT", "/transactions/1"),
    ("GET", "/users/@microsol:hs.example"),
    ("GET", "/rooms/%23a:hs.example"),
    ("GET", "/_matrix/app/unstable/thirdparty/protocol/microsol"),
    ("GET", "/_matrix/app/unstable/thirdparty/user/microsol"),
    ("GET", "/_matrix/app/unstable/thirdparty/location/microsol"),
    ("GET", "/_matrix/app/unstable/thirdparty/user"),
    ("GET", "/_matrix/app/unstable/thirdparty/location"),
]


@pytest.mark.parametrize(("method", "path"), GUARDED)
async def test_a_request_without_a_token_is_unauthorised(
    client: EdgeClient, method: str, path: str
) -> None:
    answer = await client.request(method, path, data=b'{"events":[]}')

    assert answer.status == 401
    assert (await answer.json())["errcode"] == "M_MISSING_TOKEN"


@pytest.mark.parametrize(("method", "path"), GUARDED)
async def test_a_request_with_a_wrong_token_is_forbidden(
    client: EdgeClient, method: str, path: str
) -> None:
    wrong = {"Authorization": "Bearer somebody-else"}

    answer = await client.request(method, path, headers=wrong, data=b'{"events":[]}')

    assert answer.status == 403
    assert (await answer.json())["errcode"] == "M_FORBIDDEN"


@pytest.mark.parametrize(
    ("headers", "query", "status"),
    [
        ({"Authorization": f"Bearer {HS_TOKEN}"}, {}, 200),
        ({"Authorization": f"bearer {HS_TOKEN}"}, {}, 200),
        ({"Authorization": f"Bearer  {HS_TOKEN}"}, {}, 200),
        ({}, {"access_token": HS_TOKEN}, 200),
        ({"Authorization": f"Bearer {HS_TOKEN}"}, {"access_token": HS_TOKEN}, 200),
        ({"Authorization": f"Bearer {HS_TOKEN}"}, {"access_token": "other"}, 403),
        ({"Authorization": "Bearer other"}, {"access_token": HS_TOKEN}, 403),
        ({"Authorization": HS_TOKEN}, {}, 403),
        ({"Authorization": f"Basic {HS_TOKEN}"}, {}, 403),
        ({"Authorization": f"Basic {HS_TOKEN}"}, {"access_token": HS_TOKEN}, 403),
        ({"Authorization": "Bearer"}, {}, 403),
        ({"Authorization": ""}, {}, 403),
        ({"Authorization": f"Bearer {HS_TOKEN[:-1]}"}, {}, 403),
        ({"Authorization": f"Bearer {HS_TOKEN}x"}, {}, 403),
        ({"Authorization": "Bearer tök€n"}, {}, 403),
        ({}, {"access_token": ""}, 403),
        ({}, {"access_token": "tök€n"}, 403),
    ],
)
async def test_the_token_counts_as_the_specification_says(
    client: EdgeClient, headers: dict[str, str], query: dict[str, str], status: int
) -> None:
    answer = await client.post("/_matrix/app/v1/ping", headers=headers, params=query, json={})

    assert answer.status == status


async def test_two_query_tokens_must_both_be_right(client: EdgeClient) -> None:
    path = f"/_matrix/app/v1/ping?access_token={HS_TOKEN}&access_token=other"

    assert (await client.post(path)).status == 403


@pytest.mark.parametrize(
    "line",
    [b"Authorization: Bearer \xff\xfe", b"Authorization: Bearer \xed\xa0\x80"],
)
async def test_a_token_that_is_not_utf8_is_forbidden(wire: Wire, line: bytes) -> None:
    await wire.send(b"POST /_matrix/app/v1/ping HTTP/1.1\r\nHost: x\r\n" + line + b"\r\n\r\n")

    assert (await wire.answer())[0] == 403


async def test_a_strangers_body_is_not_waited_for(wire: Wire) -> None:
    await wire.send(
        b"PUT /_matrix/app/v1/transactions/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
    )

    assert (await wire.answer())[0] == 401


async def test_the_homeserver_is_answered(client: EdgeClient) -> None:
    answer = await client.post("/_matrix/app/v1/ping", headers=AUTHORISED)

    assert answer.status == 200
