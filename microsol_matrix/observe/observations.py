"""What can be seen happening on the homeserver: the closed union that everything else is built on.

Owns the values, and no reading.
"""

from typing import Final

from attrs import frozen

from microsol_matrix.ids import EventId, RoomId, Text, UserId
from microsol_matrix.seen import Membership

NO_WORDS: Final = Text("")


@frozen
class Ignored:
    """Nothing for us: not an event, not a kind that we read, or one of its needed fields is missing or misshapen."""

    reason: str


@frozen
class BotInvited:
    """Somebody invited the bot.

    Attributes:
        is_direct: Whether it looks like a direct message: said so, or a room without name and type.
    """

    room_id: RoomId
    event_id: EventId
    by: UserId
    is_direct: bool


@frozen
class MembershipChanged:
    """How somebody stands to a room changed.

    Attributes:
        name: The display name that came with it; empty if none.
        reason: In the words of who did it, cut to `REASON_LIMIT`; empty if none was given.
    """

    room_id: RoomId
    event_id: EventId
    person: UserId
    membership: Membership
    by: UserId
    name: Text
    reason: Text = NO_WORDS


@frozen
class MessageSaid:
    """Somebody said something in words.

    Attributes:
        body: Plain text, with the reply fallback taken off; not for storing unless it is addressed
            to us.
        reply_to: The event that it replies to.
        thread: The root of its thread.
        mentions: User ids named by `m.mentions` or by links in the HTML.
        calls_us: What links to us in the HTML read: the display names by which clients know us.
        replaces: The message of which it is a later version.
    """

    room_id: RoomId
    event_id: EventId
    by: UserId
    body: str
    reply_to: EventId | None
    thread: EventId | None
    mentions: frozenset[UserId]
    calls_us: frozenset[str] = frozenset()
    replaces: EventId | None = None

    @property
    def is_edit(self) -> bool:
        """Whether it is a later version of an earlier message."""
        return self.replaces is not None

    @property
    def target(self) -> EventId | None:
        """What it is about: the event that it replies to, else the root of its thread."""
        return self.reply_to or self.thread


@frozen
class EncryptedSaid:
    """Somebody said something that only holders of keys can read."""

    room_id: RoomId
    event_id: EventId
    by: UserId


@frozen
class EncryptionTurnedOn:
    """The room is encrypted from now on."""

    room_id: RoomId
    event_id: EventId
    by: UserId


@frozen
class Reacted:
    """Somebody reacted to an event."""

    room_id: RoomId
    event_id: EventId
    by: UserId
    target: EventId
    key: str


@frozen
class WasRedacted:
    """Somebody took an event away."""

    room_id: RoomId
    event_id: EventId
    by: UserId
    target: EventId


Observation = (
    BotInvited
    | MembershipChanged
    | MessageSaid
    | EncryptedSaid
    | EncryptionTurnedOn
    | Reacted
    | WasRedacted
)
