"""`kill -9` while a direct room is opened: one room with each person, and every letter once."""

import secrets

import pytest

from appservice.demo.member import Member
from tests.crash.mortal import Mortal, once_each
from tests.crash.phrases import opening
from tests.live.village import Neighbour

pytestmark = [pytest.mark.live, pytest.mark.crash]


@pytest.mark.parametrize(
    "step",
    [
        "after append AnswerGiven",
        "after append PersonMet",
        "while make_room direct",
        "after make_room direct",
        "after append DirectMade",
        "before put_state m.room.member",
        "after put_state m.room.member",
        "before append DirectOpened",
        "after append DirectOpened",
        "after mark_direct",
        "before send words",
        "after send words",
        "before send words 2",
        "after send words 2",
    ],
)
async def test_a_death_before_a_letter_arrives_loses_it_not_and_sends_it_once(
    mortal: Mortal, step: str
) -> None:
    name = f"Early Bread {secrets.token_hex(4)}"
    village = mortal.village
    bo = village["Bo"]
    caller = await _member_without_direct_room(mortal)
    await caller.say(village.commons, f'!call "{name}" | seats=3')
    prompt = opening("call.prompt", caller="Fela", name=name, intention="")
    await bo.member.wait_for_message(village.commons, containing=prompt)

    await mortal.awaits_death(step)
    answered = await bo.tell(f"yes {name}")
    await mortal.comes_back()

    invitation = await caller.wait_for_invitation()
    direct = await caller.join(invitation.room_id)
    letter = opening("yes.told-caller", person="Bo", name=name, count="2", least="3")
    await caller.wait_for_message(direct, containing=letter)
    neighbour = Neighbour(caller, mortal.service.bot, direct)
    await neighbour.ask(f"!withdraw {name}", expecting=opening("withdraw.done", name=name))

    assert await mortal.new_rooms() == {direct}
    assert await mortal.invited(direct) == once_each([neighbour])
    assert [message.body for message in await mortal.said(direct)] == [
        letter,
        opening("withdraw.done", name=name),
    ]
    assert await mortal.answers(bo, answered) == (opening("yes.first", name=name, caller="Fela"),)


async def _member_without_direct_room(mortal: Mortal) -> Member:
    village = mortal.village
    newcomer = await mortal.service.homeserver.newcomer("Fela")
    await village.founder.tell(f"!invite {newcomer.user_id}")
    for room, name in (
        (village.space, village.name),
        (village.commons, f"{village.name}: Commons"),
    ):
        await newcomer.wait_for_invitation(room_name=name)
        await newcomer.join(room)
    return newcomer
