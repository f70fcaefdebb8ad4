"""The bot's keys at work: what they need when news come, and the two things that they are good for.

Owns how keys that come are taken in. Refuses to know where they lie (`keyring`), how they travel
(`key_exchange`), and how they open (`opening`) and seal (`sealing`).
"""

import json
from collections.abc import Callable

import msgspec
import nio.crypto  # type: ignore[import-untyped]  # it has annotations and no py.typed
import structlog

from appservice.homeserver.cross_signing import Identity
from appservice.homeserver.key_exchange import KeyExchange
from appservice.homeserver.key_place import KeyPlace
from appservice.homeserver.keyring import FOREIGN, Keyring
from appservice.homeserver.line import Line
from appservice.homeserver.opening import Opening
from appservice.homeserver.reading import KeyNews
from appservice.homeserver.sealing import Sealing
from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable
from microsol_matrix.ids import UserId
from microsol_matrix.ports import Locked

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


class Crypto:
    """Reads and writes encrypted messages as the bot.

    Attributes:
        sealing: Seals what we say.
    """

    def __init__(self, place: KeyPlace, *, bot: UserId, line_for: Callable[[str], Line]) -> None:
        """Open the keys that are there, or make some.

        Args:
            place: Where keys lie.
            bot: Who we are.
            line_for: Makes a line to the homeserver that speaks as a device of ours.

        Raises:
            StoreUnavailable: The disk does not let us.
        """
        self._unread_rooms = place.unread_rooms
        self._keyring = Keyring(place.directory, bot=bot, pickle_key=place.secret)
        self._exchange = KeyExchange(
            self._keyring, identity=Identity(bot, place.secret), bot=bot, line_for=line_for
        )
        self._opening = Opening(self._keyring)
        self.sealing = Sealing(self._keyring, self._exchange, bot=bot)

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

    def open(self, sealed: bytes) -> bytes | Locked:
        """Open an encrypted event; see the port `Decryption`."""
        return self._opening.open(sealed)

    async def take_in(self, news: KeyNews) -> None:
        """Take in keys that came, durably, before the position is stored after which they would not come again.

        What follows, such as publishing more keys, is tried again after the next sync if it fails.

        Raises:
            StoreUnavailable: Nothing was taken in.
        """
        if news.to_device.events:
            unread = await self._unread_rooms()
            with self._keyring.writing() as machine, machine.throwing_away(unread):
                for raw in news.to_device.events:
                    self._receive(machine, raw)
        changed = {*news.device_lists.changed, *news.device_lists.left}
        machine = self._keyring.machine
        self._opening.unknown |= changed & machine.tracked_users
        machine.tracked_users -= changed
        self._exchange.counted(
            news.device_one_time_keys_count,
            unused_fallback=news.device_unused_fallback_key_types,
        )
        try:
            await self._exchange.replenish()
            people, self._opening.unknown = self._opening.unknown, set()
            await self._exchange.learn(people)
            await self._exchange.mend_sessions()
        except (HomeserverUnreachable, HomeserverRefused) as problem:
            _log.warning("keys_not_tended", reason=str(problem))

    def _receive(self, machine: nio.crypto.Olm, raw: msgspec.Raw) -> None:
        try:
            event = nio.ToDeviceEvent.parse_event(json.loads(bytes(raw)))
            if not isinstance(event, nio.OlmEvent):
                return  # verification and requests for keys: people trust us as they trust our host
            if event.sender not in machine.tracked_users:
                self._opening.unknown.add(event.sender)
            machine.handle_to_device_event(event)
        except FOREIGN as problem:
            _log.warning("secret_unreadable", reason=type(problem).__name__)
