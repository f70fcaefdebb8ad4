"""`kill -9` at each step of a founding: one space, one of each room, everybody invited once."""

import secrets
from collections.abc import Mapping

import pytest

from appservice.demo.onlooker import Onlooker
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomId
from tests.crash.mortal import Mortal
from tests.crash.phrases import opening

pytestmark = [pytest.mark.live, pytest.mark.crash]


@pytest.mark.parametrize(
    "step",
    [
        "before accept m.room.member",
        "after accept m.room.member",
        "after append DirectInvited",
        "after join",
        "after append DirectJoined",
        "after read_back",
        "after accept m.room.message",
        "after append DirectRead",
        "after mark_direct",
        "before append CongregationFounded",
        "after append CongregationFounded",
        "after send prompt",
        "after append PromptSent",
        *(
            f"{when} make_room {room}"
            for room in ("space", "commons", "hosts", "archive")
            for when in ("while", "after")
        ),
        *(f"after append RoomMade {room}" for room in range(1, 5)),
        *(f"after put_state m.space.child {child}" for child in range(1, 4)),
        "after invite",
        "after send edit",
        "after append PromptEdited",
    ],
)
async def test_a_death_while_founding_makes_no_room_twice(mortal: Mortal, step: str) -> None:
    name = f"Thornfield {secrets.token_hex(4)}"
    founder = await mortal.service.homeserver.newcomer("Esi")

    await mortal.awaits_death(step)
    direct = await founder.create_direct(mortal.service.bot, first_words=f'!found "{name}"')
    await mortal.comes_back()

    invitation = await founder.wait_for_invitation(room_name=name)
    space = await founder.join(invitation.room_id)
    for room in ("Commons", "Hosts"):
        invitation = await founder.wait_for_invitation(room_name=f"{name}: {room}")
        await founder.join(invitation.room_id)
    rooms = await _rooms(mortal.eyes, space, name=name)
    await founder.wait_for_message(direct, containing=opening("found.done", name=name))

    assert await mortal.new_rooms() == {direct, *rooms.values()}
    for room, people in (("", 1), (": Commons", 1), (": Hosts", 1), (": Archive", 0)):
        assert await mortal.invited(rooms[f"{name}{room}"]) == (
            {founder.user_id: 1} if people else {}
        )
    for room in ("Commons", "Hosts", "Archive"):
        assert await mortal.puts(space, "m.space.child", key=rooms[f"{name}: {room}"]) == 1
    (progress,) = await mortal.said(direct)
    assert opening("found.done", name=name) in (await mortal.edits(progress, direct))[-1]


async def _rooms(eyes: Onlooker, space: RoomId, *, name: str) -> Mapping[str, RoomId]:
    """Give the rooms of a congregation by their names, once all are children of its space."""

    async def whole() -> Mapping[str, RoomId] | None:
        seen = await eyes.hierarchy(space)
        return {room.name or "": room.room_id for room in seen.values()} if len(seen) == 4 else None

    return await until(whole, hint=f"all rooms of {name}")
