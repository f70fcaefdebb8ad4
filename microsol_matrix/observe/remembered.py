"""Read what a room remembers: its whole state, earlier versions of it, and what we said there.

Owns which of it a rebuild needs. Refuses to judge: whose a room is, and what follows, is `rebuild`'s. Total, like
everything that reads events: what makes no sense is passed over.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

from attrs import field, frozen

from microsol_matrix.ids import EventId, Ref, RoomId, UserId
from microsol_matrix.observe.events import parsed
from microsol_matrix.observe.fields import Misshapen, is_user, object_of, text_of, user_of, written
from microsol_matrix.rooms import Json
from microsol_matrix.structure.messages import BY, REF

Place = tuple[str, str]
"""A type and a state key."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST: Final = timedelta(days=365 * 200)
"""Past the year 2170 it is no date that anybody meant."""


@frozen
class StateSeen:
    """One state event as it stands or stood.

    Attributes:
        at: When it was sent, as its homeserver says.
        content: Empty for what was taken away.
    """

    type: str
    state_key: str
    sender: UserId
    event_id: EventId
    at: datetime
    content: Mapping[str, Json] = field(hash=False)

    @property
    def place(self) -> Place:
        """Give its type and state key."""
        return self.type, self.state_key


@frozen
class OwnMessage:
    """Something that we said.

    Attributes:
        ref: What it is about, where it is a prompt that says so.
        by: Whom it names as who called or offered.
        replaces: The message of which it is a later version.
        body: As it was last to read; None if it is sealed or was taken away.
    """

    event_id: EventId
    ref: Ref | None
    by: UserId | None
    replaces: EventId | None
    body: str | None


@frozen
class ReactionSeen:
    """A reaction that stands."""

    event_id: EventId
    by: UserId
    target: EventId
    key: str
    at: datetime


@frozen
class RoomRead:
    """What was read of one room that we are in.

    Attributes:
        state: What stands.
        past: Versions of some of it, the oldest first, those that stand among them; empty if not asked for.
        said: What we said there, the oldest first; empty if not asked for.
        reactions: The oldest first; empty if not asked for.
        before: The rooms that it was until its people went on in it, the first one first; their past is its own.
    """

    room_id: RoomId
    state: Mapping[Place, StateSeen] = field(hash=False)
    past: tuple[StateSeen, ...] = ()
    said: tuple[OwnMessage, ...] = ()
    reactions: tuple[ReactionSeen, ...] = ()
    before: tuple["RoomRead", ...] = ()

    @property
    def first(self) -> "RoomRead":
        """Give the room that it was at first."""
        return self.before[0] if self.before else self

    def content(self, kind: str, state_key: str = "") -> Mapping[str, Json]:
        """Give a state event's content; empty if there is none."""
        seen = self.state.get((kind, state_key))
        return {} if seen is None else seen.content


def read_states(events: Iterable[bytes]) -> tuple[StateSeen, ...]:
    """Read state events, in the order in which they come."""
    return tuple(seen for raw in events if (seen := _state(_object(raw))) is not None)


def read_said(events: Iterable[bytes], *, bot: UserId) -> tuple[OwnMessage, ...]:
    """Read what we said, in the order in which it comes; what others said is passed over."""
    return tuple(said for raw in events if (said := _said(_object(raw), bot)) is not None)


def read_reactions(events: Iterable[bytes]) -> tuple[ReactionSeen, ...]:
    """Read reactions, in the order in which they come; those that were taken away are none."""
    return tuple(one for raw in events if (one := _reaction(_object(raw))) is not None)


def _object(raw: bytes) -> Mapping[str, Any]:
    try:
        event = parsed(raw)
    except (ValueError, RecursionError):
        return {}
    return event if isinstance(event, dict) else {}


def _state(event: Mapping[str, Any]) -> StateSeen | None:
    try:
        return StateSeen(
            type=text_of(event, "type"),
            state_key=text_of(event, "state_key"),
            sender=user_of(event, "sender"),
            event_id=EventId(text_of(event, "event_id")),
            at=_moment(event.get("origin_server_ts")),
            content=cast("Mapping[str, Json]", object_of(event, "content")),
        )
    except Misshapen:
        return None


def _said(event: Mapping[str, Any], bot: UserId) -> OwnMessage | None:
    if event.get("sender") != bot or event.get("type") not in (
        "m.room.message",
        "m.room.encrypted",
    ):
        return None
    try:
        event_id, content = EventId(text_of(event, "event_id")), object_of(event, "content")
    except Misshapen:
        return None
    relation = content.get("m.relates_to")
    replaced = None
    if isinstance(relation, dict) and relation.get("rel_type") == "m.replace":
        replaced = written(relation.get("event_id"))
    newest = content.get("m.new_content")
    words = newest if replaced is not None and isinstance(newest, dict) else content
    ref, by = written(content.get(REF)), written(content.get(BY))
    return OwnMessage(
        event_id=event_id,
        ref=None if ref is None else Ref(ref),
        by=UserId(by) if by is not None and is_user(by) else None,
        replaces=None if replaced is None else EventId(replaced),
        body=written(words.get("body")),
    )


def _reaction(event: Mapping[str, Any]) -> ReactionSeen | None:
    if event.get("type") != "m.reaction":
        return None
    try:
        relation = object_of(object_of(event, "content"), "m.relates_to")
        return ReactionSeen(
            event_id=EventId(text_of(event, "event_id")),
            by=user_of(event, "sender"),
            target=EventId(text_of(relation, "event_id")),
            key=text_of(relation, "key"),
            at=_moment(event.get("origin_server_ts")),
        )
    except Misshapen:
        return None


def moment_of(ms: int) -> datetime | None:
    """Give the moment so many milliseconds after the epoch; None if no calendar of ours goes so far."""
    span = timedelta(milliseconds=ms) if abs(ms) < _LATEST // timedelta(milliseconds=1) else _LATEST
    return None if span >= _LATEST or ms < 0 else _EPOCH + span


def _moment(claimed: object) -> datetime:
    found = moment_of(claimed) if type(claimed) is int else None
    return _EPOCH if found is None else found
