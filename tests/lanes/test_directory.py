"""A porch in the homeserver's room directory, as the admin wants it from one start to the next."""

from attrs import evolve as changed

from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable, MicrosolError
from microsol_matrix.ids import RoomId
from tests.fakes.clock import FakeClock
from tests.fakes.door import Failure
from tests.fakes.homeserver import FakeHomeserver
from tests.fakes.store import MemoryStore
from tests.lanes.service import SERVER, Service, Village, running
from tests.lanes.test_porch import HOUR, porch_of, with_two_hosts

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
