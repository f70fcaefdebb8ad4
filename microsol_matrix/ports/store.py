"""The store: where what arrives waits, and where lanes keep their facts.

Owns what is promised of both: taken in once, in order, durable before it is answered. Refuses to know
SQL, and how long anything takes.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Final, Protocol

from attrs import field, frozen

from microsol_matrix.facts import Fact
from microsol_matrix.ids import EventId, InboxId, LaneId, Ref, RoomAlias, RoomId, Text, UserId
from microsol_matrix.languages import Language
from microsol_matrix.structure.listed import Listed
from microsol_matrix.world import LaneWorld


@frozen
class Arrival:
    """One event as it came, kept until a lane has taken it in.

    Attributes:
        event_id: The dedupe key. Invitations seen by `/sync` have no event id; they carry a made-up
            one (`invite:` ...).
        room_id: Where it happened.
        raw: The event's JSON, UTF-8, as received, with `room_id` inside.
    """

    event_id: EventId
    room_id: RoomId
    raw: bytes


@frozen
class Letter:
    """Words from a congregation to one person, delivered by that person's own lane as a direct message.

    Attributes:
        ref: Names the letter; a second one with the same ref is the same letter.
        to: Whom it is for.
        text: What it says in the congregation's language, in the house's markup (see `markup`).
        translations: What it says in each language: which one the person reads, their own lane knows.
    """

    ref: Ref
    to: UserId
    text: Text
    translations: Mapping[Language, Text] = field(factory=dict, hash=False)


@frozen
class Waiting:
    """One row of the inbox: what waits to be taken in, in the order in which it arrived."""

    inbox_id: InboxId
    arrived_at: datetime
    item: Arrival | Letter


BEGINNING: Final = InboxId(0)
"""Before the first row of the inbox."""


class AddressKind(Enum):
    """What an address finds a lane by."""

    ROOM = "room"
    """A room id that belongs to the lane."""
    EVENT = "event"
    """An event of ours, or a reaction counted as an answer, in one of the lane's rooms."""
    MEMBER = "member"
    """A person joined to the congregation's space; one person may have many."""
    AWAITED = "awaited"
    """A room of the lane in which a prompt of ours may stand whose event id has yet to reach us."""
    ENCRYPTED = "encrypted"
    """A crew's encrypted room; its role says whether we read there (`read`, `unread`)."""
    LISTED = "listed"
    """A porch on which something stands; its role says whether the room directory shows it (`shown`, `hidden`)."""
    SELF = "self"
    """The one person whose private lane it is."""
    NEIGHBOUR = "neighbour"
    """A porch that the congregation has to do with and that is not its own; one porch may have many neighbours."""


TO_MANY: Final = frozenset({AddressKind.MEMBER, AddressKind.NEIGHBOUR})
"""Kinds whose addresses may lead to many lanes; all others lead to one."""


SEAT: Final = "seat"
"""The role of a neighbour's porch in which the lane wants our bot to be."""


@frozen
class Address:
    """One way to find a lane. The whole set is computed from the lane's world, so it can be rebuilt."""

    kind: AddressKind
    key: str


@frozen
class LaneEntry:
    """What the store knows of a lane without loading it.

    Attributes:
        role: For `ROOM` addresses: the room's part in the house (`space`, `commons`, `hosts`,
            `archive`, `crew`, `direct`). For `NEIGHBOUR` addresses `SEAT`, or nothing where no seat is wanted.
    """

    lane: LaneId
    role: str


@frozen
class LaneRecord:
    """A lane as stored: snapshot, the facts after it, and the number of the last fact.

    Attributes:
        snapshot: The world at `snapshot_seq`; None if none was kept yet.
        facts: Those after the snapshot, oldest first.
        seq: The number of the last fact; 0 for a lane that has none.
    """

    snapshot: LaneWorld | None
    snapshot_seq: int
    facts: tuple[Fact, ...]
    seq: int


@frozen
class Append:
    """One commit of a lane: its facts, what they consumed, and everything that follows from the new world.

    Attributes:
        expected_seq: The lane's `seq` before these facts; a mismatch raises `LaneMoved` and changes
            nothing.
        facts: New facts, numbered from `expected_seq + 1`.
        at: When the deciding happened (UTC).
        consumed: Inbox rows that are hereby taken in.
        letters: To other lanes; they become inbox rows in the same commit.
        addresses: The lane's whole set with the role of each room (empty role for others); None
            leaves it as it is.
        next_due: When the lane wants to be woken; None for never.
        is_unsettled: Whether something remains to be performed.
        snapshot: The new world, when a snapshot is to be kept.
        listed: All that look-ups find of the lane; None leaves it as it is.
    """

    lane: LaneId
    expected_seq: int
    facts: tuple[Fact, ...]
    at: datetime
    consumed: tuple[InboxId, ...]
    letters: tuple[Letter, ...]
    addresses: Mapping[Address, str] | None = field(hash=False)
    next_due: datetime | None
    is_unsettled: bool
    snapshot: LaneWorld | None
    listed: tuple[Listed, ...] | None = None


class Store(Protocol):
    """Where arrivals and facts are kept. Every method that writes returns after the data is durable.

    Errors: `StoreUnavailable` when it cannot; nothing was changed then.
    """

    async def accept(
        self, arrivals: Sequence[Arrival], *, arrived_at: datetime, sync_position: str | None
    ) -> tuple[Waiting, ...]:
        """Take events in, in order, with the sync position if one is given.

        Each is taken in once by its event id, for as long as a homeserver could send it again.

        Nothing is committed if there is neither an arrival that is new nor a position. Returns the
        new ones.
        """
        ...

    async def waiting(self, *, after: InboxId = BEGINNING, limit: int = 256) -> tuple[Waiting, ...]:
        """Give inbox rows not consumed yet, oldest first.

        Numbers rise by one with each row, in the order of commits, and are never given again: nothing
        comes up later before what was given here.

        Args:
            after: Only those whose number is higher.
            limit: At most so many.
        """
        ...

    async def discard(self, inbox_ids: Sequence[InboxId]) -> None:
        """Forget inbox rows that no lane wanted."""
        ...

    async def load(self, lane: LaneId) -> LaneRecord:
        """Read a lane; one that does not exist is empty (`seq` 0)."""
        ...

    async def append(self, commit: Append) -> tuple[Waiting, ...]:
        """Write one lane's commit; returns the inbox rows that its letters became."""
        ...

    async def find(self, address: Address) -> tuple[LaneEntry, ...]:
        """Find the lanes at an address: at most one but for kinds `TO_MANY`; empty if unknown."""
        ...

    async def find_all(self, kind: AddressKind, keys: Collection[str]) -> Mapping[str, LaneEntry]:
        """Find the lanes at many addresses of one kind at once; keys that are unknown are left out.

        Args:
            kind: Of one `TO_MANY`, any one of the lanes at each address is given: it says that there is one.
            keys: Any number, in any order.
        """
        ...

    async def find_every(self, kind: AddressKind) -> Mapping[str, LaneEntry]:
        """Find the lanes at all addresses of one kind; for kinds of which there are few.

        Args:
            kind: Of one `TO_MANY`, any one of the lanes at each address is given.
        """
        ...

    async def find_listed(self, *, congregation: str, crew: str, limit: int) -> tuple[Listed, ...]:
        """Give what stands on porches and is named so, however many there are.

        A name is found by how it begins, or how one of its words does (`structure.listed`). With both, crews
        of such a name in congregations of such a name; with the congregation alone, that and its crews; with
        the crew alone, crews; with neither, everything, the oldest congregations first.

        Args:
            congregation: As `folded` writes it; empty for any.
            crew: As `folded` writes it; empty for any, and for congregations themselves.
            limit: At most so many.
        """
        ...

    async def listed_at(self, alias: RoomAlias, *, limit: int) -> tuple[Listed, ...]:
        """Give what stands on the porch at an alias, the congregation first; empty if nothing does.

        Args:
            alias: Of any room.
            limit: At most so many.
        """
        ...

    async def self_lane(self, user_id: UserId) -> LaneId:
        """Give the lane of one person's private things; the first time it is made, with a random key."""
        ...

    async def due(self, now: datetime) -> tuple[LaneId, ...]:
        """Give the lanes whose `next_due` is not after `now`, earliest first."""
        ...

    async def next_due(self) -> datetime | None:
        """Give the earliest `next_due` of all lanes."""
        ...

    async def unsettled(self) -> tuple[LaneId, ...]:
        """Give the lanes that had something left to perform."""
        ...

    async def sync_position(self) -> str | None:
        """Give the `/sync` token up to which events were accepted; None before the first."""
        ...

    async def close(self) -> None:
        """Finish what was begun and let go of the database; calling again does nothing."""
        ...
