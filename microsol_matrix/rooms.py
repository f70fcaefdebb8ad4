"""What a room of ours is asked to be, in Matrix's vocabulary.

Owns the description of a room before it exists (`RoomSpec`) and of one piece of room state
(`StatePiece`), and how a content is recognised again. Refuses to know how a room is made, and why.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Final, TypeAlias

from attrs import field, frozen

from microsol_matrix.ids import RoomAlias, RoomId, UserId

Json: TypeAlias = "bool | int | str | tuple[Json, ...] | list[Json] | Mapping[str, Json] | None"
"""JSON as Matrix allows it in events: no floats (canonical JSON, appendices 1)."""

_CANONICAL: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
"""Made once: `json.dumps` makes one for each call, which costs more than most contents do."""


def digest(content: Mapping[str, Json]) -> str:
    """Give a short name for a content: equal contents have equal digests, whatever their key order."""
    return hashlib.sha256(_CANONICAL.encode(content).encode()).hexdigest()[:20]


@frozen
class StatePiece:
    """One state event's place and content, without the event around it."""

    type: str
    state_key: str
    content: Mapping[str, Json] = field(hash=False)

    @cached_property
    def place(self) -> tuple[str, str]:
        """Give where it stands in its room."""
        return self.type, self.state_key

    @cached_property
    def digest(self) -> str:
        """Give the digest of its content."""
        return digest(self.content)


@frozen
class RoomSpec:
    """A room to be made in one `createRoom` without invitations (spec, client-server 10.1).

    Attributes:
        alias_localpart: Deterministic and in our namespace: the key that makes creating idempotent.
        version: The room version, `"11"` or `"12"`.
        room_type: `m.space` for a space, None for a room.
        marker: The state event that says the room is ours; part of `state` too. A room found under
            the alias is only taken
            over if it carries this type with the same `id`/`space` fields and was created by the
            bot.
        users: Power of people, the bot left out: the door adds the bot where the room version wants
            it listed.
        predecessor: The room that this one goes on from (`m.room.create`); nothing of it is copied.
    """

    alias_localpart: str
    version: str
    name: str
    topic: str
    room_type: str | None
    is_direct: bool
    marker: StatePiece
    state: tuple[StatePiece, ...]
    power: Mapping[str, Json] = field(hash=False)
    users: Mapping[UserId, int] = field(hash=False)
    predecessor: RoomId | None = None


@frozen
class MadeRoom:
    """A room that exists: its id and the alias it was made under."""

    room_id: RoomId
    alias: RoomAlias
