"""Newcomers who come by themselves, on a real homeserver: they knock, and hosts answer; or the door is open."""

import pytest
import pytest_asyncio

from appservice.demo.client import MatrixRefused
from appservice.demo.member import Member
from appservice.demo.seen import Message
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomAlias
from tests.live.service import RunningService
from tests.live.village import Neighbour, Village, accept, found

pytestmark = pytest.mark.live


@pytest_asyncio.fixture
async def village(service_of_version: RunningService) -> Village:
    """A congregation whose newcomers ask."""
    one = await found(service_of_version)
    await one.founder.ask("!joining ask", expecting="Newcomers can ask to join")
    await until_rule_is(one, "knock")
    return one


async def until_rule_is(village: Village, rule: str) -> None:
    """Wait until the space says so itself: rule and card."""
    amara = village.founder.member

    async def is_so() -> bool:
        rules = await amara.state_event(village.space, "m.room.join_rules")
        return rules is not None and bool(rules["join_rule"] == rule)

    await until(is_so, hint=f"the space to be {rule}")


async def knock(village: Village, name: str, reason: str) -> tuple[Member, Message]:
    """Let somebody knock; give them and what hosts are shown, reactions put."""
    stranger = await village.service.homeserver.newcomer(name)
    await stranger.knock(village.space, reason=reason)
    amara = village.founder.member
    shown = await amara.wait_for_message(
        village.hosts, containing=f"{name} ({stranger.user_id}) asks to join Harbourlight."
    )

    async def is_offered() -> bool:
        given = await amara.reactions(village.hosts, shown.event_id)
        bot = frozenset({village.service.bot})
        return given == {"✅": bot, "❌": bot}

    await until(is_offered, hint="two reactions of the bot")
    return stranger, shown


async def test_who_knocks_is_let_in_by_a_hosts_reaction(village: Village) -> None:
    amara = village.founder.member
    kit, shown = await knock(village, "Kit", "I mend\nnets <b>&</b> sails")
    assert "In their words: “I mend nets <b>&</b> sails”." in shown.body

    await amara.react(village.hosts, "✅", to=shown.event_id)

    await accept(await kit.wait_for_invitation(room_name="Harbourlight"), kit)
    guest = await Neighbour.met_by(village.service.bot, kit)
    await guest.hears("You are here as a guest.")
    await kit.wait_for_invitation(room_name="Harbourlight: Commons")
    let_in = "asked to join Harbourlight. Amara let them in as a guest."
    await amara.wait_for_message(village.hosts, containing=let_in)


async def test_who_knocks_is_answered_not_this_time_by_a_hosts_reply(village: Village) -> None:
    amara = village.founder.member
    mina, shown = await knock(village, "Mina", "")

    await amara.say(village.hosts, "no", reply_to=shown.event_id)

    async def is_answered() -> bool:
        return (await amara.members(village.space)).get(mina.user_id) == "leave"

    await until(is_answered, hint="the knock to be answered")
    state = await amara.state(village.space)
    assert state["m.room.member", mina.user_id]["reason"] == "not this time"
    assert await mina.invitations() == {}


async def test_a_knock_that_is_taken_back_says_so(village: Village) -> None:
    pia, _ = await knock(village, "Pia", "hello")

    await pia.leave(village.space)

    edited = f"Pia ({pia.user_id}) asked to join Harbourlight, and no longer does."
    told = await village.founder.member.wait_for_message(village.hosts, containing=edited)
    assert "hello" not in told.body


async def test_through_an_open_door_one_comes_as_a_guest(village: Village) -> None:
    closed = await village.service.homeserver.newcomer("Ivo")
    address = (await village.founder.ask("!joining", expecting="at #")).split(", at ")[1]
    alias = RoomAlias(address.split(". Hosts")[0])
    with pytest.raises(MatrixRefused):
        await closed.join(alias)

    await village.founder.ask("!joining open", expecting="anybody who knows its address")
    await until_rule_is(village, "public")
    assert await closed.join(alias) == village.space

    guest = await Neighbour.met_by(village.service.bot, closed)
    await guest.hears("You are here as a guest.")
    await village.founder.ask("!joining closed", expecting="is closed")
    await until_rule_is(village, "invite")
    assert (await village.founder.member.members(village.space))[closed.user_id] == "join"
