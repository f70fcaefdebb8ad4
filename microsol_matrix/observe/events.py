"""Read one event of any kind.

Owns which kinds matter, memberships and reactions. Refuses to know the inside of a message
(`messages`).
"""

import json
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from microsol_matrix.ids import LATEST_MS, EventId, RoomId, Text, UserId
from microsol_matrix.observe.fields import Misshapen, object_of, text_of, user_of, written
from microsol_matrix.observe.inviting import invited_porch
from microsol_matrix.observe.messages import NAME_LIMIT, read_message
from microsol_matrix.observe.observations import (
    BotInvited,
    EncryptedSaid,
    EncryptionTurnedOn,
    Ignored,
    MembershipChanged,
    Observation,
    OwnWritten,
    Reacted,
    WasRedacted,
)
from microsol_matrix.observe.state import (
    DESCRIBING,
    POWER,
    REDACTION,
    RULES,
    SHOWN,
    is_proposal,
    read_state,
)
from microsol_matrix.seen import Membership

REASON_LIMIT: Final = 1000
"""Characters of a membership's reason that are read; an event may hold 64 KiB of it."""


def observe(raw: bytes, *, bot: UserId) -> Observation | Ignored:
    """Read one event.

    Args:
        raw: Its JSON with `room_id` inside, as received.
        bot: Our own user id: what it does is not news, what is done to it may be an invitation.
    """
    try:
        event = parsed(raw)
    except (ValueError, RecursionError):
        return Ignored("not JSON")
    return observed(event, bot=bot)


def observed(event: object, *, bot: UserId) -> Observation | Ignored:
    """Read one event whose JSON was read already.

    Args:
        event: With `room_id` inside.
        bot: Our own user id.
    """
    if not isinstance(event, dict):
        return Ignored("not an object")
    try:
        return _read(event, bot)
    except Misshapen as missing:
        return Ignored(f"misshapen: {missing}")


def parsed(raw: bytes) -> object:
    """Read JSON; raises `ValueError` or `RecursionError` where there is none."""
    try:
        return msgspec.json.decode(raw)
    except msgspec.DecodeError:
        # Four times as slow, and reads on past the half of a surrogate pair in some other field.
        return json.loads(raw)


def _read(event: Mapping[str, Any], bot: UserId) -> Observation | Ignored:
    kind = text_of(event, "type")
    place = RoomId(text_of(event, "room_id"))
    event_id = EventId(text_of(event, "event_id"))
    by = user_of(event, "sender")
    content = object_of(event, "content")
    match kind:
        case "m.room.member":
            return _membership(event, place=place, event_id=event_id, by=by, bot=bot)
        case _ if by == bot and kind in SHOWN:
            key = "" if kind == REDACTION else text_of(event, "state_key")
            proposes = is_proposal(kind, content)
            return OwnWritten(
                place, event_id, by=by, type=kind, state_key=key, is_proposal=proposes
            )
        case _ if by == bot and kind != POWER:
            return Ignored("our own")
        case "m.room.message":
            at = _claimed_ms(event)
            return read_message(
                content, place=place, event_id=event_id, by=by, bot=bot, claimed_ms=at
            )
        case "m.room.encrypted":
            return EncryptedSaid(room_id=place, event_id=event_id, by=by)
        case "m.room.encryption" if event.get("state_key") == "":
            return EncryptionTurnedOn(room_id=place, event_id=event_id, by=by)
        case "m.reaction":
            relation = object_of(content, "m.relates_to")
            if relation.get("rel_type") != "m.annotation":
                return Ignored("a reaction that annotates nothing")
            target = EventId(text_of(relation, "event_id"))
            return Reacted(
                room_id=place, event_id=event_id, by=by, target=target, key=text_of(relation, "key")
            )
        case "m.room.redaction":
            # Room version 11 moved `redacts` into the content (MSC2174); both places are read.
            holder = content if isinstance(content.get("redacts"), str) else event
            target = EventId(text_of(holder, "redacts"))
            return WasRedacted(room_id=place, event_id=event_id, by=by, target=target)
        case _ if kind in RULES or kind in DESCRIBING:
            return read_state(event, kind, place=place, event_id=event_id, by=by)
        case _:
            return Ignored("not a kind that we read")


def _claimed_ms(event: Mapping[str, Any]) -> int | None:
    claimed = event.get("origin_server_ts")
    return claimed if type(claimed) is int and 0 <= claimed <= LATEST_MS else None


def _membership(
    event: Mapping[str, Any], *, place: RoomId, event_id: EventId, by: UserId, bot: UserId
) -> Observation | Ignored:
    content = object_of(event, "content")
    person = user_of(event, "state_key")
    try:
        membership = Membership(text_of(content, "membership"))
    except ValueError:
        return Ignored("a membership that the specification does not know")
    if person == bot and membership is Membership.INVITE:
        return BotInvited(
            room_id=place,
            event_id=event_id,
            by=by,
            is_direct=_looks_direct(event, content),
            porch=invited_porch(event, content),
        )
    return MembershipChanged(
        room_id=place,
        event_id=event_id,
        person=person,
        membership=membership,
        by=by,
        name=_name(written(content.get("displayname")) or ""),
        reason=Text((written(content.get("reason")) or "")[:REASON_LIMIT]),
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


def _name(name: str) -> Text:
    """Give a display name, cut short; one of which nothing would be seen is none."""
    is_seen = any(unicodedata.category(char)[0] not in "CZM" for char in name)
    return Text(name[:NAME_LIMIT]) if is_seen else Text("")
