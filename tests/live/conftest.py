"""Real homeservers for every live test: started once, shared by all.

`homeserver` knows one registered service (`registration`; the file is `registrations[0]`), and
nothing listens at its url until a test starts something there. `service` is the whole thing running,
beside a homeserver of its own: it would take what tests of single parts expect to come to them.
People come from `await homeserver.newcomer("Amara")`, so tests never meet. A test that stops or
kills `homeserver` starts it again; one that does so with a service takes `private_service`.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TypeAlias

import pytest
import pytest_asyncio
import trustme

from appservice.config import SENDER_LOCALPART
from appservice.demo.loopback import LOOPBACK, reserve_loopback_port
from appservice.demo.synapse import Synapse
from appservice.registration import Registration, new_secret
from tests.live.last_words import pytest_runtest_makereport  # noqa: F401 - pytest finds it here
from tests.live.service import RunningService
from tests.live.village import Village, found

NewService: TypeAlias = Callable[..., RunningService]
"""Makes a service and a homeserver of its own, neither started; takes settings by their path."""


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def homeserver(
    authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Synapse]:
    """One Synapse."""
    async with _serving(tmp_path_factory.mktemp("here"), authority=authority) as synapse:
        yield synapse


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def elsewhere(
    authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Synapse]:
    """One Synapse that federates with every other here."""
    async with _serving(tmp_path_factory.mktemp("elsewhere"), authority=authority) as synapse:
        yield synapse


@pytest.fixture(scope="session")
def federation(homeserver: Synapse, elsewhere: Synapse) -> tuple[Synapse, Synapse]:
    """Two Synapses that federate."""
    return homeserver, elsewhere


@pytest.fixture(scope="session")
def registration(homeserver: Synapse) -> Registration:
    """What `homeserver` knows of the service."""
    return Registration.from_yaml(homeserver.registrations[0].read_text(encoding="utf-8"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def service(
    authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningService]:
    """The service, running; tests share it and must leave it running."""
    async with paired(tmp_path_factory.mktemp("village"), authority=authority) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def service_of_rooms_12(
    authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningService]:
    """Another service that makes rooms of version 12, shared in the same way."""
    directory = tmp_path_factory.mktemp("version-12")
    async with paired(directory, authority=authority, settings={"rooms.version": "12"}) as running:
        yield running


@pytest.fixture(params=["11", "12"])
def version(request: pytest.FixtureRequest) -> str:
    """Each room version that the service makes."""
    return str(request.param)


@pytest.fixture
def service_of_version(request: pytest.FixtureRequest, version: str) -> RunningService:
    """A service that makes rooms of that version."""
    name = "service" if version == "11" else "service_of_rooms_12"
    running: RunningService = request.getfixturevalue(name)
    return running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def harbourlight(service: RunningService) -> Village:
    """A congregation that tests share: its calls need names of their own, nobody may be put out."""
    return await found(service, people=("Bo", "Cleo", "Dov", "Esi"))


@pytest_asyncio.fixture
async def new_service(authority: trustme.CA, tmp_path: Path) -> AsyncIterator[NewService]:
    """Makes services that are one test's own, with their homeservers; both end with the test."""
    async with AsyncExitStack() as cleaning:

        def make(**settings: str | int) -> RunningService:
            directory = tmp_path / f"village-{len(made)}"
            paths = {name.replace("__", "."): value for name, value in settings.items()}
            one = paired(directory, authority=authority, settings=paths)
            made.append(one)
            cleaning.push_async_callback(one.end)
            return one

        made: list[RunningService] = []
        yield make


@pytest_asyncio.fixture
async def private_service(new_service: NewService) -> RunningService:
    """A running service beside a running homeserver, for one test alone: to be stopped and killed."""
    one = new_service()
    await one.homeserver.start()
    await one.start()
    return one


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def keyless_service(
    authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningService]:
    """A service that holds no keys, running; tests share it and must leave it running."""
    directory = tmp_path_factory.mktemp("keyless")
    async with paired(directory, authority=authority, settings={"encryption": "off"}) as running:
        yield running


def paired(
    directory: Path, *, authority: trustme.CA, settings: Mapping[str, str | int] | None = None
) -> RunningService:
    synapse = Synapse(directory=directory / "homeserver", authority=authority)
    return RunningService.beside(synapse, directory=directory / "microsol", settings=settings)


def _serving(directory: Path, *, authority: trustme.CA) -> Synapse:
    synapse = Synapse(directory=directory, authority=authority)
    registration = Registration(
        id="microsol",
        url=f"http://{LOOPBACK}:{reserve_loopback_port()}",
        as_token=new_secret(),
        hs_token=new_secret(),
        sender_localpart=SENDER_LOCALPART,
        server_name=synapse.server_name,
        bot_localpart="microsol",
    )
    path = directory / "registration.yaml"
    path.write_text(registration.to_yaml(), encoding="utf-8")
    synapse.registrations.append(path)
    return synapse
