"""Rooms handed over to their people, though answers get lost and the service is stopped in the middle."""

from datetime import timedelta

import pytest

from microsol_matrix.errors import HomeserverUnreachable
from microsol_matrix.ids import RoomAlias
from microsol_matrix.places import SPACE
from microsol_matrix.structure import types
from tests.fakes.clock import FakeClock
from tests.fakes.door import Failure
from tests.fakes.homeserver import FakeHomeserver
from tests.fakes.store import MemoryStore
from tests.lanes.service import SERVER, Service, Village, found, running

POWER = "m.room.power_levels"


async def settled(service: Service) -> Village:
    """Have Harbourlight with a crew, Slow Kettle."""
    village = await found(service, "Bo", "Cleo")
    await village["Amara"].joins(village.hosts)
    await village["Amara"].says(village.commons, "!call Slow Kettle | seats=3")
    for name in ("Bo", "Cleo"):
        await village[name].tells("yes Slow Kettle")
    for name in ("Amara", "Bo", "Cleo"):
        await village[name].joins(service.room_named("Slow Kettle"))
    return village


def is_let_go(service: Service, village: Village, *, version: str) -> bool:
    """Whether every room is its people's: left by us, with nothing of ours, and somebody with all power."""
    amara, bot = village["Amara"].user_id, service.homeserver.bot
    matrix = service.homeserver.matrix
    rooms = [village.space, village.commons, village.hosts, service.room_named("Slow Kettle")]
    return all(
        service.membership(room_id, bot) == "leave"
        and matrix.room(room_id).power(amara) == 100
        and (version == "12" or matrix.room(room_id).power(bot) == 50)
        and not any(matrix.room(room_id).content(kind) for kind in types.OURS)
        for room_id in rooms
    )


@pytest.mark.parametrize("version", ["11", "12"])
async def test_what_was_released_is_its_peoples_and_its_name_is_free(version: str) -> None:
    async with running(version=version) as service:
        village = await settled(service)

        await village["Amara"].tells("!release yes")
        await service.pass_time(timedelta(minutes=5))

        assert is_let_go(service, village, version=version)
        aliases = service.homeserver.matrix.aliases
        assert RoomAlias(f"#_microsol_harbourlight:{SERVER}") not in aliases
        await village["Amara"].tells("!found Harbourlight")
        (again,) = [one for one in await service.congregations() if one.released_at is None]
        assert again.rooms[SPACE].room_id == aliases[RoomAlias(f"#_microsol_harbourlight:{SERVER}")]


@pytest.mark.parametrize("method", ["put_state", "set_power", "drop_alias", "leave", "send"])
@pytest.mark.parametrize("is_done", [False, True])
async def test_an_answer_that_is_lost_locks_nobody_out(method: str, *, is_done: bool) -> None:
    async with running() as service:
        village = await settled(service)
        service.homeserver.failures[method] = Failure(
            HomeserverUnreachable("the answer is lost"), is_done=is_done
        )

        await village["Amara"].tells("!release yes")
        await service.pass_time(timedelta(minutes=10))

        assert is_let_go(service, village, version="11")
        assert service.told.refused == []


async def test_a_stop_in_the_middle_is_gone_on_from() -> None:
    homeserver, store, clock = FakeHomeserver.named(SERVER), MemoryStore(), FakeClock()
    async with running(homeserver, store, clock) as service:
        village = await settled(service)
        homeserver.failures["set_power"] = Failure(HomeserverUnreachable("it stops"), is_done=True)
        homeserver.member_sends(village["Amara"].direct, village["Amara"].user_id, "!release yes")
        await service.settle()
        homeserver.is_down = True
    homeserver.is_down = False

    async with running(homeserver, store, clock) as service:
        await service.pass_time(timedelta(minutes=10))

        assert is_let_go(service, village, version="11")


async def test_whoever_founded_what_was_released_may_found_others() -> None:
    async with running() as service:
        village = await settled(service)
        amara = village["Amara"]
        for name in ("Thornfield", "Ninebridges"):
            await amara.tells(f"!found {name}")
        assert "3" in await amara.tells("!found Orchard")

        await amara.tells("!release yes in=harbourlight")
        await service.pass_time(timedelta(minutes=5))
        await amara.tells("!found Orchard")

        names = [one.name for one in await service.congregations() if one.released_at is None]
        assert "Orchard" in names
