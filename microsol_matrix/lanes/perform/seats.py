"""Whether our bot has something to do in a room that is not ours: one bot serves many.

Owns what counts as that. Refuses to know who would leave it, and why.
"""

from microsol_matrix.addresses import SUCCESSOR
from microsol_matrix.ids import RoomId
from microsol_matrix.ports import SEAT, Address, AddressKind, Store


async def is_wanted(room_id: RoomId, store: Store) -> bool:
    """Whether our bot is to stay in a room: it is ours, or some congregation of ours wants its seat there."""
    return bool(await store.find(Address(AddressKind.ROOM, room_id))) or await has_seat(
        room_id, store
    )


async def has_seat(room_id: RoomId, store: Store) -> bool:
    """Whether some congregation of ours wants our bot's seat on a neighbour's porch."""
    entries = await store.find(Address(AddressKind.NEIGHBOUR, room_id))
    return any(entry.role in (SEAT, SUCCESSOR) for entry in entries)


async def is_anothers(room_id: RoomId, ours: RoomId, store: Store) -> bool:
    """Whether another congregation of ours than the one with this porch wants our bot's seat in a room."""
    own = {entry.lane for entry in await store.find(Address(AddressKind.ROOM, ours))}
    entries = await store.find(Address(AddressKind.NEIGHBOUR, room_id))
    return any(entry.role == SEAT and entry.lane not in own for entry in entries)
