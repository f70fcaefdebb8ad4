"""The slow round of a service on fakes. Refuses to check what it finds."""

from datetime import timedelta

from appservice.slow_round import Found, SlowRound
from microsol_matrix.world import World
from tests.lanes.service import Service


def round_of(service: Service, every: timedelta = timedelta(hours=6)) -> SlowRound:
    """Give the slow round of a service."""
    return SlowRound(
        homeserver=service.homeserver,
        store=service.store,
        lanes=service.lanes,
        house=service.lanes.house,
        clock=service.clock,
        every=every,
    )


async def go_round(service: Service) -> Found:
    """Look at every room of every congregation, and let the service do what follows."""
    lanes = [
        lane for lane in service.store.lanes if isinstance(await service.lanes.world(lane), World)
    ]
    result = await round_of(service).once(lanes)
    await service.settle()
    return result
