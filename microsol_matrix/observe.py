"""Read what the homeserver sent: any bytes become an `Observation`, or `Ignored` with a reason.

The only reader of raw event JSON, but for the few fields of a `glance`. Owns which fields of an
event matter and what shape they must have; refuses to judge what an observation means. Total: no
bytes make it raise.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from attrs import frozen

from microsol_matrix.ids import EventId, RoomId, Text, UserId
from microsol_matrix.links import PersonLinked, people_linked
from microsol_matrix.seen import Membership

_USER_ID = re.compile(r"@[^:\s]*:[^\s]+")
_USER_ID_LIMIT = 255
_REPLY_FALLBACK = re.compile(r"\A(?:>(?: .*)?\n)+\n?")
REASON_LIMIT = 1000
"""Characters of a membership's reason that are read; an event may hold 64 KiB of it."""
NO_WORDS: Final = Text("")
_NAME_LIMIT = 100
"""Characters of a display name: who calls themselves longer than that is cut short."""


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


class _MisshapenError(Exception):
    """A needed field is missing or of the wrong type; carries its path."""


def observe(raw: bytes, *, bot: UserId) -> Observation | Ignored:
    """Read one event.

    Args:
        raw: Its JSON with `room_id` inside, as received.
        bot: Our own user id: what it does is not news, what is done to it may be an invitation.
    """
    try:
        event = _parsed(raw)
    except (ValueError, RecursionError):
        return Ignored("not JSON")
    if not isinstance(event, dict):
        return Ignored("not an object")
    try:
        return _read(event, bot)
    except _MisshapenError as missing:
        return Ignored(f"misshapen: {missing}")


def _parsed(raw: bytes) -> object:
    try:
        return msgspec.json.decode(raw)
    except msgspec.DecodeError:
        # Four times as slow, and reads on past the half of a surrogate pair in some other field.
        return json.loads(raw)


def _read(event: Mapping[str, Any], bot: UserId) -> Observation | Ignored:
    kind = _text(event, "type")
    place = RoomId(_text(event, "room_id"))
    event_id = EventId(_text(event, "event_id"))
    by = _user(event, "sender")
    content = _object(event, "content")
    match kind:
        case "m.room.member":
            return _membership(event, place=place, event_id=event_id, by=by, bot=bot)
        case _ if by == bot:
            return Ignored("our own")
        case "m.room.message":
            return _message(content, place=place, event_id=event_id, by=by, bot=bot)
        case "m.room.encrypted":
            return EncryptedSaid(room_id=place, event_id=event_id, by=by)
        case "m.room.encryption" if event.get("state_key") == "":
            return EncryptionTurnedOn(room_id=place, event_id=event_id, by=by)
        case "m.reaction":
            relation = _object(content, "m.relates_to")
            if relation.get("rel_type") != "m.annotation":
                return Ignored("a reaction that annotates nothing")
            target = EventId(_text(relation, "event_id"))
            return Reacted(
                room_id=place, event_id=event_id, by=by, target=target, key=_text(relation, "key")
            )
        case "m.room.redaction":
            # Room version 11 moved `redacts` into the content (MSC2174); both places are read.
            holder = content if isinstance(content.get("redacts"), str) else event
            target = EventId(_text(holder, "redacts"))
            return WasRedacted(room_id=place, event_id=event_id, by=by, target=target)
        case _:
            return Ignored("not a kind that we read")


def _membership(
    event: Mapping[str, Any], *, place: RoomId, event_id: EventId, by: UserId, bot: UserId
) -> Observation | Ignored:
    content = _object(event, "content")
    person = _user(event, "state_key")
    try:
        membership = Membership(_text(content, "membership"))
    except ValueError:
        return Ignored("a membership that the specification does not know")
    if person == bot and membership is Membership.INVITE:
        return BotInvited(
            room_id=place, event_id=event_id, by=by, is_direct=_looks_direct(event, content)
        )
    return MembershipChanged(
        room_id=place,
        event_id=event_id,
        person=person,
        membership=membership,
        by=by,
        name=_name(_written(content.get("displayname")) or ""),
        reason=Text((_written(content.get("reason")) or "")[:REASON_LIMIT]),
    )


def _looks_direct(event: Mapping[str, Any], content: Mapping[str, Any]) -> bool:
    if content.get("is_direct") is True:
        return True
    unsigned = event.get("unsigned")
    stripped = unsigned.get("invite_room_state") if isinstance(unsigned, dict) else None
    if not isinstance(stripped, list):
        return False
    types = [piece.get("type") for piece in stripped if isinstance(piece, dict)]
    spaces = [
        piece
        for piece in stripped
        if isinstance(piece, dict)
        and piece.get("type") == "m.room.create"
        and isinstance(piece.get("content"), dict)
        and "type" in piece["content"]
    ]
    return bool(types) and "m.room.name" not in types and not spaces


def _message(
    content: Mapping[str, Any], *, place: RoomId, event_id: EventId, by: UserId, bot: UserId
) -> Observation | Ignored:
    if content.get("msgtype") not in ("m.text", "m.emote"):
        return Ignored("not words, or a notice: notices are never answered")
    relation = content.get("m.relates_to")
    relation = relation if isinstance(relation, dict) else {}
    reply = relation.get("m.in_reply_to")
    reply_to = _written(reply.get("event_id")) if isinstance(reply, dict) else None
    is_threaded = relation.get("rel_type") == "m.thread"
    thread = _written(relation.get("event_id")) if is_threaded else None
    replaces = (
        EventId(_text(relation, "event_id")) if relation.get("rel_type") == "m.replace" else None
    )
    said = content if replaces is None else _object(content, "m.new_content")
    body = _text(said, "body")
    links = _links(said)
    is_thread_fallback = relation.get("is_falling_back") is True
    if reply_to is not None:
        body = _REPLY_FALLBACK.sub("", body)
    return MessageSaid(
        room_id=place,
        event_id=event_id,
        by=by,
        body=body,
        reply_to=EventId(reply_to) if reply_to is not None and not is_thread_fallback else None,
        thread=EventId(thread) if thread is not None else None,
        mentions=_mentions(said) | {UserId(one.person) for one in links},
        calls_us=frozenset(one.words[:_NAME_LIMIT] for one in links if one.person == bot),
        replaces=replaces,
    )


def _mentions(content: Mapping[str, Any]) -> frozenset[UserId]:
    declared = content.get("m.mentions")
    named = declared.get("user_ids") if isinstance(declared, dict) else None
    listed = {one for one in named if isinstance(one, str)} if isinstance(named, list) else set()
    return frozenset(UserId(one) for one in listed if _is_user(one))


def _links(content: Mapping[str, Any]) -> tuple[PersonLinked, ...]:
    formatted = content.get("formatted_body")
    links = people_linked(formatted) if isinstance(formatted, str) else ()
    return tuple(
        link for link in links if _is_user(link.person) and _written(link.words) is not None
    )


def _name(written: str) -> Text:
    """Give a display name, cut short; one of which nothing would be seen is none."""
    is_seen = any(unicodedata.category(char)[0] not in "CZM" for char in written)
    return Text(written[:_NAME_LIMIT]) if is_seen else Text("")


def _written(value: object) -> str | None:
    """Give a text that can be written down; None for anything else, as for half of a surrogate pair."""
    if not isinstance(value, str):
        return None
    try:
        value.encode()
    except UnicodeEncodeError:
        return None
    return value


def _text(holder: Mapping[str, Any], field: str) -> str:
    value = _written(holder.get(field))
    if value is None:
        raise _MisshapenError(field)
    return value


def _is_user(value: str) -> bool:
    is_shaped = _USER_ID.fullmatch(value) is not None and _written(value) is not None
    return is_shaped and len(value.encode()) <= _USER_ID_LIMIT


def _user(holder: Mapping[str, Any], field: str) -> UserId:
    value = _text(holder, field)
    if not _is_user(value):
        raise _MisshapenError(field)
    return UserId(value)


def _object(holder: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    value = holder.get(field)
    if not isinstance(value, dict):
        raise _MisshapenError(field)
    return value
