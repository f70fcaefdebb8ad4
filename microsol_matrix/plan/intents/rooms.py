"""What is done with rooms of ours: made, written to, entered, archived and taken up again."""

from collections.abc import Mapping

from attrs import field, frozen

from microsol_matrix.ids import RoomAlias, RoomId, RoomKey, UserId
from microsol_matrix.rooms import Json, RoomSpec, StatePiece


@frozen
class MakeRoom:
    """Make one of our rooms."""

    key: RoomKey
    spec: RoomSpec


@frozen
class PutState:
    """Write a state event that differs from what was last written.

    Attributes:
        clears_past: Whether every earlier version is taken away first, so that only the present one can be read.
    """

    key: RoomKey
    room_id: RoomId
    piece: StatePiece
    digest: str
    clears_past: bool = False


@frozen
class Withdraw:
    """Take away all that ever stood in a place of a room's state, and leave the place empty.

    Attributes:
        type: Of the state event.
    """

    key: RoomKey
    room_id: RoomId
    type: str
    state_key: str


@frozen
class PutPower:
    """Say anew who holds power in a room; what the bot itself has there stays.

    Attributes:
        users: Power of people, the bot left out: the door keeps its own.
    """

    key: RoomKey
    room_id: RoomId
    power: Mapping[str, Json] = field(hash=False)
    users: Mapping[UserId, int] = field(hash=False)
    digest: str


@frozen
class EnterRoom:
    """Go back into a room of ours to which somebody has invited us."""

    key: RoomKey
    room_id: RoomId
    via: tuple[str, ...]


@frozen
class FollowRoom:
    """Go into the room in which a room of ours goes on, and look what stands there.

    Attributes:
        room_id: The one before.
        alias: Which is to lead to it then; None for none.
    """

    key: RoomKey
    room_id: RoomId
    successor: RoomId
    via: tuple[str, ...]
    alias: RoomAlias | None


@frozen
class KeepState:
    """Read what a room holds, before it is archived and anything of it is changed."""

    key: RoomKey
    room_id: RoomId


@frozen
class DropAlias:
    """Let the alias that a room was made under lead nowhere."""

    key: RoomKey
    room_id: RoomId
    alias: RoomAlias


@frozen
class NameAlias:
    """Let the alias that a room was made under lead there again."""

    key: RoomKey
    room_id: RoomId
    alias: RoomAlias


@frozen
class GiveBack:
    """Give a room its power back as it was, the last of what was kept: it is open again.

    Attributes:
        power: None if there was none to be kept.
    """

    key: RoomKey
    room_id: RoomId
    power: StatePiece | None


@frozen
class PutListing:
    """Have the homeserver's room directory show a room among ours, or not show it."""

    key: RoomKey
    room_id: RoomId
    is_listed: bool


Archiving = KeepState | DropAlias | NameAlias | GiveBack
"""What is done to a crew's room as it is archived and taken up again, besides writing state."""

RoomIntent = (
    MakeRoom | PutState | Withdraw | PutPower | EnterRoom | FollowRoom | PutListing | Archiving
)
