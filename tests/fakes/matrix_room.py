"""One Matrix room in memory: its events, its state, and who may do what.

Owns the part of Matrix's authorisation rules that the service can meet. Refuses to know who asks,
transaction ids and sync positions: those are the fake homeserver's.
"""

import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from attrs import Factory, define, field, frozen

from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.ids import EventId, RoomId, ServerName, UserId, server_of
from microsol_matrix.times import to_ms

CREATOR_POWER = 1 << 53
"""From room version 12 on: more than anybody can be given."""

_INVITE_STATE = (
    "m.room.create",
    "m.room.name",
    "m.room.avatar",
    "m.room.topic",
    "m.room.join_rules",
    "m.room.canonical_alias",
    "m.room.encryption",
)


def forbidden(*, error: str, errcode: str = "M_FORBIDDEN") -> HomeserverRefused:
    """Refuse as a homeserver does what somebody may not."""
    return HomeserverRefused(status=403, errcode=errcode, error=error)


@frozen
class FakeEvent:
    """An event as the homeserver keeps it.

    Attributes:
        position: Its place in the homeserver's one stream.
        state_key: None for what is not state.
        redacts: The event that it redacts.
        shown_state: Stripped state for somebody invited by it.
        at: When it was sent; None for a date that only grows.
    """

    event_id: EventId
    position: int
    room_id: RoomId
    type: str
    sender: UserId
    state_key: str | None
    content: Mapping[str, Any] = field(hash=False)
    redacts: EventId | None = None
    shown_state: tuple[Mapping[str, Any], ...] = field(default=(), hash=False)
    at: datetime | None = None

    def as_json(self, *, is_redacted: bool = False) -> bytes:
        """Write it as clients get it."""
        whole: dict[str, Any] = {
            "type": self.type,
            "room_id": self.room_id,
            "event_id": self.event_id,
            "sender": self.sender,
            "origin_server_ts": self._sent_ms,
            "content": {} if is_redacted else self.content,
            "unsigned": {"invite_room_state": self.shown_state} if self.shown_state else {},
        }
        if self.state_key is not None:
            whole["state_key"] = self.state_key
        if self.redacts is not None:
            whole["redacts"] = self.redacts  # room versions before 11 had it here; clients still do
        return msgspec.json.encode(whole, enc_hook=dict)

    @property
    def _sent_ms(self) -> int:
        return 1_750_000_000_000 + self.position if self.at is None else to_ms(self.at)

    def stripped(self) -> Mapping[str, Any]:
        """Give what somebody who is not in the room may see of a state event."""
        return {
            "type": self.type,
            "state_key": self.state_key,
            "sender": self.sender,
            "content": self.content,
        }


@define
class FakeRoom:
    """A room: an ordered list of events, and the state that they led to.

    Attributes:
        state: The present state events by type and state key.
        redacted: What was emptied.
    """

    room_id: RoomId
    version: str
    creator: UserId
    events: list[FakeEvent] = Factory(list)
    state: dict[tuple[str, str], FakeEvent] = Factory(dict)
    redacted: set[EventId] = Factory(set)

    def append(self, event: FakeEvent) -> None:
        """Take an event in."""
        self.events.append(event)
        if event.state_key is not None:
            self.state[event.type, event.state_key] = event

    # -------------------------------------------------------------------------------------- state

    def content(self, type_: str, state_key: str = "") -> Mapping[str, Any]:
        """Give a state event's content; empty if there is none."""
        event = self.state.get((type_, state_key))
        return {} if event is None else event.content

    def membership(self, user: UserId) -> str | None:
        """Tell how somebody stands to the room; None for never had to do with it."""
        membership: str | None = self.content("m.room.member", user).get("membership")
        return membership

    @property
    def servers(self) -> tuple[ServerName, ...]:
        """Name the homeservers that are in the room."""
        joined = (
            server_of(UserId(key))
            for (type_, key), event in self.state.items()
            if type_ == "m.room.member" and event.content["membership"] == "join"
        )
        return tuple(dict.fromkeys(joined))

    def invite_state(self, inviter: UserId) -> tuple[Mapping[str, Any], ...]:
        """Give the stripped state that somebody invited is shown."""
        wanted = [(type_, "") for type_ in _INVITE_STATE] + [("m.room.member", inviter)]
        return tuple(self.state[place].stripped() for place in wanted if place in self.state)

    def visible_to(self, user: UserId) -> tuple[FakeEvent, ...]:
        """Give the events that somebody who is or was in may read, oldest first."""
        stays = self._stays(user)
        return tuple(e for e in self.events if any(e.position in stay for stay in stays))

    def _stays(self, user: UserId) -> list[range]:
        """Tell what parts of the stream somebody's memberships open (spec, history visibility)."""
        visibility = self.content("m.room.history_visibility").get("history_visibility", "shared")
        is_from_invitation = visibility == "invited"
        stays: list[range] = []
        began: int | None = None
        has_joined = False
        for event in self.events:
            if (event.type, event.state_key) != ("m.room.member", user):
                continue
            match event.content["membership"]:
                case "join":
                    began = event.position if began is None else began
                    has_joined = True
                case "invite" if is_from_invitation:
                    began = event.position
                case "leave" | "ban" if began is not None and has_joined:
                    stays.append(range(began, event.position + 1))
                    began, has_joined = None, False
                case _:
                    began = None
        if began is not None and has_joined:
            stays.append(range(began, sys.maxsize))
        if visibility in ("shared", "world_readable") and stays:
            return [range(stays[-1].stop)]
        return stays

    # -------------------------------------------------------------------------------------- power

    def power(self, user: UserId) -> int:
        """Tell somebody's power level."""
        if user == self.creator and int(self.version) >= 12:
            return CREATOR_POWER
        levels = self.content("m.room.power_levels")
        power: int = levels.get("users", {}).get(user, levels.get("users_default", 0))
        return power

    def demand(self, user: UserId, action: str, *, default: int) -> None:
        """Refuse unless somebody may do one of the named actions (invite, kick, ban, redact)."""
        needed = self.content("m.room.power_levels").get(action, default)
        if self.membership(user) != "join":
            raise forbidden(error=f"{user} is not in the room")
        if self.power(user) < needed:
            raise forbidden(error=f"{user} may not {action}")

    def demand_send(self, user: UserId, type_: str, *, state_key: str | None) -> None:
        """Refuse unless somebody may send an event of a type."""
        if self.membership(user) != "join":
            raise forbidden(error=f"{user} is not in the room")
        levels = self.content("m.room.power_levels")
        default = (
            levels.get("events_default", 0)
            if state_key is None
            else levels.get("state_default", 50)
        )
        if self.power(user) < levels.get("events", {}).get(type_, default):
            raise forbidden(error=f"{user} may not send {type_}")
        if state_key is not None and state_key.startswith("@") and state_key != user:
            raise forbidden(error="the state key is somebody else's id")

    def demand_power(self, user: UserId, content: Mapping[str, Any]) -> None:
        """Refuse power levels that lower somebody's equals, or raise anybody above the writer."""
        own = self.power(user)
        before = self.content("m.room.power_levels").get("users", {})
        after = content.get("users", {})
        for other in {*before, *after} - {user}:
            if before.get(other) == after.get(other):
                continue
            if before.get(other, 0) >= own or after.get(other, 0) > own:
                raise forbidden(error=f"{user} may not change the power of {other}")
