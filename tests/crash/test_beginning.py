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


async def test_who_declined_before_the_service_came_back_is_not_asked_again(mortal: Mortal) -> None:
    name = f"Slow Kettle {secrets.token_hex(4)}"
    amara, bo, cleo = (mortal.village[one] for one in ("Amara", "Bo", "Cleo"))
    await _called(mortal, name)

    await mortal.awaits_death("after invite 3")  # the last of three, known to the homeserver alone
    await cleo.tell(f"yes {name}")
    await mortal.dies()
    invitation = await cleo.member.wait_for_invitation(room_name=name)
    await cleo.member.decline(invitation.room_id)
    await mortal.service.start()

    two_seats = opening("call.begun.left", name=name, seats="2 seats")
    await bo.member.wait_for_message(mortal.village.commons, containing=two_seats)
    await bo.ask("!crews", expecting=name)
    assert await mortal.invited(invitation.room_id) == once_each((amara, bo, cleo))
    assert (await mortal.eyes.members(invitation.room_id))[cleo.user_id] == "leave"
    assert len(await mortal.said(invitation.room_id, containing=opening("crew.welcome"))) == 1


async def _called(mortal: Mortal, name: str) -> None:
    """Have Amara call a crew of three to four and Bo answer: one more answer decides."""
    amara, bo = mortal.village["Amara"], mortal.village["Bo"]
    await amara.tell(f'!call "{name}" Weekly hour to listen | kind=support seats=3-4')
    await amara.hears(opening("call.done", name=name))
    await bo.tell(f"yes {name}")
    await amara.hears(opening("yes.told-caller", person="Bo", name=name, count="2"))


async def _begins(mortal: Mortal, *, step: str, again: str | None = None) -> None:
    name = f"Slow Kettle {secrets.token_hex(4)}"
    village = mortal.village
    amara, bo, cleo, dara = (village[one] for one in ("Amara", "Bo", "Cleo", "Dara"))
    first, last_seat = opening("call.begun.left", name=name), opening("call.begun.full", name=name)
    await _called(mortal, name)

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
    await cleo.hears(opening("yes.seat", name=name), after=deciding)

    (room,) = await mortal.new_rooms()
    assert await mortal.invited(room) == once_each((amara, bo, cleo, dara))
    (welcome,) = await mortal.said(room)
    assert opening("crew.welcome") in welcome.body
    (prompt,) = await mortal.said(village.commons, containing=name)
    now_one_seat, now_none = await mortal.edits(prompt, village.commons)
    assert now_one_seat.startswith(first)
    assert now_none.startswith(last_seat)
    assert await mortal.puts(village.space, "m.space.child", key=room) == 1
    (card,) = await mortal.contents(village.space, types.CREW, name=name)
    assert (card["state"], card["seats_open"]) == ("forming", 0)
    (call,) = await mortal.contents(village.space, types.CALL, name=name)
    assert call["prompt"] == prompt.event_id
    assert await mortal.answers(cleo, deciding) == (opening("yes.seat", name=name),)
