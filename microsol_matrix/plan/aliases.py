"""The gap in addresses: an alias of ours that was taken away leads to its room again, and the room names it.

Owns which alias a room has. Refuses to know the rooms of archived crews, which have none (`crew_rooms`).
"""

from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from microsol_matrix.house import House
from microsol_matrix.ids import CrewId, RoomAlias, RoomKey
from microsol_matrix.kept import Alias
from microsol_matrix.plan.intents import NameAlias, PutState
from microsol_matrix.rooms import StatePiece
from microsol_matrix.seen import UNKNOWN
from microsol_matrix.structure.types import digest
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
    """Whether a room is to have its alias: an archived crew's has none, nor one that is being taken up again."""
    room, crew = world.room(key), world.crews.get(CrewId(key.partition("/")[2]))
    is_archived = crew is not None and not crew.is_living
    return room is not None and room.kept is None and not is_archived


def plan_aliases(world: World, house: House) -> Iterator[NameAlias | PutState]:
    """Plan to take aliases again that lead nowhere, and to name in a room the one that was taken out of it."""
    for key, room in sorted(world.rooms.items(), key=itemgetter(0)):
        alias = alias_of(world, key, house)
        if alias is None or not has_alias(world, key):
            continue
        if room.alias is Alias.NOWHERE:
            yield NameAlias(key, room.room_id, alias=alias)
        elif room.alias is Alias.HERE and room.state.get(ADDRESS) == UNKNOWN:
            # Homeservers take only an address that leads to the room, so it comes second.
            piece = StatePiece(*ADDRESS, {"alias": alias})
            yield PutState(key, room.room_id, piece=piece, digest=digest(piece.content))
