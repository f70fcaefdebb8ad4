"""A homeserver in memory, the same as a real one as far as the port shows it.

Owns the bot's side: the port, its transaction ids and positions, and what can go wrong on the way.
What people do is done on `matrix`, or shortly with the `member_...` of `FakePeople`. One suite in
`tests/contracts` holds this and a real Synapse to the same promises.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Self

from attrs import Factory, define

from microsol_matrix.errors import (
    NO_KEYS,
    HomeserverRefused,
    HomeserverUnreachable,
    NotOurs,
)
from microsol_matrix.ids import EventId, RoomAlias, RoomId, ServerName, UserId, ZoneName, server_of
from microsol_matrix.ports import FoundRoom, RoomSummary
from microsol_matrix.rooms import Json, MadeRoom, RoomSpec, StatePiece
from microsol_matrix.zones import read_zone
from tests.fakes.door import door
from tests.fakes.hearing import FakeHearing
from tests.fakes.matrix import FakeMatrix


@define
class FakeHomeserver(FakeHearing):
    """The port, and what the bot has at its homeserver.

    Attributes:
        direct: The bot's `m.direct`.
    """

    direct: dict[UserId, list[RoomId]] = Factory(dict)
    _sent: dict[tuple[RoomId, str, str], EventId] = Factory(dict)

    @classmethod
    def beside(cls, other: "FakeHomeserver", server_name: str) -> Self:
        """Make a homeserver that federates with another."""
        return cls(matrix=other.matrix, bot=UserId(f"@microsol:{server_name}"))

    @classmethod
    def named(cls, server_name: str = "here.example") -> Self:
        """Make a homeserver with a bot and nothing else."""
        server = ServerName(server_name)
        return cls(matrix=FakeMatrix(server), bot=UserId(f"@microsol:{server}"))

    # -------------------------------------------------------------------------------------- rooms

    @door
    async def make_room(self, spec: RoomSpec) -> MadeRoom:
        """Make a room, or take over the one under its alias."""
        alias = RoomAlias(f"#{spec.alias_localpart}:{self.server}")
        if alias in self.matrix.aliases:
            return MadeRoom(room_id=self._adopt(alias, spec), alias=alias)
        listed = {} if spec.version == "12" else {self.bot: 100}
        named = (("m.room.name", "name", spec.name), ("m.room.topic", "topic", spec.topic))
        room_id = self.matrix.create(
            self.bot,
            version=spec.version,
            creation=_creation_of(spec),
            levels={**spec.power, "users": {**listed, **spec.users}},
            state=[
                *((piece.type, piece.state_key, piece.content) for piece in spec.state),
                *((type_, "", {key: text}) for type_, key, text in named if text),
            ],
            alias=alias,
        )
        return MadeRoom(room_id=room_id, alias=alias)

    def _adopt(self, alias: RoomAlias, spec: RoomSpec) -> RoomId:
        room = self.matrix.room(self.matrix.aliases[alias])
        marker = room.content(spec.marker.type, spec.marker.state_key)
        is_same = bool(marker) and all(
            marker.get(key) == spec.marker.content.get(key)
            for key in ("id", "space", "role", "person")
        )
        if room.creator != self.bot or room.membership(self.bot) != "join" or not is_same:
            reason = f"{alias} is not ours"
            raise NotOurs(reason)
        return room.room_id

    @door
    async def put_state(self, room_id: RoomId, piece: StatePiece) -> EventId:
        """Write one state event."""
        return self.matrix.put(
            room_id,
            piece.type,
            sender=self.bot,
            state_key=piece.state_key,
            content=piece.content,
        )

    @door
    async def set_power(
        self,
        room_id: RoomId,
        *,
        power: Mapping[str, Json],
        users: Mapping[UserId, int],
        own: int | None = None,
    ) -> None:
        """Say who holds power in a room."""
        present = self._readable(room_id).content("m.room.power_levels")
        has = present["users"].get(self.bot)
        kept = {
            user: level
            for user, level in present["users"].items()
            if has is not None and level >= has
        }
        if has is not None and own is not None:
            kept[self.bot] = min(has, own)
        wanted = {**present, **power, "users": {**users, **kept}}
        if wanted != present:
            self.matrix.put(
                room_id, "m.room.power_levels", sender=self.bot, state_key="", content=wanted
            )

    @door
    async def name_alias(self, alias: RoomAlias, room_id: RoomId) -> None:
        """Let an alias lead to a room."""
        if self.matrix.aliases.setdefault(alias, room_id) != room_id:
            raise HomeserverRefused(status=409, errcode="M_UNKNOWN", error="alias in use")

    @door
    async def drop_alias(self, alias: RoomAlias) -> None:
        """Let an alias lead nowhere."""
        self.matrix.aliases.pop(alias, None)

    @door
    async def set_listed(self, room_id: RoomId, *, is_listed: bool) -> None:
        """Put a room into the directory, or take it out."""
        if is_listed:
            self.matrix.listed.add(room_id)
        else:
            self.matrix.listed.discard(room_id)

    @door
    async def look_up(self, alias: RoomAlias) -> FoundRoom | None:
        """Ask the alias' own homeserver."""
        if server_of(alias) in self.matrix.dead_servers:
            reason = f"{server_of(alias)} does not answer"
            raise HomeserverUnreachable(reason)
        room_id = self.matrix.aliases.get(alias)
        if room_id is None:
            return None
        return FoundRoom(room_id, self.matrix.room(room_id).servers)

    @door
    async def read_state(
        self, room_id: RoomId, *, most_bytes: int | None = None
    ) -> tuple[bytes, ...]:
        """Read a room's full state."""
        room = self._readable(room_id)
        state = tuple(self._json(event) for event in room.state.values())
        if most_bytes is not None and sum(map(len, state)) > most_bytes:
            raise HomeserverRefused(status=413, errcode="M_TOO_LARGE", error="too much")
        return state

    @door
    async def summary(self, room_id: RoomId, via: Sequence[str]) -> RoomSummary | None:
        """Look at a room that is open, or that the bot is in."""
        room = self.matrix.rooms.get(room_id)
        if room is None:
            return None
        is_open = room.content("m.room.join_rules").get("join_rule") == "public"
        is_shown = room.membership(self.bot) in ("join", "invite") or is_open
        if not is_shown or not {self.server, *via} & set(room.servers) - self.matrix.dead_servers:
            return None
        people = [key for type_, key in room.state if type_ == "m.room.member"]
        joined = [one for one in people if room.membership(UserId(one)) == "join"]
        return RoomSummary(room.content("m.room.create").get("type"), len(joined))

    @door
    async def direct_rooms(self) -> Mapping[UserId, tuple[RoomId, ...]]:
        """Give the bot's `m.direct`."""
        return {person: tuple(rooms) for person, rooms in self.direct.items()}

    @door
    async def past_of(
        self, room_id: RoomId, types: Collection[str], *, is_ours_alone: bool = False
    ) -> tuple[bytes, ...]:
        """Read all events of some types that the bot may see."""
        room = self._readable(room_id)
        return tuple(
            self._json(event)
            for event in room.visible_to(self.bot)
            if event.type in types and (event.sender == self.bot or not is_ours_alone)
        )

    @door
    async def joined_rooms(self) -> frozenset[RoomId]:
        """Name all rooms that the bot is in."""
        rooms = self.matrix.rooms.values()
        return frozenset(one.room_id for one in rooms if one.membership(self.bot) == "join")

    @door
    async def resolve(self, alias: RoomAlias) -> RoomId | None:
        """Look up to which room an alias leads."""
        return self.matrix.aliases.get(alias)

    @door
    async def versions_of(self, room_id: RoomId, place: tuple[str, str]) -> tuple[EventId, ...]:
        """Give what the bot ever wrote in a place and still says something."""
        room = self._readable(room_id)
        return tuple(
            event.event_id
            for event in room.events
            if (event.type, event.state_key) == place
            and event.sender == self.bot
            and event.content
            and event.event_id not in room.redacted
        )

    # ------------------------------------------------------------------------------------- people

    @door
    async def invite(self, room_id: RoomId, user_id: UserId) -> None:
        """Invite one person."""
        if self.matrix.room(room_id).membership(user_id) != "join":
            self.matrix.invite(room_id, user_id, sender=self.bot)

    @door
    async def remove(self, room_id: RoomId, user_id: UserId, reason: str) -> None:
        """Put one person out, or take back their invitation."""
        if self._readable(room_id).membership(user_id) in ("join", "invite", "knock"):
            self.matrix.kick(room_id, user_id, sender=self.bot, reason=reason)

    @door
    async def ban(self, room_id: RoomId, user_id: UserId, reason: str) -> None:
        """Ban one person."""
        if self._readable(room_id).membership(user_id) != "ban":
            self.matrix.ban(room_id, user_id, sender=self.bot, reason=reason)

    @door
    async def lift_ban(self, room_id: RoomId, user_id: UserId) -> None:
        """Unban one person."""
        if self._readable(room_id).membership(user_id) == "ban":
            self.matrix.unban(room_id, user_id, sender=self.bot)

    @door
    async def join(self, room_id: RoomId, via: Sequence[str]) -> None:
        """Join a room that the bot is invited to or that is open; without our server in it, by one that is alive."""
        room = self.matrix.room(room_id)
        if self.server not in room.servers and room.membership(self.bot) != "invite":
            alive = set(room.servers) & {*via} - self.matrix.dead_servers
            if not alive:
                reason = "no server that is in the room answers"
                raise HomeserverUnreachable(reason)
        self.matrix.join(room_id, self.bot)

    @door
    async def leave(self, room_id: RoomId) -> None:
        """Leave a room or decline its invitation."""
        room = self.matrix.rooms.get(room_id)
        if room is not None and room.membership(self.bot) in ("join", "invite", "knock"):
            self.matrix.leave(room_id, self.bot)

    # -------------------------------------------------------------------------------------- words

    @door
    async def send(
        self,
        room_id: RoomId,
        *,
        type: str,  # noqa: A002 - Matrix's word
        content: Mapping[str, Json],
        txn_id: str,
    ) -> EventId:
        """Send one event, once for each transaction id; it holds no keys."""
        is_encrypted = bool(self.matrix.room(room_id).content("m.room.encryption"))
        if is_encrypted and type != "m.reaction":
            raise HomeserverRefused(status=403, errcode=NO_KEYS, error="the room is encrypted")
        key = (room_id, type, txn_id)
        if key not in self._sent:
            self._sent[key] = self.matrix.send(room_id, type, sender=self.bot, content=content)
        return self._sent[key]

    @door
    async def redact(self, room_id: RoomId, event_id: EventId, *, txn_id: str, reason: str) -> None:
        """Redact one event, once for each transaction id."""
        key = (room_id, f"redact {event_id}", txn_id)
        if key not in self._sent:
            self._sent[key] = self.matrix.redact(room_id, event_id, sender=self.bot, reason=reason)

    @door
    async def profile_zone(self, user_id: UserId) -> ZoneName | None:
        """Read which time zone a person's profile names."""
        return read_zone(self.matrix.profiles.get(user_id, {}).get("m.tz", ""))

    @door
    async def mark_direct(self, user_id: UserId, room_id: RoomId) -> None:
        """Add a room to the bot's `m.direct`."""
        rooms = self.direct.setdefault(user_id, [])
        if room_id not in rooms:
            rooms.append(room_id)


def _creation_of(spec: RoomSpec) -> Mapping[str, Json]:
    typed: dict[str, Json] = {} if spec.room_type is None else {"type": spec.room_type}
    if spec.predecessor is None:
        return typed
    return {**typed, "predecessor": {"room_id": spec.predecessor}}
