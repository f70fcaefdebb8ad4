"""A porch that goes on in another room: links go along, where both rooms and the service say so, and only there."""

from datetime import timedelta

import pytest

from microsol_matrix.ids import RoomId
from microsol_matrix.scales.link import LinkState, Trouble
from microsol_matrix.structure.types import LINK
from tests.lanes.crowd import Congregation, members_of, one_homeserver, two_homeservers
from tests.lanes.test_crowd import link
from tests.lanes.test_rebuilding_links import Crowds
from tests.lanes.test_upgrades import content, upgrade

WHILE = timedelta(minutes=3)
DAY = timedelta(days=1)


async def moved(of: Congregation) -> RoomId:
    """Let a porch be upgraded, and everybody notice."""
    new = upgrade(of.service, of.porch)
    await of.crowd.settle()
    await of.crowd.pass_time(WHILE)
    return new


@pytest.mark.parametrize("crowd_on", [two_homeservers, one_homeserver])
async def test_a_link_goes_along_with_a_porch_and_nobody_is_asked(crowd_on: Crowds) -> None:
    async with crowd_on() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)
        old, before = harbourlight.porch, await thornfield.link()
        asked = len(harbourlight.told_hosts()), len(thornfield.told_hosts())

        new = await moved(harbourlight)

        theirs, ours = await thornfield.link(), await harbourlight.link()
        assert harbourlight.porch == new != old
        assert (theirs.porch, theirs.state) == (new, LinkState.MUTUAL)
        assert (ours.porch, ours.state) == (thornfield.porch, LinkState.MUTUAL)
        assert theirs.expires_at == before.expires_at
        told = thornfield.told_hosts()[asked[1] :]
        assert [one for one in told if "moved with it" in one] == told
        assert not [one for one in harbourlight.told_hosts()[asked[0] :] if "linked" in one]
        porch = thornfield.porch
        assert content(thornfield.service, porch, LINK, new)["state"] == "mutual"
        for kind in (LINK, "m.space.child"):
            assert await thornfield.service.homeserver.versions_of(porch, (kind, old)) == ()
        assert "via" in content(thornfield.service, porch, "m.space.child", new)
        assert content(harbourlight.service, new, LINK, porch)["state"] == "mutual"


async def test_the_seat_moves_too_and_both_go_on_hearing_of_each_other() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)
        old, bot = harbourlight.porch, thornfield.service.homeserver.bot
        new = await moved(harbourlight)
        people = harbourlight.service.homeserver.people
        assert (people(old)[bot], people(new)[bot]) == ("leave", "join")

        await thornfield.tells(f"!unlink {harbourlight.name}")
        await harbourlight.crowd.pass_time(WHILE)

        assert not (await harbourlight.link()).is_live
        assert members_of(harbourlight, new)[bot] == "leave"
        assert "We are no longer linked" in harbourlight.told_hosts()[-1]


async def test_both_porches_may_move() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)

        news = await moved(harbourlight), await moved(thornfield)

        assert ((await thornfield.link()).porch, (await harbourlight.link()).porch) == news
        assert (await harbourlight.link()).is_mutual
        assert (await thornfield.link()).is_mutual


async def test_a_room_that_does_not_name_the_old_one_takes_no_link_along() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)
        old = harbourlight.porch
        new = upgrade(harbourlight.service, old, predecessor=RoomId("!another:here.example"))
        await harbourlight.crowd.settle()
        await harbourlight.crowd.pass_time(WHILE)

        theirs, bot = await thornfield.link(), thornfield.service.homeserver.bot
        assert (theirs.porch, theirs.is_mutual) == (old, True)
        assert harbourlight.service.homeserver.people(new).get(bot) == "leave"


async def test_as_long_as_their_service_cannot_go_along_the_link_stays_and_then_goes_too() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)
        old, bot = harbourlight.porch, harbourlight.service.homeserver.bot
        new = upgrade(harbourlight.service, old, power=0)
        await harbourlight.crowd.settle()
        await harbourlight.crowd.pass_time(WHILE)
        assert (await thornfield.link()).porch == old
        assert (await thornfield.link()).trouble is not Trouble.MOVED

        levels = dict(content(harbourlight.service, new, "m.room.power_levels"))
        levels["users"] = {**levels["users"], bot: 100}
        matrix = harbourlight.service.homeserver.matrix
        admin = next(user for user, level in levels["users"].items() if level == 100)
        matrix.append(new, "m.room.power_levels", sender=admin, state_key="", content=levels)
        await harbourlight.crowd.pass_time(timedelta(hours=3))

        assert (await thornfield.link()).porch == new
        assert (await thornfield.link()).is_mutual
        assert (await harbourlight.link()).is_mutual


async def test_a_seat_where_a_porch_never_went_on_is_given_back_as_its_link_ends() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)
        new = upgrade(harbourlight.service, harbourlight.porch, power=0)
        await harbourlight.crowd.settle()
        await harbourlight.crowd.pass_time(WHILE)
        bot, people = thornfield.service.homeserver.bot, harbourlight.service.homeserver.people
        assert people(new)[bot] == "join"

        await thornfield.tells(f"!unlink {harbourlight.name}")
        await harbourlight.crowd.pass_time(WHILE)

        assert (people(harbourlight.porch)[bot], people(new)[bot]) == ("leave", "leave")
