"""A service whose memory is older than what it did finds its calls and rooms among what it missed."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from copy import deepcopy
from datetime import timedelta
from typing import Any, TypeVar

from appservice.catching_up import CatchingUp
from appservice.looking_again import LookingAgain
from appservice.wiring import Progress
from tests.fakes.clock import breathe
from tests.lanes.garden import ADOPT, BO, CLEO, garden
from tests.lanes.service import Service, found, meet, running

T = TypeVar("T")


async def driven(service: Service, work: Coroutine[Any, Any, T]) -> T:
    """Let time pass until something is done."""
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(work)
        while not task.done():
            service.clock.advance_to(service.clock.present + timedelta(milliseconds=50))
            await breathe()
    return task.result()


def catching_up(service: Service) -> CatchingUp:
    return CatchingUp(
        homeserver=service.homeserver,
        store=service.store,
        inbox=service.inbox,
        clock=service.clock,
        interval=timedelta(seconds=30),
        watch=Progress(),
        bot=service.homeserver.bot,
    )


@asynccontextmanager
async def brought_back(service: Service, *, since: str | None) -> AsyncIterator[Service]:
    """Start a service an hour later, on the store of a backup that knows what happened up to a position."""
    service.clock.advance_to(service.clock.present + timedelta(hours=1))
    missed = await catching_up(service).once(since=since)
    again = LookingAgain(
        store=service.store, inbox=service.inbox, desk=service.desk, clock=service.clock
    )
    await service.lanes.wake_unsettled()
    await service.inbox.hand_on_all(service.desk)
    await driven(service, again.until_nothing_is_new(missed))
    yield service
    await driven(service, service.lanes.stop())


async def test_what_was_done_since_is_found_again_and_nothing_is_done_twice() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo", "Dov")
        store = deepcopy(service.store)
        since = (await service.homeserver.sync(None)).position
        await village["Amara"].says(village.commons, "!call Slow Kettle seats=3-4")
        await village["Bo"].reacts(village.commons, to=village.prompt)
        await village["Cleo"].reacts(village.commons, to=village.prompt)
        room = service.room_named("Slow Kettle")
        for name in ("Amara", "Bo", "Cleo"):
            await village[name].joins(room)
        await village["Bo"].says(room, "!agree Tue 19:00")
        before = await village.world()
    said = {each: service.heard_in(each) for each in service.homeserver.matrix.rooms}
    rooms = len(service.homeserver.matrix.rooms)

    restored = Service.on(service.homeserver, store, service.clock, version="11")
    async with brought_back(restored, since=since) as service:
        (world,) = await service.congregations()

    assert world.crews.keys() == before.crews.keys()
    assert world.calls.keys() == before.calls.keys()
    (crew,), (crew_before,) = world.crews.values(), before.crews.values()
    assert crew.state is crew_before.state
    assert {seat.person for seat in crew.seats} == {seat.person for seat in crew_before.seats}
    assert world.members == before.members
    assert len(service.homeserver.matrix.rooms) == rooms
    assert {each: service.heard_in(each) for each in service.homeserver.matrix.rooms} == said


async def test_what_never_is_for_us_is_not_stored_however_often_it_is_looked_at() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        store = deepcopy(service.store)
        since = (await service.homeserver.sync(None)).position
        await village["Bo"].says(village.commons, "nobody's business")

    commits = store.commits
    restored = Service.on(service.homeserver, store, service.clock, version="11")
    async with brought_back(restored, since=since):
        assert await store.waiting() == ()
        assert store.commits == commits + 1  # the position


async def test_a_conversation_and_a_congregation_begun_since_are_taken_up() -> None:
    async with running() as service:
        await found(service, "Bo")
        store = deepcopy(service.store)
        since = (await service.homeserver.sync(None)).position
        kit = await meet(service, "Kit")
        await kit.tells('!found "Thornfield"')
        before = len(await service.congregations())
    said = {each: service.heard_in(each) for each in service.homeserver.matrix.rooms}

    restored = Service.on(service.homeserver, store, service.clock, version="11")
    async with brought_back(restored, since=since) as service:
        after = await service.congregations()

    assert (before, len(after)) == (2, 2)
    assert {each: service.heard_in(each) for each in service.homeserver.matrix.rooms} == said


async def test_what_happened_in_a_space_before_it_was_taken_in_is_no_news() -> None:
    async with running() as service:
        since = (await service.homeserver.sync(None)).position
        made = await garden(service)
        made.empowers(made.space, who=BO, level=50)
        await made.esi.tells(ADOPT)
        await made.lets_in(*made.rooms)
        made.empowers(*made.rooms)
        await made.esi.tells(ADOPT)
        await made.esi.tells("!adopt yes")
        (before,) = await service.congregations()

        await catching_up(service).once(since=since)
        await service.inbox.hand_on_all(service.desk)
        await service.settle()

        (world,) = await service.congregations()
        assert world.hosts == before.hosts == {made.esi.user_id, BO}
        assert {BO, CLEO} <= world.members == before.members
        assert world.tiers == before.tiers
