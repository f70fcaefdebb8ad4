"""Links rebuilt from the rooms: what our porch tells of them, and the neighbours' porches that we sit in."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import pytest

from appservice.rebuilding import Gathering
from microsol_matrix.evolve import empty_world, replay
from microsol_matrix.ids import LaneId
from microsol_matrix.rebuild import rebuild
from microsol_matrix.scales.link import LinkState
from microsol_matrix.world import World
from tests.lanes.crowd import Congregation, one_homeserver, two_homeservers
from tests.rebuilding import left_to_do, rebuilt_from, unlawful

WHILE = timedelta(seconds=30)
Crowds = Callable[[], AbstractAsyncContextManager[tuple[Congregation, Congregation]]]


@pytest.mark.parametrize("crowd_on", [two_homeservers, one_homeserver])
@pytest.mark.parametrize("is_answered", [True, False])
async def test_links_come_back_with_what_the_neighbour_says_now(
    crowd_on: Crowds, *, is_answered: bool
) -> None:
    async with crowd_on() as (harbourlight, thornfield):
        await harbourlight.tells(f"!link {thornfield.address}")
        if is_answered:
            await thornfield.reacts(thornfield.asked(), "✅")
        await harbourlight.crowd.pass_time(WHILE)
        old, service = await harbourlight.world(), harbourlight.service
        house = service.lanes.house

        anew = await rebuilt_from(service.homeserver, service.clock, house)

        assert old.congregation is not None
        new = anew.world(LaneId(old.congregation.id))
        (link,) = new.links.values()
        assert link.state is (LinkState.MUTUAL if is_answered else LinkState.PROPOSED)
        assert link.porch == thornfield.porch
        assert link.name == thornfield.name
        assert unlawful(old, new) == []
        assert left_to_do(new, house) == ()
        assert anew.rebuilt.findings == ()
        assert anew.rebuilt.unmarked == 0


@pytest.mark.parametrize("crowd_on", [two_homeservers, one_homeserver])
async def test_of_a_link_that_is_over_nothing_is_left_to_be_taken_away(crowd_on: Crowds) -> None:
    async with crowd_on() as (harbourlight, thornfield):
        await harbourlight.tells(f"!link {thornfield.address}")
        await thornfield.reacts(thornfield.asked(), "✅")
        await harbourlight.crowd.pass_time(WHILE)
        await harbourlight.tells("!unlink Thornfield Loop")
        await harbourlight.crowd.pass_time(WHILE)
        old, service = await harbourlight.world(), harbourlight.service
        house = service.lanes.house
        assert left_to_do(old, house) == ()

        anew = await rebuilt_from(service.homeserver, service.clock, house)

        assert old.congregation is not None
        assert left_to_do(anew.world(LaneId(old.congregation.id)), house) == ()


async def test_an_address_that_no_homeserver_would_take_is_not_kept() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await harbourlight.tells(f"!link {thornfield.address}")
        service = harbourlight.service
        thornfield.service.homeserver.matrix.append(
            thornfield.porch,
            "m.room.canonical_alias",
            sender=thornfield.service.homeserver.bot,
            content={"alias": f"#{'x' * 60_000}:there.example"},
            state_key="",
        )

        anew = await rebuilt_from(service.homeserver, service.clock, service.lanes.house)

        old = (await harbourlight.world()).congregation
        assert old is not None
        (link,) = anew.world(LaneId(old.id)).links.values()
        assert link.address is None


async def test_a_strangers_porch_is_read_only_so_far_and_our_own_rooms_whole() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await harbourlight.tells(f"!link {thornfield.address}")
        service, house = harbourlight.service, harbourlight.service.lanes.house
        most = 20_000
        note = {"words": "so much " * most}
        for porch, bot in ((thornfield, thornfield.service), (harbourlight, service)):
            bot.homeserver.matrix.append(
                porch.porch,
                "org.example.note",
                sender=bot.homeserver.bot,
                content=note,
                state_key="",
            )

        few = Gathering(service.homeserver, house, service.clock, most_bytes=most)
        gathered = await few.all()

        assert gathered.rooms[thornfield.porch].state == {}
        assert gathered.rooms[harbourlight.porch].content("org.example.note") == note
        assert thornfield.porch in {one.room_id for one in gathered.sorting.unmarked}
        rebuilt = rebuild(
            gathered.sorting,
            gathered.rooms,
            directs=gathered.directs,
            house=house,
            now=service.clock.now(),
        )
        (facts,) = rebuilt.congregations.values()
        (lane,) = rebuilt.congregations
        world = replay(empty_world(lane), facts)
        assert isinstance(world, World)
        assert [one.porch for one in world.links.values()] == [thornfield.porch]
