"""Read a room that people made, before it is ours: what it is, who is in it and who holds its power.

Owns what counts as a marker of ours. Refuses to judge whether it may be taken in (`decide`).
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from attrs import field, frozen

from microsol_matrix.ids import RoomId, Text, UserId
from microsol_matrix.kept import OwnPower
from microsol_matrix.observe.fields import is_user, written
from microsol_matrix.observe.state import SEEN_BY, WORDS_LIMIT, lets_all_read, power_of
from microsol_matrix.seen import Membership
from microsol_matrix.structure.types import CONGREGATION, CREW, ROOM, VERSION

CREATORS_SINCE: Final = 12
"""The first room version whose creators have more power than any number."""
CREATOR: Final = 1 << 53
"""More than any number that stands in power levels (appendices, canonical JSON)."""

_VERSION: Final = re.compile(r"[0-9]{1,3}")
_MEMBERSHIPS: Final = {one.value: one for one in Membership}


@frozen
class RoomSurvey:
    """A room as it is read.

    Attributes:
        version: The room version; 0 if it is none of the numbered ones.
        rule: The join rule.
        people: Everybody who ever had a membership there.
        names: Display names of who is in it.
        power: Of everybody who is listed, the bot too.
        children: Rooms that stand in it.
        is_marked: Whether it carries a marker of ours.
        is_newer: Whether that was written by a newer version of this program.
        has_moved: Whether it goes on in another room.
        is_read_by_all: Whether everybody can read it without being in it.
    """

    room_id: RoomId
    version: int
    name: Text
    topic: Text
    rule: str
    is_space: bool
    is_encrypted: bool
    people: Mapping[UserId, Membership] = field(hash=False)
    names: Mapping[UserId, Text] = field(hash=False)
    power: OwnPower
    children: frozenset[RoomId]
    is_marked: bool
    is_newer: bool
    has_moved: bool
    is_read_by_all: bool = False

    def power_of(self, person: UserId) -> int:
        """Give somebody's power level; of a creator, more than any number."""
        if person in self.power.creators:
            return CREATOR
        return self.power.users.get(person, self.power.levels.get("users_default", 0))

    def needed_for(self, kind: str) -> int:
        """Give the power that writing a type of state needs (client-server, `m.room.power_levels`)."""
        return self.power.events.get(kind, self.power.levels.get("state_default", 50))

    def members(self, *but: UserId) -> tuple[UserId, ...]:
        """Give who is in it, in a fixed order."""
        return tuple(
            sorted(
                one for one, how in self.people.items() if how is Membership.JOIN and one not in but
            )
        )


def survey(room_id: RoomId, events: Iterable[bytes]) -> RoomSurvey:
    """Read a room's full state; whatever is misshapen counts as not there."""
    state: dict[tuple[str, str], Mapping[str, Any]] = {}
    creators: tuple[UserId, ...] = ()
    for raw in events:
        event = json.loads(raw)
        place, content = (event.get("type"), event.get("state_key")), event.get("content")
        if isinstance(content, dict) and all(written(one) is not None for one in place):
            state[place] = content
            if place[0] == "m.room.create":
                creators = creators_of(event.get("sender"), content)

    def one(kind: str) -> Mapping[str, Any]:
        return state.get((kind, ""), {})

    members = {
        UserId(key): content
        for (kind, key), content in state.items()
        if kind == "m.room.member"
        and is_user(key)
        and written(content.get("membership")) in _MEMBERSHIPS
    }
    create = one("m.room.create")
    number = _version(create)
    marks = [one(kind) for kind in (CONGREGATION, CREW, ROOM) if one(kind)]
    levels = power_of(one("m.room.power_levels"))
    services = tuple(_users(one("io.element.functional_members").get("service_members")))
    return RoomSurvey(
        room_id=room_id,
        version=number,
        name=_line(one("m.room.name").get("name")),
        topic=_line(one("m.room.topic").get("topic")),
        rule=written(one("m.room.join_rules").get("join_rule")) or "invite",
        is_space=create.get("type") == "m.space",
        is_encrypted=bool(one("m.room.encryption")),
        people={who: _MEMBERSHIPS[content["membership"]] for who, content in members.items()},
        names={
            who: _line(content.get("displayname"))
            for who, content in members.items()
            if content["membership"] == "join" and written(content.get("displayname"))
        },
        power=OwnPower(levels.levels, levels.events, levels.users, creators, services),
        children=frozenset(
            RoomId(key)
            for (kind, key), content in state.items()
            if kind == "m.space.child" and content.get("via")
        ),
        is_marked=bool(marks),
        is_newer=any(_is_newer(mark) for mark in marks),
        has_moved=bool(one("m.room.tombstone").get("replacement_room")),
        is_read_by_all=lets_all_read(SEEN_BY, one(SEEN_BY)),
    )


def _is_newer(mark: Mapping[str, Any]) -> bool:
    version = mark.get("version")
    return type(version) is int and version > VERSION


def _line(words: object) -> Text:
    return Text(" ".join((written(words) or "").split())[:WORDS_LIMIT])


def creators_of(sender: object, create: Mapping[str, Any]) -> tuple[UserId, ...]:
    """Give who has more power than any number: who made a room, and whom they named as they did.

    Args:
        sender: Who made it.
        create: What stands in `m.room.create`.

    Returns:
        Nobody, in a room of a version before there were such creators.
    """
    if _version(create) < CREATORS_SINCE:
        return ()
    return tuple(dict.fromkeys((*_users([sender]), *_users(create.get("additional_creators")))))


def _version(create: Mapping[str, Any]) -> int:
    version = str(create.get("room_version", "1"))
    return int(version) if _VERSION.fullmatch(version) else 0


def _users(listed: object) -> list[UserId]:
    if not isinstance(listed, list):
        return []
    return [UserId(one) for one in listed if isinstance(one, str) and is_user(one)]
