"""A database rebuilt from the rooms alone, on fakes: what comes back, what is said of the rest, and how it goes on."""

from datetime import timedelta

import pytest

from microsol_matrix.ids import LaneId
from microsol_matrix.plan import plan
from microsol_matrix.scales.crew import CrewState
from tests.fakes.clock import FakeClock
from tests.fakes.homeserver import FakeHomeserver
from tests.lanes.service import SERVER, Service, Village, found, running
from tests.rebuilding import rebuilt_from, unlawful

DAY = timedelta(days=1)


def dated() -> tuple[FakeHomeserver, FakeClock]:
    """Make a homeserver whose events are dated by the clock."""
    homeserver, clock = FakeHomeserver.named(SERVER), FakeClock()
    homeserver.matrix.clock = clock.now
    return homeserver, clock


async def lived(service: Service) -> Village:
    """Let a congregation have crews at several places of their lives, a call, hosts, a season and a porch."""
    village = await found(service, "Bo", "Cleo", "Dov", "Esi", options="zone=Europe/London")
    await village["Amara"].tells("!season Tide weeks=12")
    await village["Amara"].tells(f"!tier {village['Bo'].user_id} partner")
    await village["Amara"].tells(f"!host {village['Bo'].user_id}")
    await village["Bo"].tells("!host yes")
    await village["Bo"].joins(village.hosts)
    await village["Amara"].tells("!settings crew-min=2 forming=20d")
    for caller, words in (
        ("Amara", '!call "Kettle" hold each other | seats=2-4 kind=support'),
        ("Bo", "!call Boats | seats=2-3 answers=open kind=reading"),
        ("Cleo", "!call Ferry | seats=2-3"),
        ("Dov", "!call Notebook | seats=4-6 answers=open closes=10d"),
    ):
        await village[caller].says(village.commons, words)
    for name, call in (("Cleo", "Kettle"), ("Dov", "Kettle"), ("Esi", "Boats"), ("Amara", "Ferry")):
        await village[name].tells(f"yes {call}")
    await village["Esi"].reacts(village.commons, village.prompt)
    for name, room in (
        ("Amara", "Kettle"),
        ("Cleo", "Kettle"),
        ("Bo", "Boats"),
        ("Esi", "Boats"),
        ("Cleo", "Ferry"),
        ("Amara", "Ferry"),
    ):
        await village[name].joins(service.room_named(room))
    await village["Amara"].tells("!agree Tue 19:00 | review=8w crew=Kettle")
    await village["Amara"].tells("!joining ask crew=Kettle")
    await village["Bo"].tells("!finish crew=Boats")
    await village["Amara"].tells("!publish card yes")
    return village


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
