"""Encrypted rooms: opening what others said, sealing what we say.

Owns who gets the keys of what we say, and what of a sealed event may be believed. Refuses to know
where keys lie (`keyring`), and how they travel (`key_exchange`).
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
import nio.crypto  # type: ignore[import-untyped]  # it has annotations and no py.typed
import structlog
from attrs import field, frozen

from appservice.homeserver.cross_signing import Identity
from appservice.homeserver.key_exchange import KeyExchange
from appservice.homeserver.keyring import FOREIGN, Keyring
from appservice.homeserver.line import Line, path_of
from appservice.homeserver.reading import KeyNews
from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable
from microsol_matrix.ids import RoomId, UserId
from microsol_matrix.ports import Locked
from microsol_matrix.rooms import Json

SOON: Final = timedelta(minutes=10)
"""How long a room's key lasts that not every device could be given: then they are asked again."""

_PRESENT: Final = ("join", "invite")

_ENVELOPE: Final = ("event_id", "sender", "room_id", "origin_server_ts", "unsigned")
"""What is believed from outside of the seal; from inside only what was said, never a state key."""

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


@frozen
class KeyPlace:
    """Where the keys lie.

    Attributes:
        directory: The folder, made if there is none.
        secret: They are encrypted with it on disk, and the bot's cross-signing identity follows from it.
    """

    directory: Path
    secret: str = field(repr=False)


class _Ciphertext(msgspec.Struct):
    algorithm: Literal["m.megolm.v1.aes-sha2"]
    ciphertext: str
    session_id: str


class _Sealed(msgspec.Struct):
    sender: str
    room_id: str
    content: _Ciphertext


class _Standing(msgspec.Struct):
    membership: str = ""


class _Member(msgspec.Struct):
    state_key: str
    content: _Standing


class _Members(msgspec.Struct):
    chunk: list[_Member]


class _Anything(msgspec.Struct):
    pass


class Crypto:
    """Reads and writes encrypted messages as the bot."""

    def __init__(self, place: KeyPlace, *, bot: UserId, line_for: Callable[[str], Line]) -> None:
        """Open the keys that are there, or make some.

        Args:
            place: Where keys lie.
            bot: Who we are.
            line_for: Makes a line to the homeserver that speaks as a device of ours.

        Raises:
            StoreUnavailable: The disk does not let us.
        """
        self._bot = bot
        self._keyring = Keyring(place.directory, bot=bot, pickle_key=place.secret)
        self._exchange = KeyExchange(
            self._keyring, identity=Identity(bot, place.secret), bot=bot, line_for=line_for
        )
        self._encrypted: set[RoomId] = set()
        self._plain: set[RoomId] = set()
        self._given: dict[RoomId, frozenset[tuple[str, str]]] = {}
        self._unknown: set[str] = set()
        self._locks: defaultdict[RoomId, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def line(self) -> Line:
        """Speaks as the device that holds the keys; what is meant for it comes to no other."""
        return self._exchange.line

    async def introduce(self) -> None:
        """Make our keys known; errors are those of every call at the door."""
        await self._exchange.introduce()

    async def close(self) -> None:
        """Close the connections and the keys."""
        await self._exchange.line.hang_up()
        self._keyring.close()

    # ------------------------------------------------------------------------------------- opening

    def open(self, sealed: bytes) -> bytes | Locked:
        """Open an encrypted event; see the port `Decryption`."""
        try:
            return self._opened(msgspec.json.decode(sealed, type=_Sealed), json.loads(sealed))
        except FOREIGN as problem:
            _log.info("seal_broken", reason=type(problem).__name__)
            return Locked.UNREADABLE

    def _opened(self, sealed: _Sealed, event: dict[str, Any]) -> bytes | Locked:
        sender_key = self._sender_key(sealed)
        if sender_key is None:
            return Locked.KEY_MISSING
        # Senders may leave these two out (spec v1.3); nio insists on them.
        whole = {"device_id": "", **event["content"], "sender_key": sender_key}
        megolm = nio.MegolmEvent.from_dict({**event, "content": whole})
        opened = self._keyring.machine.decrypt_megolm_event(megolm, sealed.room_id).source
        clear = {name: event[name] for name in _ENVELOPE if name in event}
        return msgspec.json.encode(clear | {"type": opened["type"], "content": opened["content"]})

    def _sender_key(self, sealed: _Sealed) -> str | None:
        """Find whose key opens an event: only a device of its sender counts, others may have got the key too."""
        machine = self._keyring.machine
        sessions = machine.inbound_group_store[sealed.room_id]
        owners = {device.curve25519 for device in machine.device_store[sealed.sender].values()}
        holders = {key for key, by_id in sessions.items() if sealed.content.session_id in by_id}
        if holders and not holders & owners:
            self._unknown.add(sealed.sender)
        return next(iter(holders & owners), None)

    async def take_in(self, news: KeyNews) -> None:
        """Take in keys that came, durably, before the position is stored after which they would not come again.

        What follows, such as publishing more keys, is tried again after the next sync if it fails.

        Raises:
            StoreUnavailable: Nothing was taken in.
        """
        if news.to_device.events:
            with self._keyring.writing() as machine:
                for raw in news.to_device.events:
                    self._receive(machine, raw)
        changed = {*news.device_lists.changed, *news.device_lists.left}
        machine = self._keyring.machine
        self._unknown |= changed & machine.tracked_users
        machine.tracked_users -= changed
        self._exchange.counted(
            news.device_one_time_keys_count,
            unused_fallback=news.device_unused_fallback_key_types,
        )
        try:
            await self._exchange.replenish()
            people, self._unknown = self._unknown, set()
            await self._exchange.learn(people)
            await self._exchange.mend_sessions()
        except (HomeserverUnreachable, HomeserverRefused) as problem:
            _log.warning("keys_not_tended", reason=str(problem))

    def _receive(self, machine: nio.crypto.Olm, raw: msgspec.Raw) -> None:
        event = None
        try:
            event = nio.ToDeviceEvent.parse_event(json.loads(bytes(raw)))
            if not isinstance(event, nio.OlmEvent):
                return  # verification and requests for keys: people trust us as they trust our host
            if event.sender not in machine.tracked_users:
                self._unknown.add(event.sender)
            machine.handle_to_device_event(event)
        except FOREIGN as problem:
            _log.warning("secret_unreadable", reason=type(problem).__name__)
            if isinstance(event, nio.OlmEvent):
                self._distrust(machine, event)

    def _distrust(self, machine: nio.crypto.Olm, event: nio.OlmEvent) -> None:
        """Begin anew with a device that wrote to a key of ours which is gone, say after a backup came back."""
        device = machine.device_store.device_from_sender_key(event.sender, event.sender_key)
        if device is not None and device not in machine.wedged_devices:
            machine.wedged_devices.append(device)

    # ------------------------------------------------------------------------------------- sealing

    def knows_plain(self, room_id: RoomId) -> None:
        """Take note of a room that is not encrypted, and that nobody but us can encrypt."""
        self._plain.add(room_id)

    def encrypts(self, room_id: RoomId) -> None:
        """Take note that we are about to turn encryption on in a room."""
        self._plain.discard(room_id)

    async def is_encrypted(self, room_id: RoomId) -> bool:
        """Ask whether a room is encrypted; one that is stays so, one that is not may become so."""
        if room_id in self._plain:
            return False
        if room_id not in self._encrypted:
            path = path_of("v3", "rooms", room_id, "state", "m.room.encryption", "")
            try:
                await self.line.ask("GET", path, reply=_Anything)
            except HomeserverRefused as no:
                if no.matrix_errcode != "M_NOT_FOUND":
                    raise
                return False
            self._encrypted.add(room_id)
        return True

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
        await self._exchange.learn(people)
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
        members = await self.line.ask(
            "GET", path, query=[("not_membership", "leave")], reply=_Members
        )
        return sorted(
            member.state_key
            for member in members.chunk
            if member.content.membership in _PRESENT and member.state_key != self._bot
        )


def _not_sealed(problem: Exception) -> HomeserverUnreachable:
    return HomeserverUnreachable(f"could not encrypt: {type(problem).__name__}")
