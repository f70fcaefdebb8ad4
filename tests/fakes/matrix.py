"""Matrix in memory: rooms, aliases, and one stream of events, for whoever acts on it.

Owns what happens when somebody creates, invites, joins, says. Refuses to know the service: to it
the bot is one of the people. What may not be is refused as a homeserver refuses it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from attrs import Factory, define

from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable
from microsol_matrix.ids import (
    EventId,
    RoomAlias,
    RoomId,
    ServerName,
    UserId,
    localpart_of,
    server_of,
)
from tests.fakes.matrix_room import FakeEvent, FakeRoom, forbidden

_DEFAULT_LEVELS: Final[Mapping[str, Any]] = {
    "users_default": 0,
    "events_default": 0,
    "state_default": 50,
    "ban": 50,
    "kick": 50,
    "redact": 50,
    "invite": 0,  # what `private_chat` makes of it
    "events": {"m.room.power_levels": 100, "m.room.name": 50, "m.room.encryption": 100},
}

_NEEDED: Final[Mapping[str, str]] = {"m.room.name": "name", "m.room.topic": "topic"}
"""What Synapse asks of a state event's content: such a place can be emptied, not removed."""


@define
class FakeMatrix:
    """Everything that one homeserver knows.

    Attributes:
        server_name: Of the homeserver.
        dead_servers: Other servers that answer nothing: inviting people there fails for now.
        names: Display names; whoever has none is called by the localpart.
        listed: Rooms in our network's list of the room directory.
        profiles: What else people say of themselves, by field.
        clock: By which events are dated; None for dates that only grow.
    """

    server_name: ServerName
    rooms: dict[RoomId, FakeRoom] = Factory(dict)
    aliases: dict[RoomAlias, RoomId] = Factory(dict)
    stream: list[FakeEvent] = Factory(list)
    dead_servers: set[ServerName] = Factory(set)
    names: dict[UserId, str] = Factory(dict)
    profiles: dict[UserId, dict[str, str]] = Factory(dict)
    clock: Callable[[], datetime] | None = None
    listed: set[RoomId] = Factory(set)

    def room(self, room_id: RoomId) -> FakeRoom:
        """Find a room, or refuse."""
        if room_id not in self.rooms:
            raise HomeserverRefused(status=404, errcode="M_NOT_FOUND", error="no such room")
        return self.rooms[room_id]

    def append(
        self,
        room_id: RoomId,
        type_: str,
        *,
        sender: UserId,
        content: Mapping[str, Any],
        state_key: str | None = None,
        redacts: EventId | None = None,
        shown_state: tuple[Mapping[str, Any], ...] = (),
    ) -> EventId:
        """Write an event, without asking whether it may be."""
        event = FakeEvent(
            event_id=EventId(f"${len(self.stream)}"),
            position=len(self.stream),
            room_id=room_id,
            type=type_,
            sender=sender,
            state_key=state_key,
            content=content,
            redacts=redacts,
            shown_state=shown_state,
            at=None if self.clock is None else self.clock(),
        )
        self.stream.append(event)
        self.rooms[room_id].append(event)
        return event.event_id

    # -------------------------------------------------------------------------------------- rooms

    def create(
        self,
        creator: UserId,
        *,
        version: str = "11",
        creation: Mapping[str, Any] | None = None,
        levels: Mapping[str, Any] | None = None,
        state: Sequence[tuple[str, str, Mapping[str, Any]]] = (),
        alias: RoomAlias | None = None,
    ) -> RoomId:
        """Make a room as `private_chat` does.

        Args:
            creator: Joins it.
            version: `"11"` or `"12"`.
            creation: What the create event holds beside the version.
            levels: Override the default power levels, key by key.
            state: Types, state keys and contents, written after the power levels.
            alias: Under which it will be found.
        """
        if alias in self.aliases:
            raise HomeserverRefused(status=400, errcode="M_ROOM_IN_USE", error="alias in use")
        has_supreme_creator = int(version) >= 12
        users = {} if has_supreme_creator else {creator: 100}
        power = {**_DEFAULT_LEVELS, "users": users, **(levels or {})}
        if has_supreme_creator and creator in power["users"]:
            raise HomeserverRefused(status=400, errcode="M_BAD_JSON", error="the creator is listed")
        room_id = RoomId(f"!{len(self.rooms)}:{self.server_name}")
        self.rooms[room_id] = FakeRoom(room_id, version=version, creator=creator)
        pieces: list[tuple[str, str, Mapping[str, Any]]] = [
            ("m.room.create", "", {**(creation or {}), "room_version": version}),
            ("m.room.member", creator, self._member_content(creator, "join")),
            ("m.room.power_levels", "", power),
            ("m.room.join_rules", "", {"join_rule": "invite"}),
            ("m.room.history_visibility", "", {"history_visibility": "shared"}),
            *state,
        ]
        if alias is not None:
            self.aliases[alias] = room_id
            pieces.append(("m.room.canonical_alias", "", {"alias": alias}))
        for type_, state_key, content in pieces:
            self.append(room_id, type_, sender=creator, content=content, state_key=state_key)
        return room_id

    def put(
        self,
        room_id: RoomId,
        type_: str,
        *,
        sender: UserId,
        state_key: str,
        content: Mapping[str, Any],
    ) -> EventId:
        """Write a state event; one that says what stands already is that one."""
        room = self.room(room_id)
        if type_ == "m.room.member":
            return self._put_membership(
                room, sender=sender, user=UserId(state_key), content=content
            )
        room.demand_send(sender, type_, state_key=state_key)
        needed = _NEEDED.get(type_)
        if needed is not None and needed not in content:
            raise HomeserverRefused(status=400, errcode="M_UNKNOWN", error=f"no {needed!r} in it")
        if type_ == "m.room.power_levels":
            room.demand_power(sender, content)
        present = room.state.get((type_, state_key))
        if present is not None:
            stands = {} if present.event_id in room.redacted else present.content
            if (stands, present.sender) == (content, sender):
                return present.event_id
        return self.append(room_id, type_, sender=sender, content=content, state_key=state_key)

    def send(
        self, room_id: RoomId, type_: str, *, sender: UserId, content: Mapping[str, Any]
    ) -> EventId:
        """Write an event that is not state."""
        self.room(room_id).demand_send(sender, type_, state_key=None)
        return self.append(room_id, type_, sender=sender, content=content)

    def redact(self, room_id: RoomId, event_id: EventId, *, sender: UserId, reason: str) -> EventId:
        """Empty an event: one's own, or with the power for it anybody's."""
        room = self.room(room_id)
        target = next((event for event in room.events if event.event_id == event_id), None)
        if target is None:
            raise HomeserverRefused(status=404, errcode="M_NOT_FOUND", error="no such event")
        if target.sender == sender:
            room.demand_send(sender, "m.room.redaction", state_key=None)
        else:
            room.demand(sender, "redact", default=50)
        room.redacted.add(event_id)
        content = {"redacts": event_id, "reason": reason}
        return self.append(
            room_id, "m.room.redaction", sender=sender, content=content, redacts=event_id
        )

    # ------------------------------------------------------------------------------------- people

    def invite(self, room_id: RoomId, user: UserId, *, sender: UserId, **extra: object) -> None:
        """Ask somebody in."""
        room = self.room(room_id)
        room.demand(sender, "invite", default=0)
        match room.membership(user):
            case "join":
                raise forbidden(error=f"{user} is in the room")
            case "ban":
                raise forbidden(error=f"{user} is banned", errcode="M_BAD_STATE")
            case "invite":
                return
            case _:
                pass
        if server_of(user) in self.dead_servers:
            reason = f"{server_of(user)} does not answer"
            raise HomeserverUnreachable(reason)
        self.append(
            room_id,
            "m.room.member",
            sender=sender,
            state_key=user,
            content={**self._member_content(user, "invite"), **extra},
            shown_state=room.invite_state(sender),
        )

    def join(self, room_id: RoomId, user: UserId) -> None:
        """Go in: invited, or because the room is open to the person."""
        room = self.room(room_id)
        membership = room.membership(user)
        if membership == "join":
            return
        rules = room.content("m.room.join_rules")
        allowed = (RoomId(rule.get("room_id", "")) for rule in rules.get("allow", ()))
        is_open = rules.get("join_rule") == "public" or any(
            place in self.rooms and self.rooms[place].membership(user) == "join"
            for place in allowed
        )
        if membership == "ban" or (membership != "invite" and not is_open):
            raise forbidden(error=f"{user} is not invited")
        self._set_membership(room_id, user, "join", sender=user)

    def knock(self, room_id: RoomId, user: UserId, *, reason: str = "") -> None:
        """Ask to be let in."""
        room = self.room(room_id)
        rule = room.content("m.room.join_rules").get("join_rule")
        if rule not in ("knock", "knock_restricted") or room.membership(user) in ("join", "ban"):
            raise forbidden(error=f"{user} may not knock")
        self._set_membership(room_id, user, "knock", sender=user, reason=reason)

    def leave(self, room_id: RoomId, user: UserId) -> None:
        """Go out, decline, or take back a knock."""
        if self.room(room_id).membership(user) not in ("join", "invite", "knock"):
            raise forbidden(error=f"{user} is not in the room")
        self._set_membership(room_id, user, "leave", sender=user)

    def kick(self, room_id: RoomId, user: UserId, *, sender: UserId, reason: str = "") -> None:
        """Put somebody out, take back an invitation, or refuse a knock."""
        room = self.room(room_id)
        room.demand(sender, "kick", default=50)
        if room.membership(user) not in ("join", "invite", "knock"):
            raise forbidden(error=f"{user} is not in the room")
        self._demand_rank(room, sender, over=user)
        self._set_membership(room_id, user, "leave", sender=sender, reason=reason)

    def ban(self, room_id: RoomId, user: UserId, *, sender: UserId, reason: str = "") -> None:
        """Put somebody out for good."""
        room = self.room(room_id)
        room.demand(sender, "ban", default=50)
        self._demand_rank(room, sender, over=user)
        self._set_membership(room_id, user, "ban", sender=sender, reason=reason)

    def unban(self, room_id: RoomId, user: UserId, *, sender: UserId) -> None:
        """Let somebody come again who was put out for good."""
        room = self.room(room_id)
        room.demand(sender, "ban", default=50)
        if room.membership(user) != "ban":
            raise forbidden(error=f"{user} is not banned")
        self._set_membership(room_id, user, "leave", sender=sender)

    def _put_membership(
        self, room: FakeRoom, *, sender: UserId, user: UserId, content: Mapping[str, Any]
    ) -> EventId:
        """Change a membership by writing its event: the way to invite with `is_direct`."""
        extra = {key: value for key, value in content.items() if key != "membership"}
        match content.get("membership"):
            case "invite":
                self.invite(room.room_id, user, sender=sender, **extra)
            case "join" if sender == user:
                self.join(room.room_id, user)
            case "leave" if sender == user:
                self.leave(room.room_id, user)
            case "leave":
                self.kick(room.room_id, user, sender=sender)
            case _:
                raise forbidden(error="not a membership that can be written")
        return room.state["m.room.member", user].event_id

    def _demand_rank(self, room: FakeRoom, sender: UserId, *, over: UserId) -> None:
        if room.power(sender) <= room.power(over):
            raise forbidden(error=f"{sender} does not stand above {over}")

    def _set_membership(
        self, room_id: RoomId, user: UserId, membership: str, *, sender: UserId, reason: str = ""
    ) -> None:
        content = self._member_content(user, membership) | ({"reason": reason} if reason else {})
        self.append(room_id, "m.room.member", sender=sender, state_key=user, content=content)

    def _member_content(self, user: UserId, membership: str) -> dict[str, Any]:
        return {
            "membership": membership,
            "displayname": self.names.get(user, localpart_of(user)),
        }
