"""Whether our bot has something to do in a room that is not ours: one bot serves many.

Owns the one question. Refuses to know who would leave it, and why.
"""

from microsol_matrix.ids import RoomId
from microsol_matrix.ports import SEAT, Address, AddressKind, Store


async def is_wanted(room_id: RoomId, store: Store) -> bool:
    """Whether our bot is to stay in a room: it is ours, or some congregation of ours wants its seat there."""
    if await store.find(Address(AddressKind.ROOM, room_id)):
        return True
    entries = await store.find(Address(AddressKind.NEIGHBOUR, room_id))
    return any(entry.role == SEAT for entry in entries)
