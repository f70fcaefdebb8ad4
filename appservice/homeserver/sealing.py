"""Sealing what we say in encrypted rooms.

Owns who is given the key of what we say. Refuses to know how keys travel (`key_exchange`), and which
rooms are encrypted.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import msgspec
import structlog

from appservice.homeserver.key_exchange import KeyExchange
from appservice.homeserver.keyring import FOREIGN, Keyring
from appservice.homeserver.line import path_of
from microsol_matrix.errors import HomeserverUnreachable
from microsol_matrix.ids import RoomId, UserId
from microsol_matrix.rooms import Json

SOON: Final = timedelta(minutes=10)
"""How long a room's key lasts that not every device could be given: then they are asked again."""

_PRESENT: Final = ("join", "invite")

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


class _Standing(msgspec.Struct):
    membership: str = ""


class _Member(msgspec.Struct):
    state_key: str
    content: _Standing


class _Members(msgspec.Struct):
    chunk: list[_Member]


class Sealing:
    """Seals with keys of its own, one a room at a time."""

    def __init__(self, keyring: Keyring, exchange: KeyExchange, *, bot: UserId) -> None:
        self._keyring = keyring
        self._exchange = exchange
        self._bot = bot
        self._given: dict[RoomId, frozenset[tuple[str, str]]] = {}
        self._locks: defaultdict[RoomId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def seal(
        self, room_id: RoomId, *, kind: str, content: Mapping[str, Json]
    ) -> Mapping[str, Json]:
        """Encrypt for everybody who is in a room or invited.

        Args:
            room_id: Which room.
            kind: The event's type.
            content: The event's content; its relation stays outside of the seal, as clients need it.

        Returns:
            The content of an `m.room.encrypted`.

        Raises:
            HomeserverUnreachable: It could not be encrypted now.
            HomeserverRefused: Nor later.
            StoreUnavailable: The keys' disk is in trouble.
        """
        async with self._locks[room_id]:
            await self._share(room_id)
            inside: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(dict(content)))
            relation = inside.pop("m.relates_to", None)
            try:
                sealed: dict[str, Json] = self._keyring.machine.group_encrypt(
                    room_id, {"type": kind, "content": inside}
                )
            except FOREIGN as problem:
                raise _not_sealed(problem) from problem
        return sealed if relation is None else {**sealed, "m.relates_to": relation}

    async def _share(self, room_id: RoomId) -> None:
        """Give the room's key to every device there; a new key whenever these are others than before."""
        people = await self._people(room_id)
        # Asked each time: somebody may have logged in on a new phone since the last sync.
        await self._exchange.learn_anew(people)
        machine = self._keyring.machine
        devices = frozenset(
            (person, device.id)
            for person in people
            for device in machine.device_store.active_user_devices(person)
        )
        is_fit = not machine.should_share_group_session(room_id)
        if is_fit and self._given.get(room_id) == devices:
            return
        await self._exchange.begin_sessions(machine.get_missing_sessions(people))
        try:
            with self._keyring.writing():
                machine.create_outbound_group_session(room_id)
                batches = list(
                    machine.share_group_session_parallel(
                        room_id, people, ignore_unverified_devices=True
                    )
                )
        except FOREIGN as problem:
            raise _not_sealed(problem) from problem
        for _, to_devices in batches:
            await self._exchange.hand_out(to_devices["messages"])
        session = machine.outbound_group_sessions[room_id]
        if missing := machine.get_missing_sessions(people):
            session.max_age = SOON
            _log.info("devices_without_keys", room_id=room_id, devices=len(missing))
        session.mark_as_shared()
        self._given[room_id] = devices

    async def _people(self, room_id: RoomId) -> list[str]:
        path = path_of("v3", "rooms", room_id, "members")
        members = await self._exchange.line.ask(
            "GET", path, query=[("not_membership", "leave")], reply=_Members
        )
        return sorted(
            member.state_key
            for member in members.chunk
            if member.content.membership in _PRESENT and member.state_key != self._bot
        )


def _not_sealed(problem: Exception) -> HomeserverUnreachable:
    return HomeserverUnreachable(f"could not encrypt: {type(problem).__name__}")
