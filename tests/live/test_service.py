"""The running service, as an admin sees it."""

import pytest

from tests.live.service import RunningService

pytestmark = pytest.mark.live


async def test_a_service_that_is_ready_says_so(service: RunningService) -> None:
    assert (await service.health("healthz"))[0] == 200
    assert (await service.health("readyz"))[0] == 200
    assert service.lines("ready")[-1]["user_id"] == service.bot
