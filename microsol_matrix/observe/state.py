"""Read what somebody wrote into a room's state.

Owns which types matter: what people say of a room, and what the service says there. Refuses to know
which of it is to stand.
"""

from collections.abc import Mapping
from typing import Any, Final

from microsol_matrix.ids import EventId, RoomId, Text, UserId
from microsol_matrix.observe.fields import is_user, object_of, text_of, written
from microsol_matrix.observe.observations import Ignored, Power, RoomDescribed, RuleWritten, Side
from microsol_matrix.structure.types import CONGREGATION, CREW, LINK, OURS, digest

WORDS_LIMIT: Final = 1000
"""Characters of a name or a topic that are read: more than any of ours may have."""

POWER: Final = "m.room.power_levels"
CHILD: Final = "m.space.child"
TOMBSTONE: Final = "m.room.tombstone"
SEEN_BY: Final = "m.room.history_visibility"
RULES: Final = frozenset(
    {
        POWER,
        CHILD,
        TOMBSTONE,
        "m.room.join_rules",
        SEEN_BY,
        "m.room.guest_access",
        "m.space.parent",
        *OURS,
    }
)
"""Types that are the service's to write, where it wrote them: hosts may let other rooms stand in the space, too."""
DESCRIBING: Final[Mapping[str, str]] = {
    Side.NAME.value: "name",
    Side.TOPIC.value: "topic",
    Side.AVATAR.value: "url",
}
"""Types that are people's to write, and where in their content the words stand."""

_LARGEST: Final = 2**53
"""Whole numbers in events are smaller (appendices, canonical JSON)."""


REDACTION: Final = "m.room.redaction"
SHOWN: Final = frozenset({CONGREGATION, CREW, LINK, CHILD, REDACTION})
"""Types by which a porch says to everybody what it says, and takes it away."""


def is_proposal(kind: str, content: Mapping[str, Any]) -> bool:
    """Whether a state event proposes a link."""
    return kind == LINK and content.get("state") == "proposed"


def read_state(
    event: Mapping[str, Any], kind: str, *, place: RoomId, event_id: EventId, by: UserId
) -> RoomDescribed | RuleWritten | Ignored:
    """Read a state event of one of these types.

    Raises:
        Misshapen: A needed field is missing or of another type.
    """
    content = object_of(event, "content")
    state_key = text_of(event, "state_key")
    if kind in RULES:
        power = power_of(content) if kind == POWER else None
        return RuleWritten(
            place,
            event_id,
            replacement=replacement_of(kind, content),
            by=by,
            type=kind,
            state_key=state_key,
            digest=digest_of(content),
            power=power,
            is_proposal=is_proposal(kind, content),
            lets_all_read=lets_all_read(kind, content),
        )
    if state_key:
        return Ignored("a state key where none belongs")
    words = Text((written(content.get(DESCRIBING[kind])) or "")[:WORDS_LIMIT])
    return RoomDescribed(place, event_id, by=by, side=Side(kind), words=words)


def lets_all_read(kind: str, content: Mapping[str, Any]) -> bool:
    """Whether a state event lets everybody read a room without being in it."""
    return kind == SEEN_BY and content.get("history_visibility") == "world_readable"


def replacement_of(kind: str, content: Mapping[str, Any]) -> RoomId | None:
    """Give the room in which one goes on, as a tombstone says it; None for everything else."""
    named = written(content.get("replacement_room")) if kind == TOMBSTONE else None
    return RoomId(named) if named and named.startswith("!") else None


def digest_of(content: Mapping[str, Any]) -> str:
    """Give the digest of a content; an empty one for what nobody of ours could have written."""
    try:
        return digest(content)
    except (UnicodeEncodeError, RecursionError):  # nothing of ours
        return ""


def power_of(content: Mapping[str, Any]) -> Power:
    """Read power levels."""
    users = _levels(content.get("users"))
    return Power(
        levels=_levels(content),
        events=_levels(content.get("events")),
        users={UserId(user): level for user, level in users.items() if is_user(user)},
    )


def _levels(holder: object) -> Mapping[str, int]:
    if not isinstance(holder, dict):
        return {}
    return {
        name: level
        for name, level in holder.items()
        if type(level) is int and abs(level) < _LARGEST and written(name) is not None
    }
