"""A neighbour whose homeserver is away for long stays, is told of once, and is heard again."""

import asyncio
from datetime import timedelta

import pytest

from appservice.demo.waiting import until
from tests.live.conftest import NewService
from tests.live.porches import Porch, with_porch

pytestmark = [pytest.mark.live, pytest.mark.federation]

DAY = timedelta(days=1)


async def test_a_neighbour_that_is_away_for_long_stays_and_is_heard_again(
    new_service: NewService,
) -> None:
    service, other = new_service(), new_service()
    almanac = service.by_almanac()
    await asyncio.gather(service.homeserver.start(), other.homeserver.start())
    await asyncio.gather(service.start(), other.start())
    ours, theirs = await asyncio.gather(
        with_porch(service, "Harbourlight"), with_porch(other, "Thornfield")
    )
    await ours.proposes_to(theirs)
    asked = await theirs.in_hosts(f"{ours.shown} would like to be linked")
    await theirs.amara.member.react(theirs.village.hosts, "✅", to=asked.event_id)
    almanac.turn(timedelta(minutes=1))
    await asyncio.gather(theirs.is_linked_with(ours), ours.is_linked_with(theirs))

    await other.stop()
    await other.homeserver.stop()
    for days in (2, 8):
        almanac.turn(days * DAY)
        await until_shown(ours, "; not heard from since")
    told = await ours.in_hosts(f"Nothing has been heard from {theirs.shown} since")
    assert (await ours.record_of(theirs, seen_by=ours.amara.member))["state"] == "mutual"

    await other.homeserver.start()
    await other.start()
    await theirs.amara.member.set_state(
        theirs.village.space, "m.room.topic", content={"topic": "back in the hedges"}
    )
    almanac.turn(2 * DAY)
    await ours.in_hosts(f"{theirs.shown} is heard again.", after=told.event_id)
    await until_shown(ours, ": back in the hedges. Linked since")


async def until_shown(porch: Porch, words: str) -> None:
    """Wait until its neighbours are told of in some words."""

    async def so() -> bool:
        return words in await porch.amara.ask("!neighbours", expecting="Neighbours of")

    await until(so, hint=f"{porch.name} to tell: {words}")
