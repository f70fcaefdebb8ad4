"""What can be seen happening on the homeserver: the closed union that everything else is built on.

Owns the values, and no reading.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from attrs import field, frozen

from microsol_matrix.ids import EventId, RoomAlias, RoomId, Text, UserId
from microsol_matrix.seen import Membership

NO_WORDS: Final = Text("")


@frozen
class Ignored:
    """Nothing for us: not an event, not a kind that we read, or one of its needed fields is missing or misshapen."""

    reason: str


@frozen
class InvitedPorch:
    """What an invitation to another congregation's porch says: its service proposes a link by it.

    Attributes:
        to: Our porch, the one that is meant.
        name: What it calls the porch, cut; empty if nothing.
        purpose: Its topic, cut; empty if none.
        address: None if it has none.
    """

    to: RoomId
    name: Text
    purpose: Text
    address: RoomAlias | None


@frozen
class BotInvited:
    """Somebody invited the bot.

    Attributes:
        is_direct: Whether it looks like a direct message: said so, or a room without name and type.
        porch: None unless it is an invitation to a porch.
    """

    room_id: RoomId
    event_id: EventId
    by: UserId
    is_direct: bool
    porch: InvitedPorch | None = None


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
        claimed_ms: When it was sent, in milliseconds since the epoch, as its own homeserver claims: the same
            whenever it is read, and good for nothing else. None if it claims nothing sound.
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
    claimed_ms: int | None = None

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


class Side(Enum):
    """What people say of a room, where others see it before they are in."""

    NAME = "m.room.name"
    TOPIC = "m.room.topic"
    AVATAR = "m.room.avatar"


@frozen
class RoomDescribed:
    """Somebody gave a room another name, topic or picture.

    Attributes:
        words: The name, the topic, or the address of the picture, cut to `WORDS_LIMIT`; empty if there
            is none any more.
    """

    room_id: RoomId
    event_id: EventId
    by: UserId
    side: Side
    words: Text


@frozen
class Power:
    """Who may do what in a room, as its power levels say; what is no whole number is left out.

    Attributes:
        levels: What stands at the top: `invite`, `state_default` and the like.
        events: By the type of an event.
        users: By person, the bot too where it is listed.
    """

    levels: Mapping[str, int] = field(hash=False)
    events: Mapping[str, int] = field(hash=False)
    users: Mapping[UserId, int] = field(hash=False)


@frozen
class RuleWritten:
    """Somebody wrote what is the service's to say in a room of ours: power, who may come in, our own types.

    The service's own writing of power is seen too: a homeserver's administration writes it in our name.

    Attributes:
        digest: Of its content.
        power: What it says; None if it is not about power.
        replacement: The room in which this one goes on; None if it says nothing of that.
        is_proposal: Whether it proposes a link to the porch that its state key names.
        lets_all_read: Whether everybody can read the room by it, without being in.
    """

    room_id: RoomId
    event_id: EventId
    by: UserId
    type: str
    state_key: str
    digest: str
    power: Power | None = None
    replacement: RoomId | None = None
    is_proposal: bool = False
    lets_all_read: bool = False


@frozen
class OwnWritten:
    """We wrote, or took away, what neighbours read on a porch: another congregation of ours may be one of them.

    Attributes:
        is_proposal: Whether it proposes a link to the porch that its state key names.
    """

    room_id: RoomId
    event_id: EventId
    by: UserId
    type: str
    state_key: str
    is_proposal: bool = False


Observation = (
    BotInvited
    | OwnWritten
    | MembershipChanged
    | MessageSaid
    | EncryptedSaid
    | EncryptionTurnedOn
    | Reacted
    | WasRedacted
    | RoomDescribed
    | RuleWritten
)
