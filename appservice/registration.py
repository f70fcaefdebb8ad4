"""The registration: what the homeserver is told about this service (spec, appservice API 2.1).

Owns the content of `registration.yaml`. Refuses to know where it is written, and the homeserver.
Run as a program it prints `registration.yaml.example`.
"""

import re
import secrets
import sys
from collections.abc import Mapping
from typing import Final

import yaml
from attrs import field, frozen

from appservice.config import SENDER_LOCALPART, Config
from appservice.setting_values import EXAMPLE_MARK, Unfit, read_server_name
from microsol_matrix.errors import MicrosolError
from microsol_matrix.ids import ServerName

_GREETING: Final = """\
# The registration of microsol-matrix: give it to the homeserver, and keep it secret.
# Made by `microsol-matrix`; the tokens are the ones of config.yaml.
"""

_EXAMPLE_GREETING: Final = """\
# What `microsol-matrix init` makes for you, to be read; the tokens here are refused everywhere.
# Made by `python -m appservice.registration`; do not edit.
"""


class RegistrationInvalid(MicrosolError):
    """A file is not a registration of this program."""


@frozen
class Registration:
    """One registration; the namespaces follow from the names.

    Attributes:
        sender_localpart: The registration's own user, which is not the bot.
        bot_localpart: The bot, a user of the namespace.
    """

    id: str
    url: str
    sender_localpart: str
    server_name: ServerName
    bot_localpart: str
    as_token: str = field(repr=False)
    hs_token: str = field(repr=False)

    def to_yaml(self) -> str:
        """Write the file that the homeserver reads."""
        return _GREETING + yaml.safe_dump(self._document(), sort_keys=False, allow_unicode=True)

    @classmethod
    def from_yaml(cls, text: str) -> "Registration":
        """Read a file written by `to_yaml`; keys that an admin added are left alone.

        Raises:
            RegistrationInvalid: If it is not YAML, or not what `to_yaml` writes.
        """
        try:
            document = yaml.safe_load(text)
        except (yaml.YAMLError, ValueError, RecursionError):
            document = None
        if not isinstance(document, dict):
            message = "it is not a registration file in YAML"
            raise RegistrationInvalid(message)
        localpart, server_name = _bot_of(document)
        read = cls(
            id=_text(document, "id"),
            url=_text(document, "url"),
            as_token=_text(document, "as_token"),
            hs_token=_text(document, "hs_token"),
            sender_localpart=_text(document, "sender_localpart"),
            server_name=server_name,
            bot_localpart=localpart,
        )
        wanted = read._document()
        changed = [key for key in wanted if document.get(key) != wanted[key]]
        if changed:
            message = "it is not as `microsol-matrix registration` writes it: " + ", ".join(changed)
            raise RegistrationInvalid(message)
        return read

    def _document(self) -> dict[str, object]:
        server = _escaped(self.server_name)
        users = [f"^@{_escaped(self.bot_localpart)}:{server}$", f"^@_microsol_.*:{server}$"]
        return {
            "id": self.id,
            "url": self.url,
            "as_token": self.as_token,
            "hs_token": self.hs_token,
            "sender_localpart": self.sender_localpart,
            "namespaces": {
                "users": [{"exclusive": True, "regex": regex} for regex in users],
                "aliases": [{"exclusive": True, "regex": f"^#_microsol.*:{server}$"}],
                "rooms": [],
            },
            "protocols": ["microsol"],
            "rate_limited": False,
            "receive_ephemeral": False,
        }


def registration_of(config: Config) -> Registration:
    """Give the registration that belongs to a configuration."""
    return Registration(
        id=config.appservice.id,
        url=config.appservice.url,
        as_token=config.appservice.as_token,
        hs_token=config.appservice.hs_token,
        sender_localpart=SENDER_LOCALPART,
        server_name=config.homeserver.server_name,
        bot_localpart=config.appservice.bot_localpart,
    )


def new_secret() -> str:
    """Make a token or key: 256 bits, 43 characters that need no quoting anywhere."""
    return secrets.token_urlsafe(32)


def example_text() -> str:
    """Give the text of `registration.yaml.example`."""
    example = Registration(
        id="microsol",
        url="http://127.0.0.1:29330",
        as_token=f"{EXAMPLE_MARK}-as-token",
        hs_token=f"{EXAMPLE_MARK}-hs-token",
        sender_localpart=SENDER_LOCALPART,
        server_name=ServerName("example.org"),
        bot_localpart="microsol",
    )
    return example.to_yaml().replace(_GREETING, _EXAMPLE_GREETING)


def _escaped(name: str) -> str:
    # A hyphen needs no escape outside brackets, and an admin should recognise the name.
    return re.escape(name).replace(r"\-", "-")


def _bot_of(document: Mapping[str, object]) -> tuple[str, ServerName]:
    """Read the bot's name and server back out of the first pattern of the users' namespace."""
    match document.get("namespaces"):
        case {"users": [{"regex": str() as regex}, *_]}:
            found = re.fullmatch(r"\^@([^:]+):(.+)\$", re.sub(r"\\(.)", r"\1", regex))
            server_name = read_server_name(found[2]) if found else None
            if found and server_name is not None and not isinstance(server_name, Unfit):
                return found[1], server_name
        case _:
            pass
    message = "its first namespace of users does not name the bot"
    raise RegistrationInvalid(message)


def _text(document: Mapping[str, object], key: str) -> str:
    value = document.get(key)
    if isinstance(value, str):
        return value
    message = f"{key} is missing or not a text"
    raise RegistrationInvalid(message)


if __name__ == "__main__":
    sys.stdout.write(example_text())
