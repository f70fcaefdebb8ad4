"""The bot's account with its keys, if it holds any.

Owns what the door does for secrets' sake: opening, sealing before sending, listening on the device that
holds the keys. Refuses to know how: see `crypto`.
"""

from collections.abc import Mapping
from typing import Final

from appservice.homeserver.account import BotAccount
from appservice.homeserver.crypto import Crypto
from appservice.homeserver.line import Line
from microsol_matrix.ids import RoomId, UserId
from microsol_matrix.ports import Locked
from microsol_matrix.rooms import Json, RoomSpec, StatePiece

_ALWAYS_CLEAR: Final = frozenset({"m.reaction"})
"""What clients send in the clear everywhere, because servers count it."""

_ENCRYPTION: Final = "m.room.encryption"


class SecretiveBot(BotAccount):
    """An account that reads and writes encrypted messages; without `crypto` it does not."""

    def __init__(self, line: Line, *, bot: UserId, device_id: str, crypto: Crypto | None) -> None:
        super().__init__(line, bot=bot, device_id=device_id)
        self._crypto = crypto

    def open(self, sealed: bytes) -> bytes | Locked:
        """Open an encrypted event; see the port `Decryption`."""
        return Locked.UNREADABLE if self._crypto is None else self._crypto.open(sealed)

    async def introduce_keys(self) -> None:
        """Make the device known that holds our keys, if we hold any."""
        if self._crypto is not None:
            await self._crypto.introduce()

    async def close(self) -> None:
        """Close the connections and the keys."""
        await super().close()
        if self._crypto is not None:
            await self._crypto.close()

    def _made(self, room_id: RoomId, spec: RoomSpec) -> None:
        """Take note of a new room: most are plain and only ours to encrypt, and need no asking later."""
        is_plain = all(piece.type != _ENCRYPTION for piece in spec.state)
        if self._crypto is not None and is_plain and _is_ours_to_encrypt(spec):
            self._crypto.sealing.knows_plain(room_id)

    def _puts(self, room_id: RoomId, piece: StatePiece) -> None:
        """Take note of a piece of state before it is written."""
        if self._crypto is not None and piece.type == _ENCRYPTION:
            self._crypto.sealing.encrypts(room_id)

    @property
    def _listening(self) -> Line:
        """Where news are asked for: keys are sent to one device only."""
        return self._line if self._crypto is None else self._crypto.line

    async def _as_sent(
        self, room_id: RoomId, kind: str, content: Mapping[str, Json]
    ) -> tuple[str, Mapping[str, Json]]:
        """Give an event's type and content as they go out: sealed where what is said is encrypted."""
        if self._crypto is None or kind in _ALWAYS_CLEAR:
            return kind, content
        sealing = self._crypto.sealing
        if not await sealing.is_encrypted(room_id):
            return kind, content
        return "m.room.encrypted", await sealing.seal(room_id, kind=kind, content=content)


def _is_ours_to_encrypt(spec: RoomSpec) -> bool:
    """Whether nobody else has the power to turn encryption on, nor to take that power."""
    events = spec.power.get("events")
    if not isinstance(events, Mapping):
        return False
    needed = [events.get(kind) for kind in (_ENCRYPTION, "m.room.power_levels")]
    highest = max(spec.users.values(), default=0)
    return all(isinstance(power, int) and power > highest for power in needed)
