"""What a neighbour's porch was last read to say."""

from datetime import datetime
from typing import Final

from attrs import frozen

from microsol_matrix.ids import RoomAlias, RoomId, ServerName, Text, UserId
from microsol_matrix.scales.link.ways import Scope

NAMELESS: Final = Text("")

BEYOND_KEPT: Final = 50
"""So many neighbours of one neighbour are remembered."""

CREWS_KEPT: Final = 100
"""So many crews of one neighbour are remembered."""


@frozen
class CardRead:
    """A congregation's public card as read from its porch; what it does not say is empty or None.

    Attributes:
        id: As it calls itself; checked by nobody.
        size: The band: `50-99`.
    """

    id: str
    name: Text
    purpose: Text
    place: Text
    size: str
    address: RoomAlias | None


@frozen
class CrewRead:
    """A crew of a neighbour's, as far as its porch says."""

    name: Text
    state: str
    size: str


@frozen
class Beyond:
    """A neighbour's neighbour, as the neighbour tells it.

    Attributes:
        name: From the short card inside the child's content; empty if it has none.
        is_mutual: What the neighbour's record claims; nobody asked the other side.
    """

    porch: RoomId
    via: tuple[ServerName, ...]
    name: Text
    size: str
    is_mutual: bool


@frozen
class Claim:
    """What a neighbour's porch says of its link to ours: its half.

    Attributes:
        is_proposed: Whether it still proposes, or (else) says that it is mutual.
    """

    is_proposed: bool
    scope: Scope
    expires_at: datetime | None


@frozen
class PorchReading:
    """What a porch was read to say.

    Attributes:
        bot: Who writes there: the neighbour's service.
        card: None if it publishes nothing now, or nothing that can be read.
        claim: None if it does not name ours.
        left_out: How many things did not fit the schemas, were too many or too new.
        newer: Whether some of it was written for a version newer than what is known here.
        is_seated: Whether our own bot is in it.
        is_halfway: Whether its card, or what it says of us, was just taken away, perhaps to be replaced.
        successor: The room in which it goes on, by its own word alone; None if it says nothing of that.
    """

    bot: UserId
    card: CardRead | None
    crews: tuple[CrewRead, ...]
    beyond: tuple[Beyond, ...]
    claim: Claim | None
    left_out: int
    newer: bool
    is_seated: bool
    is_halfway: bool = False
    successor: RoomId | None = None
