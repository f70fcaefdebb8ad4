"""Rooms handed over to their people, though answers get lost and the service is stopped in the middle."""

from datetime import timedelta

import pytest

from microsol_matrix.errors import HomeserverUnreachable
from microsol_matrix.ids import RoomAlias, RoomId, UserId
from microsol_matrix.places import SPACE
from microsol_matrix.structure import types
from tests.fakes.clock import FakeClock
from tests.fakes.door import Failure
from tests.fakes.homeserver import FakeHomeserver
from tests.fakes.store import MemoryStore
from tests.lanes.service import SERVER, Service, Village, found, running
from tests.lanes.test_planning import Command

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


def weakens(service: Service, room_id: RoomId, *, level: int) -> None:
    """Let whoever runs the homeserver change the bot's power in a room, past all rules."""
    matrix, bot = service.homeserver.matrix, service.homeserver.bot
    present = matrix.room(room_id).content(POWER)
    matrix.append(
        room_id,
        POWER,
        sender=UserId(f"@admin:{SERVER}"),
        state_key="",
        content={**present, "users": {**present["users"], bot: level}},
    )


def rest(service: Service, room_id: RoomId) -> dict[tuple[str, str], object]:
    """Give what stands in a room, people and power left out."""
    state = service.homeserver.matrix.room(room_id).state
    but = (POWER, "m.room.member")
    return {place: one.content for place, one in state.items() if place[0] not in but}


async def test_a_crews_room_that_may_not_be_handed_over_stays_as_it_is_until_it_may() -> None:
    async with running() as service:
        village = await settled(service)
        kettle, bot = service.room_named("Slow Kettle"), service.homeserver.bot
        before = rest(service, kettle)
        weakens(service, kettle, level=50)
        await service.settle()

        await village["Amara"].says(kettle, "!release yes")
        await village["Bo"].says(kettle, "!release yes")
        await service.pass_time(timedelta(minutes=5))

        assert service.membership(kettle, bot) == "join"
        assert rest(service, kettle) == before
        for name in ("Amara", "Bo", "Cleo"):
            (told,) = [one for one in village[name].heard if "could not hand over" in one]
            assert told.startswith("I could not hand over the room of Slow Kettle: the homeserver")
            assert "M_FORBIDDEN" in told
        weakens(service, kettle, level=100)
        await service.pass_time(timedelta(minutes=5))

        matrix = service.homeserver.matrix
        assert service.membership(kettle, bot) == "leave"
        assert matrix.room(kettle).power(village["Amara"].user_id) == 100
        assert not matrix.room(kettle).content(types.CREW)
        world = await village.world()
        assert (world.partings, world.released_at) == ({}, None)


async def test_one_room_that_may_not_be_handed_over_keeps_us_in_none_of_the_others() -> None:
    homeserver, store, clock = FakeHomeserver.named(SERVER), MemoryStore(), FakeClock()
    async with running(homeserver, store, clock) as service:
        village = await settled(service)
        amara, bot = village["Amara"], homeserver.bot
        weakens(service, village.commons, level=50)
        await service.settle()

        await amara.tells("!release yes")
        await service.pass_time(timedelta(minutes=5))
        command = Command(service)
        await command.apply()
        written = command.written
        await command.apply()

        assert command.written == written
        assert service.membership(village.commons, bot) == "join"
        for room_id in (village.space, village.hosts, service.room_named("Slow Kettle")):
            assert service.membership(room_id, bot) == "leave"
            assert homeserver.matrix.room(room_id).power(amara.user_id) == 100
        assert any("could not hand over Commons of Harbourlight" in one for one in amara.heard)
        commons, amaras = village.commons, amara.user_id
        homeserver.matrix.append(
            commons,
            POWER,
            sender=amaras,
            state_key="",
            content={
                **homeserver.matrix.room(commons).content(POWER),
                "users": {bot: 100},
            },
        )
        homeserver.take_transaction()

    async with running(homeserver, store, clock) as service:
        await service.pass_time(timedelta(minutes=5))

        assert service.membership(commons, bot) == "leave"
        assert homeserver.matrix.room(commons).power(amaras) == 100
