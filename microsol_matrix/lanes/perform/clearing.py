"""What we published, taken away with every earlier version: from one place, or all of it from a porch that is left.

Refuses to know why it is taken away.
"""

import json

from microsol_matrix.house import House
from microsol_matrix.ids import RoomId
from microsol_matrix.lanes.perform.txns import txn_for
from microsol_matrix.ports import Homeserver
from microsol_matrix.rooms import StatePiece
from microsol_matrix.structure.reading import CHILD
from microsol_matrix.structure.types import OURS, ROOM

_DESCRIBED = {"m.room.name": "name", "m.room.topic": "topic"}
"""Of a porch these are ours; homeservers take no name without one."""
_SAID = {*OURS, CHILD, *_DESCRIBED} - {ROOM}


async def clear(
    room_id: RoomId, place: tuple[str, str], *, homeserver: Homeserver, house: House
) -> None:
    """Redact every version before another is written: nobody sees it go and can still read it."""
    for event_id in await homeserver.versions_of(room_id, place):
        txn = txn_for(house, "withdraw", event_id)
        await homeserver.redact(room_id, event_id, txn_id=txn, reason="")


async def clear_porch(room_id: RoomId, homeserver: Homeserver, house: House) -> None:
    """Take away all that a porch says, but whose it is: nobody looks after it any more, whatever is hidden later."""
    for raw in await homeserver.read_state(room_id):
        event = json.loads(raw)
        kind, key = event["type"], event["state_key"]
        empty = {_DESCRIBED[kind]: ""} if kind in _DESCRIBED else {}
        if event["sender"] == house.bot and kind in _SAID and event["content"] != empty:
            await clear(room_id, (kind, key), homeserver=homeserver, house=house)
            await homeserver.put_state(room_id, StatePiece(kind, key, empty))
