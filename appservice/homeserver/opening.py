"""Opening what others said in encrypted rooms.

Owns what of a sealed event may be believed. Refuses to know how keys came.
"""

import json
from typing import Any, Final, Literal

import msgspec
import nio  # type: ignore[import-untyped]  # it has annotations and no py.typed
import structlog
from attrs import Factory, define

from appservice.homeserver.keyring import FOREIGN, Keyring
from microsol_matrix.ports import Locked

_ENVELOPE: Final = ("event_id", "sender", "room_id", "origin_server_ts", "unsigned")
"""What is believed from outside of the seal; from inside only what was said, never a state key."""

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


class _Ciphertext(msgspec.Struct):
    algorithm: Literal["m.megolm.v1.aes-sha2"]
    ciphertext: str
    session_id: str


class _Sealed(msgspec.Struct):
    sender: str
    room_id: str
    content: _Ciphertext


@define(eq=False)
class Opening:
    """Opens with the keys of a keyring.

    Attributes:
        unknown: People whose devices must be learned before what they said can be believed.
    """

    _keyring: Keyring
    unknown: set[str] = Factory(set)

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
            self.unknown.add(sealed.sender)
        return next(iter(holders & owners), None)
