"""The doors of the house, as protocols: homeserver, store, clock.

Owns what the deciding half asks of the doing half. Refuses to know nio, SQL, HTTP or the system's
clock: adapters and fakes with matching names live in `appservice` and `tests`, and each port has
one contract test run on all of them.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from attrs import field, frozen

from microsol_matrix.facts import Fact
from microsol_matrix.ids import EventId, InboxId, LaneId, Ref, RoomId, Text, UserId
from microsol_matrix.rooms import Json, MadeRoom, RoomSpec, StatePiece
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
        text: What it says, in the house's markup (see `markup`).
    """

    ref: Ref
    to: UserId
    text: Text


@frozen
class Waiting:
    """One row of the inbox: what waits to be taken in, in the order in which it arrived."""

    inbox_id: InboxId
    arrived_at: datetime
    item: Arrival | Letter


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
    SELF = "self"
    """The one person whose private lane it is."""


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
            `archive`, `crew`, `direct`).
        is_unsettled: Whether the lane's plan was not empty at its last commit.
    """

    lane: LaneId
    role: str
    is_unsettled: bool


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

    async def waiting(self) -> tuple[Waiting, ...]:
        """Give all inbox rows not consumed yet, oldest first."""
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
        """Find the lanes at an address: at most one but for members; empty if unknown."""
        ...

    async def find_all(self, kind: AddressKind, keys: Collection[str]) -> Mapping[str, LaneEntry]:
        """Find the lanes at many addresses of one kind at once; keys that are unknown are left out.

        Args:
            kind: One whose addresses lead to one lane each, so not `MEMBER`.
            keys: Any number, in any order.
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


@frozen
class SyncedRoom:
    """One joined room's part of a sync answer.

    Attributes:
        events: The timeline, oldest first, each event's JSON with `room_id` put in.
        gap_from: Where to read back from if the timeline was cut (`limited`); None if it is whole.
    """

    room_id: RoomId
    events: tuple[bytes, ...]
    gap_from: str | None


@frozen
class SyncAnswer:
    """What `/sync` said: rooms' timelines and open invitations.

    Attributes:
        position: The token to go on from.
        invitations: One membership event a room (the bot's own, stripped, with `room_id` and a
            made-up `event_id`), as JSON.
    """

    position: str
    rooms: tuple[SyncedRoom, ...]
    invitations: tuple[bytes, ...]


class Homeserver(Protocol):
    """What we ask of the homeserver, as the bot.

    Every call is bounded in time and tries once; `HomeserverUnreachable` means later may do,
    `HomeserverRefused` that it
    stands. All writing calls are idempotent: by alias, by transaction id, or because Matrix makes
    them so.
    """

    async def make_room(self, spec: RoomSpec) -> MadeRoom:
        """Make a room without invitations, or take over the one that an earlier, interrupted call made under its alias.

        Raises `NotOurs` if the alias belongs to a room without our marker or by another creator.
        """
        ...

    async def put_state(self, room_id: RoomId, piece: StatePiece) -> EventId:
        """Write one state event."""
        ...

    async def read_state(self, room_id: RoomId) -> tuple[bytes, ...]:
        """Read a room's full state, one event's JSON each, with `room_id` inside."""
        ...

    async def invite(self, room_id: RoomId, user_id: UserId) -> None:
        """Invite one person; somebody who is invited or in already is fine."""
        ...

    async def remove(self, room_id: RoomId, user_id: UserId, reason: str) -> None:
        """Withdraw an invitation or answer a knock with no (Matrix: kick); somebody who is out already is fine."""
        ...

    async def ban(self, room_id: RoomId, user_id: UserId, reason: str) -> None:
        """Ban one person; somebody who is banned already is fine."""
        ...

    async def join(self, room_id: RoomId, via: Sequence[str]) -> None:
        """Join a room that the bot is invited to, through the servers given."""
        ...

    async def leave(self, room_id: RoomId) -> None:
        """Leave a room or decline its invitation."""
        ...

    async def send(
        self,
        room_id: RoomId,
        *,
        type: str,  # noqa: A002 - the specification's own word
        content: Mapping[str, Json],
        txn_id: str,
    ) -> EventId:
        """Send one event; the same transaction id gives the same event."""
        ...

    async def redact(self, room_id: RoomId, event_id: EventId, *, txn_id: str, reason: str) -> None:
        """Redact one event."""
        ...

    async def read_back(
        self, room_id: RoomId, *, since: str | None, before: str | None, limit: int
    ) -> tuple[bytes, ...]:
        """Read a room's messages backwards and give them oldest first, each with `room_id` inside.

        Args:
            room_id: Which room.
            since: A token to stop at, from an earlier sync; None for the room's (visible)
                beginning.
            before: A token to begin at; None for the newest.
            limit: At most so many events.
        """
        ...

    async def sync(self, position: str | None) -> SyncAnswer:
        """Ask what happened since a position without waiting; None gives only a fresh position, cheaply."""
        ...

    async def mark_direct(self, user_id: UserId, room_id: RoomId) -> None:
        """Add a room to the bot's `m.direct` for a person; it being there already is fine."""
        ...


class Locked(Enum):
    """Why an encrypted event stays closed."""

    KEY_MISSING = "key missing"
    """Its key has not come; it may come yet."""
    UNREADABLE = "unreadable"
    """No key will open it: it is broken, or we hold no keys at all."""


class Decryption(Protocol):
    """What opens encrypted events. Opening one again gives the same, as long as its key is kept."""

    def open(self, sealed: bytes) -> bytes | Locked:
        """Open one event.

        Args:
            sealed: An `m.room.encrypted` as it came, with `room_id` inside.

        Returns:
            The event as if it had been sent in the clear, with the same id, room and sender, never with a
            state key; or why not.
        """
        ...


class Clock(Protocol):
    """The time of day and its passing; the only source of both."""

    def now(self) -> datetime:
        """Give the present, aware, in UTC."""
        ...

    async def sleep(self, span: timedelta) -> None:
        """Let a span of time pass."""
        ...
