"""Read `m.room.message`: words, what they reply to, whom they mention, of what they are a later version.

Owns the fallbacks that clients put in front of a reply. Refuses to know what the words mean
(`talk.grammar`).
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from microsol_matrix.ids import EventId, RoomId, UserId
from microsol_matrix.navigation import PersonLinked, people_linked
from microsol_matrix.observe.fields import is_user, object_of, text_of, written
from microsol_matrix.observe.observations import Ignored, MessageSaid, Observation

NAME_LIMIT: Final = 100
"""Characters of a display name: who calls themselves longer than that is cut short."""
_REPLY_FALLBACK: Final = re.compile(r"\A(?:>(?: .*)?\n)+\n?")


def read_message(
    content: Mapping[str, Any],
    *,
    place: RoomId,
    event_id: EventId,
    by: UserId,
    bot: UserId,
    claimed_ms: int | None,
) -> Observation | Ignored:
    """Read a message's content.

    Args:
        content: As it was sent.
        place: The room.
        event_id: Its own.
        by: Who sent it.
        bot: Our own user id, for how links to us read.
        claimed_ms: When it was sent, as is claimed.

    Raises:
        Misshapen: A needed field is missing or of the wrong type.
    """
    if content.get("msgtype") not in ("m.text", "m.emote"):
        return Ignored("not words, or a notice: notices are never answered")
    relation = content.get("m.relates_to")
    relation = relation if isinstance(relation, dict) else {}
    reply = relation.get("m.in_reply_to")
    reply_to = written(reply.get("event_id")) if isinstance(reply, dict) else None
    is_threaded = relation.get("rel_type") == "m.thread"
    thread = written(relation.get("event_id")) if is_threaded else None
    replaces = (
        EventId(text_of(relation, "event_id")) if relation.get("rel_type") == "m.replace" else None
    )
    said = content if replaces is None else object_of(content, "m.new_content")
    body = text_of(said, "body")
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
        calls_us=frozenset(one.words[:NAME_LIMIT] for one in links if one.person == bot),
        replaces=replaces,
        claimed_ms=claimed_ms,
    )


def _mentions(content: Mapping[str, Any]) -> frozenset[UserId]:
    declared = content.get("m.mentions")
    named = declared.get("user_ids") if isinstance(declared, dict) else None
    listed = {one for one in named if isinstance(one, str)} if isinstance(named, list) else set()
    return frozenset(UserId(one) for one in listed if is_user(one))


def _links(content: Mapping[str, Any]) -> tuple[PersonLinked, ...]:
    formatted = content.get("formatted_body")
    links = people_linked(formatted) if isinstance(formatted, str) else ()
    return tuple(link for link in links if is_user(link.person) and written(link.words) is not None)
