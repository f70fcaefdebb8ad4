"""A database rebuilt from the rooms alone, on fakes: what comes back, what is said of the rest, and how it goes on."""

from datetime import timedelta

import pytest

from microsol_matrix.ids import LaneId
from microsol_matrix.plan import plan
from microsol_matrix.scales.crew import CrewState
from tests.lanes.service import running
from tests.lanes.much_lived import dated, lived
from tests.rebuilding import rebuilt_from, unlawful

DAY = timedelta(days=1)


@pytest.mark.parametrize("version", ["11", "12"])
async def test_the_rooms_alone_give_the_world_again(version: str) -> None:
    homeserver, clock = dated()
    async with running(homeserver, clock=clock, version=version) as service:
        village = await lived(service)
        await service.pass_time(9 * DAY)
        old = await village.world()
        house = service.lanes.house
    assert plan(old, house) == ()

    anew = await rebuilt_from(homeserver, clock, house)

    assert old.congregation is not None
    new = anew.world(LaneId(old.congregation.id))
    assert unlawful(old, new) == []
    assert anew.rebuilt.findings == ()
    assert plan(new, house) == ()
    assert anew.gaps == 0
    states = {crew.name: crew.state for crew in new.crews.values()}
    assert states == {
        "Kettle": CrewState.ACTIVE,
        "Boats": CrewState.CLOSING,
        "Ferry": CrewState.FORMING,
    }
