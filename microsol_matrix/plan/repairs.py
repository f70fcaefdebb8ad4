"""The gap that others make: state of ours that somebody wrote over.

Owns what each room was made with and is to hold still. Only what is doubted is written: a room that was
made by an older version of this program is left as it is. What has a plan of its own, as most of the space has
(`rooms`), is left to that.
"""

from collections.abc import Iterator
from operator import itemgetter

from microsol_matrix.house import House
from microsol_matrix.ids import CrewId, RoomKey
from microsol_matrix.places import ARCHIVE, SPACE
from microsol_matrix.plan.archive import season_of_shelf
from microsol_matrix.plan.doors import JOIN_RULES
from microsol_matrix.plan.intents import PutState
from microsol_matrix.plan.rooms import HOUSE_ROOMS, archive_state, wanted_state
from microsol_matrix.plan.specs import crew_spec, house_room_spec, shelf_spec, space_spec
from microsol_matrix.plan.ways import PARENT
from microsol_matrix.rooms import StatePiece
from microsol_matrix.seen import UNKNOWN, RoomSeen
from microsol_matrix.structure.types import CREW, OURS
from microsol_matrix.world import World


def plan_repairs(world: World, house: House) -> Iterator[PutState]:
    """Plan to write again what somebody wrote over."""
    for key, room in sorted(world.rooms.items(), key=itemgetter(0)):
        if UNKNOWN not in room.state.values():
            continue
        for piece in _wanted(world, key, room=room, house=house):
            if room.state.get(piece.place) == UNKNOWN:
                yield PutState(key, room.room_id, piece=piece, digest=piece.digest)


def _wanted(world: World, key: RoomKey, *, room: RoomSeen, house: House) -> Iterator[StatePiece]:
    congregation, space = world.congregation, world.room(SPACE)
    if congregation is None or space is None:
        return
    # Places that have a plan of their own: `rooms` for the Archive's cards, `crew_rooms` and `doors` for crews.
    elsewhere: frozenset[tuple[str, str]] = frozenset()
    crew = world.crews.get(CrewId(key.partition("/")[2]))
    season = season_of_shelf(world, key)
    if key == SPACE:
        planned = frozenset(map(_place, wanted_state(world, house)))
        yield from (
            piece for piece in space_spec(congregation, house).state if _place(piece) not in planned
        )
        return
    if season is not None:
        spec = shelf_spec(world, season, congregation=congregation, house=house)
        elsewhere = frozenset(map(_place, archive_state(world, key, house)))
    elif key in HOUSE_ROOMS:
        spec = house_room_spec(key, congregation=congregation, space=space.room_id, house=house)
        if key == ARCHIVE:
            elsewhere = frozenset(map(_place, archive_state(world, key, house)))
    elif crew is not None and crew.is_living and room.kept is None:
        spec = crew_spec(crew, congregation=congregation, space=space.room_id, house=house)
        elsewhere = frozenset({JOIN_RULES, (CREW, "")})
    elif crew is not None and not crew.is_living and room.kept is not None:
        # What archiving changes is planned with it (`crew_rooms`).
        spec = crew_spec(crew, congregation=congregation, space=space.room_id, house=house)
        kept = frozenset((piece.type, piece.state_key) for piece in room.kept.pieces)
        elsewhere = frozenset({JOIN_RULES, (CREW, "")}) | kept
    else:
        return
    # Ways to the space are planned wherever they stand (`ways`).
    yield from (
        piece for piece in spec.state if piece.type != PARENT and _place(piece) not in elsewhere
    )
    places = elsewhere | frozenset(map(_place, spec.state))
    for kind, state_key in sorted(room.state.keys() - places):
        if kind in OURS:
            # Never ours, and only emptied: state cannot be taken away.
            yield StatePiece(kind, state_key, {})


def _place(piece: StatePiece) -> tuple[str, str]:
    return piece.type, piece.state_key
