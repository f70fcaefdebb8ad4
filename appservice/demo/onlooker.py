"""An account that looks at Matrix from outside, and waits for what it hopes to see.

Owns every question that a member may ask the homeserver. Refuses to change anything; see `member`.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from attrs import field, frozen

from appservice.demo.client import CLIENT_V1, ClientApi, MatrixRefused
from appservice.demo.seen import Content, Invitation, Message, RoomState, SpaceRoom, read_state
from appservice.demo.waiting import PATIENCE_S, until
from microsol_matrix.ids import EventId, RoomAlias, RoomId, ServerName, UserId, server_of

_INVITATIONS_ONLY: Final = json.dumps(
    {
        "presence": {"types": []},
        "account_data": {"types": []},
        "room": {
            "timeline": {"types": [], "limit": 1},
            "state": {"types": []},
            "ephemeral": {"types": []},
            "account_data": {"types": []},
        },
    }
)


@frozen
class Onlooker:
    """An ordinary account, logged in.

    Attributes:
        homeserver_url: Where its client connects, without a slash at the end.
        password: With which a person can log in as this account.
    """

    user_id: UserId
    device_id: str
    homeserver_url: str
    access_token: str = field(repr=False)
    password: str = field(repr=False)

    @property
    def api(self) -> ClientApi:
        """The account's own way to the client-server API, for what has no method here."""
        return ClientApi(self.homeserver_url, self.access_token)

    @property
    def server_name(self) -> ServerName:
        """The account's homeserver, as it stands in ids."""
        return server_of(self.user_id)

    # ------------------------------------------------------------------------------------ a room

    async def events(self, room_id: RoomId, *, limit: int = 50) -> tuple[Mapping[str, Any], ...]:
        """Give the newest events of the timeline as they are, oldest first."""
        answer = await self.api.call(
            "GET", "rooms", room_id, "messages", query=[("dir", "b"), ("limit", str(limit))]
        )
        return tuple(reversed(answer["chunk"]))

    async def messages(self, room_id: RoomId, *, limit: int = 50) -> tuple[Message, ...]:
        """Give the messages among the newest `limit` events, edits too, oldest first."""
        return tuple(
            Message.read(event)
            for event in await self.events(room_id, limit=limit)
            if event["type"] == "m.room.message"
        )

    async def reactions(
        self, room_id: RoomId, event_id: EventId
    ) -> Mapping[str, frozenset[UserId]]:
        """Give who reacted to an event, by key; what was taken back is not there."""
        segments = ("rooms", room_id, "relations", event_id, "m.annotation", "m.reaction")
        answer = await self.api.call("GET", *segments, query=[("limit", "500")], root=CLIENT_V1)
        by_key: defaultdict[str, set[UserId]] = defaultdict(set)
        for reaction in answer["chunk"]:
            by_key[reaction["content"]["m.relates_to"]["key"]].add(UserId(reaction["sender"]))
        return {key: frozenset(senders) for key, senders in by_key.items()}

    async def state(self, room_id: RoomId) -> RoomState:
        """Give the whole state of a room that one is in, or may look into."""
        # The only endpoint here whose answer is a list.
        events: Any = await self.api.call("GET", "rooms", room_id, "state")
        return read_state(events)

    async def state_event(
        self, room_id: RoomId, event_type: str, *, key: str = ""
    ) -> Content | None:
        """Give the content of one state event; None if there never was one, `{}` if removed."""
        try:
            return await self.api.call("GET", "rooms", room_id, "state", event_type, key)
        except MatrixRefused as refused:
            if refused.status == HTTPStatus.NOT_FOUND:
                return None
            raise

    async def members(self, room_id: RoomId) -> Mapping[UserId, str]:
        """Give everybody's membership: `join`, `invite`, `knock`, `leave` or `ban`."""
        answer = await self.api.call("GET", "rooms", room_id, "members")
        return {
            UserId(event["state_key"]): event["content"]["membership"] for event in answer["chunk"]
        }

    # ----------------------------------------------------------------------------------- around

    async def joined_rooms(self) -> frozenset[RoomId]:
        """Give the rooms and spaces that the account is in."""
        return frozenset((await self.api.call("GET", "joined_rooms"))["joined_rooms"])

    async def invitations(self) -> Mapping[RoomId, Invitation]:
        """Give the open invitations by room."""
        answer = await self.api.call("GET", "sync", query=[("filter", _INVITATIONS_ONLY)])
        return {
            room_id: Invitation.read(
                room_id, events=room["invite_state"]["events"], invited=self.user_id
            )
            for room_id, room in answer.get("rooms", {}).get("invite", {}).items()
        }

    async def hierarchy(self, space_id: RoomId) -> Mapping[RoomId, SpaceRoom]:
        """Walk a space; give what the account may see of it by room, the space itself first."""
        rooms: list[SpaceRoom] = []
        query: list[tuple[str, str]] = []
        while True:  # fifty rooms are all that one answer of Synapse holds
            page = await self._page(space_id, query)
            rooms += (SpaceRoom.read(room) for room in page["rooms"])
            if (following := page.get("next_batch")) is None:
                return {room.room_id: room for room in rooms}
            query = [("from", following)]

    async def _page(self, space_id: RoomId, query: list[tuple[str, str]]) -> Mapping[str, Any]:
        segments = ("rooms", space_id, "hierarchy")

        async def answer() -> Mapping[str, Any] | None:
            try:
                return await self.api.call("GET", *segments, query=query, root=CLIENT_V1)
            except MatrixRefused as refused:
                # Synapse lets walk ten times, then five times a second, whatever its settings say.
                if refused.status == HTTPStatus.TOO_MANY_REQUESTS:
                    return None
                raise

        return await until(answer, hint=f"the homeserver to walk {space_id} again")

    async def resolve(self, alias: RoomAlias) -> RoomId | None:
        """Look an alias up; None if nothing has that name."""
        try:
            return RoomId((await self.api.call("GET", "directory", "room", alias))["room_id"])
        except MatrixRefused as refused:
            if refused.status == HTTPStatus.NOT_FOUND:
                return None
            raise

    # ---------------------------------------------------------------------------------- waiting

    async def wait_for_message(
        self,
        room_id: RoomId,
        *,
        containing: str,
        sender: UserId | None = None,
        after: EventId | None = None,
        timeout_s: float = PATIENCE_S,
    ) -> Message:
        """Wait for a message, or an edit, and give the first that fits.

        Args:
            room_id: A room that the account is in.
            containing: Stands somewhere in its plain text.
            sender: Who wrote it; None takes anybody's.
            after: Only what came later than this event; None looks at the newest 50 events too.
            timeout_s: How long to wait.

        Raises:
            NeverCame: It did not come; the error tells the last things that were said instead.
        """
        heard: tuple[Message, ...] = ()

        async def first_fitting() -> Message | None:
            nonlocal heard
            events = await self.events(room_id)
            ids = [event["event_id"] for event in events]
            later = events[ids.index(after) + 1 :] if after in ids else events
            heard = tuple(Message.read(e) for e in later if e["type"] == "m.room.message")
            fitting = (m for m in heard if containing in m.body and sender in {None, m.sender})
            return next(fitting, None)

        def hint() -> str:
            said = "".join(f"\n  {message.sender}: {message.body}" for message in heard)
            return f"a message containing {containing!r}; what was said:{said or ' nothing'}"

        return await until(first_fitting, hint=hint, timeout_s=timeout_s)

    async def wait_for_invitation(
        self, *, room_name: str | None = None, timeout_s: float = PATIENCE_S
    ) -> Invitation:
        """Wait for an invitation, to a room of that name unless it is None, and give it."""

        async def fitting() -> Invitation | None:
            invitations = (await self.invitations()).values()
            return next((i for i in invitations if room_name in {None, i.name}), None)

        wanted = "any room" if room_name is None else repr(room_name)
        hint = f"an invitation of {self.user_id} to {wanted}"
        return await until(fitting, hint=hint, timeout_s=timeout_s)
