"""A link to a neighbour, from our side, and what was sought or asked before there was one."""

from datetime import datetime, timedelta
from typing import Final
from zlib import crc32

from attrs import frozen

from microsol_matrix.ids import EventId, RoomAlias, RoomId, ServerName, Text, UserId
from microsol_matrix.scales.link.reading import NAMELESS, PorchReading
from microsol_matrix.scales.link.ways import LinkEnd, LinkState, Scope, Trouble

READ_AGAIN: Final = timedelta(seconds=10)
"""A porch is read no more often than that, whatever happens there."""

SETTLING: Final = timedelta(seconds=2)
"""What stands on a porch is taken away before something else takes its place: between the two nothing is read.

A card that was just written waits for nothing."""

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
        is_settled: Whether so long was waited after that that it is to be read now.
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
    is_settled: bool = False
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
        if self.stirred_at is None or self.is_settled:
            return self.stirred_at
        return max(self.stirred_at + SETTLING, self.rests_until)

    @property
    def rests_until(self) -> datetime:
        """Give until when the porch is not read again, whatever happens there."""
        return self.since if self.read_at is None else self.read_at + self.pause

    @property
    def pause(self) -> timedelta:
        """Give the least time between two readings: each is kept, and a neighbour must not fill our store."""
        doublings = min(max(self.haste - _HASTE, 0), 10)
        return min(READ_AGAIN * (1 << doublings), LONGEST_PAUSE)

    @property
    def is_stale(self) -> bool:
        """Whether the porch is to be read now."""
        return self.stirred_at is not None and self.is_settled

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
    """A neighbour asked for a link: counted, so that no server asks too often.

    Attributes:
        bot: The neighbour's service.
    """

    bot: UserId
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
