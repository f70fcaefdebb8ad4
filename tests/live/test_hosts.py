"""Guests, friends, partners and hosts on a real homeserver, in rooms of both versions."""

import pytest

from appservice.demo.member import Member
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomId, UserId
from tests.live.service import RunningService
from tests.live.village import Neighbour, Village, accept, found

pytestmark = pytest.mark.live


async def powers(member: Member, room_id: RoomId) -> dict[str, int]:
    """Tell who is listed with power in a room."""
    levels = await member.state_event(room_id, "m.room.power_levels")
    listed: dict[str, int] = dict((levels or {})["users"])
    return listed


async def until_hosts_are(village: Village, looker: Member, *hosts: UserId) -> None:
    """Wait until these and nobody else have power in every room of the house that somebody sees."""

    async def are() -> bool:
        seen = [
            await powers(looker, room_id)
            for room_id in (village.space, village.commons, village.hosts)
        ]
        bot = village.service.bot
        people = [{user: level for user, level in one.items() if user != bot} for one in seen]
        return all(one == dict.fromkeys(hosts, 50) for one in people)

    await until(are, hint=f"{hosts} to have power and nobody else")


async def with_second_host(service: RunningService) -> tuple[Village, Neighbour]:
    """Have Amara found a congregation, and Bo be asked and agree."""
    village = await found(service, people=("Bo", "Cleo"))
    bo = village["Bo"]
    await village.founder.ask(f"!tier {bo.user_id} partner", expecting="is a partner from now on")
    await bo.hears("Amara asked me to tell you")
    await village.founder.ask(f"!host {bo.user_id}", expecting="I have asked Bo")
    await bo.hears("asks whether you would be a host")
    await bo.ask("!host yes", expecting="Thank you. You are a host")
    hosts = await bo.member.wait_for_invitation(room_name="Harbourlight: Hosts")
    assert await accept(hosts, bo.member) == village.hosts
    await until_hosts_are(village, bo.member, village.founder.user_id, bo.user_id)
    return village, bo


async def test_a_second_host_is_asked_agrees_and_invites(
    service_of_version: RunningService, version: str
) -> None:
    village, bo = await with_second_host(service_of_version)

    kit = await village.service.homeserver.newcomer("Kit")
    await bo.ask(f"!invite {kit.user_id} guest", expecting="as a guest")
    space = await kit.wait_for_invitation(room_name="Harbourlight")
    await accept(space, kit)
    guest = await Neighbour.met_by(village.service.bot, kit)
    assert (await guest.hears("Welcome to Harbourlight")).body.startswith(
        "Welcome to Harbourlight. You are here as a guest."
    )
    assert (await guest.ask("!call Slow Kettle")).startswith("In Harbourlight that is for friends")
    bot = village.service.bot
    assert (bot in await powers(bo.member, village.space)) is (version == "11")
    # A host may do with the client what a host may do.
    mina = await village.service.homeserver.newcomer("Mina")
    await bo.member.invite(village.space, mina.user_id)
    await mina.wait_for_invitation(room_name="Harbourlight")


async def test_a_host_who_is_put_out_by_hand_holds_nothing_any_more(
    service_of_version: RunningService,
) -> None:
    village, bo = await with_second_host(service_of_version)
    amara = village.founder.member

    await bo.member.leave(village.space)

    await until_hosts_are(village, amara, amara.user_id)
    await amara.wait_for_message(village.hosts, containing="Bo is no longer in the space")
    mandates = {
        key: content
        for (kind, key), content in (await amara.state(village.space)).items()
        if kind == "org.microsol.mandate"
    }
    assert [content for content in mandates.values() if content.get("holder")] == []


async def test_where_the_founder_has_gone_a_partner_offers_and_a_friend_agrees(
    service_of_version: RunningService,
) -> None:
    village = await found(service_of_version, people=("Bo", "Cleo"))
    bo, cleo = village["Bo"], village["Cleo"]
    await village.founder.ask(f"!tier {bo.user_id} partner", expecting="is a partner from now on")
    refused = await village.founder.ask("!stepdown", expecting="You are the only host")
    assert "!stepdown anyway" in refused

    await village.founder.member.leave(village.space)
    await bo.member.wait_for_message(village.commons, containing="has no host just now. Crews")
    await bo.member.say(village.commons, "!host me")
    offer = await cleo.member.wait_for_message(village.commons, containing="Bo offers to be one")
    await cleo.member.react(village.commons, "✋🏾", to=offer.event_id)

    await bo.comes_into("Harbourlight: Hosts")
    await until_hosts_are(village, bo.member, bo.user_id)
    await cleo.member.wait_for_message(village.commons, containing="one of you agreed")
    assert (await bo.ask("!invite @somebody:example.org")).startswith("I am inviting")
