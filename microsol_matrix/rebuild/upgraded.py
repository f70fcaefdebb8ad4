"""Rooms that went on in others: which of the rooms that we are in was which one before.

Owns that a room counts as an earlier one only if we took our marker away there as we went along, and as that of one
room alone: what the new room says of where it comes from is its maker's word. Refuses to know what follows from the
past that they share.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import evolve as changed

from microsol_matrix.house import House
from microsol_matrix.ids import RoomId
from microsol_matrix.observe.remembered import RoomRead
from microsol_matrix.structure.types import CONGREGATION, CREW, ROOM

_CREATE: Final = "m.room.create"
_TOMBSTONE: Final = "m.room.tombstone"
_MARKERS: Final = (ROOM, CREW, CONGREGATION)


def with_their_past(rooms: Mapping[RoomId, RoomRead], house: House) -> dict[RoomId, RoomRead]:
    """Say of each room which ones it was earlier, the first one first."""
    return {
        room_id: changed(read, before=tuple(_before(read, rooms, house))[::-1])
        for room_id, read in rooms.items()
    }


def _before(read: RoomRead, rooms: Mapping[RoomId, RoomRead], house: House) -> Iterator[RoomRead]:
    """Give the rooms that a room was, the latest first."""
    known = {read.room_id}
    while True:
        named = _predecessor(read)
        before = None if named is None else rooms.get(named)
        if before is None or before.room_id in known or not _was_left(before, house):
            return
        if _is_anothers(before, read, rooms):
            return
        yield before
        known.add(before.room_id)
        read = before


def _was_left(read: RoomRead, house: House) -> bool:
    """Whether we went along from a room into the next: it was marked, and is not any more."""
    markers = [seen for kind in _MARKERS if (seen := read.state.get((kind, ""))) is not None]
    return any(seen.sender == house.bot and not seen.content for seen in markers)


def _predecessor(read: RoomRead) -> RoomId | None:
    told = read.content(_CREATE).get("predecessor")
    named = told.get("room_id") if isinstance(told, Mapping) else None
    return RoomId(named) if isinstance(named, str) else None


def _is_anothers(before: RoomRead, read: RoomRead, rooms: Mapping[RoomId, RoomRead]) -> bool:
    """Whether an earlier room says that it goes on in another one than this, and that one says so too."""
    named = before.content(_TOMBSTONE).get("replacement_room")
    other = rooms.get(RoomId(named)) if isinstance(named, str) and named != read.room_id else None
    return other is not None and _predecessor(other) == before.room_id
