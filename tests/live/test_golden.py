"""Conversations that must go as they are written, in any client: each line, in its place, and nothing besides."""

import pytest

from tests.docs.pages import ROOT
from tests.docs.transcripts import steps_of
from tests.live.service import RunningService
from tests.live.story import Story

pytestmark = pytest.mark.live

GOLDEN = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "tests" / "live" / "golden").glob("*.txt"))
}


@pytest.mark.parametrize("name", GOLDEN)
async def test_a_golden_conversation_goes_as_it_is_written(
    service: RunningService, name: str
) -> None:
    story = Story(service, cast={}, is_dated=True)

    for step in steps_of(GOLDEN[name]):
        await story.go_on(step)

    await story.end()
