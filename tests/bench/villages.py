"""Congregations that have lived a little, put into a store: what benches find when they begin.

Owns what each of them holds: six people, and crews of four in rooms of their own. All is settled,
as the plan says itself: a bench that wakes one of them measures what it brings, and no repairs.
"""

import asyncio
from collections.abc import Iterator
from itertools import islice

from attrs import frozen

from microsol_matrix.addresses import addresses
from microsol_matrix.decide import next_due
from microsol_matrix.decide.happenings import Heard
from microsol_matrix.ids import LaneId, RoomId, UserId
from microsol_matrix.places import COMMONS, SPACE, crew_room
from microsol_matrix.ports import Append, Store
from microsol_matrix.world import World
from tests.core.life import Village
from tests.core.said import BOT, DM, SERVER, message

__all__ = ["BOT", "SERVER", "Settled", "settle_in", "whole"]

PEOPLE = 6
IN_A_CREW = 4
_AT_ONCE = 50
"""Lanes handed to the writer together: one flush of the disk for many."""


@frozen
class Settled:
    """One congregation in the store.

    Attributes:
        people: Its members, the founder first.
        crews: The rooms of its crews.
        direct: The founder's direct room with the bot.
    """

    lane: LaneId
    people: tuple[UserId, ...]
    space: RoomId
    commons: RoomId
    crews: tuple[RoomId, ...]


async def settle_in(store: Store, *, congregations: int, crews: int) -> tuple[Settled, ...]:
    """Put congregations into an empty store.

    Args:
        store: Empty.
        congregations: How many.
        crews: How many each of them has.
    """
    settled: list[Settled] = []
    villages = (_lived(number, crews) for number in range(congregations))
    while some := tuple(islice(villages, _AT_ONCE)):
        await asyncio.gather(*(store.append(whole(village)) for village in some))
        settled += map(_settled, some)
    return tuple(settled)


def _lived(number: int, crews: int) -> Village:
    people = tuple(_people(number))
    founder = people[0]
    village = Village(World())
    founding = message(founder, f'!found "Village {number}" neighbours', at=DM)
    village.happen(Heard(founding, role="direct"))
    village.settle()
    for person in people[1:]:
        village.tells(founder, f"!invite {person}")
    for room in (SPACE, COMMONS):
        village.settle()
        village.joins(*people, at=room)
    for crew in range(crews):
        _begin_crew(village, people, name=f"Kettle {number}-{crew}")
    village.settle()
    return village


def _begin_crew(village: Village, people: tuple[UserId, ...], *, name: str) -> None:
    caller, *others = people[:IN_A_CREW]
    seats = f"seats=3-{IN_A_CREW}"
    village.says(caller, f'!call "{name}" A weekly hour to listen | kind=support {seats}')
    village.settle()
    for person in others:
        village.raises_hand(person)
    village.settle()
    village.joins(caller, *others, at=crew_room(village.crew.id))
    village.settle()


def _people(number: int) -> Iterator[UserId]:
    return (UserId(f"@person-{number}-{index}:{SERVER}") for index in range(PEOPLE))


def _lane(village: Village) -> LaneId:
    congregation = village.world.congregation
    assert congregation is not None, "it was founded"
    return LaneId(congregation.id)


def whole(village: Village, *, seq: int = 0) -> Append:
    """Write all that was lived since a lane stood at this fact, and how it stands now."""
    return Append(
        lane=_lane(village),
        expected_seq=seq,
        facts=tuple(village.facts),
        at=village.now,
        consumed=(),
        letters=(),
        addresses=addresses(village.world),
        next_due=next_due(village.world),
        is_unsettled=bool(village.plan()),
        snapshot=village.world,
    )


def _settled(village: Village) -> Settled:
    rooms = village.world.rooms
    return Settled(
        lane=_lane(village),
        people=tuple(sorted(village.world.members)),
        space=rooms[SPACE].room_id,
        commons=rooms[COMMONS].room_id,
        crews=tuple(rooms[crew_room(crew)].room_id for crew in village.world.crews),
    )
