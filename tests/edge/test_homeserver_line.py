"""How the door asks, what it reads, and what it makes of no answer at all."""

import logging
import socket
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web
from pytest_aiohttp import AiohttpServer

from appservice.homeserver import NioHomeserver
from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable
from microsol_matrix.ids import RoomId
from tests.edge.homeserver_stub import BOT, ROOM, TOKEN, WORDS, Stub, accept, door_to, say, serve


@pytest_asyncio.fixture
async def stub(aiohttp_server: AiohttpServer) -> Stub:
    return await serve(aiohttp_server)


@pytest_asyncio.fixture
async def door(stub: Stub) -> AsyncIterator[NioHomeserver]:
    door = door_to(stub.url)
    yield door
    await door.close()


# ------------------------------------------------------------------------------------ as whom, how


async def test_the_bot_speaks_on_its_device_and_the_token_stays_in_the_header(
    stub: Stub, door: NioHomeserver
) -> None:
    await say(door)

    (request,) = stub.asked
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert dict(request.query) == {"user_id": BOT, "device_id": "MICROSOL"}
    assert request.path == f"/_matrix/client/v3/rooms/{ROOM}/send/m.room.message/1"


async def test_the_service_itself_asserts_nobody(stub: Stub, door: NioHomeserver) -> None:
    stub.says(200, {"versions": ["v1.15"], "duration_ms": 3})

    await door.versions()
    await door.ping("microsol", "1")
    await door.register_bot()
    await door.ensure_device("microsol")

    queries = [dict(request.query) for request in stub.asked]
    assert queries == [{}, {}, {}, {"user_id": BOT}]


async def test_ids_may_hold_anything(stub: Stub, door: NioHomeserver) -> None:
    stub.says(200, {"event_id": "$1"})

    await door.send(RoomId("!a/b?c#d%2F+e:x"), type="t", content={}, txn_id="ä /")

    assert stub.asked[0].path == "/_matrix/client/v3/rooms/!a/b?c#d%2F+e:x/send/t/ä /"
    assert (
        stub.asked[0].raw_path.count("/")
        == len(["", "_matrix", "client", "v3", "rooms", "R", "send", "t", "T"]) - 1
    )


async def test_a_join_names_the_servers_under_both_names(stub: Stub, door: NioHomeserver) -> None:
    await door.join(ROOM, ["one.example", "two.example"])

    query = stub.asked[0].query
    assert query.getall("via") == ["one.example", "two.example"]
    assert query.getall("server_name") == ["one.example", "two.example"]


async def test_every_call_asks_once(stub: Stub, door: NioHomeserver) -> None:
    stub.says(429, {"errcode": "M_LIMIT_EXCEEDED"})

    with pytest.raises(HomeserverUnreachable):
        await say(door)

    assert len(stub.asked) == 1


# ---------------------------------------------------------------------------------------- reading


async def test_one_broken_text_does_not_close_a_whole_sync(stub: Stub, door: NioHomeserver) -> None:
    events = '[{"event_id":"$1","x":"\\ud800"},{"event_id":"$2","x":"\\u00e4"}]'
    rooms = f'{{"join":{{"{ROOM}":{{"timeline":{{"events":{events}}}}}}}}}'
    stub.says(200, text=f'{{"next_batch":"s2","rooms":{rooms}}}')

    answer = await door.sync("s1")

    assert [event.count(b'"room_id"') for event in answer.rooms[0].events] == [1, 1]
    assert '"ä"'.encode() in answer.rooms[0].events[1]


async def test_a_cut_timeline_without_a_token_is_read_from_the_newest(
    stub: Stub, door: NioHomeserver
) -> None:
    timeline = {"events": [], "limited": True}
    stub.says(200, {"next_batch": "s2", "rooms": {"join": {ROOM: {"timeline": timeline}}}})

    answer = await door.sync("s1")

    assert answer.rooms[0].gap_from == "s2"


async def test_an_invitation_without_us_in_it_is_left_out(stub: Stub, door: NioHomeserver) -> None:
    stripped = [{"type": "m.room.name", "state_key": "", "content": {}}, 3, None]
    invited = {ROOM: {"invite_state": {"events": stripped}}}
    stub.says(200, {"next_batch": "s2", "rooms": {"invite": invited}})

    answer = await door.sync("s1")

    assert (answer.position, answer.invitations) == ("s2", ())


async def test_reading_back_ends_where_pages_lead_nowhere(stub: Stub, door: NioHomeserver) -> None:
    stub.says(200, {"chunk": [{"event_id": "$1"}], "end": "t1"})

    past = await door.read_back(ROOM, since=None, before=None, limit=50)

    assert len(past) == len(stub.asked) == 2
    assert [request.query.get("from") for request in stub.asked] == [None, "t1"]


# ------------------------------------------------------------------------------------- no answer


async def test_nobody_there_is_unreachable() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        door = door_to(f"http://127.0.0.1:{reserved.getsockname()[1]}")

        with pytest.raises(HomeserverUnreachable, match="no connection"):
            await say(door)

    await door.close()


async def test_silence_is_bounded() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        door = door_to(f"http://127.0.0.1:{silent.getsockname()[1]}", seconds=0.2)

        with pytest.raises(HomeserverUnreachable, match=r"no answer within 0\.2 s"):
            await say(door)

    await door.close()


async def test_an_answer_that_breaks_off_is_none(stub: Stub, door: NioHomeserver) -> None:
    async def break_off(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"event_id"')
        assert request.transport is not None
        request.transport.abort()
        return response

    stub.answer = break_off

    with pytest.raises(HomeserverUnreachable, match=r"no answer|no connection"):
        await say(door)


# ------------------------------------------------------------------------------- what stays unsaid


async def test_neither_token_nor_words_are_told(
    stub: Stub, door: NioHomeserver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = []

    async def echo(request: web.Request) -> web.Response:
        error = f"Authorization: {request.headers['Authorization']}; see {'.' * 300} {WORDS}"
        return web.json_response({"errcode": "M_FORBIDDEN", "error": error}, status=403)

    for answer in (accept, echo):
        stub.answer = answer
        try:
            await say(door)
        except HomeserverRefused as no:
            told += [str(no), repr(no), no.error, repr(no.__cause__), repr(no.__context__)]
    await door.close()
    told.append(repr(door))
    told += [record.getMessage() for record in caplog.records]

    assert "Authorization: Bearer ..." in told[0]
    assert not [text for text in told if TOKEN in text or WORDS in text]
