"""The crowd, seen from one congregation: its links to neighbours, each known by its porch.

Owns what a link is, how it stands and by what it moves (`MOVES`), and what a neighbour's porch was last read to say.
Refuses to know how a porch is reached and read, and what hosts are asked in which words.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from zlib import crc32

from attrs import frozen

from microsol_matrix.ids import EventId, RoomAlias, RoomId, ServerName, Text, UserId

NAMELESS: Final = Text("")

BEYOND_KEPT: Final = 50
"""So many neighbours of one neighbour are remembered."""
CREWS_KEPT: Final = 100
"""So many crews of one neighbour are remembered."""

READ_AGAIN: Final = timedelta(seconds=10)
"""A porch is read no more often than that, whatever happens there."""
LONGEST_PAUSE: Final = timedelta(hours=1)
"""A porch on which something happens all the time is read ever less often, but at least so."""
RECOVERY: Final = timedelta(minutes=30)
"""After so long, one reading more may follow closely again."""
_HASTE: Final = 6
"""So many readings may follow each other closely: a link that is made takes four."""
COUNTED_FOR: Final = timedelta(days=1)
"""So long a proposal counts towards how many its server may make."""
PROBE_EVERY: Final = timedelta(days=1)
"""So often each neighbour's server is asked whether its porch is where it was."""
_SLOTS: Final = 1440


class LinkState(Enum):
    """How a link stands, from our side."""

    PROPOSED = "proposed"
    """Our hosts want it; theirs are being asked."""
    ASKED = "asked"
    """Their hosts want it; ours are being asked."""
    AGREED = "agreed"
    """Ours said yes too; we are on our way to their porch, to see whether it says so."""
    MUTUAL = "mutual"
    """Both porches name each other."""
    ENDED = "ended"
    """It is no more; what stands of it is being taken away."""


class LinkEnd(Enum):
    """Why a link, or its proposal, is no more."""

    UNLINKED = "unlinked"
    """Our hosts ended it, or took their proposal back."""
    REFUSED = "refused"
    """Our hosts said no."""
    LEFT = "left"
    """Theirs ended it, said no, or took their proposal back."""
    LAPSED = "lapsed"
    """Nobody answered."""
    EXPIRED = "expired"
    """Its time was over and nobody renewed it."""
    NOT_BACKED = "not backed"
    """Their porch does not propose it, or cannot be read."""
    CLOSED = "closed"
    """We publish nothing any more."""
    DECLINED = "declined"
    """Nobody of ours was asked: we hear nothing from there, or more came than can be asked."""


MOVES: Final[Mapping[LinkState, frozenset[LinkState]]] = {
    LinkState.PROPOSED: frozenset({LinkState.MUTUAL, LinkState.ENDED}),
    LinkState.ASKED: frozenset({LinkState.AGREED, LinkState.ENDED}),
    LinkState.AGREED: frozenset({LinkState.MUTUAL, LinkState.ENDED}),
    LinkState.MUTUAL: frozenset({LinkState.ENDED}),
    LinkState.ENDED: frozenset({LinkState.PROPOSED, LinkState.ASKED}),
}
"""Every move that a link can make. Where both propose at once, who was proposing hears of it as a yes (`MUTUAL`)."""


class Scope(Enum):
    """How much of a neighbour is told to our people, from the least to the most."""

    CARD = "card"
    CREWS = "crews"
    """The crews on its porch too."""


class Trouble(Enum):
    """Why nothing is heard from a neighbour."""

    SILENT = "silent"
    """Its homeserver does not answer."""
    NO_PORCH = "no porch"
    """Its homeserver answers, and knows no porch under this address any more."""
    MOVED = "moved"
    """The address leads to another porch now: it was rebuilt or upgraded."""


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
    """

    bot: UserId
    card: CardRead | None
    crews: tuple[CrewRead, ...]
    beyond: tuple[Beyond, ...]
    claim: Claim | None
    left_out: int
    newer: bool
    is_seated: bool


@frozen
class Link:
    """A link to one neighbour.

    Attributes:
        porch: The neighbour's; it names the neighbour.
        via: Servers by which its porch is reached.
        address: By which it was found or invited us; None if it has none.
        bot: The neighbour's service.
        since: When it came to stand as it does.
        by: The host who proposed, agreed or ended it; None where nobody of ours did.
        expires_at: When it ends unless it is renewed; None before it is mutual.
        name: As the neighbour's invitation or card calls it.
        purpose: As its invitation or card says what it is for; may be empty.
        end: Why it is no more; None while it is.
        reading: What its porch was last read to say; None before.
        stirred_at: When something last happened there that was not read yet; None if nothing did.
        read_at: When the porch was last read: when that began.
        heard_at: When the neighbour's server was last known to be there.
        probed_at: When the neighbour's server was last asked whether the porch is where it was; None if never.
        is_probing: Whether it is to be asked now.
        trouble: Why nothing is heard; None if all is well.
        told: How often the hosts were told of the trouble.
        stays_by: The host who leaves it as it is, though its address leads elsewhere now; None if nobody said so.
        renewal_for: The end for which the hosts were last asked to renew it; None if they never were.
        is_invited: Whether its service was invited to our porch for this link.
        is_left: Whether our bot gave back its seat there, or declined to take it.
        haste: How many readings came of late, one taken off for each `RECOVERY` since.
        is_rid: Whether its service has been out of our porch since it was there for this link. If it comes in again,
            it is to look, as anybody may, perhaps before it proposes anew.
        because: The event that made it: names what is asked of the hosts.
    """

    porch: RoomId
    state: LinkState
    scope: Scope
    via: tuple[ServerName, ...]
    address: RoomAlias | None
    bot: UserId
    since: datetime
    because: EventId
    by: UserId | None = None
    expires_at: datetime | None = None
    name: Text = NAMELESS
    purpose: Text = NAMELESS
    end: LinkEnd | None = None
    reading: PorchReading | None = None
    stirred_at: datetime | None = None
    read_at: datetime | None = None
    heard_at: datetime | None = None
    probed_at: datetime | None = None
    is_probing: bool = False
    trouble: Trouble | None = None
    told: int = 0
    stays_by: UserId | None = None
    renewal_for: datetime | None = None
    is_invited: bool = False
    is_left: bool = False
    haste: int = 0
    is_rid: bool = False

    @property
    def is_live(self) -> bool:
        """Whether it is not over."""
        return self.state is not LinkState.ENDED

    @property
    def is_mutual(self) -> bool:
        """Whether both porches name each other."""
        return self.state is LinkState.MUTUAL

    @property
    def is_renewal_open(self) -> bool:
        """Whether the hosts were asked to renew it, and have not yet."""
        return (
            self.is_mutual and self.expires_at is not None and self.renewal_for == self.expires_at
        )

    @property
    def was_mutual(self) -> bool:
        """Whether both porches named each other once, or do."""
        return self.expires_at is not None

    @property
    def reads_at(self) -> datetime | None:
        """Give from when on the porch is to be read again; None if nothing happened there since.

        However much happens there, it is read once in `pause`.
        """
        if self.stirred_at is None or self.read_at is None:
            return self.stirred_at
        return max(self.stirred_at, self.read_at + self.pause)

    @property
    def pause(self) -> timedelta:
        """Give the least time between two readings: each is kept, and a neighbour must not fill our store."""
        doublings = min(max(self.haste - _HASTE, 0), 10)
        return min(READ_AGAIN * (1 << doublings), LONGEST_PAUSE)

    @property
    def is_stale(self) -> bool:
        """Whether the porch is to be read now."""
        return self.stirred_at is not None and self.reads_at == self.stirred_at

    @property
    def due_to_probe(self) -> datetime:
        """Give when the neighbour's server is next asked whether the porch is where it was.

        Many links that were made at once are not asked after at once: each has its own time of the day.
        """
        if self.probed_at is not None:
            return self.probed_at + PROBE_EVERY
        first = PROBE_EVERY * ((crc32(self.porch.encode()) % _SLOTS + 1) / _SLOTS)
        return self.since + first


@frozen
class Proposal:
    """A neighbour asked for a link: counted, so that no server asks too often."""

    server: ServerName
    at: datetime


@frozen
class Search:
    """A host named a porch, which is being looked for.

    Attributes:
        because: The message that asked for it, to be answered.
    """

    address: RoomAlias
    scope: Scope
    by: UserId
    at: datetime
    because: EventId


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
    """Something happened on a neighbour's porch, or it is time to look again."""

    porch: RoomId
    at: datetime


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
    | ProbeDue
    | NeighbourHeard
    | NeighbourTroubled
    | SeatLeft
    | LinkLeftAsItIs
    | ServerRefused
    | ServerHeardAgain
)
