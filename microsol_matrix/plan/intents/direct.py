"""What is done to talk with one person in private."""

from attrs import frozen

from microsol_matrix.ids import RoomId, UserId
from microsol_matrix.rooms import RoomSpec


@frozen
class JoinDirect:
    """Accept an invitation to a direct message."""

    room_id: RoomId
    via: tuple[str, ...]


@frozen
class Decline:
    """Decline an invitation that is not for us."""

    room_id: RoomId


@frozen
class ReadBack:
    """Read what was said in a direct message before we were in it."""

    room_id: RoomId


@frozen
class MarkDirect:
    """Note a direct room in the bot's account data."""

    person: UserId
    room_id: RoomId


@frozen
class MakeDirect:
    """Make a direct room of our own."""

    spec: RoomSpec


@frozen
class InviteToDirect:
    """Invite a person to the direct room that we made."""

    room_id: RoomId
    person: UserId
    is_local: bool


DirectIntent = JoinDirect | Decline | ReadBack | MarkDirect | MakeDirect | InviteToDirect
