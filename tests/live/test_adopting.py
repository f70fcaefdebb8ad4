"""A space that people made with their own clients becomes a congregation on a real homeserver, and is given back."""

from collections.abc import Mapping
from typing import Any

import pytest

from appservice.demo.member import Member
from appservice.demo.synapse import Synapse
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomAlias, RoomId
from microsol_matrix.structure import types
from tests.live.service import RunningService
from tests.live.test_releasing import comes_by_invitation, governs
from tests.live.village import Neighbour

pytestmark = [pytest.mark.live, pytest.mark.federation]

POWER = "m.room.power_levels"


async def made(member: Member, name: str, version: str, *, is_space: bool = False) -> RoomId:
    """Have somebody make a room as clients do."""
    body: dict[str, Any] = {
        "name": name,
        "room_version": version,
        "preset": "private_chat",
        "room_alias_name": f"{name.lower()}-of-rooms-{version}",
        "creation_content": {"type": "m.space"} if is_space else {},
    }
    return RoomId((await member.api.call("POST", "createRoom", body=body))["room_id"])


async def empowers(member: Member, room_id: RoomId, whom: str, level: int = 100) -> None:
    """Have somebody give somebody power."""
    power = await member.state_event(room_id, POWER) or {}
    users = {**power.get("users", {}), whom: level}
    await member.set_state(room_id, POWER, content={**power, "users": users})


async def holds(member: Member, room_id: RoomId, kind: str) -> Mapping[str, Any]:
    """Wait until something stands in a room's state."""

    async def content() -> Mapping[str, Any] | None:
        return await member.state_event(room_id, kind) or None

    return await until(content, hint=f"{kind} in {room_id}")


async def is_ruled(member: Member, room_id: RoomId, rule: str) -> None:
    """Wait until a room has a join rule."""

    async def has_it() -> bool:
        content = await member.state_event(room_id, "m.room.join_rules") or {}
        return content.get("join_rule") == rule

    await until(has_it, hint=f"{room_id} to be {rule}")


@pytest.mark.parametrize("version", ["11", "12"])
async def test_a_space_of_peoples_own_becomes_a_congregation_and_is_given_back(
    service: RunningService, elsewhere: Synapse, version: str
) -> None:
    here, bot = service.homeserver.server_name, service.bot
    esi, bo = await service.homeserver.newcomer("Esi"), await service.homeserver.newcomer("Bo")
    zoe, greta = await elsewhere.newcomer("Zoe"), await service.homeserver.newcomer("Greta")
    space = await made(esi, "Orchard", version, is_space=True)
    talk, tea = await made(esi, "Chatter", version), await made(esi, "Tea", version)
    for room_id in (talk, tea):
        await esi.set_state(space, "m.space.child", key=room_id, content={"via": [here]})
    for room_id, people in ((space, (bo, zoe)), (talk, (bo,)), (tea, (bo, zoe))):
        for person in people:
            await comes_by_invitation(esi, person, room_id, via=here)
    direct = await Neighbour.of(esi, bot)
    words = f"!adopt #orchard-of-rooms-{version}:{here} commons={talk} crews={tea}"

    await direct.ask(words, expecting="I cannot come into")
    for room_id in (space, talk, tea):
        await esi.invite(room_id, bot)
    await direct.hears("I need power 100")
    for room_id in (space, talk, tea):
        await empowers(esi, room_id, bot)
    shown = await direct.ask(words, expecting="This is what would become of it")
    assert "3 in all" in shown
    assert await esi.state_event(space, types.CONGREGATION) is None
    await direct.ask("!adopt yes", expecting="is a congregation now")

    marker = await holds(esi, tea, types.CREW)
    assert (await holds(esi, talk, types.ROOM))["space"] == space
    assert (await holds(esi, space, types.CONGREGATION))["name"] == "Orchard"
    await is_ruled(esi, talk, "restricted")
    await zoe.join(talk, via=(here,))
    await bo.say(tea, "!crew")
    await bo.wait_for_message(tea, containing="Tea", sender=bot)
    await bo.say(talk, "!call Apple Press | seats=2-3")
    await zoe.wait_for_message(talk, containing="Bo is calling a crew: Apple Press")
    card = await esi.state_event(space, types.CREW, key=marker["id"]) or {}
    assert card["name"] == "Tea"
    await comes_by_invitation(esi, greta, space, via=here)

    await direct.ask("!release yes", expecting="goes on without me from now on")
    for room_id in (tea, talk, space):

        async def is_out(room: RoomId = room_id) -> bool:
            return (await esi.members(room)).get(bot) == "leave"

        await until(is_out, hint=f"the bot to leave {room_id}")
    await greta.join(talk, via=(here,))
    await governs(esi, talk, types.ROOM)
    await governs(esi, tea, types.CREW)
    alias = RoomAlias(f"#orchard-of-rooms-{version}:{here}")
    assert await esi.resolve(alias) == space
