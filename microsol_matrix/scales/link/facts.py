"""What happens to links."""

from datetime import datetime

from attrs import frozen

from microsol_matrix.ids import RoomAlias, RoomId, ServerName, UserId
from microsol_matrix.scales.link.link import Link, Search
from microsol_matrix.scales.link.reading import PorchReading
from microsol_matrix.scales.link.ways import LinkEnd, LinkState, Scope, Trouble


@frozen
class PorchSought:
    """A host named a porch to link with."""

    search: Search


@frozen
class SearchEnded:
    """The porch was found, or cannot be."""

    address: RoomAlias


@frozen
class LinkBegan:
    """A link is proposed, by us or to us; one with the same porch that has ended is overtaken."""

    link: Link


@frozen
class NeighbourInvited:
    """The neighbour's service was invited to our porch: the proposal is on its way."""

    porch: RoomId


@frozen
class LinkMoved:
    """A link stands in another way now: one of `MOVES`.

    Attributes:
        by: The host who did it; None where nobody of ours did.
        expires_at: When it ends unless it is renewed; None as long as it is not mutual.
        end: Why it is no more; None unless it is.
        scope: How much of the neighbour is told, if that was said anew.
    """

    porch: RoomId
    to: LinkState
    at: datetime
    by: UserId | None = None
    expires_at: datetime | None = None
    end: LinkEnd | None = None
    scope: Scope | None = None


@frozen
class LinkRenewed:
    """A host lets a link last longer."""

    porch: RoomId
    expires_at: datetime
    by: UserId


@frozen
class RenewalAsked:
    """The hosts were asked to renew a link."""

    porch: RoomId


@frozen
class LinkForgotten:
    """Nothing stands of an ended link any more."""

    porch: RoomId


@frozen
class PorchStirred:
    """Something happened on a neighbour's porch, or it is time to look again.

    Attributes:
        is_settled: Whether it is time to look; what just happened may be half of something.
    """

    porch: RoomId
    at: datetime
    is_settled: bool = False


@frozen
class PorchRead:
    """A neighbour's porch was read.

    Attributes:
        via: Servers by which it is reached; none if that is not known anew.
        at: When reading began: what happened there later is read again.
    """

    porch: RoomId
    reading: PorchReading
    at: datetime
    via: tuple[ServerName, ...] = ()


@frozen
class LinkFollowed:
    """A neighbour's porch goes on in another room, as both rooms say, and its link with it.

    Attributes:
        via: Servers by which the other room is reached.
        at: When reading it began.
    """

    porch: RoomId
    to: RoomId
    reading: PorchReading
    at: datetime
    via: tuple[ServerName, ...]


@frozen
class ProbeDue:
    """It is time to ask a neighbour's server whether the porch is where it was."""

    porch: RoomId
    at: datetime


@frozen
class NeighbourHeard:
    """A neighbour's server answered, and its porch is where it was."""

    porch: RoomId
    at: datetime


@frozen
class NeighbourTroubled:
    """A neighbour could not be found where it was.

    Attributes:
        told: How often the hosts were told of it by now.
    """

    porch: RoomId
    trouble: Trouble
    at: datetime
    told: int = 0


@frozen
class SeatLeft:
    """Our bot is not on a neighbour's porch (any more), nor invited there."""

    porch: RoomId


@frozen
class LinkLeftAsItIs:
    """A host leaves a link as it is, though the neighbour's address leads elsewhere now."""

    porch: RoomId
    by: UserId


@frozen
class ServerRefused:
    """The hosts want no proposals from a server any more."""

    server: ServerName
    by: UserId


@frozen
class ServerHeardAgain:
    """The hosts take proposals from a server again."""

    server: ServerName
    by: UserId


LinkFact = (
    PorchSought
    | SearchEnded
    | LinkBegan
    | NeighbourInvited
    | LinkMoved
    | LinkRenewed
    | RenewalAsked
    | LinkForgotten
    | PorchStirred
    | PorchRead
    | LinkFollowed
    | ProbeDue
    | NeighbourHeard
    | NeighbourTroubled
    | SeatLeft
    | LinkLeftAsItIs
    | ServerRefused
    | ServerHeardAgain
)
