"""Two congregations link along the whole way, on two homeservers and on one."""

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any

import pytest

from microsol_matrix.ids import RoomAlias, ServerName
from microsol_matrix.scales.link import LinkState
from microsol_matrix.structure.types import CARD, LINK
from tests.fakes.clock import FakeClock
from tests.fakes.homeserver import FakeHomeserver
from tests.fakes.store import MemoryStore
from tests.lanes.crowd import (
    Congregation,
    Crowd,
    members_of,
    one_homeserver,
    three_congregations,
    two_homeservers,
)
from tests.lanes.service import running

WHILE = timedelta(seconds=30)
Crowds = Callable[[], AbstractAsyncContextManager[tuple[Congregation, Congregation]]]
both = pytest.mark.parametrize("crowd_on", [two_homeservers, one_homeserver])


async def link(one: Congregation, other: Congregation) -> None:
    await one.tells(f"!link {other.address}")
    await other.reacts(other.asked(), "✅")
    await one.crowd.pass_time(WHILE)


def says(one: Congregation, other: Congregation, type_: str) -> Mapping[str, Any]:
    """Give what a porch says under the room id of the other's; nothing if it was taken away."""
    room = one.service.homeserver.matrix.room(one.porch)
    event = room.state.get((type_, other.porch))
    return {} if event is None or event.event_id in room.redacted else event.content


@both
async def test_a_link_is_proposed_agreed_and_seen_from_both_sides(crowd_on: Crowds) -> None:
    async with crowd_on() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)

        for one, other in ((harbourlight, thornfield), (thornfield, harbourlight)):
            assert (await one.link()).state is LinkState.MUTUAL
            assert says(one, other, LINK)["state"] == "mutual"
            assert says(one, other, "m.space.child")[CARD]["name"] == other.name
            assert f"- {other.name} ({other.service.homeserver.server}), 3-9 people" in (
                await one.tells("!crowd")
            )
            assert f"{one.name} and {other.name}" in one.told_hosts()[-1]


@both
async def test_a_changed_card_arrives_at_the_neighbour(crowd_on: Crowds) -> None:
    async with crowd_on() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)
        for name in ("Bo", "Cleo", "Esi", "Greta", "Hana", "Ivo", "Kit", "Mina"):
            await thornfield.welcome(name)
        await harbourlight.crowd.pass_time(WHILE)

        assert "Thornfield Loop" in await harbourlight.tells("!crowd")
        reading = (await harbourlight.link()).reading
        assert reading is not None
        assert reading.card is not None
        assert reading.card.size == "10-19"
        assert says(harbourlight, thornfield, "m.space.child")[CARD]["size"] == "10-19"


@both
async def test_a_card_that_changes_long_after_the_last_reading_arrives_without_waiting(
    crowd_on: Crowds,
) -> None:
    async with crowd_on() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)
        for name in ("Bo", "Cleo", "Esi", "Greta", "Hana", "Ivo", "Kit"):
            await thornfield.welcome(name)
        await harbourlight.crowd.pass_time(timedelta(hours=1))
        before = (await harbourlight.link()).reading

        await thornfield.welcome("Mina")

        after = (await harbourlight.link()).reading
        assert before is not None
        assert before.card is not None
        assert after is not None
        assert after.card is not None
        assert (before.card.size, after.card.size) == ("3-9", "10-19")


@both
async def test_an_unlinked_neighbour_is_gone_from_both_sides(crowd_on: Crowds) -> None:
    async with crowd_on() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)
        await harbourlight.tells("!unlink Thornfield Loop")
        await harbourlight.crowd.pass_time(WHILE)

        for one, other in ((harbourlight, thornfield), (thornfield, harbourlight)):
            assert says(one, other, LINK) == {}
            assert says(one, other, "m.space.child") == {}
            assert [each.state for each in await one.links() if each.is_live] == []
            bot = one.service.homeserver.bot
            joined = {who for who, how in members_of(one, one.porch).items() if how == "join"}
            assert joined == {bot}


@both
@pytest.mark.parametrize("who", [0, 1])
async def test_who_was_linked_may_link_again(crowd_on: Crowds, who: int) -> None:
    async with crowd_on() as two:
        await link(*two)
        await two[0].tells("!unlink Thornfield Loop")
        await two[0].crowd.pass_time(WHILE)
        proposing, asked = two[who], two[1 - who]
        await link(proposing, asked)

        assert [one.state for one in await proposing.links()] == [LinkState.MUTUAL]
        assert [one.state for one in await asked.links()] == [LinkState.MUTUAL]


@both
async def test_a_proposal_that_is_answered_with_no_leaves_nothing(crowd_on: Crowds) -> None:
    async with crowd_on() as (harbourlight, thornfield):
        await harbourlight.tells(f"!link {thornfield.address}")
        await thornfield.reacts(thornfield.asked(), "❌")
        await harbourlight.crowd.pass_time(WHILE)

        for one, other in ((harbourlight, thornfield), (thornfield, harbourlight)):
            assert says(one, other, LINK) == {}
            assert not [each for each in await one.links() if each.is_live]
            bot = one.service.homeserver.bot
            joined = {who for who, how in members_of(one, one.porch).items() if how == "join"}
            assert joined == {bot}
        assert "does not take up a link now" in harbourlight.told_hosts()[-1]


async def test_both_may_propose_at_once() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        homeserver = thornfield.service.homeserver
        homeserver.member_sends(
            thornfield.host.direct, thornfield.host.user_id, f"!link {harbourlight.address}"
        )
        await harbourlight.tells(f"!link {thornfield.address}")
        await harbourlight.crowd.pass_time(WHILE)

        assert (await harbourlight.link()).state is LinkState.MUTUAL
        assert (await thornfield.link()).state is LinkState.MUTUAL


async def test_a_proposal_of_which_only_the_sync_told_is_asked_about() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        service = thornfield.service
        position = (await service.homeserver.sync(None)).position
        service.hears = False
        await harbourlight.tells(f"!link {thornfield.address}")
        service.homeserver.take_transaction()  # lost
        answer = await service.homeserver.sync(position)
        events = (event for room in answer.rooms for event in room.events)
        await service.inbox.take_in([*answer.invitations, *events], sync_position=answer.position)
        service.hears = True
        await harbourlight.crowd.settle()
        await thornfield.reacts(thornfield.asked(), "✅")
        await harbourlight.crowd.pass_time(WHILE)

        assert (await harbourlight.link()).state is LinkState.MUTUAL


async def test_a_yes_that_came_while_we_were_away_is_found_after_a_start() -> None:
    here, clock, store = FakeHomeserver.named("here.example"), FakeClock(), MemoryStore()
    there = FakeHomeserver.beside(here, "there.example")
    async with running(there, clock=clock) as theirs:
        async with running(here, store, clock=clock) as ours:
            crowd = Crowd((ours, theirs))
            harbourlight = await crowd.found(ours, "Harbourlight", "Amara", "Dov")
            thornfield = await crowd.found(theirs, "Thornfield Loop", "Juno", "Oskar")
            await harbourlight.tells(f"!link {thornfield.address}")
        crowd.services = (theirs,)
        await thornfield.reacts(thornfield.asked(), "✅")
        await crowd.pass_time(WHILE)
        assert says(thornfield, harbourlight, LINK)["state"] == "mutual"
        async with running(here, store, clock=clock) as ours:
            crowd.services, harbourlight.service = (ours, theirs), ours
            await crowd.pass_time(WHILE)

            assert (await harbourlight.link()).state is LinkState.MUTUAL


async def test_one_that_is_put_out_of_a_porch_ends_the_link() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)
        here, there = harbourlight.service.homeserver, thornfield.service.homeserver
        there.matrix.kick(thornfield.porch, here.bot, sender=there.bot)
        await harbourlight.crowd.pass_time(WHILE)

        assert not [one for one in await harbourlight.links() if one.is_live]
        assert says(harbourlight, thornfield, LINK) == {}
        assert "no longer linked" in harbourlight.told_hosts()[-1]


def old_news(ours: Congregation, theirs: Congregation, membership: str) -> bytes:
    """Give what their bot did to ours on their porch long ago, as a homeserver tells it that has just come to know."""
    event = {
        "type": "m.room.member",
        "event_id": "$late",
        "room_id": theirs.porch,
        "sender": theirs.service.homeserver.bot,
        "state_key": ours.service.homeserver.bot,
        "content": {"membership": membership},
        "origin_server_ts": 1,
    }
    return json.dumps(event).encode()


async def test_a_link_that_is_made_again_outlives_the_late_news_of_its_first_end() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)
        await harbourlight.tells("!unlink Thornfield Loop")
        await harbourlight.crowd.pass_time(WHILE)
        await link(harbourlight, thornfield)
        # We had left before they put us out: our homeserver saw that no sooner than as we came in again.
        await harbourlight.service.inbox.take_in((old_news(harbourlight, thornfield, "leave"),))
        await harbourlight.crowd.pass_time(WHILE)

        assert (await harbourlight.link()).is_mutual
        assert says(thornfield, harbourlight, LINK)["state"] == "mutual"


async def test_news_of_an_old_invitation_takes_us_from_no_neighbours_porch() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)
        await harbourlight.service.inbox.take_in((old_news(harbourlight, thornfield, "invite"),))
        await harbourlight.crowd.pass_time(WHILE)

        assert (await harbourlight.link()).is_mutual
        assert (
            members_of(thornfield, thornfield.porch)[harbourlight.service.homeserver.bot] == "join"
        )


async def test_an_address_that_leads_nowhere_or_cannot_be_asked_is_told_in_hosts() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await harbourlight.tells("!link #_microsol.porch_nobody:there.example")
        told = [harbourlight.told_hosts()[-1]]
        here = harbourlight.service.homeserver
        here.matrix.dead_servers.add(ServerName("there.example"))
        await harbourlight.tells(f"!link {thornfield.address}")
        told.append(harbourlight.told_hosts()[-1])
        here.matrix.dead_servers.clear()
        await harbourlight.crowd.pass_time(timedelta(minutes=30))

        assert told[0].startswith("I found no porch at")
        assert told[1].startswith("I cannot reach")
        assert (await harbourlight.link()).state is LinkState.PROPOSED


@pytest.mark.parametrize("kind", ["m.space", None])
async def test_a_room_that_is_no_porch_is_not_stayed_in(kind: str | None) -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        here = harbourlight.service.homeserver
        room_id = here.matrix.create(
            thornfield.host.user_id,
            creation={} if kind is None else {"type": kind},
            state=[("m.room.join_rules", "", {"join_rule": "public"})],
            alias=RoomAlias("#green:there.example"),
        )
        await harbourlight.tells("!link #green:there.example")

        assert "no congregation publishes anything there" in harbourlight.told_hosts()[-1]
        assert members_of(harbourlight, room_id).get(here.bot) == (kind and "leave")


async def test_an_invitation_that_names_no_porch_of_ours_is_declined() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        here, there = harbourlight.service.homeserver, thornfield.service.homeserver
        named = {"org.microsol.link": {"porch": "!nowhere:here.example"}}
        there.matrix.invite(thornfield.porch, here.bot, sender=there.bot, **named)
        await harbourlight.crowd.pass_time(WHILE)

        assert members_of(thornfield, thornfield.porch)[here.bot] == "leave"
        assert await harbourlight.links() == []


async def test_a_neighbour_of_two_congregations_of_ours_is_kept_while_one_of_them_is_linked() -> (
    None
):
    async with three_congregations() as (harbourlight, ninebridges, thornfield):
        await link(harbourlight, thornfield)
        await thornfield.tells(f"!link {ninebridges.address}")
        await ninebridges.reacts(ninebridges.asked(), "✅")
        await harbourlight.crowd.pass_time(WHILE)
        states = [(await one.link()).state for one in (harbourlight, ninebridges)]
        await harbourlight.tells("!unlink Thornfield Loop")
        await harbourlight.crowd.pass_time(WHILE)
        bot = harbourlight.service.homeserver.bot
        seats = [members_of(thornfield, thornfield.porch)[bot]]
        await ninebridges.tells("!unlink Thornfield Loop")
        await harbourlight.crowd.pass_time(WHILE)
        seats.append(members_of(thornfield, thornfield.porch)[bot])

        assert states == [LinkState.MUTUAL, LinkState.MUTUAL]
        assert seats == ["join", "leave"]
