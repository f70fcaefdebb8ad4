"""Read a room's whole state as it stands now, and where its address leads.

Owns what of it can be compared with what was last seen and written. Refuses to compare (`decide.drift`):
a look says what is, not what is new. Total, like everything that reads events.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from attrs import field, frozen

from microsol_matrix.ids import EventId, RoomAlias, RoomId, UserId
from microsol_matrix.kept import Alias
from microsol_matrix.observe.events import observed, parsed
from microsol_matrix.observe.fields import is_user, written
from microsol_matrix.observe.observations import MembershipChanged, RoomDescribed, RuleWritten
from microsol_matrix.observe.state import (
    DESCRIBING,
    POWER,
    digest_of,
    lets_all_read,
    power_of,
    replacement_of,
)
from microsol_matrix.observe.surveying import creators_of

MEMBER: Final = "m.room.member"
_CREATED: Final = ("m.room.create", "")
_SEEN: Final = frozenset({MEMBER, *DESCRIBING})
"""Types of which more is read than that something stands there."""


@frozen
class RoomLooked:
    """What stands in a room, read at one moment.

    Attributes:
        people: How everybody stands to it, the bot too.
        described: Its name, topic and picture, where people gave them.
        rules: Every other state event, whoever wrote it, by type and state key.
        creators: Who has more than any number there, from room version 12 on.
    """

    room_id: RoomId
    people: tuple[MembershipChanged, ...]
    described: tuple[RoomDescribed, ...]
    rules: Mapping[tuple[str, str], RuleWritten] = field(hash=False)
    creators: tuple[UserId, ...] = ()


@frozen
class AliasLooked:
    """Where an alias of ours leads.

    Attributes:
        room_id: The room that it is to lead to.
        leads_to: None for nowhere.
    """

    room_id: RoomId
    alias: RoomAlias
    leads_to: RoomId | None

    @property
    def leads(self) -> Alias:
        """Say whether it leads where it is to."""
        if self.leads_to is None:
            return Alias.NOWHERE
        return Alias.HERE if self.leads_to == self.room_id else Alias.ELSEWHERE


def look(room_id: RoomId, events: Iterable[bytes], *, bot: UserId) -> RoomLooked:
    """Read a room's full state; what makes no sense is passed over.

    Args:
        room_id: Which room.
        events: Its state, each event's JSON.
        bot: Our own user id.
    """
    people: list[MembershipChanged] = []
    described: list[RoomDescribed] = []
    rules: dict[tuple[str, str], RuleWritten] = {}
    creators: tuple[UserId, ...] = ()
    for raw in events:
        event = _event(raw)
        # Most of a room's state is neither people nor words.
        seen = observed(event, bot=bot) if written(event.get("type")) in _SEEN else None
        match seen:
            case MembershipChanged():
                people.append(seen)
            case RoomDescribed():
                described.append(seen)
            case _ if (rule := _rule(room_id, event)) is not None:
                rules[rule.type, rule.state_key] = rule
                if (rule.type, rule.state_key) == _CREATED:
                    creators = creators_of(rule.by, event["content"])
            case _:
                pass
    return RoomLooked(room_id, tuple(people), tuple(described), rules, creators)


def _event(raw: bytes) -> Mapping[str, Any]:
    try:
        event = parsed(raw)
    except (ValueError, RecursionError):
        return {}
    return event if isinstance(event, dict) else {}


def _rule(room_id: RoomId, event: Mapping[str, Any]) -> RuleWritten | None:
    named = ("type", "state_key", "sender", "event_id")
    kind, state_key, sender, event_id = (written(event.get(name)) for name in named)
    content = event.get("content")
    if kind is None or state_key is None or sender is None or not isinstance(content, dict):
        return None
    if kind == MEMBER or not is_user(sender):
        return None
    return RuleWritten(
        room_id,
        EventId(event_id or ""),
        by=UserId(sender),
        type=kind,
        state_key=state_key,
        digest=digest_of(content),
        power=power_of(content) if kind == POWER else None,
        replacement=replacement_of(kind, content),
        lets_all_read=lets_all_read(kind, content),
    )
