"""Congregations link, on two homeservers and on one; anybody walks from one to the other; either ends it."""

import asyncio
from datetime import timedelta
from http import HTTPStatus

import pytest
import pytest_asyncio
from attrs import evolve, frozen

from appservice.demo.almanac import Almanac
from appservice.demo.client import MatrixRefused
from appservice.demo.member import Member
from appservice.demo.synapse import Synapse
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomId
from microsol_matrix.structure import types
from tests.live.conftest import NewService
from tests.live.porches import Porch, read, with_porch
from tests.live.service import RunningService
from tests.live.test_healing import upgrade
from tests.live.test_read import run

pytestmark = [pytest.mark.live, pytest.mark.federation]


@frozen
class Two:
    """Two services, each beside a homeserver of its own, and the almanac by which the first one's time passes."""

    here: RunningService
    there: RunningService
    almanac: Almanac


@pytest_asyncio.fixture
async def two(new_service: NewService) -> Two:
    """Two services on two homeservers that federate."""
    here, there = new_service(), new_service()
    almanac = here.by_almanac()
    for one in (here, there):
        await one.homeserver.start()
        await one.start()
    return Two(here, there, almanac)


async def until_walked(member: Member, start: RoomId, *rooms: RoomId) -> None:
    """Wait until somebody's client comes from one room to others, as nested spaces."""

    async def so() -> bool:
        try:
            seen = await member.hierarchy(start)
        except MatrixRefused as refused:
            if refused.status not in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND):
                raise
            return False
        return set(rooms) <= set(seen)

    await until(so, hint=f"{member.user_id} to come from {start} to {rooms}")


async def test_two_congregations_on_two_homeservers_link_and_part(
    two: Two, elsewhere: Synapse
) -> None:
    ours, theirs = await asyncio.gather(
        with_porch(two.here, "Lightwick"), with_porch(two.there, "Thornwick")
    )
    await ours.proposes_to(theirs)
    asked = await theirs.in_hosts(f"{ours.shown} would like to be linked")
    claim = await ours.record_of(theirs, seen_by=ours.amara.member)
    assert claim["state"] == "proposed"
    assert await theirs.record_of(ours, seen_by=theirs.amara.member) == {}

    await theirs.amara.member.react(theirs.village.hosts, "✅", to=asked.event_id)
    await asyncio.gather(theirs.is_linked_with(ours), ours.is_linked_with(theirs))

    bo = ours.village["Bo"]
    zoe = await elsewhere.newcomer("Zoe")  # of a homeserver that has no service
    await zoe.join(theirs.address)
    for walker, start, end in (
        (bo.member, ours, theirs),
        (theirs.village["Bo"].member, theirs, ours),
        (zoe, theirs, ours),
    ):
        await until_walked(walker, start.room_id, start.room_id, end.room_id)
    assert "Thornwick" in await bo.ask("!crowd", expecting="Lightwick")
    assert theirs.shown in await bo.ask("!neighbours", expecting="Thornwick")
    seen = [await run(reader, ours.address) for reader in (bo.member, zoe)]
    assert "linked: both porches say so" in seen[0][1]
    assert "linked" in seen[1][1]

    theirs = await moved(ours, theirs)
    await theirs.amara.member.set_state(
        theirs.village.space, "m.room.topic", content={"topic": "a loop of hedges"}
    )
    await until_told(ours, theirs, purpose="a loop of hedges")
    await goes_and_comes_back(two, ours, theirs)

    await bo.ask("!unlink Thornwick", expecting="no longer linked with")
    told = await theirs.in_hosts(f"We are no longer linked with {ours.shown}")
    assert "reason" not in told.body
    await ours.says_nothing_of(theirs, seen_by=ours.amara.member)
    await theirs.says_nothing_of(ours, seen_by=theirs.amara.member)
    await has_left(two.here, theirs)
    await has_left(two.there, ours)


async def moved(ours: Porch, theirs: Porch) -> Porch:
    """Have a neighbour's porch upgraded by whom its homeserver gave all power; our link goes along."""
    await theirs.amara.member.join(theirs.address)
    there = evolve(theirs, room_id=await upgrade(theirs.village, theirs.room_id))
    await ours.in_hosts(f"The porch of {theirs.shown} has moved to another room")

    async def leads_there() -> bool:
        witness = ours.amara.member
        is_old = await ours.way_to(theirs, seen_by=witness)
        return not is_old and bool(await ours.way_to(there, seen_by=witness))

    await until(leads_there, hint=f"{ours.name} to lead to {theirs.name} where it is now")
    return there


async def goes_and_comes_back(two: Two, ours: Porch, theirs: Porch) -> None:
    """Let the neighbour's whole homeserver be away for a week and a day, and be there again."""
    await two.there.stop()
    await two.there.homeserver.stop()
    two.almanac.turn(timedelta(days=8))
    await ours.in_hosts(f"Nothing has been heard from {theirs.shown}")
    assert theirs.shown in await ours.amara.ask("!neighbours", expecting="Thornwick")

    await two.there.homeserver.start()
    await two.there.start()

    async def is_reached() -> bool:
        return await ours.amara.member.resolve(theirs.address) == theirs.room_id

    await until(is_reached, hint=f"{theirs.address} to be found again")
    two.almanac.turn(timedelta(days=1))
    await ours.in_hosts(f"{theirs.shown} is heard again")


async def until_told(ours: Porch, theirs: Porch, *, purpose: str) -> None:
    """Wait until our porch passes on what a neighbour says of itself."""

    async def so() -> bool:
        way = await ours.way_to(theirs, seen_by=ours.amara.member)
        return bool(way.get(types.CARD, {}).get("purpose") == purpose)

    await until(so, hint=f"{ours.name} to tell {theirs.name}'s purpose")


async def has_left(service: RunningService, porch: Porch) -> None:
    """Wait until a service has no seat on a porch."""
    witness = porch.amara.member

    async def so() -> bool:
        seat = await read(witness, porch.room_id, "m.room.member", key=service.bot)
        return seat.get("membership") == "leave"

    await until(so, hint=f"{service.bot} to leave the porch of {porch.name}")


async def test_two_congregations_of_one_homeserver_link_in_the_same_way(
    service: RunningService,
) -> None:
    ours, theirs = await asyncio.gather(
        with_porch(service, "Millwick"), with_porch(service, "Fordwick")
    )
    await ours.proposes_to(theirs)
    await theirs.in_hosts(f"{ours.shown} would like to be linked")

    answer = await theirs.amara.ask("!link yes Millwick", expecting="is told yes")
    assert ours.shown in answer
    await asyncio.gather(theirs.is_linked_with(ours), ours.is_linked_with(theirs))
    await until_walked(ours.amara.member, theirs.room_id, theirs.room_id, ours.room_id)

    await ours.amara.ask("!unlink Fordwick", expecting="no longer linked with")
    await theirs.in_hosts(f"We are no longer linked with {ours.shown}")
    await ours.says_nothing_of(theirs, seen_by=ours.amara.member)
    await theirs.says_nothing_of(ours, seen_by=ours.amara.member)
    for porch in (ours, theirs):
        seat = await read(porch.amara.member, porch.room_id, "m.room.member", key=service.bot)
        assert seat["membership"] == "join"
