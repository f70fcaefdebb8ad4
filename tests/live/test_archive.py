"""A crew's room archived and taken up again: closed to everybody, readable for its people, and then as it was."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
import pytest_asyncio
from attrs import frozen

from appservice.demo.almanac import Almanac
from appservice.demo.client import MatrixRefused
from appservice.demo.member import Member
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomId
from microsol_matrix.structure import types
from tests.live.conftest import NewService
from tests.live.village import Village, found

pytestmark = pytest.mark.live

POWER = "m.room.power_levels"


@frozen
class Lived:
    """A village, and the almanac by which its service's time passes."""

    village: Village
    almanac: Almanac


@pytest_asyncio.fixture
async def lived(new_service: NewService, version: str) -> AsyncIterator[Lived]:
    service = new_service(rooms__version=version)
    almanac = service.by_almanac()
    await service.homeserver.start()
    await service.start()
    yield Lived(await found(service, people=("Bo", "Cleo", "Dov")), almanac)


async def contents(member: Member, room_id: RoomId) -> Mapping[tuple[str, str], Any]:
    """Give a room's whole state, memberships left out."""
    state = await member.state(room_id)
    return {place: dict(content) for place, content in state.items() if place[0] != "m.room.member"}


async def until_power(member: Member, room_id: RoomId, *, events_default: int) -> None:
    async def has_it() -> bool:
        levels = await member.state_event(room_id, POWER) or {}
        return levels.get("events_default") == events_default

    await until(has_it, hint=f"{room_id} to be {'closed' if events_default else 'open'}")


async def until_marked(member: Member, room_id: RoomId, *, state: str) -> None:
    async def is_marked() -> bool:
        return (await member.state_event(room_id, types.CREW) or {}).get("state") == state

    await until(is_marked, hint=f"the crew to be {state}")


async def closing(lived: Lived) -> RoomId:
    """Let a crew of three finish, with Dov asked in on its last day."""
    village = lived.village
    bo, dov = village["Bo"], village["Dov"]
    room_id = await village.crew("Slow Kettle | seats=3-4", "Amara", "Bo", "Cleo")
    await bo.tell("!finish Slow Kettle")
    await until_marked(bo.member, room_id, state="closing")
    lived.almanac.turn(timedelta(days=13))
    await village.founder.member.invite(room_id, dov.user_id)
    await dov.member.wait_for_invitation(room_name="Slow Kettle")
    return room_id


async def refused(member: Member, room_id: RoomId) -> None:
    """Hold that somebody can say and show nothing in a room."""
    (newest, *_) = reversed(await member.messages(room_id))
    with pytest.raises(MatrixRefused) as said:
        await member.say(room_id, "one more thing")
    with pytest.raises(MatrixRefused) as reacted:
        await member.react(room_id, "👍", to=newest.event_id)
    assert (said.value.status, reacted.value.status) == (HTTPStatus.FORBIDDEN,) * 2


async def test_an_archived_room_is_given_back_exactly(lived: Lived) -> None:
    village = lived.village
    await village.founder.ask('!season "Autumn Tide" weeks=12', expecting="Autumn Tide")
    room_id = await closing(lived)
    amara, bo, cleo, dov = (village[name] for name in ("Amara", "Bo", "Cleo", "Dov"))
    word = await bo.member.say(room_id, "see you")
    before = await contents(bo.member, room_id)
    (alias,) = [content["alias"] for (kind, _), content in before.items() if "alias" in kind]

    lived.almanac.turn(timedelta(days=2))
    await until_power(bo.member, room_id, events_default=100)

    # Readable, and nothing more.
    await bo.member.wait_for_message(room_id, containing="is archived now")
    await refused(amara.member, room_id)
    await refused(bo.member, room_id)
    await bo.member.redact(room_id, word)
    assert (await bo.member.state_event(room_id, "m.room.name")) == {
        "name": "Slow Kettle (archived, Autumn Tide)"
    }
    assert await bo.member.resolve(alias) is None
    await until_gone(dov.member, room_id)
    with pytest.raises(MatrixRefused):
        await dov.member.join(room_id)

    # In the Archive, not in the space.
    shelf = await until_it_stands(bo.member, village.archive, room_id)
    seen = await bo.member.hierarchy(village.space)
    assert room_id not in seen[village.space].children
    assert shelf not in seen[village.space].children
    assert seen[shelf].name == "Harbourlight: Archive, Autumn Tide"
    await bo.member.join(village.archive)
    await bo.member.join(shelf)
    card = await bo.member.state_event(village.archive, types.CREW, key=crew_of(before))
    assert card is not None
    assert card["state"] == "archived"
    assert await bo.member.state_event(village.space, types.CREW, key=crew_of(before)) == {}
    assert "Slow Kettle" in await dov.ask("!crews archive", expecting="Archive of")
    assert "!crews archive" in await dov.ask("!crews", expecting="!crews archive")

    # Who left cannot come back.
    await cleo.member.leave(room_id)
    with pytest.raises(MatrixRefused):
        await cleo.member.join(room_id)
    assert "None of your crews" in await cleo.ask("!unarchive Slow Kettle", expecting="crews")

    await bo.ask("!unarchive Slow Kettle", expecting="opens again")
    await until_power(bo.member, room_id, events_default=0)

    await until_marked(bo.member, room_id, state="closing")
    assert await contents(bo.member, room_id) == before
    assert await bo.member.resolve(alias) == room_id
    await bo.member.say(room_id, "here again")
    await dov.member.wait_for_invitation(room_name="Slow Kettle")
    assert await dov.comes_into("Slow Kettle") == room_id
    await until_child(bo.member, village.space, room_id)
    assert await bo.member.state_event(village.archive, types.CREW, key=crew_of(before)) == {}
    assert "Slow Kettle" in await dov.ask("!crews", expecting="Crews of")


def crew_of(state: Mapping[tuple[str, str], Any]) -> str:
    return str(state[types.CREW, ""]["id"])


async def until_gone(member: Member, room_id: RoomId) -> None:
    async def is_gone() -> bool:
        return room_id not in await member.invitations()

    await until(is_gone, hint="the invitation to be withdrawn")


async def until_child(member: Member, space: RoomId, room_id: RoomId) -> None:
    async def is_child() -> bool:
        return bool(await member.state_event(space, "m.space.child", key=room_id))

    await until(is_child, hint=f"{room_id} to stand in the space")


async def until_it_stands(member: Member, archive: RoomId, room_id: RoomId) -> RoomId:
    """Wait until a room stands in a season's place in the Archive; give that place."""

    async def place() -> RoomId | None:
        seen = await member.hierarchy(archive)
        return next((one for one, room in seen.items() if room_id in room.children), None)

    found_in = await until(place, hint=f"{room_id} to stand in the Archive")
    assert found_in != archive
    return found_in
