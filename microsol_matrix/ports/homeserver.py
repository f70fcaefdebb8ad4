"""The homeserver: what we ask of it, as the bot.

Owns which questions there are and that each may be asked twice. Refuses to know HTTP, nio and how
often anything is tried.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from attrs import frozen

from microsol_matrix.ids import EventId, RoomAlias, RoomId, UserId, ZoneName
from microsol_matrix.rooms import Json, MadeRoom, RoomSpec, StatePiece


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


@frozen
class FoundRoom:
    """Where an alias leads.

    Attributes:
        servers: By which the room is reached, as the alias' homeserver says: strangers' words, at most ten.
    """

    room_id: RoomId
    servers: tuple[str, ...]


@frozen
class RoomSummary:
    """What a room shows to whoever may join it.

    Attributes:
        type: `m.space`, say; None for one that says nothing of it.
        people: How many are in it.
    """

    type: str | None
    people: int


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

    async def set_power(
        self,
        room_id: RoomId,
        *,
        power: Mapping[str, Json],
        users: Mapping[UserId, int],
        own: int | None = None,
    ) -> None:
        """Say who holds power in a room; the bot's own power, listed or not, stays as it is unless `own` says less.

        Args:
            room_id: Which room.
            power: The levels, people left out; what they do not name stays.
            users: Of everybody else, all there are. Whoever was given as much as the bot, where that is
                a number, keeps it: nobody can take it from them.
            own: What the bot keeps, where it is listed; None for all that it has.
        """
        ...

    async def name_alias(self, alias: RoomAlias, room_id: RoomId) -> None:
        """Let an alias of our namespace lead to a room; one that does already is fine.

        Raises `HomeserverRefused` if it leads to another room.
        """
        ...

    async def drop_alias(self, alias: RoomAlias) -> None:
        """Let an alias of our namespace lead nowhere; one that does already is fine."""
        ...

    async def set_listed(self, room_id: RoomId, *, is_listed: bool) -> None:
        """Have the homeserver's room directory show a room in our network's list, or not; so already is fine."""
        ...

    async def read_state(
        self, room_id: RoomId, *, most_bytes: int | None = None
    ) -> tuple[bytes, ...]:
        """Read a room's full state, one event's JSON each, with `room_id` inside.

        Args:
            room_id: Which room.
            most_bytes: More is not read: `HomeserverRefused` with `M_TOO_LARGE`; None reads whatever there is.
        """
        ...

    async def summary(self, room_id: RoomId, via: Sequence[str]) -> RoomSummary | None:
        """Look at a room that we need not be in, through the servers given; None if nothing is shown of it."""
        ...

    async def joined_rooms(self) -> frozenset[RoomId]:
        """Name all rooms that the bot is in, whoever made them."""
        ...

    async def resolve(self, alias: RoomAlias) -> RoomId | None:
        """Look up to which room an alias leads; None if nowhere."""
        ...

    async def look_up(self, alias: RoomAlias) -> FoundRoom | None:
        """Ask an alias' own homeserver to which room it leads; None if it knows of none.

        Raises `HomeserverUnreachable` if that homeserver does not answer.
        """
        ...

    async def versions_of(self, room_id: RoomId, place: tuple[str, str]) -> tuple[EventId, ...]:
        """Give what we ever wrote in a place of a room's state and still says something, the oldest first.

        Args:
            room_id: Which room.
            place: The type and the state key.
        """
        ...

    async def invite(self, room_id: RoomId, user_id: UserId) -> None:
        """Invite one person; somebody who is invited or in already is fine."""
        ...

    async def remove(self, room_id: RoomId, user_id: UserId, reason: str) -> None:
        """Put one person out, withdraw their invitation or answer their knock with no (Matrix: kick).

        Somebody who is out already is fine.
        """
        ...

    async def ban(self, room_id: RoomId, user_id: UserId, reason: str) -> None:
        """Ban one person; somebody who is banned already is fine."""
        ...

    async def lift_ban(self, room_id: RoomId, user_id: UserId) -> None:
        """Let one person come again who was banned (Matrix: unban); somebody who is not banned is fine."""
        ...

    async def join(self, room_id: RoomId, via: Sequence[str]) -> None:
        """Join a room that asks the bot in or is open to all, through the servers given; being in is fine."""
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
        """Send one event; the same transaction id gives the same event.

        In an encrypted room it goes out encrypted, or not at all: `HomeserverRefused` with `NO_KEYS` if we
        hold none. Reactions are never encrypted.
        """
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

    async def profile_zone(self, user_id: UserId) -> ZoneName | None:
        """Read which time zone a person's profile names (`m.tz`, spec v1.16).

        None if it names none, or none that there is, or may not be read by us.
        """
        ...

    async def mark_direct(self, user_id: UserId, room_id: RoomId) -> None:
        """Add a room to the bot's `m.direct` for a person; it being there already is fine."""
        ...
