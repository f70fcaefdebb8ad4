"""The bot's cross-signing identity: by which clients know that a device is really the bot's.

Newer clients warn of devices that their owner has not signed, and will leave them out (MSC4153). Owns the
two signing keys. They follow from the service's secret and are stored nowhere, so that the bot stays the
same person to everybody when its device keys are lost. Refuses to sign anybody else.
"""

import base64
import hashlib
import hmac
from typing import Any, Final

import msgspec
import nio  # type: ignore[import-untyped]  # it has annotations and no py.typed
from attrs import define, field
from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa

from microsol_matrix.ids import UserId

_UNSIGNED: Final = ("signatures", "unsigned")
"""What a signature of JSON leaves out (spec, appendices: signing JSON)."""


class PublishedIdentity(msgspec.Struct):
    """As much of an answer of `/keys/query` as tells who somebody is.

    Attributes:
        device_keys: By person and device.
        master_keys: By person.
        self_signing_keys: By person.
    """

    device_keys: dict[str, dict[str, Any]] = {}
    master_keys: dict[str, Any] = {}
    self_signing_keys: dict[str, Any] = {}


@define
class Identity:
    """The bot's own two keys: the master key, which is who it is, and the one that signs devices."""

    _bot: UserId
    _secret: str = field(repr=False)

    def upload(self) -> dict[str, Any]:
        """Write the body of `/keys/device_signing/upload`."""
        signing = self._public("self_signing")
        return {
            "master_key": self._public("master"),
            "self_signing_key": self._signed(signing, by="master"),
        }

    def vouch(self, device_keys: dict[str, Any]) -> dict[str, Any]:
        """Sign a device of ours; only our signature is added."""
        bare = {name: value for name, value in device_keys.items() if name not in _UNSIGNED}
        return self._signed(bare, by="self_signing")

    def is_published(self, told: PublishedIdentity) -> bool:
        """Whether the homeserver knows these keys as ours."""
        published = (told.master_keys.get(self._bot), told.self_signing_keys.get(self._bot))
        ours = tuple(self._public(usage)["keys"] for usage in ("master", "self_signing"))
        return (
            tuple(one.get("keys") if isinstance(one, dict) else None for one in published) == ours
        )

    def is_vouched_for(self, device_keys: dict[str, Any]) -> bool:
        """Whether a device carries our signature."""
        signatures = device_keys.get("signatures", {}).get(self._bot, {})
        wanted = self.vouch(device_keys)["signatures"][self._bot]
        return all(signatures.get(name) == signature for name, signature in wanted.items())

    def _public(self, usage: str) -> dict[str, Any]:
        name = self._name(usage)
        return {"user_id": self._bot, "usage": [usage], "keys": {f"ed25519:{name}": name}}

    def _signed(self, thing: dict[str, Any], *, by: str) -> dict[str, Any]:
        canonical = nio.Api.to_canonical_json(thing).encode()
        signature = _base64(eddsa.new(self._key(by), "rfc8032").sign(canonical))
        return {**thing, "signatures": {self._bot: {f"ed25519:{self._name(by)}": signature}}}

    def _name(self, usage: str) -> str:
        return _base64(self._key(usage).public_key().export_key(format="raw"))

    def _key(self, usage: str) -> ECC.EccKey:
        seed = hmac.digest(self._secret.encode(), f"cross-signing {usage}".encode(), hashlib.sha256)
        return ECC.construct(curve="Ed25519", seed=seed)


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")
