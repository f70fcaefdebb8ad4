"""What can happen to a lane that comes from its neighbours: a part of the closed union that `decide` judges.

Owns the values. Refuses to know how a neighbour's porch is reached (`lanes`) and what follows (`neighbours`).
"""

from datetime import datetime
from enum import Enum

from attrs import frozen

from microsol_matrix.ids import EventId, RoomAlias, RoomId, ServerName, Text, UserId
from microsol_matrix.scales.link import PorchReading, Trouble


class Looked(Enum):
    """What stands behind an address at which a porch was looked for."""

    PORCH = "porch"
    SPACE = "space"
    """A congregation's space, not its porch."""
    NOTHING = "nothing"
    """A room in which no congregation publishes."""
    NEWER = "newer"
    """A porch whose card is written for a version newer than what is known here."""


@frozen
class PorchFound:
    """The room behind an address was found and read.

    Attributes:
        via: Servers by which it is reached.
        reading: None unless it is a porch; `reading.is_seated` says whether we are in it.
        at: When reading began.
    """

    address: RoomAlias
    porch: RoomId
    via: tuple[ServerName, ...]
    looked: Looked
    reading: PorchReading | None
    at: datetime


@frozen
class PorchInvited:
    """A neighbour proposes a link: its service invites ours to its porch, or names one of ours on a porch that we see.

    Attributes:
        event_id: Of the invitation, or of the record that names ours.
        porch: The neighbour's.
        by: The neighbour's service.
        to: Our porch, if it says; None if it does not, and we are the only one that can be meant.
        name: As the invitation calls the porch, in a neighbour's words: not cut yet; may be empty.
        purpose: What it says of itself, not cut yet; may be empty.
        address: Of the porch, if the invitation says.
        via: Servers by which it is reached.
    """

    event_id: EventId
    porch: RoomId
    by: UserId
    to: RoomId | None
    name: Text
    purpose: Text
    address: RoomAlias | None
    via: tuple[ServerName, ...]


@frozen
class NeighbourStirred:
    """Something happened on a neighbour's porch: it is worth reading again.

    Attributes:
        card_by: Who wrote the porch's card just now; None if it was something else that happened.
    """

    porch: RoomId
    card_by: UserId | None = None


@frozen
class PorchWasRead:
    """A neighbour's porch was read, after entering it or because it stirred.

    Attributes:
        via: Servers by which it is reached, as its members are now.
        at: When reading began.
    """

    porch: RoomId
    via: tuple[ServerName, ...]
    reading: PorchReading
    at: datetime


@frozen
class PorchFollowed:
    """A neighbour's porch goes on in another room: both say so, the same service writes there, and it names ours.

    Attributes:
        via: Servers by which the other room is reached.
        at: When reading it began.
    """

    porch: RoomId
    to: RoomId
    via: tuple[ServerName, ...]
    reading: PorchReading
    at: datetime


@frozen
class SeatLost:
    """Our service is not on a neighbour's porch any more, or not invited any more, and did not leave it itself."""

    porch: RoomId


@frozen
class SeatDoubted:
    """An event says that our service was put out of a neighbour's porch, or is not invited any more.

    It may be old: what happened there while we were away reaches us when we come in again.
    """

    porch: RoomId


@frozen
class NeighbourProbed:
    """A neighbour's homeserver was asked whether its porch is where it was.

    Attributes:
        trouble: None if it is there.
    """

    porch: RoomId
    trouble: Trouble | None


Neighbouring = (
    PorchFound
    | PorchInvited
    | NeighbourStirred
    | PorchWasRead
    | PorchFollowed
    | SeatLost
    | SeatDoubted
    | NeighbourProbed
)
