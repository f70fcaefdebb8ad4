"""What is to be said and was, messages that are kept up to date, and what is to be taken away."""

from typing import Final

from attrs import frozen

from microsol_matrix.ids import EventId, Ref, RoomId, Text

HAND: Final = "✋"
"""The reaction that answers most prompts."""

CHECK: Final = "✅"

CROSS: Final = "❌"
"""The reactions that let somebody in, or do not."""


@frozen
class Notice:
    """Words that are to be said once.

    Attributes:
        room_id: Where; None for a letter, said in whichever direct room the person can read.
        text: In the house's markup.
        reply_to: The event that it answers.
        thread: The root of the thread in which it was asked.
    """

    ref: Ref
    room_id: RoomId | None
    text: Text
    reply_to: EventId | None
    thread: EventId | None


SHOWN_KEPT: Final = 10
"""How many edits of a prompt are known as it: nobody answers one of long ago."""

ONCE: Final = "once/"
"""Begins the ref of a notice that is not said again, however often there is a reason."""

ONCE_KEPT: Final = 200
"""How many of those are remembered: by then the message or the person was answered long ago."""


def remembered(once: tuple[Ref, ...], notice: Notice) -> tuple[Ref, ...]:
    """Give the refs not to be said again, after one more notice was wanted."""
    return (*once, notice.ref)[-ONCE_KEPT:] if notice.ref.startswith(ONCE) else once


@frozen
class PromptSeen:
    """A message of ours that is kept up to date by editing.

    Attributes:
        digest: Of the text as last sent.
        edits: How often it was edited; part of the next edit's transaction id.
        has_reaction: Whether the bot put its own ✋, so that phones need only tap.
        reactions: What else it put.
        shown: Its last edits: simple clients show them as messages of their own, which can be answered.
    """

    room_id: RoomId
    event_id: EventId
    digest: str
    edits: int
    has_reaction: bool
    reactions: frozenset[str] = frozenset()
    shown: tuple[EventId, ...] = ()

    @property
    def events(self) -> tuple[EventId, ...]:
        """Give every event as which it stands in its room: itself and its last edits."""
        return (self.event_id, *self.shown)

    def has(self, emoji: str) -> bool:
        """Whether the bot put this reaction."""
        return self.has_reaction if emoji == HAND else emoji in self.reactions


@frozen
class NoticeWanted:
    """Something is to be said."""

    notice: Notice


@frozen
class NoticeSent:
    """It was said."""

    ref: Ref
    event_id: EventId


@frozen
class NoticeDropped:
    """It cannot be said: the homeserver refuses, the person has left, or it is encrypted there and we hold no keys."""

    ref: Ref
    errcode: str


@frozen
class PromptSent:
    """A prompt stands in a room."""

    ref: Ref
    room_id: RoomId
    event_id: EventId
    digest: str


@frozen
class PromptEdited:
    """A prompt was brought up to date, or may have been: its digest is `UNKNOWN` then.

    Attributes:
        event_id: The edit's own; None where it is not known.
    """

    ref: Ref
    digest: str
    event_id: EventId | None = None


@frozen
class PromptReacted:
    """The bot put its own reaction to a prompt."""

    ref: Ref
    emoji: str = HAND


@frozen
class RedactionWanted:
    """An event is to be redacted: a reaction where answers are private."""

    room_id: RoomId
    event_id: EventId


@frozen
class Redacted:
    """It was redacted, or cannot be."""

    event_id: EventId
