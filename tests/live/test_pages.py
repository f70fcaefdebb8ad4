"""The conversations in README and in the members' page, held with a real homeserver, word for word."""

import pytest

from tests.docs.transcripts import Founded, people, transcripts
from tests.live.service import RunningService
from tests.live.story import Story

pytestmark = pytest.mark.live


@pytest.mark.parametrize("page", ["README.md", "docs/members.md"])
async def test_a_conversation_of_the_pages_goes_as_it_is_written(
    service: RunningService, page: str
) -> None:
    steps = transcripts(page)
    newcomers = () if any(isinstance(one, Founded) for one in steps) else sorted(people(steps))
    cast = {name: await service.homeserver.newcomer(name) for name in newcomers}
    story = Story(service, cast)

    assert steps
    for step in steps:
        await story.go_on(step)
