"""A congregation and a crew that go on without the service, on real homeservers: nobody is locked out."""

import pytest

from appservice.demo.member import Member
from appservice.demo.synapse import Synapse
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomAlias, RoomId
from microsol_matrix.structure import types
from tests.live.service import RunningService
from tests.live.village import Village, come_in, found

pytestmark = [pytest.mark.live, pytest.mark.federation]

POWER = "m.room.power_levels"


async def left_by_us(village: Village, room_id: RoomId, *, seen_by: Member) -> None:
    """Wait until the bot has left a room."""

    async def is_out() -> bool:
        return (await seen_by.members(room_id)).get(village.service.bot) == "leave"

    await until(is_out, hint=f"the bot to leave {room_id}")


async def comes_by_invitation(host: Member, newcomer: Member, room_id: RoomId, *, via: str) -> None:
    """Let somebody in a room invite somebody, who comes."""
    await host.invite(room_id, newcomer.user_id)

    async def is_invited() -> bool:
        return room_id in await newcomer.invitations()

    await until(is_invited, hint=f"{newcomer.user_id} to be invited")
    await come_in(newcomer, room_id, via=(via,))


async def governs(host: Member, room_id: RoomId, marker: str) -> None:
    """Hold that somebody can do everything in a room, and that it holds nothing of ours."""
    await host.set_state(room_id, "m.room.name", content={"name": "Ours now"})
    rule = await host.state_event(room_id, "m.room.join_rules") or {}
    await host.set_state(room_id, "m.room.join_rules", content=rule)
    power = await host.state_event(room_id, POWER) or {}
    users = {user: level for user, level in power["users"].items() if "microsol" not in user}
    await host.set_state(room_id, POWER, content={**power, "users": users})

    state = await host.state(room_id)
    assert not any(
        kind.startswith("org.microsol") and content for (kind, _), content in state.items()
    )
    assert (marker, "") in state
    assert (await host.state_event(room_id, POWER) or {})["users"] == users


async def test_a_released_congregation_is_joined_and_governed_without_us(
    service_of_version: RunningService, elsewhere: Synapse
) -> None:
    service = service_of_version
    village = await found(service, "Loose Moorings", people=("Bo",))
    zoe = await village.welcome("Zoe", homeserver=elsewhere)
    crew = await village.crew("Paper Boats | seats=3", "Amara", "Bo", "Zoe")
    amara, bo = village.founder.member, village["Bo"].member
    here = service.homeserver.server_name
    alias = RoomAlias(f"#_microsol_loose-moorings:{here}")

    shown = await village.founder.ask("!release", expecting="goes on without me")
    assert "That cannot be undone." in shown
    await village.founder.ask("!release yes", expecting="from now on. I hand its rooms over")

    await bo.wait_for_message(village.commons, containing="as its hosts have said")
    await zoe.member.wait_for_message(crew, containing="and so does Paper Boats")
    for room_id in (crew, village.commons, village.hosts, village.space):
        await left_by_us(village, room_id, seen_by=amara)
    await governs(amara, crew, types.CREW)
    await governs(amara, village.commons, types.ROOM)
    await governs(amara, village.space, types.CONGREGATION)
    assert await amara.resolve(alias) is None

    greta, pia = await service.homeserver.newcomer("Greta"), await elsewhere.newcomer("Pia")
    for newcomer in (greta, pia):
        await comes_by_invitation(amara, newcomer, village.space, via=here)
        await come_in(newcomer, village.commons, via=(here, elsewhere.server_name))
    await comes_by_invitation(zoe.member, greta, crew, via=elsewhere.server_name)
    await comes_by_invitation(bo, pia, crew, via=here)
    await bo.kick(crew, pia.user_id)

    await village.founder.tell('!found "Loose Moorings"')
    again = await village.founder.hears("Its address is")
    assert str(alias) in again.body


async def test_a_crew_is_released_by_two_of_it_and_stays_in_the_space(
    harbourlight: Village, elsewhere: Synapse
) -> None:
    village, amara, bo = harbourlight, harbourlight.founder.member, harbourlight["Bo"].member
    crew = await village.crew("Loose Leaves | seats=2-4", "Amara", "Bo")

    await bo.say(crew, "!release yes")
    await amara.wait_for_message(crew, containing="Bo would have Loose Leaves go on without me")
    await amara.say(crew, "!release yes")
    await bo.wait_for_message(crew, containing="Loose Leaves goes on without me from now on")

    await left_by_us(village, crew, seen_by=amara)
    await governs(amara, crew, types.CREW)
    pia = await elsewhere.newcomer("Pia")
    await comes_by_invitation(bo, pia, crew, via=village.service.homeserver.server_name)

    async def is_in_the_space() -> bool:
        child = await amara.state_event(village.space, "m.space.child", key=crew) or {}
        return bool(child.get("via"))

    await until(is_in_the_space, hint="the room to stand in the space")
    crews = await village["Bo"].ask("!crews", expecting="")
    assert "Loose Leaves" not in crews
