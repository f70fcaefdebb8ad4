"""Events as the homeserver sends them."""

import json
from typing import Any

from microsol_matrix.ids import EventId, RoomId
from microsol_matrix.observe import (
    Ignored,
    MessageSaid,
    Observation,
    observe,
)
from tests.core.said import BO, BOT

ROOM = RoomId("!r:here.example")
EVENT = EventId("$e")


def raw(type_: str, content: object, **more: object) -> bytes:
    event = {"type": type_, "room_id": ROOM, "event_id": EVENT, "sender": BO, "content": content}
    return json.dumps({**event, **more}).encode()


def seen(type_: str, content: object, **more: object) -> Observation | Ignored:
    return observe(raw(type_, content, **more), bot=BOT)


def said(content: dict[str, Any]) -> MessageSaid:
    observed = seen("m.room.message", {"msgtype": "m.text", "body": "hello", **content})
    assert isinstance(observed, MessageSaid)
    return observed
