"""A member whose client encrypts: nio's own client, with a store of its own; none of our code reads for it.

Owns speaking and listening as Element does with encryption on. Refuses to know the service.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

import nio  # type: ignore[import-untyped]  # it has annotations and no py.typed
from attrs import Factory, define, evolve, frozen

from appservice.demo.member import Member
from appservice.demo.waiting import until
from microsol_matrix.ids import EventId, RoomId, UserId

_MEGOLM = "m.megolm.v1.aes-sha2"
_BOUNDED = nio.AsyncClientConfig(
    encryption_enabled=True, max_limit_exceeded=1, max_timeouts=1, request_timeout=30
)


@frozen
class Read:
    """A message as the member's client shows it.

    Attributes:
        is_sealed: Whether it came encrypted.
    """

    event_id: EventId
    sender: UserId
    body: str
    is_sealed: bool


@define(eq=False)
class Confidant:
    """A person with an encrypting client."""

    member: Member
    client: Any
    read: list[Read] = Factory(list)
    unread: list[EventId] = Factory(list)
    _given: dict[RoomId, frozenset[str]] = Factory(dict)

    @classmethod
    async def of(cls, member: Member, store: Path) -> Self:
        """Log in with keys of one's own, kept in a folder."""
        await asyncio.to_thread(store.mkdir, parents=True, exist_ok=True)
        client = nio.AsyncClient(
            member.homeserver_url, member.user_id, member.device_id, str(store), config=_BOUNDED
        )
        client.restore_login(member.user_id, member.device_id, member.access_token)
        self = cls(member, client)
        client.add_event_callback(
            self._hear, (nio.RoomMessageText, nio.RoomMessageNotice, nio.MegolmEvent)
        )
        await self.look()
        return self

    @property
    def user_id(self) -> UserId:
        return self.member.user_id

    async def look(self) -> None:
        """Sync once, and do what nio's own loop does after it."""
        answer = await self.client.sync(timeout=0)
        assert isinstance(answer, nio.SyncResponse), answer
        if self.client.should_upload_keys:
            await self.client.keys_upload()
        if self.client.should_query_keys:
            await self.client.keys_query()
        if self.client.should_claim_keys:
            await self.client.keys_claim(self.client.get_users_for_key_claiming())
        await self.client.send_to_device_messages()

    async def create_direct(self, user_id: UserId, *, first_words: str | None = None) -> RoomId:
        """Begin an encrypted conversation as Element X does, and speak before the other has come in."""
        room_id = await self.member.create_direct(user_id, is_encrypted=True)
        await self._until_in(room_id)
        if first_words is not None:
            await self.say(room_id, first_words)
        return room_id

    async def say(self, room_id: RoomId, body: str) -> EventId:
        """Say something, encrypted for everybody in the room."""
        devices = self._devices(room_id)
        if (
            self._given.get(room_id, devices) != devices
        ):  # as Element does, and nio's client does not
            self.client.invalidate_outbound_session(room_id)
        self._given[room_id] = devices
        return await self._say(room_id, body)

    async def _say(self, room_id: RoomId, body: str) -> EventId:
        content = {"msgtype": "m.text", "body": body, "m.mentions": {}}
        sent = await self.client.room_send(
            room_id, "m.room.message", content, ignore_unverified_devices=True
        )
        assert isinstance(sent, nio.RoomSendResponse), sent
        return EventId(sent.event_id)

    async def hears(self, words: str, *, after: EventId | None = None) -> Read:
        """Wait until somebody else's message can be read that holds some words.

        Args:
            words: What it holds.
            after: Only what came after this event of the member's own counts.
        """

        async def heard() -> Read | None:
            await self.look()
            ids = [one.event_id for one in self.read]
            begin = ids.index(after) + 1 if after is not None and after in ids else 0
            if after is not None and after not in ids:
                return None
            found = (
                one for one in self.read[begin:] if words in one.body and one.sender != self.user_id
            )
            return next(found, None)

        return await until(
            heard, hint=lambda: f"{words!r}; read: {self.read}; unread: {self.unread}"
        )

    async def ask(self, room_id: RoomId, words: str, *, expecting: str = "") -> str:
        """Say something and give the first answer after it that holds what is expected."""
        said = await self.say(room_id, words)
        return (await self.hears(expecting, after=said)).body

    def after(self, event_id: EventId) -> list[Read]:
        """Give what was read after an event; nothing while that has not come back from the homeserver."""
        ids = [one.event_id for one in self.read]
        return self.read[ids.index(event_id) + 1 :] if event_id in ids else []

    def rotates(self, room_id: RoomId) -> None:
        """Begin with a new key in a room."""
        self.client.invalidate_outbound_session(room_id)

    @asynccontextmanager
    async def withholding_keys(self, room_id: RoomId) -> AsyncIterator[None]:
        """Let the key of what is said meanwhile arrive only afterwards."""
        olm, people = self.client.olm, list(self.client.rooms[room_id].users)
        olm.create_outbound_group_session(room_id)
        shares = list(
            olm.share_group_session_parallel(room_id, people, ignore_unverified_devices=True)
        )
        olm.outbound_group_sessions[room_id].mark_as_shared()
        yield
        for number, (_, to_devices) in enumerate(shares):
            name = f"late-{number}"
            path = ("sendToDevice", "m.room.encrypted", name)
            await self.member.api.call("PUT", *path, body=to_devices)

    async def logs_in_anew(self, store: Path) -> "Confidant":
        """Log in on one more device."""
        login = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": self.user_id},
            "password": self.member.password,
        }
        made = await self.member.api.call("POST", "login", body=login)
        member = evolve(self.member, device_id=made["device_id"], access_token=made["access_token"])
        return await Confidant.of(member, store)

    async def join(self, room_id: RoomId, *, via: Iterable[str] = ()) -> None:
        await self.member.join(room_id, via=via)
        await self._until_in(room_id)

    async def aclose(self) -> None:
        await self.client.close()

    def _devices(self, room_id: RoomId) -> frozenset[str]:
        people = self.client.rooms[room_id].users
        known = self.client.device_store
        return frozenset(one.id for person in people for one in known.active_user_devices(person))

    async def _until_in(self, room_id: RoomId) -> None:
        async def is_in() -> bool:
            await self.look()
            return room_id in self.client.rooms

        await until(is_in, hint="the member's client to be in")

    async def _hear(self, _: object, event: nio.Event) -> None:
        if isinstance(event, nio.MegolmEvent):
            self.unread.append(EventId(event.event_id))
            return
        self.read.append(
            Read(
                EventId(event.event_id),
                UserId(event.sender),
                event.body,
                is_sealed=bool(event.decrypted),
            )
        )
