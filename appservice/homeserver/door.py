"""The port `Homeserver`, on a real homeserver.

Owns how each thing that the house asks is said in the client-server API, and what makes each of
them safe to ask twice. Refuses to know why anything is asked.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final

import msgspec

from appservice.homeserver.account import Done
from appservice.homeserver.directory import RoomNamed
from appservice.homeserver.key_place import KeyPlace
from appservice.homeserver.line import Line, Query, path_of
from appservice.homeserver.making import (
    Found,
    Standing,
    StateEvent,
    creation_of,
    judge,
    power_after,
)
from appservice.homeserver.memberships import NOT_IN_THERE
from appservice.homeserver.reading import (
    HISTORY_FILTER,
    NEWS_FILTER,
    PLACE_FILTER,
    Page,
    SyncReply,
    VersionsPage,
    answer_of,
)
from appservice.homeserver.remembering import RememberingBot
from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable
from microsol_matrix.ids import EventId, RoomAlias, RoomId, ServerName, UserId
from microsol_matrix.ports import SyncAnswer
from microsol_matrix.rooms import Json, MadeRoom, RoomSpec, StatePiece

_PAGE: Final = 100
"""Events asked for at once when reading back; homeservers give no more than some hundreds."""

_SOON: Final = timedelta(seconds=1)
"""When to look again at a room that is still being made: it takes 0.13 s, more under load."""


class _EventId(msgspec.Struct):
    event_id: str


class NioHomeserver(RememberingBot):
    """What we ask of one real homeserver, as the bot on its one device.

    Every call asks once and is bounded. A failure is `HomeserverUnreachable` or
    `HomeserverRefused`; their texts hold neither the token nor anything that was said.
    """

    def __init__(  # noqa: PLR0913 - three of them have a default that fits
        self,
        url: str,
        server_name: ServerName,
        *,
        as_token: str,
        bot: UserId,
        device_id: str,
        request_timeout: timedelta = timedelta(seconds=30),
        federation_timeout: timedelta = timedelta(seconds=60),
        half_made_patience: timedelta = timedelta(minutes=2),
        keys: KeyPlace | None = None,
    ) -> None:
        """Open nothing yet: the first request connects.

        Args:
            url: Of the homeserver's client API.
            server_name: What stands in its users' ids and our aliases.
            as_token: From our registration.
            bot: A user of our namespace.
            device_id: The same for ever: homeservers keep transaction ids by device.
            request_timeout: For a call that the homeserver answers by itself.
            federation_timeout: For one that waits for another server: inviting and joining. A
                server that is dead costs 5 s, one that swallows packets minutes.
            half_made_patience: How long a room without marker under our alias counts as being
                made by a request that is still running; after that its alias is taken back.
            keys: Where the keys to encrypted messages lie; None to do without.

        Raises:
            StoreUnavailable: The place of the keys cannot be used.
        """

        def line_for(device_id: str) -> Line:
            return Line(
                url, as_token=as_token, bot=bot, device_id=device_id, within=request_timeout
            )

        super().__init__(
            line_for,
            bot=bot,
            device_id=device_id,
            keys=keys,
            federation_timeout=federation_timeout,
        )
        self._server_name = server_name
        self._half_made_patience = half_made_patience
        self._half_made_since: dict[RoomAlias, float] = {}
        self._direct_lock = asyncio.Lock()

    # -------------------------------------------------------------------------------------- rooms

    async def make_room(self, spec: RoomSpec) -> MadeRoom:
        """Make a room, or take over what an interrupted call made; see the port."""
        alias = RoomAlias(f"#{spec.alias_localpart}:{self._server_name}")
        made = await self._create(spec) or await self._adopt(alias, spec)
        if made is None:
            # In our namespace it is ours to take back; the room that it led to is not touched.
            await self.drop_alias(alias)
            made = await self._create(spec)
        if made is None:
            raise _not_yet(alias, "another call makes it")
        self._half_made_since.pop(alias, None)
        return MadeRoom(room_id=made, alias=alias)

    async def _create(self, spec: RoomSpec) -> RoomId | None:
        """Create, or give None if the alias is in use."""
        body = creation_of(spec, bot=self._bot)
        try:
            made = await self._line.ask(
                "POST", path_of("v3", "createRoom"), body=body, reply=RoomNamed
            )
        except HomeserverRefused as no:
            # Of two calls at once, Synapse tells the later one so by the status alone.
            if no.matrix_errcode != "M_ROOM_IN_USE" and no.status != HTTPStatus.CONFLICT:
                raise
            return None
        self._encrypted_rooms.made(RoomId(made.room_id), spec)
        return RoomId(made.room_id)

    async def _adopt(self, alias: RoomAlias, spec: RoomSpec) -> RoomId | None:
        """Take over the room under an alias, or give None if it will never be finished."""
        room_id = await self.resolve(alias)
        if room_id is None:
            raise _not_yet(alias, "was in use and is not")
        match judge(await self._standing(room_id), spec=spec, bot=self._bot):
            case Found.OURS:
                return room_id
            case Found.HALF_MADE:
                now = asyncio.get_running_loop().time()
                since = self._half_made_since.setdefault(alias, now)
                if now - since < self._half_made_patience.total_seconds():
                    raise _not_yet(alias, "is half made")
                return None

    async def _standing(self, room_id: RoomId) -> Standing:
        try:
            events = await self._line.ask(
                "GET", path_of("v3", "rooms", room_id, "state"), reply=tuple[StateEvent, ...]
            )
        except HomeserverRefused as no:
            if no.status not in NOT_IN_THERE:
                raise
            return Standing(())
        return Standing(events)

    async def put_state(self, room_id: RoomId, piece: StatePiece) -> EventId:
        """Write one state event; homeservers answer an equal one with the event that stands."""
        self._encrypted_rooms.puts(room_id, piece)
        path = path_of("v3", "rooms", room_id, "state", piece.type, piece.state_key)
        put = await self._line.ask("PUT", path, body=piece.content, reply=_EventId)
        return EventId(put.event_id)

    async def set_power(
        self,
        room_id: RoomId,
        *,
        power: Mapping[str, Json],
        users: Mapping[UserId, int],
        own: int | None = None,
    ) -> None:
        """Say who holds power in a room; read first, for only the room knows whether it lists the bot."""
        path = path_of("v3", "rooms", room_id, "state", "m.room.power_levels", "")
        present = await self._line.ask("GET", path, reply=dict[str, Any])
        wanted = power_after(present, power=power, users=users, bot=self._bot, own=own)
        if wanted != present:
            await self._line.ask("PUT", path, body=wanted, reply=_EventId)

    async def read_state(
        self, room_id: RoomId, *, most_bytes: int | None = None
    ) -> tuple[bytes, ...]:
        """Read a room's full state."""
        path = path_of("v3", "rooms", room_id, "state")
        state = await self._line.ask("GET", path, reply=list[msgspec.Raw], most_bytes=most_bytes)
        return _opened(state)

    # -------------------------------------------------------------------------------------- words

    async def send(
        self,
        room_id: RoomId,
        *,
        type: str,  # noqa: A002 - Matrix's word
        content: Mapping[str, Json],
        txn_id: str,
    ) -> EventId:
        """Send one event; where what is said is encrypted, so is this, or it is not sent."""
        kind, content = await self._as_sent(room_id, type, content)
        path = path_of("v3", "rooms", room_id, "send", kind, txn_id)
        sent = await self._line.ask("PUT", path, body=content, reply=_EventId)
        return EventId(sent.event_id)

    async def redact(self, room_id: RoomId, event_id: EventId, *, txn_id: str, reason: str) -> None:
        """Redact one event."""
        path = path_of("v3", "rooms", room_id, "redact", event_id, txn_id)
        await self._line.ask("PUT", path, body={"reason": reason}, reply=_EventId)

    async def read_back(
        self, room_id: RoomId, *, since: str | None, before: str | None, limit: int
    ) -> tuple[bytes, ...]:
        """Read a room's messages backwards, page by page, and give them oldest first."""
        newest_first: list[msgspec.Raw] = []
        begin = before
        while len(newest_first) < limit:
            query: list[tuple[str, str]] = [
                ("dir", "b"),
                ("limit", str(min(limit - len(newest_first), _PAGE))),
                ("filter", _json(HISTORY_FILTER)),
            ]
            query += [("from", begin)] if begin is not None else []
            query += [("to", since)] if since is not None else []
            page = await self._line.ask(
                "GET", path_of("v3", "rooms", room_id, "messages"), query=query, reply=Page
            )
            newest_first += page.chunk
            # A page without anything we filter for need not be the last; one that leads nowhere is.
            if page.end is None or page.end in (begin, since):
                break
            begin = page.end
        return _opened(newest_first[:limit][::-1])

    async def versions_of(self, room_id: RoomId, place: tuple[str, str]) -> tuple[EventId, ...]:
        """Walk back through a room's history for one type of ours, as far as anything can still say something.

        We redact the oldest first: behind what we redacted ourselves all is redacted, so that a place that is
        written often costs no more each time. What somebody else redacted says nothing of what is behind it.
        """
        kind, state_key = place
        newest_first: list[EventId] = []
        begin: str | None = None
        while True:
            query = [
                ("dir", "b"),
                ("limit", str(_PAGE)),
                ("filter", _json({"types": [kind], "senders": [self._bot]})),
            ]
            query += [("from", begin)] if begin is not None else []
            page = await self._line.ask(
                "GET", path_of("v3", "rooms", room_id, "messages"), query=query, reply=VersionsPage
            )
            for one in page.chunk:
                if one.state_key != state_key:
                    continue
                if one.was_redacted_by(self._bot):
                    return tuple(newest_first[::-1])
                if one.content:
                    newest_first.append(EventId(one.event_id))
            if page.end is None or page.end == begin:
                return tuple(newest_first[::-1])
            begin = page.end

    # --------------------------------------------------------------------------------------- news

    async def sync(self, position: str | None) -> SyncAnswer:
        """Ask what happened since a position, without waiting for anything to happen."""
        wanted = PLACE_FILTER if position is None else NEWS_FILTER
        query: Query = [("timeout", "0"), ("filter", _json(wanted))]
        if position is not None:
            query = [*query, ("since", position)]
        reply = await self._listening.ask(
            "GET", path_of("v3", "sync"), query=query, reply=SyncReply
        )
        if self._crypto is not None:
            await self._crypto.take_in(reply)
        return answer_of(reply, since=position, bot=self._bot)

    async def mark_direct(self, user_id: UserId, room_id: RoomId) -> None:
        """Add a room to the bot's `m.direct`; one writer at a time, as the whole map is written."""
        path = path_of("v3", "user", self._bot, "account_data", "m.direct")
        async with self._direct_lock:
            try:
                direct = await self._line.ask("GET", path, reply=dict[str, list[str]])
            except HomeserverRefused as no:
                if no.matrix_errcode != "M_NOT_FOUND":
                    raise
                direct = {}
            rooms = direct.get(user_id, [])
            if room_id not in rooms:
                wanted: dict[str, Any] = direct | {user_id: [*rooms, room_id]}
                await self._line.ask("PUT", path, body=wanted, reply=Done)


def _opened(events: Sequence[msgspec.Raw]) -> tuple[bytes, ...]:
    return tuple(bytes(event) for event in events)


def _not_yet(alias: RoomAlias, why: str) -> HomeserverUnreachable:
    return HomeserverUnreachable(f"{alias}: {why}", retry_after=_SOON)


def _json(value: Mapping[str, Any]) -> str:
    return msgspec.json.encode(value).decode()
