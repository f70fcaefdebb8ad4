"""A congregation as a whole on a real homeserver: its numbers, its season, a round, and how it is when it is full."""

from collections.abc import Mapping
from typing import Any

import pytest

from appservice.demo.client import MatrixRefused
from appservice.demo.waiting import until
from microsol_matrix.structure import types
from microsol_matrix.structure.schemas import check
from tests.live.service import RunningService
from tests.live.village import Neighbour, Village, accept, found

pytestmark = pytest.mark.live

SMALL = (
    "!settings congregation-min=2 congregation-typical=2-3 congregation-talk=3 "
    "congregation-sibling=3 congregation-full=3"
)


async def card(village: Village) -> Mapping[str, Any]:
    """Give the congregation's card as a member reads it."""
    content = await village.founder.member.state_event(village.space, types.CONGREGATION)
    assert content is not None
    check(types.CONGREGATION, content)
    return content


async def until_rule_is(village: Village, rule: str) -> None:
    async def is_so() -> bool:
        rules = await village.founder.member.state_event(village.space, "m.room.join_rules")
        return rules is not None and bool(rules["join_rule"] == rule)

    await until(is_so, hint=f"the space to be {rule}")


async def test_a_season_a_round_and_numbers_are_for_everybody_to_see(
    service_of_version: RunningService,
) -> None:
    village = await found(service_of_version, people=("Bo",))
    amara = village.founder

    await amara.ask('!season "Autumn Tide" weeks=10', expecting="Autumn Tide begins")
    await amara.ask("!settings sizes=handbook forming=21d", expecting="forming=21d (it was 14d)")
    await amara.ask("!round 7d", expecting="is open until")

    prompt = await village["Bo"].member.wait_for_message(
        village.commons, containing="A formation round is open", sender=village.service.bot
    )
    assert "seats=3-5 weeks=8" in prompt.body
    assert (await village["Bo"].ask("!round")).startswith("A formation round is open")
    assert (await village["Bo"].ask("!season")).startswith("In Harbourlight it is Autumn Tide")

    async def is_published() -> bool:
        seen = await card(village)
        is_named = seen.get("season", {}).get("name") == "Autumn Tide"
        return is_named and bool(seen["scales"]["crew"]["preset"] == "handbook")

    await until(is_published, hint="season and sizes to stand on the card")


async def test_while_it_is_full_an_open_door_asks_and_newcomers_wait(
    service_of_version: RunningService,
) -> None:
    village = await found(service_of_version, people=("Bo",))
    amara = village.founder
    await amara.ask("!joining open", expecting="anybody who knows its address")
    await until_rule_is(village, "public")
    await amara.ask(SMALL, expecting="congregation-full=3 (it was 200)")

    cleo = await village.service.homeserver.newcomer("Cleo")
    await cleo.join(village.space)

    await amara.member.wait_for_message(
        village.hosts, containing="There are 3 of you in Harbourlight now, and 3 is as many"
    )
    await until_rule_is(village, "knock")
    dov = await village.service.homeserver.newcomer("Dov")
    with pytest.raises(MatrixRefused):
        await dov.join(village.space)
    refusal = await amara.ask(f"!invite {dov.user_id}", expecting="newcomers wait")
    assert refusal.startswith("There are 3 people in Harbourlight")
    await dov.knock(village.space, reason="the tide")
    shown = await amara.member.wait_for_message(village.hosts, containing="Dov (")
    await amara.member.react(village.hosts, "✅", to=shown.event_id)
    await amara.hears("The request stays open")

    await cleo.leave(village.space)

    await amara.member.wait_for_message(village.hosts, containing="Harbourlight has room again")
    await until_rule_is(village, "public")
    await amara.member.react(village.hosts, "👍", to=shown.event_id)
    await accept(await dov.wait_for_invitation(room_name="Harbourlight"), dov)
    guest = await Neighbour.met_by(village.service.bot, dov)
    await guest.hears("You are here as a guest.")
