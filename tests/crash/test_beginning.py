"""`kill -9` at each step between the deciding answer and the finished room: one room, nothing twice, nothing lost."""

import secrets

import pytest

from microsol_matrix.structure import types
from tests.crash.mortal import Mortal, once_each
from tests.crash.phrases import opening

pytestmark = [pytest.mark.live, pytest.mark.crash]

STEPS = (
    "before accept m.room.message",
    "after accept m.room.message",
    "before append CrewBegan",
    "after append CrewBegan",
    "before make_room crew",
    "while make_room crew",
    "after make_room crew",
    "before append RoomMade",
    "after append RoomMade",
    "before put_state m.space.child",
    "after put_state m.space.child",
    "before append StatePut",
    "after append StatePut",
    "before put_state org.microsol.crew",
    "after put_state org.microsol.crew",
    "before invite",
    "after invite",
    "before append PersonInvited",
    "after append PersonInvited",
    "before invite 2",
    "after invite 2",
    "before invite 3",
    "after invite 3",
    "after append PersonInvited 3",
    "before send welcome",
    "after send welcome",
    "before append NoticeSent 2",
    "after append NoticeSent 2",
    "before send words",
    "after send words",
    "before send edit",
    "after send edit",
    "before append PromptEdited",
    "after append PromptEdited",
)


@pytest.mark.parametrize("step", STEPS)
async def test_a_death_on_the_way_to_a_room_costs_nobody_anything(
    mortal: Mortal, step: str
) -> None:
    await _begins(mortal, step=step)


@pytest.mark.parametrize(
    ("step", "again"),
    [
        ("after append CrewBegan", "after make_room crew"),
        ("while make_room crew", "after invite"),
        ("after make_room crew", "after invite 2"),
        ("after invite", "before send welcome"),
        ("after invite 3", "after send welcome"),
    ],
)
async def test_two_deaths_cost_no_more_than_one(mortal: Mortal, step: str, again: str) -> None:
    await _begins(mortal, step=step, again=again)


async def _begins(mortal: Mortal, *, step: str, again: str | None = None) -> None:
    name = f"Slow Kettle {secrets.token_hex(4)}"
    village = mortal.village
    amara, bo, cleo, dara = (village[one] for one in ("Amara", "Bo", "Cleo", "Dara"))
    first, last_seat = opening("call.begun.left", name=name), opening("call.begun.full", name=name)
    await amara.tell(f'!call "{name}" Weekly hour to listen | kind=support seats=3-4')
    await amara.hears(opening("call.done", name=name))
    await bo.tell(f"yes {name}")
    await amara.hears(opening("yes.told-caller", person="Bo", name=name, count="2"))

    await mortal.awaits_death(step)
    deciding = await cleo.tell(f"yes {name}")
    await mortal.comes_back(to_die=again)

    for neighbour in (amara, bo, cleo):
        await neighbour.member.wait_for_invitation(room_name=name)
    await bo.member.wait_for_message(village.commons, containing=first)
    late = await dara.tell(f"yes {name}")
    await dara.member.wait_for_invitation(room_name=name)
    await dara.hears(opening("yes.seat", name=name), after=late)
    await bo.member.wait_for_message(village.commons, containing=last_seat)

    (room,) = await mortal.new_rooms()
    assert await mortal.invited(room) == once_each((amara, bo, cleo, dara))
    (welcome,) = await mortal.said(room)
    assert opening("crew.welcome") in welcome.body
    (prompt,) = await mortal.said(village.commons, containing=name)
    assert last_seat in await mortal.reads(prompt, village.commons)
    assert await mortal.puts(village.space, "m.space.child", key=room) == 1
    (card,) = await mortal.contents(village.space, types.CREW, name=name)
    assert (card["state"], card["seats_open"]) == ("forming", 0)
    (call,) = await mortal.contents(village.space, types.CALL, name=name)
    assert call["prompt"] == prompt.event_id
    assert await mortal.answers(cleo, deciding) == (opening("yes.seat", name=name),)
