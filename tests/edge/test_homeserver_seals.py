"""What the door does when it cannot encrypt, and with keys that cannot be read."""

import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import nullcontext
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from attrs import evolve
from pytest_aiohttp import AiohttpServer

from appservice.homeserver import KeyPlace, NioHomeserver
from microsol_matrix.errors import (
    NO_KEYS,
    HomeserverRefused,
    HomeserverUnreachable,
    StoreUnavailable,
)
from microsol_matrix.ids import ServerName, UserId
from microsol_matrix.ports import Locked
from microsol_matrix.rooms import Json, StatePiece
from tests.contracts.crew_rooms import room_spec
from tests.edge.homeserver_stub import BOT, ROOM, TOKEN, Stub, door_to, say, serve
from tests.fakes.keys import sealed


def door_with_keys(url: str, directory: Path, *, secret: str) -> NioHomeserver:
    return NioHomeserver(
        url,
        ServerName("here.example"),
        as_token=TOKEN,
        bot=BOT,
        device_id="MICROSOL",
        keys=KeyPlace(directory, secret=secret),
    )


@pytest_asyncio.fixture
async def stub(aiohttp_server: AiohttpServer) -> Stub:
    stub = await serve(aiohttp_server)
    stub.tells_encryption = True
    return stub


@pytest_asyncio.fixture
async def door(stub: Stub, tmp_path: Path) -> AsyncIterator[NioHomeserver]:
    door = door_with_keys(stub.url, tmp_path / "keys", secret="a key")
    yield door
    await door.close()


def encrypted_room(stub: Stub, *, troubled: str, status: int) -> None:
    """Let the stub have an encrypted room with Bo in it, and one request that it answers badly."""
    member = {"state_key": "@bo:here.example", "content": {"membership": "join"}}

    async def answer(request: web.Request) -> web.Response:
        if troubled in request.path:
            return web.json_response({"errcode": "M_FORBIDDEN", "error": "no"}, status=status)
        return web.json_response(
            {
                "algorithm": "m.megolm.v1.aes-sha2",
                "chunk": [member],
                "event_id": "$1",
                "room_id": ROOM,
            }
        )

    stub.answer = answer


@pytest.mark.parametrize(
    ("troubled", "status", "error"),
    [
        ("/state/m.room.encryption", 502, HomeserverUnreachable),
        ("/state/m.room.encryption", 403, HomeserverRefused),
        ("/members", 502, HomeserverUnreachable),
        ("/members", 403, HomeserverRefused),
        ("/keys/query", 502, HomeserverUnreachable),
    ],
)
async def test_what_cannot_be_encrypted_is_not_sent(
    stub: Stub, door: NioHomeserver, troubled: str, status: int, error: type[Exception]
) -> None:
    encrypted_room(stub, troubled=troubled, status=status)

    with pytest.raises(error):
        await say(door)

    assert [request for request in stub.asked if "/send/" in request.path] == []


async def test_without_keys_nothing_is_said_in_an_encrypted_room_but_reactions(stub: Stub) -> None:
    encrypted_room(stub, troubled="nothing", status=500)
    door = door_to(stub.url)

    with pytest.raises(HomeserverRefused) as caught:
        await say(door)
    await door.send(ROOM, type="m.reaction", content={}, txn_id="2")
    await door.close()

    assert caught.value.matrix_errcode == NO_KEYS
    sent = [request.path for request in stub.asked if "/send/" in request.path]
    assert [path.split("/")[-2] for path in sent] == ["m.reaction"]


def test_without_keys_what_they_are_made_and_kept_with_is_not_needed(tmp_path: Path) -> None:
    without = (
        "import asyncio, sys\n"
        "for name in ('vodozemac', 'peewee'):\n"
        "    sys.modules[name] = None\n"
        "import appservice.wiring\n"
        "from appservice.homeserver import NioHomeserver\n"
        "async def open_and_close():\n"
        "    door = NioHomeserver('http://h.example', 'h.example', as_token='t',\n"
        "                         bot='@b:h.example', device_id='D')\n"
        "    await door.close()\n"
        "asyncio.run(open_and_close())\n"
    )

    subprocess.run([sys.executable, "-c", without], check=True, cwd=tmp_path)


@pytest.mark.parametrize(
    ("needed", "people", "asked"),
    [
        (100, {}, 0),
        (100, {"@bo:here.example": 50}, 0),
        (50, {"@bo:here.example": 50}, 2),
        (None, {}, 2),
    ],
)
async def test_a_room_of_ours_that_only_we_can_encrypt_is_not_asked_about(
    stub: Stub,
    door: NioHomeserver,
    needed: int | None,
    people: dict[UserId, int],
    asked: int,
) -> None:
    async def answer(request: web.Request) -> web.Response:
        if "/state/m.room.encryption" in request.path and request.method == "GET":
            return web.json_response({"errcode": "M_NOT_FOUND", "error": "none"}, status=404)
        return web.json_response({"room_id": ROOM, "event_id": "$1"})

    stub.answer = answer
    events: dict[str, Json] = {"m.room.power_levels": 100}
    if needed is not None:
        events["m.room.encryption"] = needed
    spec = evolve(room_spec(users=people), power={"events": events})

    await door.make_room(spec)
    await say(door)
    await say(door)

    looks = [one for one in stub.asked if "/state/m.room.encryption" in one.path]
    assert len(looks) == asked


async def test_a_room_of_ours_that_we_encrypt_later_is_asked_about(
    stub: Stub, door: NioHomeserver
) -> None:
    encrypted_room(stub, troubled="/members", status=502)
    await door.make_room(
        evolve(
            room_spec(),
            power={"events": {"m.room.power_levels": 100, "m.room.encryption": 100}},
        )
    )

    await door.put_state(ROOM, StatePiece("m.room.encryption", "", {}))
    with pytest.raises(HomeserverUnreachable):
        await say(door)

    assert [request for request in stub.asked if "/send/" in request.path] == []


async def test_keys_stay_the_same_and_keys_that_cannot_be_read_are_set_aside(
    stub: Stub, tmp_path: Path
) -> None:
    folder = tmp_path / "keys"
    for secret in ("a key", "a key", "another key"):
        await door_with_keys(stub.url, folder, secret=secret).close()

    assert len(list(folder.glob("*.sqlite3"))) == 1
    assert len(list(folder.glob("*.unreadable"))) == 1
    assert folder.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.glob("*.sqlite3"))


async def test_a_file_that_is_no_store_of_keys_is_set_aside(stub: Stub, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir()
    (folder / "MICROSOLKEYS12345678.sqlite3").write_bytes(b"this was a disk once " * 100)

    await door_with_keys(stub.url, folder, secret="a key").close()

    assert len(list(folder.glob("*.unreadable"))) == 1


async def test_a_folder_that_cannot_be_made_is_told(stub: Stub, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file stands here")

    with pytest.raises(StoreUnavailable):
        door_with_keys(stub.url, tmp_path / "keys", secret="a key")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b'{"content": 1}',
        b'{"content": {"session_id": []}, "sender": "@bo:here.example", "room_id": "!r"}',
        b'{"content": {}, "sender": {}, "room_id": "!r"}',
        b"[" * 100_000,
    ],
)
async def test_whatever_comes_as_a_seal_is_not_opened_and_breaks_nothing(
    door: NioHomeserver, raw: bytes
) -> None:
    assert door.open(raw) is Locked.UNREADABLE


async def test_a_seal_without_its_key_waits(door: NioHomeserver) -> None:
    raw = sealed("$1", room_id=ROOM, sender=BOT).replace(
        b'"algorithm"', b'"session_id": "s", "ciphertext": "c", "algorithm"'
    )

    assert door.open(raw) is Locked.KEY_MISSING


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"type": "m.room.encrypted"},
        {"type": "m.room.encrypted", "sender": "@bo:here.example", "content": {}},
        {
            "type": "m.room.encrypted",
            "sender": "@bo:here.example",
            "content": {
                "algorithm": "m.olm.v1.curve25519-aes-sha2",
                "sender_key": "no key",
                "ciphertext": {"also none": {"type": 0, "body": "nothing"}},
            },
        },
        {"type": "m.room_key", "sender": "@bo:here.example", "content": {"session_key": "x"}},
    ],
)
async def test_no_secret_that_is_sent_to_us_stops_a_sync(
    stub: Stub, door: NioHomeserver, event: dict[str, object]
) -> None:
    stub.says(200, {"next_batch": "s2", "to_device": {"events": [event]}})

    answer = await door.sync("s1")

    assert answer.position == "s2"


@pytest.mark.parametrize(("is_another_known", "is_needed"), [(True, False), (False, True)])
async def test_an_identity_that_is_not_taken_stops_us_only_if_there_is_no_other(
    stub: Stub, door: NioHomeserver, *, is_another_known: bool, is_needed: bool
) -> None:
    other = {"user_id": BOT, "usage": ["master"], "keys": {"ed25519:x": "x"}}

    async def answer(request: web.Request) -> web.Response:
        if "/device_signing/upload" in request.path:
            return web.json_response({"errcode": "M_UNKNOWN", "error": "no"}, status=500)
        if "/keys/upload" in request.path:
            return web.json_response({"one_time_key_counts": {"signed_curve25519": 50}})
        if "/keys/query" in request.path:
            return web.json_response({"master_keys": {BOT: other} if is_another_known else {}})
        return web.json_response({"devices": []})

    stub.answer = answer

    with pytest.raises(HomeserverUnreachable) if is_needed else nullcontext():
        await door.introduce_keys()

    assert any("/device_signing/upload" in request.path for request in stub.asked)
