"""Crews that grow from others on a real homeserver: called again, split, merged."""

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
import pytest_asyncio
from attrs import frozen

from appservice.demo.almanac import Almanac, MovedClock
from appservice.demo.client import MatrixRefused
from appservice.demo.member import Member
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomId
from microsol_matrix.navigation import room_link
from microsol_matrix.structure import types
from tests.crash.phrases import opening
from tests.live.conftest import NewService
from tests.live.village import Village, found

pytestmark = pytest.mark.live

CLOSED = 100


@frozen
class Lived:
    """A village, and the almanac by which its service's time passes."""

    village: Village
    almanac: Almanac

    def link(self, room_id: RoomId) -> str:
        return room_link(room_id, self.village.service.homeserver.server_name)


@pytest_asyncio.fixture
async def lived(new_service: NewService, version: str) -> Lived:
    service = new_service(rooms__version=version)
    almanac = service.by_almanac()
    await service.homeserver.start()
    await service.start()
    return Lived(await found(service, people=("Bo", "Cleo", "Dov")), almanac)


async def until_closed(member: Member, room_id: RoomId) -> None:
    async def is_closed() -> bool:
        levels = await member.state_event(room_id, "m.room.power_levels") or {}
        return levels.get("events_default") == CLOSED

    await until(is_closed, hint=f"{room_id} to be closed")


async def until_state(
    member: Member, room_id: RoomId, event_type: str, *, key: str = ""
) -> Mapping[str, Any]:
    async def content() -> Mapping[str, Any] | None:
        return await member.state_event(room_id, event_type, key=key) or None

    return await until(content, hint=f"{event_type} in {room_id}")


async def crew_id(member: Member, room_id: RoomId) -> str:
    return str((await until_state(member, room_id, types.CREW))["id"])


async def card_of(village: Village, room_id: RoomId, member: Member) -> Mapping[str, Any]:
    key = await crew_id(member, room_id)
    return await until_state(member, village.space, types.CREW, key=key)


async def agrees(lived: Lived, member: Member, room_id: RoomId) -> None:
    """Let a crew agree, so that it is active."""
    review = MovedClock(lived.almanac).now() + timedelta(days=21)
    await member.say(room_id, f"!agree Sun 18:00, review {review:%Y-%m-%d}")
    await member.wait_for_message(room_id, containing="Agreed")


async def test_a_crew_is_called_again_and_the_old_room_leads_to_the_new_one(lived: Lived) -> None:
    village = lived.village
    amara, bo, cleo = (village[name] for name in ("Amara", "Bo", "Cleo"))
    old = await village.crew("Salt Notebook | seats=2-4", "Amara", "Bo")
    await amara.member.say(old, "a letter to nobody")
    await bo.tell("!finish Salt Notebook")
    await bo.member.wait_for_message(old, containing="finish", sender=village.service.bot)
    lived.almanac.turn(timedelta(days=15))
    await until_closed(bo.member, old)

    await bo.ask(
        "!call again Salt Notebook", expecting=opening("call.done", name="Salt Notebook II")
    )

    await cleo.member.wait_for_message(
        village.commons, containing=opening("again.grew-from", name="Salt Notebook")
    )
    assert await bo.member.state_event(old, "m.room.tombstone") is None

    await cleo.tell("yes Salt Notebook II")
    new = await bo.comes_into("Salt Notebook II")
    assert await cleo.comes_into("Salt Notebook II") == new

    tombstone = await until_state(bo.member, old, "m.room.tombstone")
    assert tombstone["replacement_room"] == new
    assert (await until_state(bo.member, new, "m.room.create"))["predecessor"] == {"room_id": old}
    welcome = await cleo.member.wait_for_message(new, containing="Welcome")
    assert lived.link(old) in welcome.body
    # The way back is open to who was there, and to nobody else; nothing was brought along.
    await bo.member.wait_for_message(old, containing="a letter to nobody")
    with pytest.raises(MatrixRefused) as refused:
        await cleo.member.messages(old)
    assert refused.value.status == HTTPStatus.FORBIDDEN
    assert not [one for one in await bo.member.messages(new) if "letter" in one.body]
    assert (await card_of(village, new, bo.member))["lineage"] == [await crew_id(bo.member, old)]
    # Who did not answer is not asked in; from the old crew it is said where it went.
    assert amara.user_id not in await bo.member.members(new)
    said = await bo.ask("!call again Salt Notebook", expecting="Salt Notebook II")
    assert lived.link(new) in said
    assert (await amara.member.state_event(old, types.CREW) or {})["state"] == "relaunched"


async def test_a_crew_becomes_two_and_two_become_one(lived: Lived) -> None:
    village = lived.village
    people = [village[name] for name in ("Amara", "Bo", "Cleo", "Dov")]
    amara, bo, cleo, dov = people
    table = await village.crew("Long Table | seats=2-4", "Amara", "Bo", "Cleo", "Dov")
    await agrees(lived, amara.member, table)
    await bo.member.say(table, '!split "Long Table East" | "Long Table West"')
    asked = await bo.member.wait_for_message(
        table, containing=opening("split.ask", name="Long Table")
    )
    for one, key in zip(people, ("1️⃣", "1️⃣", "2️⃣", "2️⃣"), strict=True):
        await one.member.react(table, key, to=asked.event_id)

    east = await amara.comes_into("Long Table East")
    assert await bo.comes_into("Long Table East") == east
    west = await cleo.comes_into("Long Table West")
    assert await dov.comes_into("Long Table West") == west
    for room_id, member in ((east, amara.member), (west, cleo.member)):
        welcome = await member.wait_for_message(room_id, containing="Welcome")
        assert lived.link(table) in welcome.body
        card = await card_of(village, room_id, member)
        assert card["lineage"] == [await crew_id(member, table)]
    old_room = await dov.member.wait_for_message(table, containing=opening("old-room.ask"))
    await dov.member.react(table, "✅", to=old_room.event_id)
    await until_closed(bo.member, table)
    assert await bo.member.state_event(table, "m.room.tombstone") is None

    # And together again, but for Dov who stays.
    await agrees(lived, amara.member, east)
    await agrees(lived, cleo.member, west)
    await bo.member.say(east, '!merge Long Table West as "Evening Table"')
    offer = await cleo.member.wait_for_message(
        west, containing=opening("merge.offer", other="Long Table East", intention="")
    )
    await cleo.member.react(west, "✅", to=offer.event_id)
    for room_id, coming in ((east, (amara, bo)), (west, (cleo,))):
        along = await coming[0].member.wait_for_message(room_id, containing="Do you come along?")
        for one in coming:
            await one.member.react(room_id, "✅", to=along.event_id)
    await amara.member.say(east, "!merge now")

    evening = await bo.comes_into("Evening Table")
    assert await amara.comes_into("Evening Table") == evening
    assert await cleo.comes_into("Evening Table") == evening
    card = await card_of(village, evening, bo.member)
    assert card["lineage"] == [await crew_id(bo.member, east), await crew_id(cleo.member, west)]
    assert dov.user_id not in await bo.member.members(evening)
    for room_id, member in ((east, amara.member), (west, cleo.member)):
        await member.wait_for_message(room_id, containing=opening("old-room.ask"))
    await dov.member.say(west, "I am still here")
