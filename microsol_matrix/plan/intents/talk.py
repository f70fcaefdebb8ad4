"""What is done to talk in a room: said once, kept up to date, reacted to or taken away."""

from attrs import frozen

from microsol_matrix.ids import EventId, Ref, RoomId, Text, UserId


@frozen
class Say:
    """Say a notice once."""

    ref: Ref
    room_id: RoomId
    text: Text
    reply_to: EventId | None
    thread: EventId | None


@frozen
class SendPrompt:
    """Put up a message that is kept up to date.

    Attributes:
        by: Who called, offered or wished what it is about, where it names them to everybody who can read it.
    """

    ref: Ref
    room_id: RoomId
    text: Text
    digest: str
    by: UserId | None = None


@frozen
class EditPrompt:
    """Bring a prompt up to date.

    Attributes:
        edit: Its number, from 1; part of the transaction id.
    """

    ref: Ref
    room_id: RoomId
    event_id: EventId
    text: Text
    digest: str
    edit: int


@frozen
class React:
    """Put the bot's own reaction to a prompt, so that phones need only tap."""

    ref: Ref
    room_id: RoomId
    event_id: EventId
    emoji: str


@frozen
class Redact:
    """Take away an event that should not show."""

    room_id: RoomId
    event_id: EventId
    reason: str


TalkIntent = Say | SendPrompt | EditPrompt | React | Redact
