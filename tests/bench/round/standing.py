"""Congregations whose rooms stand on a real homeserver, with everything in them as it is believed to be.

Owns making them: rooms and their state for real, people and words only in the store, for a round compares
nothing of those. Refuses to measure anything.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import trustme
from attrs import frozen

from appservice.demo.synapse import Synapse
from appservice.logs import configure_logs
from appservice.wiring import Ports, Service, open_ports
from microsol_matrix.decide.happenings import Heard
from microsol_matrix.ids import LaneId, RoomAlias, RoomId, UserId
from microsol_matrix.lanes.perform import Performer
from microsol_matrix.places import COMMONS, SPACE
from microsol_matrix.plan.aliases import alias_of
from microsol_matrix.plan.intents import MakeRoom, PutPower, PutState
from microsol_matrix.world import World
from tests.bench.villages import whole
from tests.core.life import Village
from tests.core.obedience import obey
from tests.core.said import DM, message
from tests.live.service import RunningService

CREWS: Final = 16
ROOMS: Final = CREWS + 4
"""Of one congregation: its space, Commons, Hosts, Archive, and crews."""
_AT_ONCE: Final = 4
_STEPS: Final = 60


@frozen
class Standing:
    """What stands.

    Attributes:
        service: All its parts; it does not run.
        rooms: Every room of each, with the alias that leads to it.
    """

    service: Service
    ports: Ports
    lanes: tuple[LaneId, ...]
    rooms: Mapping[LaneId, list[tuple[RoomId, RoomAlias]]]


@asynccontextmanager
async def standing(directory: Path, *, congregations: int) -> AsyncIterator[Standing]:
    """Make congregations, and let them stand while they are looked at.

    Args:
        directory: Empty.
        congregations: How many, of `ROOMS` rooms each.
    """
    synapse = Synapse(directory=directory / "homeserver", authority=trustme.CA())
    running = RunningService.beside(synapse, directory=directory / "microsol")
    with (directory / "log").open("w", encoding="utf-8") as lines:
        configure_logs(running.config, lines)
        async with _made(running, congregations=congregations) as there:
            yield there


@asynccontextmanager
async def _made(running: RunningService, *, congregations: int) -> AsyncIterator[Standing]:
    async with running.homeserver:
        ports = await open_ports(running.config)
        try:
            await ports.homeserver.register_bot()
            await ports.homeserver.ensure_device("microsol")
            service = Service.of(running.config, ports)
            bound = asyncio.Semaphore(_AT_ONCE)
            villages = await asyncio.gather(
                *(_village(service, number, bound) for number in range(congregations))
            )
            for village in villages:
                await ports.store.append(whole(village))
            yield Standing(
                service=service,
                ports=ports,
                lanes=tuple(_lane(village) for village in villages),
                rooms={_lane(village): _rooms(village) for village in villages},
            )
        finally:
            await ports.homeserver.close()
            await ports.store.close()


async def _village(service: Service, number: int, bound: asyncio.Semaphore) -> Village:
    async with bound:
        house = service.lanes.house
        people = [UserId(f"@person-{number}-{index}:{house.server}") for index in range(4)]
        village = Village(World(), house=house)
        founding = message(people[0], f'!found "Village {number}" neighbours', at=DM)
        village.happen(Heard(founding, role="direct"))
        await _settle(village, service.lanes.performer)
        for person in people[1:]:
            village.tells(people[0], f"!invite {person}")
        for key in (SPACE, COMMONS):
            village.joins(*people, at=key)
            await _settle(village, service.lanes.performer)
        for crew in range(CREWS):
            village.says(people[0], f'!call "Kettle {number}-{crew}" | kind=support seats=2-4')
            await _settle(village, service.lanes.performer)
            village.raises_hand(people[1])
            await _settle(village, service.lanes.performer)
        return village


async def _settle(village: Village, performer: Performer) -> None:
    """Do what the plan wants: with rooms for real, with people and words only as if."""
    for _ in range(_STEPS):
        wanted = village.plan()
        if not wanted:
            return
        for intent in wanted:
            match intent:
                case MakeRoom() | PutState() | PutPower():
                    village.become((await performer.perform(intent)).facts)
                case _:
                    village.become([obey(intent, now=village.now)])
    never = f"the plan is never empty: {village.plan()}"
    raise AssertionError(never)


def _lane(village: Village) -> LaneId:
    assert village.world.congregation is not None, "it was founded"
    return LaneId(village.world.congregation.id)


def _rooms(village: Village) -> list[tuple[RoomId, RoomAlias]]:
    aliases = {key: alias_of(village.world, key, village.house) for key in village.world.rooms}
    return [
        (village.key_id(key), alias) for key, alias in sorted(aliases.items()) if alias is not None
    ]
