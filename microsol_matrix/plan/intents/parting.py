"""What is done with a room that is handed over to its people."""

from collections.abc import Mapping

from attrs import field, frozen

from microsol_matrix.ids import RoomAlias, RoomId, RoomKey, UserId
from microsol_matrix.rooms import Json


@frozen
class HandOver:
    """Give people all power in a room.

    Attributes:
        power: People left out.
        users: Power of people, the bot left out.
        own: What the bot keeps, where the room lists it: all of it at first, in the end what the last words need.
        digest: What is known of the room's power once it is done.
    """

    key: RoomKey
    room_id: RoomId
    power: Mapping[str, Json] = field(hash=False)
    users: Mapping[UserId, int] = field(hash=False)
    own: int
    digest: str


@frozen
class LeaveRoom:
    """Leave a room for good, and let the name under which it was made go.

    Attributes:
        alias: None for a room that people made.
    """

    key: RoomKey
    room_id: RoomId
    alias: RoomAlias | None


PartingIntent = HandOver | LeaveRoom
