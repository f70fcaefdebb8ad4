"""The door and its keys, on a stock Synapse: encrypted rooms of many people."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing
from pathlib import Path
from typing import Any

import nio  # type: ignore[import-untyped]  # it has annotations and no py.typed
import pytest
import pytest_asyncio

from appservice.demo.synapse import Synapse
from appservice.demo.waiting import until
from appservice.homeserver import NioHomeserver
from appservice.registration import Registration
from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.ids import EventId, RoomId, UserId
from microsol_matrix.ports import Locked, SyncAnswer
from microsol_matrix.rooms import StatePiece
from tests.contracts.crew_rooms import bodies, parts_of, read, room_spec, says
from tests.live.confidant import Confidant
from tests.live.doors import door_to

pytestmark = pytest.mark.live

ENCRYPTED = StatePiece("m.room.encryption", "", {"algorithm": "m.megolm.v1.aes-sha2"})


async def settle_in(door: NioHomeserver) -> None:
    """Do what the service does before anything else."""
    await door.register_bot()
    await door.ensure_device("microsol-matrix")
    await door.introduce_keys()


@pytest_asyncio.fixture
async def door(
    homeserver: Synapse, registration: Registration, tmp_path: Path
) -> AsyncIterator[NioHomeserver]:
    async with door_to(homeserver, registration, keys=tmp_path / "keys") as door:
        await settle_in(door)
        yield door


@pytest_asyncio.fixture
async def people(homeserver: Synapse, tmp_path: Path) -> AsyncIterator[tuple[Confidant, ...]]:
    """Amara, Bo and Cleo; the first two are in the room that `room_id` is."""
    async with AsyncExitStack() as cleaning:
        made = []
        for name in ("Amara", "Bo", "Cleo"):
            one = await Confidant.of(await homeserver.newcomer(name), tmp_path / name)
            cleaning.push_async_callback(one.aclose)
            made.append(one)
        yield tuple(made)


@pytest_asyncio.fixture
async def room_id(door: NioHomeserver, people: tuple[Confidant, ...]) -> RoomId:
    made = await door.make_room(room_spec(state=(ENCRYPTED,)))
    for one in people[:2]:
        await door.invite(made.room_id, one.user_id)
        await one.join(made.room_id)
    return made.room_id


async def tell(door: NioHomeserver, room_id: RoomId, body: str) -> EventId:
    return await door.send(room_id, type="m.room.message", content=says(body), txn_id=body)


async def test_whoever_is_in_an_encrypted_room_reads_what_is_said_from_then_on(
    door: NioHomeserver, people: tuple[Confidant, ...], room_id: RoomId
) -> None:
    amara, bo, cleo = people

    await tell(door, room_id, "one")
    assert (await amara.hears("one")).is_sealed
    assert (await bo.hears("one")).is_sealed
    await door.invite(room_id, cleo.user_id)
    await tell(door, room_id, "two")
    await cleo.join(room_id)
    assert (await cleo.hears("two")).is_sealed
    await door.remove(room_id, bo.user_id, "to see what he can read")
    await tell(door, room_id, "three")
    await amara.hears("three")
    await cleo.hears("three")

    events = read(await door.read_back(room_id, since=None, before=None, limit=50))
    sealed = [event["content"] for event in events if event["type"] == "m.room.encrypted"]
    assert len({content["session_id"] for content in sealed}) == 3  # one for each circle of readers
    assert bodies(json.dumps(event).encode() for event in events) == []
    assert "one" not in {one.body for one in cleo.read}


async def test_a_device_that_is_new_since_the_last_sync_reads_what_is_said_next(
    door: NioHomeserver, people: tuple[Confidant, ...], room_id: RoomId, tmp_path: Path
) -> None:
    await tell(door, room_id, "one")

    async with aclosing(await people[0].logs_in_anew(tmp_path / "phone")) as phone:
        await tell(door, room_id, "two")

        assert (await phone.hears("two")).is_sealed


async def test_keys_to_a_room_that_is_not_for_us_are_not_kept(
    homeserver: Synapse, registration: Registration, people: tuple[Confidant, ...], tmp_path: Path
) -> None:
    amara, bo, _ = people
    async with door_to(homeserver, registration, keys=tmp_path / "keys") as door:
        await settle_in(door)
        position = (await door.sync(None)).position
        rooms = [(await door.make_room(room_spec(state=(ENCRYPTED,)))).room_id for _ in range(2)]
        for room_id in rooms:
            for one in (amara, bo):
                await door.invite(room_id, one.user_id)
                await one.join(room_id)
            await amara.say(room_id, "for whom?")

    unread = frozenset(rooms[1:])
    async with door_to(
        homeserver, registration, keys=tmp_path / "keys", unread_rooms=unread
    ) as door:
        answer = await door.sync(position)
        await tell(door, rooms[1], "written, not read")

        by_room = {json.loads(raw)["room_id"]: door.open(raw) for raw in _sealed(answer)}
        assert isinstance(by_room[rooms[0]], bytes)
        assert by_room[rooms[1]] is Locked.KEY_MISSING
        assert (await bo.hears("written, not read")).is_sealed


async def test_the_same_key_serves_as_long_as_its_readers_are_the_same(
    door: NioHomeserver, people: tuple[Confidant, ...], room_id: RoomId
) -> None:
    amara = people[0]
    for number in range(3):
        await tell(door, room_id, f"number {number}")

    await amara.hears("number 2")

    events = read(await door.read_back(room_id, since=None, before=None, limit=50))
    sealed = [event["content"] for event in events if event["type"] == "m.room.encrypted"]
    assert len({content["session_id"] for content in sealed}) == 1


async def test_a_relation_stays_outside_of_the_seal_and_a_reaction_is_not_sealed(
    door: NioHomeserver, room_id: RoomId
) -> None:
    first = await tell(door, room_id, "first")
    relation = {"m.in_reply_to": {"event_id": first}}
    reply = {**says("second"), "m.relates_to": relation}
    annotation = {"rel_type": "m.annotation", "event_id": first, "key": "✋"}

    await door.send(room_id, type="m.room.message", content=reply, txn_id="second")
    await door.send(room_id, type="m.reaction", content={"m.relates_to": annotation}, txn_id="hand")

    events = read(await door.read_back(room_id, since=None, before=None, limit=50))
    *_, sealed, reaction = events
    assert sealed["content"]["m.relates_to"] == relation
    assert reaction["content"] == {"m.relates_to": annotation}


async def test_a_room_that_becomes_encrypted_is_never_spoken_in_plainly_again(
    door: NioHomeserver, people: tuple[Confidant, ...]
) -> None:
    amara = people[0]
    room_id = await amara.member.create_direct(await door.whoami())
    await door.join(room_id, [])
    await tell(door, room_id, "in the open")

    await amara.member.set_state(room_id, ENCRYPTED.type, content=dict(ENCRYPTED.content))
    await tell(door, room_id, "in private")

    events = read(await door.read_back(room_id, since=None, before=None, limit=50))
    assert [event["type"] for event in events][-3:] == [
        "m.room.message",
        "m.room.encryption",
        "m.room.encrypted",
    ]


async def test_a_seal_holds_words_and_nothing_that_changes_a_room(
    door: NioHomeserver, people: tuple[Confidant, ...], room_id: RoomId
) -> None:
    bo = people[1]
    before = (await door.sync(None)).position
    await bo.look()
    forged = {"membership": "invite"}
    sent = await bo.client.room_send(
        room_id, "m.room.member", forged, ignore_unverified_devices=True
    )
    assert isinstance(sent, nio.RoomSendResponse)

    (synced,) = parts_of(await door.sync(before), room_id)
    (sealed,) = [raw for raw in synced.events if json.loads(raw)["type"] == "m.room.encrypted"]
    clear = door.open(sealed)

    assert isinstance(clear, bytes)
    opened = json.loads(clear)
    assert opened["content"] == forged
    assert "state_key" not in opened
    assert (opened["sender"], opened["room_id"]) == (bo.user_id, room_id)


async def test_words_under_anothers_name_are_not_opened(
    door: NioHomeserver, people: tuple[Confidant, ...], room_id: RoomId
) -> None:
    amara, bo, _ = people
    before = (await door.sync(None)).position
    await bo.look()
    await bo.say(room_id, "this is Bo")

    (synced,) = parts_of(await door.sync(before), room_id)
    (sealed,) = [raw for raw in synced.events if json.loads(raw)["type"] == "m.room.encrypted"]
    forged = json.dumps({**json.loads(sealed), "sender": amara.user_id}).encode()

    assert isinstance(door.open(sealed), bytes)
    assert door.open(forged) is Locked.KEY_MISSING


async def test_a_room_that_we_are_not_in_is_not_spoken_in(
    door: NioHomeserver, people: tuple[Confidant, ...]
) -> None:
    room_id = await people[0].member.create_room(name="theirs")

    with pytest.raises(HomeserverRefused):
        await tell(door, room_id, "hello")


async def test_keys_that_are_used_up_are_replaced(
    door: NioHomeserver, homeserver: Synapse, tmp_path: Path
) -> None:
    bot = await door.whoami()
    amara = await Confidant.of(await homeserver.newcomer("Amara"), tmp_path / "amara")
    async with aclosing(amara):
        first = {await _takes_key(amara, bot) for _ in range(52)}
        await door.sync(None)
        second = {await _takes_key(amara, bot) for _ in range(40)}

    assert len(first) == 51  # fifty, and then the one that is for everybody
    assert len(second) == 40
    assert first.isdisjoint(second)


@pytest.mark.federation
async def test_somebody_on_another_server_reads_and_is_read(
    federation: tuple[Synapse, Synapse], door: NioHomeserver, tmp_path: Path
) -> None:
    here, elsewhere = federation
    async with aclosing(
        await Confidant.of(await elsewhere.newcomer("Zoe"), tmp_path / "zoe")
    ) as zoe:
        before = (await door.sync(None)).position
        room_id = (await door.make_room(room_spec(state=(ENCRYPTED,)))).room_id
        await door.invite(room_id, zoe.user_id)
        await zoe.member.wait_for_invitation(room_name="Slow Kettle")
        await zoe.join(room_id, via=[here.server_name])
        await tell(door, room_id, "from here")
        await zoe.hears("from here")
        said = await zoe.say(room_id, "from afar")

        async def is_read() -> bool:
            rooms = (await door.sync(before)).rooms
            sealed = [raw for room in rooms for raw in room.events if said.encode() in raw]
            clear = [door.open(raw) for raw in sealed]
            return any(isinstance(one, bytes) and b"from afar" in one for one in clear)

        await until(is_read, hint="what Zoe said")


async def test_the_bot_answers_for_its_device_and_stays_itself_when_its_keys_are_lost(
    door: NioHomeserver, homeserver: Synapse, registration: Registration, tmp_path: Path
) -> None:
    amara = await homeserver.newcomer("Amara")
    bot = await door.whoami()

    async def seen() -> tuple[Any, str, set[str]]:
        """The bot's master key, its device, and who has signed that."""
        told = await amara.api.call("POST", "keys", "query", body={"device_keys": {bot: []}})
        (device,) = told["device_keys"][bot].values()
        signers = set(device["signatures"][bot])
        return told["master_keys"][bot]["keys"], device["device_id"], signers

    master, device, signers = await seen()
    assert len(signers) == 2
    await door.introduce_keys()
    assert await seen() == (master, device, signers)

    async with door_to(homeserver, registration, keys=tmp_path / "other keys") as anew:
        await anew.introduce_keys()
        later, other_device, later_signers = await seen()

    assert later == master
    assert other_device != device
    assert len(signers & later_signers) == 1


async def test_keys_brought_back_from_a_backup_are_mended_by_a_new_device(
    homeserver: Synapse, registration: Registration, tmp_path: Path
) -> None:
    folder, backup = tmp_path / "keys", tmp_path / "backup"
    bo = await Confidant.of(await homeserver.newcomer("Bo"), tmp_path / "bo")
    async with aclosing(bo):
        async with door_to(homeserver, registration, keys=folder) as door:
            await settle_in(door)
            await asyncio.to_thread(shutil.copytree, folder, backup)
            bot, position = await door.whoami(), (await door.sync(None)).position
            for _ in range(51):
                await _takes_key(bo, bot)
            await door.sync(position)  # from here on there are keys that the backup does not know
            room_id = await bo.create_direct(bot, first_words="before")
            await door.join(room_id, [])

        async with door_to(homeserver, registration, keys=backup) as door:
            await door.introduce_keys()
            position = (await door.sync(position)).position  # here it is found out

            async def is_opened() -> bool:
                await bo.look()  # until their client has been told of the new device
                await bo.say(room_id, "found")
                opened = [door.open(raw) for raw in _sealed(await door.sync(position))]
                return any(isinstance(one, bytes) and b"found" in one for one in opened)

            await until(is_opened, hint="words for the new device")


async def _takes_key(member: Confidant, bot: UserId) -> str:
    """Have a member take one of the bot's keys, as a client does that begins to write to it."""
    api = member.member.api
    told = await api.call("POST", "keys", "query", body={"device_keys": {bot: []}})
    (device,) = told["device_keys"][bot]
    wanted = {"one_time_keys": {bot: {device: "signed_curve25519"}}}
    taken = await api.call("POST", "keys", "claim", body=wanted)
    (key,) = taken["one_time_keys"][bot][device].values()
    return str(key["key"])


def _sealed(answer: SyncAnswer) -> list[bytes]:
    events = (raw for room in answer.rooms for raw in room.events)
    return [raw for raw in events if json.loads(raw)["type"] == "m.room.encrypted"]
