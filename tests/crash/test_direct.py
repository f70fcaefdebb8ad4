"""`kill -9` while a direct room is opened: one room with each person, and every letter once."""

import pytest

from appservice.demo.member import Member
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomId
from tests.crash.mortal import Mortal, once_each
from tests.crash.phrases import opening
from tests.live.village import Neighbour

pytestmark = [pytest.mark.live, pytest.mark.crash]


@pytest.mark.parametrize(
    "step",
    [
        "after append MembershipSeen",
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
    ],
)
async def test_a_death_before_a_letter_arrives_loses_it_not_and_sends_it_once(
    mortal: Mortal, step: str
) -> None:
    village = mortal.village
    newcomer = await mortal.service.homeserver.newcomer("Fela")
    await village.founder.tell(f"!invite {newcomer.user_id}")
    await newcomer.wait_for_invitation(room_name=village.name)

    await mortal.awaits_death(step)
    await newcomer.join(village.space)
    await mortal.comes_back()

    direct = await newcomer.join(await _invited_to_talk(newcomer))
    welcome = opening("tier.welcome", name=village.name)
    await newcomer.wait_for_message(direct, containing=welcome)
    neighbour = Neighbour(newcomer, mortal.service.bot, direct)
    asked = await neighbour.ask("!calls")

    assert await mortal.new_rooms() == {direct}
    assert await mortal.invited(direct) == once_each([neighbour])
    welcomed, answered = [message.body for message in await mortal.said(direct)]
    assert welcomed.startswith(welcome)
    assert answered == asked


async def _invited_to_talk(member: Member) -> RoomId:
    async def invited() -> RoomId | None:
        direct = (one for one in (await member.invitations()).values() if one.is_direct)
        return next((one.room_id for one in direct), None)

    return await until(invited, hint=f"{member.user_id} to be invited to a direct room")
