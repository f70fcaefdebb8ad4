"""The bot's account with its keys, if it holds any.

Owns what the door does for secrets' sake: opening, sealing before sending, listening on the device that
holds the keys, and saying nothing in an encrypted room rather than saying it in the clear. Refuses to
know how: see `crypto`, which is loaded only where there are keys.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from appservice.homeserver.account import BotAccount
from appservice.homeserver.encrypted_rooms import EncryptedRooms
from appservice.homeserver.key_place import KeyPlace
from appservice.homeserver.line import Line
from microsol_matrix.errors import NO_KEYS, HomeserverRefused
from microsol_matrix.ids import RoomId, UserId
from microsol_matrix.ports import Locked
from microsol_matrix.rooms import Json

if TYPE_CHECKING:
    from appservice.homeserver.crypto import Crypto

_ALWAYS_CLEAR: Final = frozenset({"m.reaction"})
"""What clients send in the clear everywhere, because servers count it."""


class SecretiveBot(BotAccount):
    """An account that reads and writes encrypted messages; without keys it does neither."""

    def __init__(
        self,
        line_for: Callable[[str], Line],
        *,
        bot: UserId,
        device_id: str,
        keys: KeyPlace | None,
    ) -> None:
        """Open the keys, if we are to hold any.

        Args:
            line_for: Makes a line to the homeserver that speaks as a device of ours.
            bot: Who we are.
            device_id: The one that speaks.
            keys: Where the keys lie; None to do without.

        Raises:
            StoreUnavailable: The place of the keys cannot be used.
        """
        super().__init__(line_for(device_id), bot=bot, device_id=device_id)
        self._encrypted_rooms = EncryptedRooms(self._line)
        self._crypto = None if keys is None else _opened(keys, bot=bot, line_for=line_for)

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

    @property
    def _listening(self) -> Line:
        """Where news are asked for: keys are sent to one device only."""
        return self._line if self._crypto is None else self._crypto.line

    async def _as_sent(
        self, room_id: RoomId, kind: str, content: Mapping[str, Json]
    ) -> tuple[str, Mapping[str, Json]]:
        """Give an event's type and content as they go out: sealed where what is said is encrypted.

        Raises:
            HomeserverRefused: `NO_KEYS` if it would have to be sealed and we hold no keys.
        """
        if kind in _ALWAYS_CLEAR or not await self._encrypted_rooms.has(room_id):
            return kind, content
        if self._crypto is None:
            error = "the room is encrypted and we hold no keys: nothing was sent"
            raise HomeserverRefused(status=HTTPStatus.FORBIDDEN, errcode=NO_KEYS, error=error)
        sealing = self._crypto.sealing
        return "m.room.encrypted", await sealing.seal(room_id, kind=kind, content=content)


def _opened(place: KeyPlace, *, bot: UserId, line_for: Callable[[str], Line]) -> "Crypto":
    # Not before there are keys to open: with encryption off, none of what it is made of is loaded.
    from appservice.homeserver.crypto import Crypto  # noqa: PLC0415

    return Crypto(place, bot=bot, line_for=line_for)
