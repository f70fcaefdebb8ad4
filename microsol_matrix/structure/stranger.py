"""Read a stranger's room: what stands in it, who is in, how one comes there, and from which room it goes on.

Owns what of it is taken for an event, and for the name of a user, a room, an address or a homeserver. Refuses to know
what a porch is (`neighbour`). Total: whatever is neither is passed over.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec
from attrs import frozen

from microsol_matrix.ids import RoomAlias, RoomId, ServerName, UserId, server_of
from microsol_matrix.structure.legible import legible

CREATE: Final = "m.room.create"
MEMBER: Final = "m.room.member"
MOST_SERVERS: Final = 5
"""Ways to one room that are kept."""

_ID: Final = 255
"""Of any id, in bytes (Matrix spec, appendices 4.2)."""
_SERVER: Final = re.compile(r"[A-Za-z0-9.:\[\]_-]{1,255}")
_USER: Final = re.compile(r"@[^:\s]*:[^\s]+")


@frozen
class Standing:
    """A state event, whatever it says.

    Attributes:
        is_redacted: Whether it was taken away, and nothing was written in its place yet.
    """

    type: str
    state_key: str
    sender: str
    content: Mapping[str, Any]
    is_redacted: bool


def standing_in(state: Iterable[bytes]) -> Iterator[Standing]:
    """Read what stands in a room, from each event's JSON; what makes no sense is passed over."""
    return filter(None, map(_standing, state))


def is_seated(state: Iterable[bytes], bot: UserId) -> bool:
    """Whether a room's state says that somebody is in it."""
    return any(
        one.content.get("membership") == "join"
        for one in standing_in(state)
        if (one.type, one.state_key) == (MEMBER, bot)
    )


def ways_in(state: Iterable[bytes], *, first: UserId) -> tuple[ServerName, ...]:
    """Name servers by which a room is reached: those with the most people in it, before them all one person's."""
    joined = Counter(
        server_of(UserId(one.state_key))
        for one in standing_in(state)
        if one.type == MEMBER and one.content.get("membership") == "join"
    )
    most = sorted(joined, key=lambda server: (server != server_of(first), -joined[server], server))
    return servers(most)


def goes_on_from(state: Iterable[bytes], before: RoomId) -> bool:
    """Whether a room says that it goes on from another one (client-server, `m.room.create`)."""
    told = (one.content.get("predecessor") for one in standing_in(state) if one.type == CREATE)
    return any(isinstance(one, dict) and one.get("room_id") == before for one in told)


# ------------------------------------------------------------------------------------------ names


def is_user(value: str) -> bool:
    """Whether it is a user id that can be kept."""
    return len(value.encode(errors="replace")) <= _ID and _USER.fullmatch(value) is not None


def is_room(value: str) -> bool:
    """Whether it is a room id that can be kept."""
    return value.startswith("!") and len(value.encode(errors="replace")) <= _ID


def room_of(value: object) -> RoomId | None:
    """Read a room id that a stranger wrote; None if it is none that can be kept."""
    return RoomId(value) if isinstance(value, str) and is_room(value) else None


def alias_of(value: object) -> RoomAlias | None:
    """Read an address that a stranger wrote; None if it is none that can be kept."""
    shown = legible(value, limit=_ID)
    return RoomAlias(shown) if shown == value and shown.startswith("#") else None


def servers(value: object) -> tuple[ServerName, ...]:
    """Read names of homeservers that a stranger wrote, at most `MOST_SERVERS` of them."""
    listed = value if isinstance(value, list) else []
    found = (ServerName(one) for one in listed if isinstance(one, str) and _SERVER.fullmatch(one))
    return tuple(dict.fromkeys(found))[:MOST_SERVERS]


# ----------------------------------------------------------------------------------------- events


def _standing(raw: bytes) -> Standing | None:
    try:
        event = msgspec.json.decode(raw)
    except (ValueError, RecursionError):
        return None
    match event:
        case {
            "type": str(type_),
            "state_key": str(key),
            "sender": str(sender),
            "content": dict(content),
        }:
            return Standing(type_, key, sender, content, is_redacted=_is_redacted(event))
        case _:
            return None


def _is_redacted(event: Mapping[str, Any]) -> bool:
    """Whether it was taken away, and nothing was written in its place yet: not even that nothing stands there."""
    unsigned = event.get("unsigned")
    return isinstance(unsigned, dict) and bool(
        {"redacted_because", "redacted_by"} & unsigned.keys()
    )
