"""Keys that are there or are not, as a test says (port `Decryption`)."""

import json

from attrs import Factory, define

from microsol_matrix.ids import EventId, RoomId, UserId
from microsol_matrix.ports import Locked
from microsol_matrix.rooms import Json


def sealed(event_id: str, *, room_id: RoomId, sender: UserId) -> bytes:
    """Make an encrypted event that only a fake can open."""
    event = {
        "type": "m.room.encrypted",
        "event_id": event_id,
        "room_id": room_id,
        "sender": sender,
        "content": {"algorithm": "m.megolm.v1.aes-sha2"},
    }
    return json.dumps(event).encode()


@define
class FakeKeys:
    """Opens an event once it was told what is in it."""

    _inside: dict[EventId, dict[str, Json] | Locked] = Factory(dict)

    def learn(self, event_id: str, kind: str, **content: Json) -> None:
        """Let the key to an event come."""
        self._inside[EventId(event_id)] = {"type": kind, "content": content}

    def lose(self, event_id: str) -> None:
        """Let there be no key to an event, ever."""
        self._inside[EventId(event_id)] = Locked.UNREADABLE

    def open(self, sealed: bytes) -> bytes | Locked:
        event = json.loads(sealed)
        inside = self._inside.get(event["event_id"], Locked.KEY_MISSING)
        if isinstance(inside, Locked):
            return inside
        return json.dumps({**event, **inside}).encode()
