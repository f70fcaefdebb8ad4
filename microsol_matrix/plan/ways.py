"""The ways to rooms: through which servers they can be joined, wherever that is written.

Owns `via` (client-server, `m.space.child` and `m.space.parent`) and that a room says rightly how to come to the
space in which it stands. Refuses to know which rooms stand where (`archive`), and how children are written (`rooms`).
"""

from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from attrs import evolve as changed

from microsol_matrix.house import House
from microsol_matrix.ids import CrewId, RoomId, RoomKey, ServerName
from microsol_matrix.places import ARCHIVE, PORCH, SPACE, role_of
from microsol_matrix.plan.intents import PutState
from microsol_matrix.plan.servers import servers_in
from microsol_matrix.rooms import RoomSpec, StatePiece
from microsol_matrix.seen import WITHDRAWN, RoomSeen
from microsol_matrix.structure.types import digest
from microsol_matrix.world import World

PARENT: Final = "m.space.parent"

_HOMES: Final = (SPACE, ARCHIVE)
_EMPTY = digest({})
_NOTHING: Final = (WITHDRAWN, _EMPTY)


def via(room: RoomSeen, house: House) -> tuple[ServerName, ...]:
    """Name servers through which a room can be joined: ours, for the bot is there, and two others with most people."""
    return (house.server, *(room.through or servers_in(room.people, ours=house.server)))


def parent_piece(space: RoomId, servers: tuple[ServerName, ...]) -> StatePiece:
    """Say in a room in which space it stands."""
    return StatePiece(PARENT, space, {"via": list(servers), "canonical": True})


def with_ways(world: World, spec: RoomSpec, house: House) -> RoomSpec:
    """Give a room's description with the ways to its space as they are today."""
    pieces = tuple(_led(world, piece, house) for piece in spec.state)
    return changed(spec, state=pieces)


def _led(world: World, piece: StatePiece, house: House) -> StatePiece:
    space = _space_at(world, piece.state_key) if piece.type == PARENT else None
    return piece if space is None else parent_piece(space.room_id, via(space, house))


def plan_parents(world: World, house: House) -> Iterator[PutState]:
    """Plan what rooms say of the way to their space where that has become wrong; archived crews' rooms are in none."""
    parents = {key: _parent(room, house) for key in _HOMES if (room := world.room(key)) is not None}
    for key, room in sorted(world.rooms.items(), key=itemgetter(0)):
        home = world.room(_home(key)) if key not in (SPACE, PORCH) else None
        if home is None or _is_apart(world, key, room):
            continue
        stood = [(PARENT, one) for one in home.before if (PARENT, one) in room.state]
        for place in stood:
            if room.state[place] not in _NOTHING:
                yield PutState(key, room.room_id, piece=StatePiece(*place, {}), digest=_EMPTY)
        piece, wanted = parents[_home(key)]
        known = room.state.get((PARENT, home.room_id))
        is_to_stand = known not in _NOTHING if known is not None else bool(stood)
        if is_to_stand and known != wanted:
            yield PutState(key, room.room_id, piece=piece, digest=wanted)


def _parent(space: RoomSeen, house: House) -> tuple[StatePiece, str]:
    """Give what rooms say of the way to a space, with its digest: the same for all of them."""
    piece = parent_piece(space.room_id, via(space, house))
    return piece, piece.digest


def _home(key: RoomKey) -> RoomKey:
    """Give the space of which a room says that it stands in it."""
    return ARCHIVE if role_of(key) == ARCHIVE and key != ARCHIVE else SPACE


def _is_apart(world: World, key: RoomKey, room: RoomSeen) -> bool:
    """Whether what stands in a room is kept aside, or about to be: it is archived, or being taken up again."""
    crew = world.crews.get(CrewId(key.partition("/")[2]))
    return room.kept is not None or (crew is not None and not crew.is_living)


def _space_at(world: World, room_id: str) -> RoomSeen | None:
    key = world.key_of(RoomId(room_id))
    return None if key is None else world.rooms[key]
