"""Conversations that must go as they are written, in any client: each line, in its place, and nothing besides."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import trustme

from appservice.demo.almanac import Almanac
from tests.docs.pages import ROOT
from tests.docs.transcripts import steps_of
from tests.live.conftest import paired
from tests.live.service import RunningService
from tests.live.story import Story

pytestmark = pytest.mark.live

GOLDEN = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "tests" / "live" / "golden").glob("*.txt"))
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def timely(
    authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[RunningService, Almanac]]:
    """A service, running, whose time the conversations let pass."""
    service = paired(tmp_path_factory.mktemp("almanac"), authority=authority)
    almanac = service.by_almanac()
    async with service:
        yield service, almanac


@pytest.mark.parametrize("name", GOLDEN)
async def test_a_golden_conversation_goes_as_it_is_written(
    timely: tuple[RunningService, Almanac], name: str
) -> None:
    service, almanac = timely
    story = Story(service, cast={}, is_dated=True, almanac=almanac)

    for step in steps_of(GOLDEN[name]):
        await story.go_on(step)

    await story.end()
