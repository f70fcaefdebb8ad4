"""The gap in addresses: an alias of ours that was taken away leads to its room again, and the room names it.

Owns which alias a room has. Refuses to know the rooms of archived crews, which have none (`crew_rooms`).
"""

from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from microsol_matrix.house import House
from microsol_matrix.ids import CrewId, RoomAlias, RoomKey
from microsol_matrix.kept import Alias
from microsol_matrix.places import SPACE
from microsol_matrix.plan.intents import NameAlias, PutState
from microsol_matrix.rooms import StatePiece
from microsol_matrix.seen import UNKNOWN
from microsol_matrix.world import World

ADDRESS: Final = ("m.room.canonical_alias", "")
"""Where a room says its address."""


def alias_of(world: World, key: RoomKey, house: House) -> RoomAlias | None:
    """Name the alias that a room is made under; None before the founding."""
    congregation = world.congregation
    if congregation is None:
        return None
    return house.alias(
        house.alias_localpart(owner=congregation.id, key=key, slug=congregation.slug)
    )


def has_alias(world: World, key: RoomKey) -> bool:
    """Whether a room is to have its alias.

    An archived crew's has none, nor one that is being taken up again; of rooms that people made only the space has.
    """
    room, crew = world.room(key), world.crews.get(CrewId(key.partition("/")[2]))
    if room is None or key in world.partings or (room.adopted is not None and key != SPACE):
        return False
    return room.kept is None and (crew is None or crew.is_living)


def names_itself(world: World, key: RoomKey) -> bool:
    """Whether a room is to say its alias as its address: people say it where they made the room."""
    return has_alias(world, key) and world.rooms[key].adopted is None


def plan_aliases(world: World, house: House) -> Iterator[NameAlias | PutState]:
    """Plan to take aliases again that lead nowhere, and to name in a room the one that was taken out of it."""
    for key, room in sorted(world.rooms.items(), key=itemgetter(0)):
        is_gone = room.alias is Alias.NOWHERE or room.state.get(ADDRESS) == UNKNOWN
        alias = alias_of(world, key, house) if is_gone and has_alias(world, key) else None
        if alias is None:
            continue
        if room.alias is Alias.NOWHERE:
            yield NameAlias(key, room.room_id, alias=alias)
        elif room.alias is Alias.HERE and names_itself(world, key):
            # Homeservers take only an address that leads to the room, so it comes second.
            piece = StatePiece(*ADDRESS, {"alias": alias})
            yield PutState(key, room.room_id, piece=piece, digest=piece.digest)
