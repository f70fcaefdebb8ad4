"""Neighbours that lie, flood, vanish, or are made anew: nothing of it does harm, and hosts hear what they can do."""

from datetime import timedelta
from typing import Any

import pytest

from microsol_matrix.ids import RoomAlias, RoomId, ServerName, UserId
from microsol_matrix.scales.link import READ_AGAIN, LinkState, Trouble
from microsol_matrix.structure.types import CONGREGATION, CREW, LINK
from tests.lanes.crowd import Congregation, members_of, two_homeservers
from tests.lanes.test_crowd import link, says

WHILE = timedelta(seconds=30)
DAY = timedelta(days=1)
MALLORY = UserId("@mallory:there.example")


def writes(there: Congregation, type_: str, key: str, content: dict[str, Any]) -> None:
    """Let the neighbour's service write on its porch what ours never would."""
    there.service.homeserver.matrix.append(
        there.porch,
        type_,
        sender=there.service.homeserver.bot,
        content=content,
        state_key=key,
    )


async def test_what_somebody_else_writes_on_a_neighbours_porch_counts_for_nothing() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)
        thornfield.service.hears = False  # it would take away what is not its own
        matrix = thornfield.service.homeserver.matrix
        matrix.append(
            thornfield.porch, CREW, sender=MALLORY, content={"version": 1}, state_key="01FORGED"
        )
        matrix.append(
            thornfield.porch,
            LINK,
            sender=MALLORY,
            content={"version": 1, "state": "mutual", "scope": "card", "via": ["a"], "since": 1},
            state_key="!nowhere:beyond.example",
        )
        await harbourlight.crowd.pass_time(WHILE)

        reading = (await harbourlight.link()).reading
        assert reading is not None
        assert (reading.crews, reading.beyond, reading.left_out) == ((), (), 2)
        assert "cannot be read, and is left out" in await harbourlight.tells("!crowd")


async def test_a_forged_record_does_not_bring_a_proposal_to_our_hosts() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)
        told = len(harbourlight.told_hosts())
        thornfield.service.homeserver.matrix.append(
            thornfield.porch,
            LINK,
            sender=MALLORY,
            content={"state": "proposed"},
            state_key=harbourlight.porch,
        )
        await harbourlight.crowd.pass_time(WHILE)

        assert len(harbourlight.told_hosts()) in (told, told + 1)
        assert not [one for one in await harbourlight.links() if one.state is LinkState.ASKED]


async def test_a_card_of_a_later_version_or_of_nonsense_does_no_harm() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)
        writes(thornfield, CONGREGATION, "", {"version": 2, "name": "From later"})
        await harbourlight.crowd.pass_time(WHILE)
        newer = await harbourlight.tells("!crowd")
        writes(thornfield, CONGREGATION, "", {"version": 1, "name": ["\u202e"] * 500, "size": {}})
        await harbourlight.crowd.pass_time(WHILE)

        assert "later version of this software than mine" in newer
        assert "Thornfield Loop (there.example)" in await harbourlight.tells("!crowd")
        assert harbourlight.service.told.broke == []


async def test_a_flood_on_a_porch_costs_one_reading_in_ten_seconds() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)
        done = harbourlight.service.told.done
        before = len(done)
        for number in range(300):
            writes(thornfield, CREW, f"01K{number:023}", {"version": 1, "name": "x"})
            if number % 30 == 0:
                await harbourlight.crowd.settle()
        await harbourlight.crowd.pass_time(2 * READ_AGAIN)

        readings = [one for one in done[before:] if one.startswith("read-porch/")]
        assert 1 <= len(readings) <= 3


async def test_a_porch_that_is_larger_than_any_can_be_is_not_read() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)
        for number in range(140):
            writes(thornfield, CREW, f"01K{number:023}", {"version": 1, "name": "x" * 64_000})
        await harbourlight.crowd.pass_time(timedelta(minutes=5))

        assert harbourlight.service.told.broke == []
        assert not [one for one in await harbourlight.links() if one.is_live]
        assert "We are no longer linked" in harbourlight.told_hosts()[-1]
        bot = harbourlight.service.homeserver.bot
        assert members_of(harbourlight, thornfield.porch)[bot] == "leave"


async def test_an_address_of_another_homeserver_is_not_believed_of_an_invitation() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        matrix = thornfield.service.homeserver.matrix
        elsewhere = "#_microsol.porch_orchard:beta.example"
        porch = matrix.create(
            MALLORY,
            creation={"type": "m.space"},
            state=[("m.room.canonical_alias", "", {"alias": elsewhere})],
        )
        named = {LINK: {"porch": harbourlight.porch}}
        matrix.invite(porch, harbourlight.service.homeserver.bot, sender=MALLORY, **named)
        await harbourlight.crowd.settle()

        assert (await harbourlight.link()).address is None
        assert elsewhere not in harbourlight.told_hosts()[-1]


async def test_a_porch_that_somebody_named_as_a_rooms_successor_can_propose_all_the_same() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        harbourlight.service.homeserver.matrix.append(
            harbourlight.service.room_named("Harbourlight: Commons"),
            "m.room.tombstone",
            sender=MALLORY,
            state_key="",
            content={"body": "moved", "replacement_room": thornfield.porch},
        )
        await harbourlight.crowd.settle()

        await link(thornfield, harbourlight)

        assert (await harbourlight.link()).state is LinkState.MUTUAL


async def test_many_proposals_of_one_homeserver_are_not_all_brought_to_our_hosts() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        matrix = thornfield.service.homeserver.matrix
        bot = harbourlight.service.homeserver.bot
        rooms: list[RoomId] = []
        for number in range(12):
            porch = matrix.create(
                MALLORY,
                creation={"type": "m.space"},
                state=[("m.room.name", "", {"name": f"Free lunch {number}"})],
            )
            named = {LINK: {"porch": harbourlight.porch}}
            matrix.invite(porch, bot, sender=MALLORY, **named)
            rooms.append(porch)
            await harbourlight.crowd.settle()
        await harbourlight.crowd.pass_time(WHILE)

        asked = [one for one in await harbourlight.links() if one.state is LinkState.ASKED]
        standing = [members_of(harbourlight, room_id)[bot] for room_id in rooms]
        assert len(asked) == 3
        assert standing.count("leave") == 9
        flood = "there.example asks more often than I can ask you"
        assert [flood in told for told in harbourlight.told_hosts()].count(True) == 1


async def test_a_homeserver_that_is_refused_for_good_is_heard_no_more_until_it_is_let() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await thornfield.tells(f"!link {harbourlight.address}")
        await harbourlight.tells("!link no there.example for good")
        await harbourlight.crowd.pass_time(WHILE)
        told = len(harbourlight.told_hosts())
        await thornfield.tells(f"!link {harbourlight.address}")
        await harbourlight.crowd.pass_time(WHILE)
        quiet = len(harbourlight.told_hosts())
        await harbourlight.tells("!link hear there.example")
        heard = len(harbourlight.told_hosts())
        await thornfield.tells(f"!link {harbourlight.address}")
        await harbourlight.crowd.pass_time(WHILE)

        assert quiet == told
        assert "would like to be linked" in harbourlight.told_hosts()[-1]
        assert len(harbourlight.told_hosts()) > heard


async def test_a_proposal_that_its_own_porch_does_not_back_is_not_believed() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        here, there = harbourlight.service.homeserver, thornfield.service.homeserver
        named = {LINK: {"porch": harbourlight.porch}}
        there.matrix.invite(thornfield.porch, here.bot, sender=there.bot, **named)
        await harbourlight.crowd.settle()
        await harbourlight.reacts(harbourlight.asked(), "✅")
        await harbourlight.crowd.pass_time(WHILE)

        assert "says nothing of a link with us" in "\n".join(harbourlight.told_hosts())
        assert not [one for one in await harbourlight.links() if one.is_live]
        assert says(harbourlight, thornfield, LINK) == {}
        assert members_of(thornfield, thornfield.porch)[here.bot] == "leave"


async def test_a_neighbour_that_is_down_stays_is_told_of_once_and_comes_back() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)
        dead = harbourlight.service.homeserver.matrix.dead_servers
        dead.add(ServerName("there.example"))
        before = len(harbourlight.told_hosts())
        await harbourlight.crowd.pass_time(3 * DAY)
        quiet = harbourlight.told_hosts()[before:]
        marked = (await harbourlight.link()).trouble
        await harbourlight.crowd.pass_time(8 * DAY)
        told = harbourlight.told_hosts()[before:]
        crowd = await harbourlight.tells("!crowd")
        dead.clear()
        await harbourlight.crowd.pass_time(2 * DAY)

        assert (quiet, marked) == ([], Trouble.SILENT)
        assert ["Nothing has been heard from Thornfield Loop" in one for one in told] == [True]
        assert "not heard from since" in crowd
        assert (await harbourlight.link()).trouble is None
        assert "is heard again" in harbourlight.told_hosts()[-1]


@pytest.mark.parametrize("answer", ["✅", "❌"])
async def test_an_address_that_leads_to_a_new_porch_is_asked_about(answer: str) -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)
        matrix = thornfield.service.homeserver.matrix
        old = thornfield.porch
        state = matrix.room(old).state.values()
        fresh = matrix.create(
            thornfield.service.homeserver.bot,
            creation={"type": "m.space"},
            state=[
                (event.type, event.state_key or "", event.content)
                for event in state
                if event.type in (CONGREGATION, "m.room.join_rules", "m.room.name")
            ],
        )
        matrix.aliases[RoomAlias(thornfield.address)] = fresh
        await harbourlight.crowd.pass_time(2 * DAY)
        trouble = (await harbourlight.link()).trouble
        await harbourlight.reacts(harbourlight.asked(), answer)
        await harbourlight.crowd.pass_time(timedelta(minutes=2))

        links = {one.porch: one for one in await harbourlight.links()}
        assert trouble is Trouble.MOVED
        assert links[old].is_live == (answer == "❌")
        assert (fresh in links) == (answer == "✅")
        assert len(harbourlight.service.homeserver.matrix.stream) < 500, "nobody is told twice"
