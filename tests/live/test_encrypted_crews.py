"""Crews with encrypted rooms, on a stock homeserver: their people's clients are nio's own, with keys of theirs."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

import pytest
import pytest_asyncio

from appservice.demo.synapse import Synapse
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomId
from tests.live.confidant import Confidant
from tests.live.conftest import NewService
from tests.live.service import RunningService
from tests.live.village import Village, accept, found

pytestmark = pytest.mark.live

Equip: TypeAlias = Callable[..., Awaitable[Confidant]]


@pytest_asyncio.fixture
async def equip(tmp_path: Path) -> AsyncIterator[Equip]:
    """Lets somebody new into a congregation, whose client encrypts."""
    async with AsyncExitStack() as cleaning:

        async def make(
            village: Village, name: str, *, homeserver: Synapse | None = None
        ) -> Confidant:
            neighbour = await village.welcome(name, homeserver=homeserver)
            one = await Confidant.of(neighbour.member, tmp_path / neighbour.member.user_id)
            cleaning.push_async_callback(one.aclose)
            return one

        yield make


async def begin(village: Village, call: str, *people: Confidant) -> RoomId:
    """Have the first of some people call, and the others answer in private; all come in."""
    caller, *others = people
    name = call.partition(" |")[0]
    await caller.member.say(village.commons, f"!call {call}")
    await caller.member.wait_for_message(village.commons, containing=f"crew: {name}")
    for one in others:
        await answer(village, one, name)
    return (await come_in(name, *people))[0]


async def answer(village: Village, one: Confidant, name: str) -> None:
    (neighbour,) = (other for other in village.people.values() if other.member is one.member)
    await neighbour.tell(f"yes {name}")


async def come_in(name: str, *people: Confidant) -> list[RoomId]:
    rooms = []
    for one in people:
        invitation = await one.member.wait_for_invitation(room_name=name)
        room_id = await accept(invitation, one.member)
        await one.join(room_id)  # its own client has to notice
        rooms.append(room_id)
    return rooms


async def in_the_clear(one: Confidant, room_id: RoomId) -> list[str]:
    """Give what stands in a room for every server to read."""
    events = await one.member.events(room_id)
    return [event["content"]["body"] for event in events if event["type"] == "m.room.message"]


def held_keys(service: RunningService, room_id: RoomId) -> set[str]:
    """Give the names of a room's keys that the service has kept."""
    (file,) = service.config.keys_path.glob("*.sqlite3")
    with sqlite3.connect(file) as database:
        rows = database.execute(
            "SELECT session_id FROM megolminboundsessions WHERE room_id = ?", (room_id,)
        )
        return {session_id for (session_id,) in rows}


async def sealed_by(one: Confidant, room_id: RoomId) -> set[str]:
    """Give the names of the keys with which somebody has spoken."""
    return {
        event["content"]["session_id"]
        for event in await one.member.events(room_id)
        if event["type"] == "m.room.encrypted" and event["sender"] == one.user_id
    }


async def test_a_crew_talks_with_the_bot_in_its_encrypted_room(
    harbourlight: Village, equip: Equip
) -> None:
    kit, mina = await equip(harbourlight, "Kit"), await equip(harbourlight, "Mina")

    room_id = await begin(harbourlight, "Reed Song | seats=2-3 encrypted=yes", kit, mina)
    welcomed = await kit.hears("I hold keys to it")
    await mina.hears("I hold keys to it")
    said = await mina.say(room_id, "!crews")
    answered = await mina.hears("Reed Song", after=said)

    assert welcomed.is_sealed
    assert answered.is_sealed
    assert (await kit.hears(answered.body)).event_id == answered.event_id
    assert await in_the_clear(kit, room_id) == []
    assert kit.unread == mina.unread == []


async def test_what_a_crew_says_among_itself_is_not_answered(
    harbourlight: Village, equip: Equip
) -> None:
    kit, mina = await equip(harbourlight, "Kit"), await equip(harbourlight, "Mina")
    room_id = await begin(harbourlight, "Tin Roof | seats=2 encrypted=yes", kit, mina)
    await kit.hears("I hold keys to it")

    talk = await kit.say(room_id, "lovely weather, and no word to the bot")
    said = await mina.say(room_id, "!why")
    answered = await mina.hears("", after=said)
    await kit.hears(answered.body, after=talk)

    by_bot = [one for one in kit.after(talk) if one.sender == harbourlight.service.bot]
    assert [one.event_id for one in by_bot] == [answered.event_id]


async def test_who_comes_in_later_is_read_and_reads_from_their_invitation_on(
    harbourlight: Village, equip: Equip
) -> None:
    kit, mina, pia = [await equip(harbourlight, name) for name in ("Kit", "Mina", "Pia")]
    room_id = await begin(harbourlight, "Sealed Tide | seats=2-3 encrypted=yes", kit, mina)
    await kit.hears("I hold keys to it")

    await answer(harbourlight, pia, "Sealed Tide")
    await pia.member.wait_for_invitation(room_name="Sealed Tide")
    said = await kit.say(room_id, "!why")
    between = await kit.hears("", after=said)
    await come_in("Sealed Tide", pia)
    asked = await pia.say(room_id, "!crews")

    assert (await pia.hears("Sealed Tide", after=asked)).is_sealed
    assert between.event_id in {one.event_id for one in pia.read}


@pytest.mark.federation
async def test_somebody_of_another_server_talks_with_the_bot_in_an_encrypted_crew(
    harbourlight: Village, elsewhere: Synapse, equip: Equip
) -> None:
    kit = await equip(harbourlight, "Kit")
    zoe = await equip(harbourlight, "Zoe", homeserver=elsewhere)

    room_id = await begin(harbourlight, "Far Light | seats=2 encrypted=yes", kit, zoe)
    said = await zoe.say(room_id, "!crews")

    assert (await zoe.hears("Far Light", after=said)).is_sealed
    assert await in_the_clear(zoe, room_id) == []


async def test_a_phone_that_is_new_reads_what_the_bot_says_next(
    harbourlight: Village, equip: Equip, tmp_path: Path
) -> None:
    kit, mina = await equip(harbourlight, "Kit"), await equip(harbourlight, "Mina")
    room_id = await begin(harbourlight, "Wet Paint | seats=2 encrypted=yes", kit, mina)
    await mina.hears("I hold keys to it")

    phone = await kit.logs_in_anew(tmp_path / "phone")
    try:
        said = await mina.say(room_id, "!why")
        answered = await mina.hears("", after=said)

        assert (await phone.hears(answered.body)).is_sealed
    finally:
        await phone.aclose()


async def test_where_the_bot_was_asked_not_to_read_it_keeps_no_key_and_the_crew_works_on(
    harbourlight: Village, equip: Equip
) -> None:
    service = harbourlight.service
    kit, mina, pia = [await equip(harbourlight, name) for name in ("Kit", "Mina", "Pia")]

    room_id = await begin(
        harbourlight, "Warm Stone | seats=2-3 encrypted=yes bot-reads=no", kit, mina
    )
    assert (await kit.hears("I keep no key")).is_sealed
    assert (await mina.hears("I keep no key")).is_sealed
    await mina.say(room_id, "!crews")
    await mina.member.say(room_id, "!crews")  # a client that does not encrypt
    await answer(harbourlight, pia, "Warm Stone")
    await come_in("Warm Stone", pia)
    await pia.say(room_id, "!help")
    await service.wait_for_line("key_thrown_away", count=2)

    spoken = await sealed_by(mina, room_id) | await sealed_by(pia, room_id)
    assert spoken
    assert spoken.isdisjoint(held_keys(service, room_id))
    await mina.look()
    from_bot = [one for one in mina.read if one.sender == service.bot and one.is_sealed]
    assert len(from_bot) == 1


async def test_without_keys_a_crew_is_welcomed_in_private_and_nothing_is_said_in_its_room(
    keyless_service: RunningService, equip: Equip
) -> None:
    village = await found(keyless_service)
    kit, mina = await equip(village, "Kit"), await equip(village, "Mina")

    room_id = await begin(village, "Bare Wire | seats=2 encrypted=yes", kit, mina)
    await kit.say(room_id, "!crews")
    for name in ("Kit", "Mina"):
        welcome = await village[name].hears("Three conversations to begin with")
        assert "Bare Wire" in welcome.body

    events = await kit.member.events(room_id)
    by_bot = {event["type"] for event in events if event["sender"] == keyless_service.bot}
    assert by_bot.isdisjoint({"m.room.message", "m.room.encrypted"})
    assert await kit.member.state_event(room_id, "m.room.encryption") is not None


async def test_a_crew_is_answered_after_the_bot_was_away_and_after_its_keys_were_lost(
    private_service: RunningService, equip: Equip
) -> None:
    service = private_service
    village = await found(service)
    kit, mina = await equip(village, "Kit"), await equip(village, "Mina")
    room_id = await begin(village, "Old Bell | seats=2 encrypted=yes", kit, mina)
    await kit.hears("I hold keys to it")

    await service.stop()
    said = await mina.say(room_id, "!crews")
    await service.start()
    assert (await mina.hears("Old Bell", after=said)).is_sealed

    await service.stop()
    for file in service.config.keys_path.iterdir():
        file.unlink()
    await service.start()
    await mina.look()
    said = await mina.say(room_id, "!crews")
    assert (await mina.hears("Old Bell", after=said)).is_sealed
    assert await in_the_clear(kit, room_id) == []


async def test_a_congregation_whose_crews_are_encrypted_is_told_so_once_and_for_all(
    service: RunningService, equip: Equip
) -> None:
    village = await found(service, "Ninebridges", options="encrypted=yes")
    kit, mina = await equip(village, "Kit"), await equip(village, "Mina")

    room_id = await begin(village, "Hedge School | seats=2", kit, mina)

    assert (await kit.hears("I hold keys to it")).is_sealed
    assert await in_the_clear(kit, room_id) == []


async def test_an_encrypted_room_is_closed_with_sealed_words_and_read_in_once_it_is_open_again(
    new_service: NewService, equip: Equip
) -> None:
    service = new_service()
    almanac = service.by_almanac()
    await service.homeserver.start()
    await service.start()
    village = await found(service)
    kit, mina = await equip(village, "Kit"), await equip(village, "Mina")
    room_id = await begin(village, "Reed Song | seats=2 encrypted=yes", kit, mina)
    await kit.hears("I hold keys to it")
    said = await kit.say(room_id, "!finish")
    await mina.hears("recorded: finish", after=said)

    almanac.turn(timedelta(days=15))
    farewell = await mina.hears("is archived now")
    await village["Kit"].ask("!unarchive Reed Song", expecting="opens again")
    opened = await mina.hears("opened this room again")

    async def is_open() -> bool:
        levels = await kit.member.state_event(room_id, "m.room.power_levels") or {}
        named = await kit.member.state_event(room_id, "m.room.name")
        return levels["events_default"] == 0 and named == {"name": "Reed Song"}

    await until(is_open, hint="the room to be open")
    asked = await kit.say(room_id, "!crews")  # with the key that the bot has had all along
    answered = await mina.hears("Reed Song", after=asked)
    assert farewell.is_sealed
    assert opened.is_sealed
    assert answered.is_sealed
    assert await in_the_clear(kit, room_id) == []
