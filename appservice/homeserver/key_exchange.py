"""The requests by which keys come and go: publishing ours, learning others', handing out secrets.

Owns `/keys/*`, `/sendToDevice` and the bot's devices. Refuses to know rooms and messages.
"""

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

import msgspec
import nio  # type: ignore[import-untyped]  # it has annotations and no py.typed
import structlog

from appservice.homeserver.account import Done
from appservice.homeserver.cross_signing import Identity, PublishedIdentity
from appservice.homeserver.keyring import DEVICE_PREFIX, FOREIGN, Keyring
from appservice.homeserver.line import Line, Speaker, path_of
from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable
from microsol_matrix.ids import UserId

_DEVICE_NAME: Final = "microsol (reads encrypted messages)"
_KIND: Final = "signed_curve25519"
_PATIENCE_MS: Final = 5_000
"""How long our homeserver may wait for another one when it is asked for keys."""

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


class _Claimed(msgspec.Struct):
    one_time_keys: dict[str, dict[str, dict[str, Any]]] = {}


class _Uploaded(msgspec.Struct):
    one_time_key_counts: dict[str, int]


class _Device(msgspec.Struct):
    device_id: str


class _Devices(msgspec.Struct):
    devices: list[_Device]


class KeyExchange:
    """Asks as the device that holds the keys; errors are those of every call at the door."""

    def __init__(
        self, keyring: Keyring, *, identity: Identity, bot: UserId, line_for: Callable[[str], Line]
    ) -> None:
        """Take over a keyring.

        Args:
            keyring: Whose keys are exchanged.
            identity: Answers for the device.
            bot: Who holds them.
            line_for: Makes a line that speaks as a device.
        """
        self._keyring = keyring
        self._identity = identity
        self._bot = bot
        self._line_for = line_for
        self.line = line_for(keyring.device_id)
        self._is_renewed = False
        self._has_fallback = True  # until a sync says otherwise

    # ------------------------------------------------------------------------------ our own device

    async def introduce(self) -> None:
        """Make our device known, or a new one if the homeserver holds keys for it that are not ours."""
        await self._ensure_device()
        known = (await self._published())[1]
        if known is not None and not self._are_ours(known):
            await self._renew("keys_not_ours")
        if known is None:  # never published, or taken down by somebody
            self._keyring.machine.account.shared = False
        await self._upload_missing()
        await self._sign_device()
        await self._delete_left_behind()

    async def _renew(self, reason: str) -> None:
        """Go on with new keys on a new device."""
        _log.warning(reason, device_id=self._keyring.device_id)
        self._is_renewed = True
        await self.line.hang_up()
        self._keyring.renew()
        self.line = self._line_for(self._keyring.device_id)
        await self._ensure_device()

    async def _published(self) -> tuple[PublishedIdentity, Any]:
        told = await self._query([self._bot])
        return told, told.device_keys.get(self._bot, {}).get(self._keyring.device_id)

    async def _sign_device(self) -> None:
        """Say as the bot that the device is its own: clients warn of devices that nobody answers for."""
        told, device = await self._published()
        if not self._identity.is_published(told) and not await self._publish_identity(told):
            return
        if not self._identity.is_vouched_for(device):
            vouched = {str(self._bot): {self._keyring.device_id: self._identity.vouch(device)}}
            path = path_of("v3", "keys", "signatures", "upload")
            await self.line.ask("POST", path, body=vouched, reply=Done)

    async def _publish_identity(self, told: PublishedIdentity) -> bool:
        """Say who we are; give False if the homeserver holds on to another who answered to our name.

        Synapse takes no identity back that was replaced before, as after a `name_secret` that came back.
        The device then stays unsigned, and everything else works.
        """
        path = path_of("v3", "keys", "device_signing", "upload")
        try:
            await self.line.ask("POST", path, body=self._identity.upload(), reply=Done)
        except (HomeserverRefused, HomeserverUnreachable) as problem:
            if self._bot not in told.master_keys:
                raise
            _log.warning("identity_not_published", reason=str(problem))
            return False
        return True

    def counted(self, counts: Mapping[str, int], *, unused_fallback: Collection[str]) -> None:
        """Note how many of our keys are left on the homeserver, as a sync says."""
        self._keyring.machine.uploaded_key_count = counts.get(_KIND, 0)
        self._has_fallback = _KIND in unused_fallback

    async def replenish(self) -> None:
        """Publish one-time keys as far as they were used up.

        A homeserver that has others of the same names has seen a later state of our keys than we have: they
        were brought back from a backup. What it hands out we could not open; so a new device is made, once.
        """
        try:
            await self._upload_missing()
        except HomeserverRefused as no:
            if no.status != HTTPStatus.BAD_REQUEST or self._is_renewed:
                raise
            await self._renew("keys_outdated")
            await self.introduce()

    async def _upload_missing(self) -> None:
        """Publish our device's keys unless they are, and one-time keys as far as they were used up."""
        machine = self._keyring.machine
        is_new = not machine.account.shared
        left = 0 if is_new else machine.uploaded_key_count
        if left is None or (left >= machine.account.max_one_time_keys and self._has_fallback):
            return
        with self._keyring.writing():  # the secret halves are durable before anybody can use them
            body = self._fresh_keys(left)
            machine.save_account()
        if is_new:
            body["device_keys"] = self._device_keys()
        uploaded = await self.line.ask(
            "POST", path_of("v3", "keys", "upload"), body=body, reply=_Uploaded
        )
        with self._keyring.writing():
            machine.account.shared = True
            machine.mark_keys_as_published()
            machine.save_account()
        machine.uploaded_key_count = uploaded.one_time_key_counts.get(_KIND, 0)
        self._has_fallback = True

    def _fresh_keys(self, left: int) -> dict[str, Any]:
        account = self._keyring.machine.account
        raw = account._account  # noqa: SLF001 - nio wraps everything of it but fallback keys
        missing = account.max_one_time_keys - left
        waiting = account.one_time_keys["curve25519"]  # of an upload that did not come through
        if missing > len(waiting):
            account.generate_one_time_keys(missing - len(waiting))
        if not self._has_fallback or not account.shared:
            raw.generate_fallback_key()
        fallback = {name: key.to_base64() for name, key in raw.fallback_key.items()}
        return {
            "one_time_keys": {
                f"{_KIND}:{name}": self._signed({"key": key})
                for name, key in account.one_time_keys["curve25519"].items()
            },
            "fallback_keys": {
                f"{_KIND}:{name}": self._signed({"key": key, "fallback": True})
                for name, key in fallback.items()
            },
        }

    def _device_keys(self) -> dict[str, Any]:
        return self._signed(
            {
                "algorithms": ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"],
                "user_id": self._bot,
                "device_id": self._keyring.device_id,
                "keys": self._device_identity(),
            }
        )

    def _device_identity(self) -> dict[str, str]:
        keys = self._keyring.machine.account.identity_keys
        return {f"{kind}:{self._keyring.device_id}": key for kind, key in keys.items()}

    def _signed(self, thing: dict[str, Any]) -> dict[str, Any]:
        signature = self._keyring.machine.sign_json(thing)
        name = f"ed25519:{self._keyring.device_id}"
        return {**thing, "signatures": {self._bot: {name: signature}}}

    def _are_ours(self, published: object) -> bool:
        return isinstance(published, dict) and published.get("keys") == self._device_identity()

    async def _ensure_device(self) -> None:
        path = path_of("v3", "devices", self._keyring.device_id)
        body = {"display_name": _DEVICE_NAME}
        await self.line.ask("PUT", path, body=body, reply=Done, speaker=Speaker.BOT)

    async def _delete_left_behind(self) -> None:
        """Delete devices whose keys are lost, so that nobody writes to them any more."""
        known = await self.line.ask("GET", path_of("v3", "devices"), reply=_Devices)
        for device in known.devices:
            is_kept = device.device_id == self._keyring.device_id
            if device.device_id.startswith(DEVICE_PREFIX) and not is_kept:
                path = path_of("v3", "devices", device.device_id)
                await self.line.ask("DELETE", path, body={}, reply=Done)
                _log.info("device_left_behind_deleted", device_id=device.device_id)

    # --------------------------------------------------------------------------- others' devices

    async def learn(self, people: Iterable[str]) -> None:
        """Learn the devices of people whose devices are not known, or may have changed."""
        await self.learn_anew(set(people) - self._keyring.machine.tracked_users)

    async def learn_anew(self, people: Iterable[str]) -> None:
        """Learn the devices of people as they are now."""
        wanted = sorted(people)
        if not wanted:
            return
        answers = (
            nio.KeysQueryResponse({person: devices}, {})
            for person, devices in (await self._query(wanted)).device_keys.items()
        )
        self._take_in(answers)

    async def _query(self, people: Iterable[str]) -> PublishedIdentity:
        body = {"device_keys": {person: [] for person in people}, "timeout": _PATIENCE_MS}
        path = path_of("v3", "keys", "query")
        return await self.line.ask("POST", path, body=body, reply=PublishedIdentity)

    async def begin_sessions(self, devices: Mapping[str, Iterable[str]]) -> None:
        """Take a one-time key of each device, so that secrets can be handed to it; some have none."""
        wanted = {user: dict.fromkeys(names, _KIND) for user, names in devices.items()}
        if not wanted:
            return
        body = {"one_time_keys": wanted, "timeout": _PATIENCE_MS}
        claimed = await self.line.ask(
            "POST", path_of("v3", "keys", "claim"), body=body, reply=_Claimed
        )
        answers = (
            nio.KeysClaimResponse({user: {device: keys}}, {})
            for user, by_device in claimed.one_time_keys.items()
            for device, keys in by_device.items()
            if keys
        )
        self._take_in(answers)

    def _take_in(self, answers: Iterable[Any]) -> None:
        with self._keyring.writing() as machine:
            for answer in answers:
                try:
                    machine.handle_response(answer)
                except FOREIGN as problem:  # one person's bad keys are nobody else's trouble
                    _log.warning("keys_misshapen", reason=type(problem).__name__)

    async def hand_out(self, messages: Mapping[str, Mapping[str, Any]]) -> None:
        """Send encrypted messages to devices, by person and device."""
        path = path_of("v3", "sendToDevice", "m.room.encrypted", secrets.token_hex(16))
        await self.line.ask("PUT", path, body={"messages": messages}, reply=Done)

    async def mend_sessions(self) -> None:
        """Begin anew with devices whose secrets we could not read, and tell them by an empty message."""
        machine = self._keyring.machine
        if machine.wedged_devices:
            await self.begin_sessions(_by_user(machine.wedged_devices))
            machine.wedged_devices.clear()  # who gave no key is left alone until the next trouble
        for message in tuple(machine.outgoing_to_device_messages):
            await self.hand_out({message.recipient: {message.recipient_device: message.content}})
            machine.outgoing_to_device_messages.remove(message)


def _by_user(devices: Iterable[Any]) -> Mapping[str, list[str]]:
    wanted: dict[str, list[str]] = {}
    for device in devices:
        wanted.setdefault(device.user_id, []).append(device.device_id)
    return wanted
