"""What is done with rooms that people made, to see what would become of them and to take them in."""

from attrs import frozen

from microsol_matrix.ids import RoomId, RoomKey, UserId
from microsol_matrix.rooms import StatePiece
from microsol_matrix.scales.adoption import AdoptionAsk


@frozen
class LookAtSpace:
    """Come into a space and the rooms that somebody named, and read them; nothing is written.

    Attributes:
        asker: Who asked.
        look: Its number, from 1.
    """

    ask: AdoptionAsk
    asker: UserId
    look: int


@frozen
class ReadRoom:
    """Read a room that is to be taken in, as it is now."""

    key: RoomKey
    room_id: RoomId
    via: tuple[str, ...]


@frozen
class MarkRoom:
    """Put our marker into a room that people made: the first that we ever write there.

    Attributes:
        marker: What says that it is ours, and which.
        services: Whom clients are not to count as people, ourselves too.
        space: In which it is to stand; None for the space itself.
    """

    key: RoomKey
    room_id: RoomId
    marker: StatePiece
    services: tuple[UserId, ...]
    space: RoomId | None


@frozen
class LetRoomBe:
    """Leave a room that we only looked at, unless it has become ours."""

    room_id: RoomId


AdoptingIntent = LookAtSpace | ReadRoom | MarkRoom | LetRoomBe
