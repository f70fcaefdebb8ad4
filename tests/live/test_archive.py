"""A crew's room archived and taken up again: closed to everybody, readable for its people, and then as it was."""

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
import pytest_asyncio
from attrs import frozen

from appservice.demo.almanac import Almanac
from appservice.demo.client import MatrixRefused
from appservice.demo.member import Member
from appservice.demo.synapse import Synapse
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomAlias, RoomId
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
async def lived(new_service: NewService, version: str) -> Lived:
    service = new_service(rooms__version=version)
    almanac = service.by_almanac()
    await service.homeserver.start()
    await service.start()
    return Lived(await found(service, people=("Bo", "Cleo", "Dov")), almanac)


async def contents(member: Member, room_id: RoomId) -> Mapping[tuple[str, str], Any]:
    """Give a room's state, memberships left out; of the marker, whose crew it is and where that is in its life."""
    state = await member.state(room_id)
    whole = {
        place: dict(content) for place, content in state.items() if place[0] != "m.room.member"
    }
    told = ("version", "id", "space", "state", "cycle")
    whole[types.CREW, ""] = {name: whole[types.CREW, ""][name] for name in told}
    return whole


async def until_power(member: Member, room_id: RoomId, *, events_default: int) -> None:
    async def has_it() -> bool:
        levels = await member.state_event(room_id, POWER) or {}
        return levels.get("events_default") == events_default

    await until(has_it, hint=f"{room_id} to be {'closed' if events_default else 'open'}")


async def until_it_holds(
    member: Member, room_id: RoomId, kind: str, *, key: str, content: Mapping[str, Any]
) -> None:
    async def holds() -> bool:
        return await member.state_event(room_id, kind, key=key) == content

    await until(holds, hint=f"{kind} in {room_id} to be {content}")


async def leads_nowhere(member: Member, alias: RoomAlias) -> bool:
    return await member.resolve(alias) is None


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
    bo, cleo, dov = (village[name] for name in ("Bo", "Cleo", "Dov"))
    await village.founder.ask('!season "Autumn Tide" weeks=12', expecting="Autumn Tide")
    room_id = await closing(lived)
    word = await bo.member.say(room_id, "see you")
    before = await contents(bo.member, room_id)
    alias = before["m.room.canonical_alias", ""]["alias"]

    lived.almanac.turn(timedelta(days=2))
    await until_power(bo.member, room_id, events_default=100)
    await is_closed(village, room_id)
    await bo.member.redact(room_id, word)
    await until(lambda: leads_nowhere(bo.member, alias), hint=f"{alias} to lead nowhere")
    await stands_in_the_archive(village, room_id, crew_id=before[types.CREW, ""]["id"])
    await cleo.member.leave(room_id)
    with pytest.raises(MatrixRefused):
        await cleo.member.join(room_id)
    await cleo.ask("!unarchive Slow Kettle", expecting="None of your crews")

    await bo.ask("!unarchive Slow Kettle", expecting="opens again")
    await until_power(bo.member, room_id, events_default=0)
    await until_marked(bo.member, room_id, state="closing")
    assert await contents(bo.member, room_id) == before
    assert await bo.member.resolve(alias) == room_id
    await bo.member.say(room_id, "here again")
    assert await dov.comes_into("Slow Kettle") == room_id
    await stands_in_the_space(village, room_id, crew_id=before[types.CREW, ""]["id"])


async def is_closed(village: Village, room_id: RoomId) -> None:
    """Hold that its people can read in an archived room and do nothing else, and that nobody can come in."""
    amara, bo, dov = (village[name].member for name in ("Amara", "Bo", "Dov"))
    name = {"name": "Slow Kettle (archived, Autumn Tide)"}
    await until_it_holds(bo, room_id, "m.room.name", key="", content=name)
    await bo.wait_for_message(room_id, containing="is archived now")
    await refused(amara, room_id)
    await refused(bo, room_id)

    async def is_gone() -> bool:
        return room_id not in await dov.invitations()

    await until(is_gone, hint="the invitation to be withdrawn")
    with pytest.raises(MatrixRefused):
        await dov.join(room_id)


async def stands_in_the_archive(village: Village, room_id: RoomId, *, crew_id: str) -> None:
    """Hold that members find an archived crew in its season's place in the Archive, and nowhere else."""
    bo, dov = village["Bo"].member, village["Dov"]

    async def place() -> RoomId | None:
        seen = await bo.hierarchy(village.archive)
        return next((one for one, room in seen.items() if room_id in room.children), None)

    shelf = await until(place, hint="it to stand in the Archive")
    seen = await bo.hierarchy(village.space)
    assert {room_id, shelf} & set(seen[village.space].children) == set()
    assert seen[shelf].name == "Harbourlight: Archive, Autumn Tide"
    assert shelf in seen[village.archive].children
    await bo.join(village.archive)

    async def card() -> bool:
        content = await bo.state_event(village.archive, types.CREW, key=crew_id) or {}
        return (content.get("name"), content.get("state")) == ("Slow Kettle", "archived")

    await until(card, hint="its card to be in the Archive")
    await until_it_holds(bo, village.space, types.CREW, key=crew_id, content={})
    await dov.ask("!crews archive", expecting="Slow Kettle")
    await dov.ask("!crews", expecting="!crews archive lists those that were")


async def stands_in_the_space(village: Village, room_id: RoomId, *, crew_id: str) -> None:
    """Hold that members find it where living crews are, and not in the Archive."""
    bo = village["Bo"].member

    async def is_child() -> bool:
        return bool(await bo.state_event(village.space, "m.space.child", key=room_id))

    await until(is_child, hint="it to stand in the space")
    card = await bo.state_event(village.space, types.CREW, key=crew_id)
    assert card is not None
    assert card["state"] == "closing"
    await until_it_holds(bo, village.archive, types.CREW, key=crew_id, content={})
    await village["Dov"].ask("!crews", expecting="Slow Kettle")


async def test_a_room_is_closed_and_given_back_on_other_homeservers_too(
    new_service: NewService, elsewhere: Synapse
) -> None:
    service = new_service()
    almanac = service.by_almanac()
    await service.homeserver.start()
    await service.start()
    village = await found(service, people=("Bo",))
    fela = await village.welcome("Fela", homeserver=elsewhere)
    room_id = await village.crew("Far Kettle | seats=2", "Bo", "Fela")
    await village["Bo"].tell("!finish Far Kettle")
    await until_marked(fela.member, room_id, state="closing")
    before = await contents(fela.member, room_id)

    almanac.turn(timedelta(days=15))
    await until_power(fela.member, room_id, events_default=100)
    await fela.member.wait_for_message(room_id, containing="is archived now")
    await refused(fela.member, room_id)
    await fela.ask("!unarchive Far Kettle", expecting="opens again")
    await until_power(fela.member, room_id, events_default=0)

    async def is_as_before() -> bool:
        return await contents(fela.member, room_id) == before

    await until(is_as_before, hint="the room to be as it was")
    await fela.member.say(room_id, "here again")
