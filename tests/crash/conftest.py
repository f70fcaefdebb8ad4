"""One village for all deaths of a file: founded once, brought back to life after each.

Each test calls a crew of its own, so that what an earlier one left behind changes nothing. Only time passes for all of
them: were the village everybody's, each turn of the almanac would wake a hundred crews.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import trustme

from appservice.demo.synapse import Synapse
from tests.crash.cradle import run_forked, warm
from tests.crash.dooms import Note
from tests.crash.mortal import Mortal
from tests.live.last_words import pytest_runtest_makereport  # noqa: F401 - pytest finds it here
from tests.live.service import RunningService


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def founded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Mortal]:
    warm()
    directory = tmp_path_factory.mktemp("mortal")
    homeserver = Synapse(directory=directory / "homeserver", authority=trustme.CA())
    service = RunningService.beside(homeserver, directory=directory / "microsol")
    note = Note(directory / "note")
    service.module, service.arguments = "tests.crash.doomed", (str(note.path),)
    service.begin = run_forked
    async with service:
        yield await Mortal.founded(service, note)


@pytest_asyncio.fixture
async def mortal(founded: Mortal) -> AsyncIterator[Mortal]:
    """The village, alive and at rest; whatever happened to it in a test, it comes back."""
    yield founded
    await founded.rests()
