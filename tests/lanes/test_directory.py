"""A porch in the homeserver's room directory, as the admin wants it from one start to the next."""

import pytest
from attrs import evolve as changed

from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable, MicrosolError
from microsol_matrix.ids import RoomId
from tests.fakes.clock import FakeClock
from tests.fakes.door import Failure
from tests.fakes.homeserver import FakeHomeserver
from tests.fakes.store import MemoryStore
from tests.lanes.service import SERVER, Service, Village, running
from tests.lanes.test_porch import HOUR, porch_of, with_two_hosts
from tests.rebuilding import rebuilt_from

Ground = tuple[FakeHomeserver, MemoryStore, FakeClock]


def ground() -> Ground:
    """What outlives a service."""
    return FakeHomeserver.named(SERVER), MemoryStore(), FakeClock()


async def turn_on(service: Service) -> None:
    """Let a service have started with a directory that shows porches."""
    service.lanes.house = changed(service.lanes.house, lists_porches=True)
    await service.lanes.wake_unsettled()
    await service.settle()


async def published(service: Service) -> Village:
    village = await with_two_hosts(service)
    await village["Amara"].tells("!publish card yes")
    await service.settle()
    return village


def shown(service: Service) -> set[RoomId]:
    return service.homeserver.matrix.listed


async def test_the_next_start_shows_what_is_published_once_the_admin_wants_it() -> None:
    stands = ground()
    async with running(*stands) as service:
        await published(service)
        assert shown(service) == set()

    async with running(*stands) as service:
        await turn_on(service)

        assert shown(service) == {porch_of(service)}


async def test_the_next_start_shows_nothing_once_the_admin_wants_it_no_more() -> None:
    stands = ground()
    async with running(*stands) as service:
        await turn_on(service)
        await published(service)
        assert shown(service) == {porch_of(service)}

    async with running(*stands) as service:
        await service.settle()

        assert shown(service) == set()


async def after_trouble(trouble: MicrosolError) -> tuple[Service, set[RoomId], list[str]]:
    """Publish while the directory meets trouble; give what is shown an hour later, and what Hosts heard since."""
    async with running() as service:
        await turn_on(service)
        service.homeserver.failures["set_listed"] = Failure(trouble)
        village = await with_two_hosts(service)
        before = len(service.heard_in(village.hosts))
        await village["Amara"].tells("!publish card yes")
        await service.pass_time(HOUR)
        heard = service.heard_in(village.hosts)[before:]
        return service, set(shown(service)), [one for one in heard if "homeserver" in one]


async def test_a_directory_that_is_away_shows_the_porch_later() -> None:
    service, listed, heard = await after_trouble(HomeserverUnreachable("away"))

    assert (listed, heard) == ({porch_of(service)}, [])


async def test_a_homeserver_without_such_a_directory_is_not_the_hosts_business() -> None:
    no = HomeserverRefused(status=404, errcode="M_UNRECOGNIZED", error="no such endpoint")
    service, listed, heard = await after_trouble(no)

    assert (listed, heard) == (set(), [])
    assert service.told.refused == [("list/porch", "M_UNRECOGNIZED")]


@pytest.mark.parametrize(("before", "after"), [(True, False), (True, True), (False, True)])
async def test_after_a_rebuild_the_directory_shows_what_the_admin_wants_now(
    *, before: bool, after: bool
) -> None:
    homeserver, store, clock = ground()
    async with running(homeserver, store, clock) as service:
        if before:
            await turn_on(service)
        await published(service)
        house, porch = service.lanes.house, porch_of(service)
        assert shown(service) == ({porch} if before else set())

    anew = await rebuilt_from(homeserver, clock, changed(house, lists_porches=after))
    async with running(homeserver, anew.store, clock, lists_porches=after) as service:
        await service.settle()

        assert shown(service) == ({porch} if after else set())
        assert [one for one in service.told.done if one.startswith("list/")] == ["list/porch"]


async def test_a_porch_that_is_listed_and_closed_is_not_shown_after_a_rebuild() -> None:
    homeserver, store, clock = ground()
    async with running(homeserver, store, clock) as service:
        village = await published(service)
        await village["Amara"].tells("!publish off")
        await service.settle()
        house, porch = service.lanes.house, porch_of(service)
        homeserver.matrix.listed.add(porch)

    anew = await rebuilt_from(homeserver, clock, changed(house, lists_porches=True))
    async with running(homeserver, anew.store, clock, lists_porches=True) as service:
        await service.settle()

        assert shown(service) == set()
