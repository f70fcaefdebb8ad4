"""The gap in lineage: which room of a crew that was called again does not point to the new one yet.

Owns the rule that there is no tombstone without a successor's room (design: a tombstone only for a
relaunch), and which room a new one goes on from. Refuses to know what else a crew grew from: cards
and welcomes tell that.
"""

from collections.abc import Iterator
from typing import Final

from microsol_matrix.ids import RoomId
from microsol_matrix.places import crew_room
from microsol_matrix.plan.intents import PutState
from microsol_matrix.rooms import StatePiece
from microsol_matrix.scales.crew import Crew, CrewState
from microsol_matrix.words import plain
from microsol_matrix.world import World

TOMBSTONE: Final = ("m.room.tombstone", "")
"""Where in a room's state it stands (client-server, `m.room.tombstone`)."""


def plan_tombstones(world: World) -> Iterator[PutState]:
    """Plan the tombstones of rooms whose crew goes on in another one that exists."""
    for crew, key, room in world.housed_crews:
        following = successor_room(world, crew)
        # Never written anew once it stands: it highlights everybody, and says nothing that could change.
        if following is None or room.state.get(TOMBSTONE):
            continue
        body = plain("tombstone", world.language)
        piece = StatePiece(*TOMBSTONE, {"body": body, "replacement_room": following})
        yield PutState(key, room.room_id, piece=piece, digest=piece.digest)


def has_moved(world: World, crew: Crew) -> bool:
    """Whether every crew that grew from one has its room, so that this one's may be left behind."""
    grown = [one for one in world.crews_in_order if crew.id in one.lineage]
    return bool(grown) and all(world.room(crew_room(one.id)) is not None for one in grown)


def successor_room(world: World, crew: Crew) -> RoomId | None:
    """Give the room in which a crew goes on that was called again; None before it exists."""
    if crew.state is not CrewState.RELAUNCHED or crew.successor is None:
        return None
    room = world.room(crew_room(crew.successor))
    return None if room is None else room.room_id


def predecessor_room(world: World, crew: Crew) -> RoomId | None:
    """Give the room that a crew's new one goes on from; None unless it was called again from there."""
    old = world.crews.get(crew.relaunches) if crew.relaunches is not None else None
    if old is None or old.successor != crew.id:
        return None
    room = world.room(crew_room(old.id))
    return None if room is None else room.room_id
