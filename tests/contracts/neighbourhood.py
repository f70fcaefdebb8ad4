"""Who lives around the port: people with clients, on the fake and on a real homeserver alike.

Owns what the contract needs beside the port itself. Both `Neighbourhood`s say the same; the person
of the real one is the demo's `Member`.
"""

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any, Protocol

from attrs import define, field, frozen

from appservice.demo.client import ClientApi
from appservice.demo.synapse import Synapse
from appservice.homeserver import NioHomeserver
from microsol_matrix.ids import EventId, RoomAlias, RoomId, ServerName, UserId
from microsol_matrix.ports import Homeserver, RoomMemory
from tests.fakes.homeserver import FakeHomeserver


class Person(Protocol):
    """Somebody with an ordinary client."""

    @property
    def user_id(self) -> UserId: ...
    async def say(self, room_id: RoomId, body: str) -> EventId: ...
    async def react(self, room_id: RoomId, key: str, *, to: EventId) -> EventId: ...
    async def redact(self, room_id: RoomId, event_id: EventId) -> EventId: ...
    async def create_direct(self, user_id: UserId, *, first_words: str | None = None) -> RoomId: ...
    async def create_room(
        self, *, name: str, invite: Iterable[UserId] = (), is_public: bool = False
    ) -> RoomId: ...
    async def join(self, room: RoomId | RoomAlias, *, via: Iterable[str] = ()) -> RoomId: ...
    async def resolve(self, alias: RoomAlias) -> RoomId | None: ...
    async def leave(self, room_id: RoomId) -> None: ...
    async def knock(self, room: RoomId | RoomAlias, *, reason: str = "") -> RoomId: ...
    async def invite(self, room_id: RoomId, user_id: UserId) -> None: ...
    async def kick(self, room_id: RoomId, user_id: UserId) -> None: ...
    async def set_profile(self, name: str, value: str) -> None: ...


class Neighbourhood(Protocol):
    """A homeserver, the bot's port to it, and people."""

    @property
    def homeserver(self) -> Homeserver: ...
    @property
    def memory(self) -> RoomMemory: ...
    @property
    def bot(self) -> UserId: ...
    @property
    def server_name(self) -> ServerName: ...
    async def newcomer(self, name: str) -> Person: ...
    async def dead_server(self) -> ServerName:
        """Name a homeserver that does not answer."""
        ...

    async def direct(self) -> Mapping[UserId, list[RoomId]]:
        """Read the bot's `m.direct`."""
        ...

    async def listed(self) -> frozenset[RoomId]:
        """Search the room directory's list of our network, as anybody can."""
        ...


@frozen
class FakePerson:
    """Somebody on the fake homeserver, with the names of a real member's methods."""

    user_id: UserId
    around: FakeHomeserver

    async def say(self, room_id: RoomId, body: str) -> EventId:
        return self.around.member_sends(room_id, self.user_id, body)

    async def react(self, room_id: RoomId, key: str, *, to: EventId) -> EventId:
        return self.around.member_reacts(room_id, self.user_id, key, to=to)

    async def redact(self, room_id: RoomId, event_id: EventId) -> EventId:
        return self.around.member_redacts(room_id, self.user_id, event_id)

    async def create_direct(self, user_id: UserId, *, first_words: str | None = None) -> RoomId:
        assert user_id == self.around.bot
        return self.around.member_opens_direct(self.user_id, first_words=first_words)

    async def create_room(
        self, *, name: str, invite: Iterable[UserId] = (), is_public: bool = False
    ) -> RoomId:
        rule = {"join_rule": "public" if is_public else "invite"}
        state = [("m.room.name", "", {"name": name}), ("m.room.join_rules", "", rule)]
        room_id = self.around.matrix.create(self.user_id, state=state)
        for user_id in invite:
            await self.invite(room_id, user_id)
        return room_id

    async def join(self, room: RoomId | RoomAlias, *, via: Iterable[str] = ()) -> RoomId:
        assert not tuple(via), "there is only one server"
        room_id = RoomId(room)
        self.around.member_joins(room_id, self.user_id)
        return room_id

    async def resolve(self, alias: RoomAlias) -> RoomId | None:
        return self.around.matrix.aliases.get(alias)

    async def leave(self, room_id: RoomId) -> None:
        self.around.member_leaves(room_id, self.user_id)

    async def knock(self, room: RoomId | RoomAlias, *, reason: str = "") -> RoomId:
        self.around.matrix.knock(RoomId(room), self.user_id, reason=reason)
        return RoomId(room)

    async def invite(self, room_id: RoomId, user_id: UserId) -> None:
        self.around.member_invites(room_id, self.user_id, user_id)

    async def kick(self, room_id: RoomId, user_id: UserId) -> None:
        self.around.matrix.kick(room_id, user_id, sender=self.user_id)

    async def set_profile(self, name: str, value: str) -> None:
        self.around.matrix.profiles.setdefault(self.user_id, {})[name] = value


@define
class FakeNeighbourhood:
    """Around the fake homeserver."""

    homeserver: FakeHomeserver = field(factory=FakeHomeserver.named)
    _numbers: Any = field(factory=count)

    @property
    def memory(self) -> RoomMemory:
        return self.homeserver

    @property
    def bot(self) -> UserId:
        return self.homeserver.bot

    @property
    def server_name(self) -> ServerName:
        return self.homeserver.matrix.server_name

    async def newcomer(self, name: str) -> Person:
        user_id = UserId(f"@{name.lower()}-{next(self._numbers)}:{self.server_name}")
        self.homeserver.matrix.names[user_id] = name
        return FakePerson(user_id, self.homeserver)

    async def dead_server(self) -> ServerName:
        gone = ServerName("gone.example")
        self.homeserver.matrix.dead_servers.add(gone)
        return gone

    async def direct(self) -> Mapping[UserId, list[RoomId]]:
        return self.homeserver.direct

    async def listed(self) -> frozenset[RoomId]:
        return frozenset(self.homeserver.matrix.listed)


@frozen
class RealNeighbourhood:
    """Around a real Synapse."""

    synapse: Synapse
    homeserver: NioHomeserver
    bot: UserId
    as_token: str = field(repr=False)

    @property
    def memory(self) -> RoomMemory:
        return self.homeserver

    @property
    def server_name(self) -> ServerName:
        return self.synapse.server_name

    async def newcomer(self, name: str) -> Person:
        return await self.synapse.newcomer(name)

    async def dead_server(self) -> ServerName:
        return ServerName("localhost:1")  # where nothing listens

    async def direct(self) -> Mapping[UserId, list[RoomId]]:
        api = ClientApi(self.synapse.url, access_token=self.as_token)
        segments = ("user", self.bot, "account_data", "m.direct")
        answer = await api.call("GET", *segments, query=[("user_id", self.bot)])
        return {UserId(user): rooms for user, rooms in answer.items()}

    async def listed(self) -> frozenset[RoomId]:
        nobody = await self.synapse.newcomer("Nobody")
        wanted = {"third_party_instance_id": "microsol|microsol", "limit": 1000}
        answer = await nobody.api.call("POST", "publicRooms", body=wanted)
        return frozenset(RoomId(room["room_id"]) for room in answer["chunk"])
