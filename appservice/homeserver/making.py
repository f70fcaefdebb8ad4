"""Making a room: what is asked of the homeserver, and whose a room is that stands there already.

Owns the body of `createRoom`, that of later power levels, and the judgement of a room found under our
alias. Refuses to know how they travel.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

import msgspec
from attrs import frozen

from microsol_matrix.errors import NotOurs
from microsol_matrix.ids import UserId
from microsol_matrix.rooms import Json, RoomSpec

_IDENTIFYING: Final = ("id", "space", "role", "person")
"""Fields of a marker that say which room it is; the others may have changed since."""

_CREATOR_LISTED: Final = frozenset({"11"})
"""Versions whose creator has the power it is given; later ones give it all and refuse it."""

_FULL_POWER: Final = 100


class Found(Enum):
    """What a room under our alias is."""

    OURS = "ours"
    HALF_MADE = "half made"
    """By us, but neither power nor marker are there: homeservers bind the alias first, then write
    the create event, then the rest, so this is a room in the making, or one that a crash left."""


class StateEvent(msgspec.Struct):
    """As much of a state event as tells whose a room is."""

    type: str
    state_key: str
    sender: str
    content: dict[str, Any]


@frozen
class Standing:
    """The state of a room that stands where ours should be."""

    events: tuple[StateEvent, ...]

    def content(self, kind: str, state_key: str = "") -> Mapping[str, Any]:
        """Give a state event's content; empty if there is none."""
        event = self.event(kind, state_key)
        return {} if event is None else event.content

    def event(self, kind: str, state_key: str = "") -> StateEvent | None:
        """Give a state event, if there is one."""
        place = (kind, state_key)
        return next((one for one in self.events if (one.type, one.state_key) == place), None)


def creation_of(spec: RoomSpec, *, bot: UserId) -> Mapping[str, Json]:
    """Write the body of `createRoom`, without invitations: one that fails leaves half a room."""
    has_listed_creator = spec.version in _CREATOR_LISTED
    creation: dict[str, Json] = {}
    if spec.room_type is not None:
        creation["type"] = spec.room_type
    if has_listed_creator:
        # Version 11 does without, but clients of today show no space whose creator is not named.
        creation["creator"] = bot
    if spec.predecessor is not None:
        creation["predecessor"] = {"room_id": spec.predecessor}
    listed = {bot: _FULL_POWER} if has_listed_creator else {}
    powers = {str(user): power for user, power in {**listed, **spec.users}.items()}
    body: dict[str, Json] = {
        "room_alias_name": spec.alias_localpart,
        "room_version": spec.version,
        "preset": "private_chat",  # trusted ones make everybody invited a creator
        "is_direct": spec.is_direct,
        "creation_content": creation,
        "power_level_content_override": {**spec.power, "users": powers},
        "initial_state": [
            {"type": piece.type, "state_key": piece.state_key, "content": piece.content}
            for piece in spec.state
        ],
    }
    # Absent, not empty: an empty name is a name, and keeps clients from making up a better one.
    named: dict[str, Json] = {"name": spec.name, "topic": spec.topic}
    return body | {key: value for key, value in named.items() if value}


def power_after(
    present: Mapping[str, Any],
    *,
    power: Mapping[str, Json],
    users: Mapping[UserId, int],
    bot: UserId,
    own: int | None = None,
) -> Mapping[str, Json]:
    """Write power levels anew: the bot keeps its entry, and has none where the room version forbids one.

    Whoever was given as much as an entry of the bot's says keeps it: nobody may lower their equals
    (authorisation rules, `m.room.power_levels`), and asking for it would get the rest refused too.

    Args:
        present: As they stand.
        power: The levels, people left out.
        users: Of people.
        bot: Our own user.
        own: What the bot's entry is to be, where it has one; None for as it is.
    """
    standing: Mapping[str, int] = present.get("users", {})
    listed_own = standing.get(bot)
    kept = {
        user: at for user, at in standing.items() if listed_own is not None and at >= listed_own
    }
    listed: dict[str, Json] = {**{str(user): at for user, at in users.items()}, **kept}
    if own is not None and listed_own is not None:
        listed[bot] = min(own, listed_own)
    return {**present, **power, "users": listed}


def judge(standing: Standing, *, spec: RoomSpec, bot: UserId) -> Found:
    """Tell whether a room found under the alias of a spec is the one that was to be made.

    Raises:
        NotOurs: Somebody else made it, it is another room, or the bot has left it.
    """
    create = standing.event("m.room.create")
    marker = standing.content(spec.marker.type, spec.marker.state_key)
    is_bare = not marker and not standing.content("m.room.power_levels")
    membership = standing.content("m.room.member", bot).get("membership")
    if create is None:
        return Found.HALF_MADE
    if create.sender != bot:
        raise _not_ours(spec, "was created by somebody else")
    if is_bare and membership in ("join", None):
        return Found.HALF_MADE
    if membership != "join":
        raise _not_ours(spec, "is one that the bot has left")
    wanted = spec.marker.content
    if not marker or any(marker.get(key) != wanted.get(key) for key in _IDENTIFYING):
        raise _not_ours(spec, "does not carry our marker")
    return Found.OURS


def _not_ours(spec: RoomSpec, why: str) -> NotOurs:
    return NotOurs(f"the room under the alias {spec.alias_localpart!r} {why}")
