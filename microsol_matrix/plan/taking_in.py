"""The gap in rooms that are taken in: each is read as it is, then marked, and only then it is ours.

Owns the order: the space first, for all others belong to it. Whatever differs once a room is marked is planned where
it is for every room of ours. Refuses to judge what was read (`decide.taking_in`).
"""

from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from microsol_matrix.house import House
from microsol_matrix.ids import CrewId, RoomId, RoomKey
from microsol_matrix.places import SPACE, role_of
from microsol_matrix.plan.doors import JOIN_RULES
from microsol_matrix.plan.intents import LeaveRoom, MarkRoom, ReadRoom
from microsol_matrix.plan.power import POWER_LEVELS
from microsol_matrix.plan.specs import crew_spec, house_room_spec, space_spec
from microsol_matrix.rooms import StatePiece
from microsol_matrix.seen import UNKNOWN
from microsol_matrix.world import World

PARENT: Final = "m.space.parent"


def plan_taking_in(world: World, house: House) -> Iterator[ReadRoom | MarkRoom | LeaveRoom]:
    """Plan what is next for each room that is being taken in."""
    for key, taking in sorted(world.takings.items(), key=itemgetter(0)):
        if taking.is_dropped:
            yield LeaveRoom(key, taking.room_id, alias=None)
            continue
        if key != SPACE and world.room(SPACE) is None:
            continue
        if taking.power is None:
            yield ReadRoom(key, taking.room_id, via=taking.via)
            continue
        marker = _marker(world, key, house=house)
        if marker is not None:
            others = tuple(one for one in taking.power.services if one != house.bot)
            space = world.room(SPACE)
            yield MarkRoom(
                key,
                taking.room_id,
                marker=marker,
                services=tuple(sorted({*others, house.bot})),
                space=None if space is None else space.room_id,
            )


def state_when_marked(
    marker: StatePiece, *, key: RoomKey, space: RoomId | None
) -> dict[tuple[str, str], str]:
    """Say what we know of a room that has just been marked: the rest that is ours to say is written anew."""
    doubted = [POWER_LEVELS, JOIN_RULES]
    if key != SPACE and space is not None:
        doubted.append((PARENT, space))
    known = {marker.place: marker.digest}
    return {**dict.fromkeys(doubted, UNKNOWN), **known}


def _marker(world: World, key: RoomKey, *, house: House) -> StatePiece | None:
    congregation, space = world.congregation, world.room(SPACE)
    if congregation is None:
        return None
    if key == SPACE:
        return space_spec(congregation, house).marker
    if space is None:
        return None
    if role_of(key) != "crew":
        return house_room_spec(
            key, congregation=congregation, space=space.room_id, house=house
        ).marker
    crew = world.crews.get(CrewId(key.partition("/")[2]))
    if crew is None:
        return None
    return crew_spec(crew, congregation=congregation, space=space.room_id, house=house).marker
