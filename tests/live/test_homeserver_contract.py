"""A real Synapse behind the port keeps the promises that the fake keeps."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from appservice.demo.synapse import Synapse
from appservice.registration import Registration
from tests.contracts.neighbourhood import RealNeighbourhood
from tests.contracts.test_homeserver import RoomsContract
from tests.contracts.test_homeserver_afar import AfarContract
from tests.contracts.test_homeserver_memory import MemoryContract
from tests.contracts.test_homeserver_names import NamesContract
from tests.contracts.test_homeserver_people import PeopleContract
from tests.contracts.test_homeserver_talk import TalkContract
from tests.live.doors import door_to

pytestmark = pytest.mark.live


@pytest_asyncio.fixture
async def around(
    homeserver: Synapse, registration: Registration
) -> AsyncIterator[RealNeighbourhood]:
    async with door_to(homeserver, registration) as door:
        await door.register_bot()
        await door.ensure_device("microsol-matrix")
        yield RealNeighbourhood(homeserver, door, await door.whoami(), registration.as_token)


class TestRooms(RoomsContract):
    """Of rooms, and what stands in them."""


class TestPeople(PeopleContract):
    """Of who is in rooms."""


class TestTalk(TalkContract):
    """Of what is said, and of hearing it."""


class TestMemory(MemoryContract):
    """Of what rooms remember."""


class TestAfar(AfarContract):
    """Of rooms that are not ours."""


class TestNames(NamesContract):
    """Of aliases and profiles."""
