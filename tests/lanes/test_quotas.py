"""Foundings of one person, counted over all congregations and over restarts."""

from tests.fakes.clock import FakeClock
from tests.fakes.homeserver import FakeHomeserver
from tests.fakes.store import MemoryStore
from tests.lanes.service import Neighbour, found, meet, running


async def test_a_fourth_founding_is_refused_even_after_leaving_and_after_a_restart() -> None:
    homeserver, store, clock = FakeHomeserver.named("here.example"), MemoryStore(), FakeClock()
    async with running(homeserver, store, clock) as service:
        harbourlight = await found(service)
        amara = harbourlight["Amara"]
        await amara.leaves(harbourlight.space)
        await amara.tells("!found Thornfield Loop")
        await amara.tells("!found Ninebridges")
    async with running(homeserver, store, clock) as service:
        amara = Neighbour(service, amara.user_id, amara.direct)
        await service.settle()

        refusal = await amara.tells("!found Long Meadow")

        assert refusal.startswith("You have founded 3 congregations here, and 3 is the most.")
        assert len(await service.congregations()) == 3
        bo = await meet(service, "Bo")
        await bo.tells("!found Long Meadow")
        assert len(await service.congregations()) == 4
