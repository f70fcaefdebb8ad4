"""What is done about people: whom we invite, and who is out of a seat or of the space."""

from attrs import frozen

from microsol_matrix.ids import RoomId, RoomKey, UserId


@frozen
class Invite:
    """Invite one person to one room.

    Attributes:
        is_local: Whether the person's homeserver is ours; others may be slow or gone.
    """

    key: RoomKey
    room_id: RoomId
    person: UserId
    is_local: bool


@frozen
class Remove:
    """Withdraw an invitation."""

    key: RoomKey
    room_id: RoomId
    person: UserId
    reason: str


@frozen
class PutOut:
    """Carry a removal from the space to another room of the congregation."""

    key: RoomKey
    room_id: RoomId
    person: UserId
    reason: str


@frozen
class Ban:
    """Carry a ban from the space to another room of the congregation."""

    key: RoomKey
    room_id: RoomId
    person: UserId
    reason: str


@frozen
class LiftBan:
    """Take back a ban that we carried, because the space's was lifted."""

    key: RoomKey
    room_id: RoomId
    person: UserId


Farewell = Remove | PutOut | Ban | LiftBan
"""What is done about people who are out: of a crew's seat, or of the space."""

PeopleIntent = Invite | Farewell
