"""What single values of the configuration may be, and how they are read.

Owns the grammar of URLs, names, secrets and choices as an admin writes them. Refuses to know where
in the file they stand (`settings`), and the file itself (`config`).
"""

import re
from collections.abc import Mapping
from enum import Enum
from typing import Final, TypeVar
from urllib.parse import urlsplit

from attrs import frozen

from microsol_matrix.ids import ServerName
from microsol_matrix.languages import Language, read_language

T = TypeVar("T")

EXAMPLE_MARK: Final = "example-never-use"
"""Stands in the tokens of `registration.yaml.example`; a configuration with it is refused."""

SHORTEST_SECRET: Final = 16
"""Characters. Shorter ones can be guessed by whoever reaches the port; `init` makes them of 43."""

LARGEST_COUNT: Final = 1_000_000
"""As good as without a limit."""

LONGEST_SYNC_INTERVAL_S: Final = 3600
"""Past an hour, what the homeserver lost in a restart would wait too long to be noticed."""

LONGEST_ROUND_INTERVAL_S: Final = 7 * 24 * 3600
"""Past a week, what nobody heard of would be forgotten before it is put right."""

LONGEST_NAME: Final = 60
"""Characters. Clients cut longer display names short, and people have to type it."""

# Matrix spec, appendices 4.1. IPv4 and DNS names are one shape, as in the spec's own grammar.
_SERVER_NAME = re.compile(r"(?:[0-9A-Za-z.-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
# Matrix spec, appendices 4.2.1: user identifiers as they are made today.
_LOCALPART = re.compile(r"[a-z0-9._=/+-]+")
_SERVICE_ID = re.compile(r"[A-Za-z0-9._~-]+")
_FOUNDER = re.compile(r"\*|(?:@[^:\s]+|\*):[0-9A-Za-z.:*?\[\]-]+")


class LogFormat(Enum):
    """How logs look."""

    AUTO = "auto"
    """Pretty at a terminal, JSON otherwise."""
    PRETTY = "pretty"
    JSON = "json"


class LogLevel(Enum):
    """The least important message that is still logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@frozen
class Founders:
    """Who may found a congregation.

    Attributes:
        patterns: User ids in which `*` stands for anything; `*:example.org` is all of a server.
    """

    patterns: tuple[str, ...]


@frozen
class Unfit:
    """A value that a setting cannot be.

    Attributes:
        expected: What it should have been, to follow "expected".
    """

    expected: str


def read_url(value: object) -> str | Unfit:
    """Read an http(s) URL; slashes at its end are dropped, because paths are added to it."""
    expected = Unfit("an http(s) URL without user, query and fragment")
    if not isinstance(value, str) or re.search(r"[\s\x00-\x1f]", value):
        return expected
    try:
        parts = urlsplit(value)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, or an unclosed bracket
        return expected
    is_plain = not (parts.username or parts.password or parts.query or parts.fragment)
    if parts.scheme not in {"http", "https"} or not has_host or not is_plain or "?" in value:
        return expected
    if "_matrix" in parts.path.split("/"):
        return Unfit("the URL before `/_matrix`, without it")
    return value.rstrip("/#")


def read_server_name(value: object) -> ServerName | Unfit:
    """Read a server name (Matrix spec, appendices 4.1), the part of user ids after the colon."""
    if isinstance(value, str) and _SERVER_NAME.fullmatch(value):
        return ServerName(value)
    return Unfit("a server name such as example.org (what stands after the colon in user ids)")


def read_host(value: object) -> str | Unfit:
    """Read an address or name to listen on."""
    if isinstance(value, str) and re.fullmatch(r"[0-9A-Za-z.:-]+", value):
        return value
    return Unfit("an address to listen on, such as 127.0.0.1")


def read_port(value: object) -> int | Unfit | None:
    """Read a TCP port; None stays None and means the port of the service's own URL."""
    if value is None or (type(value) is int and 1 <= value <= 65535):  # noqa: PLR2004 (TCP)
        return value
    return Unfit("a port from 1 to 65535")


def read_service_id(value: object) -> str | Unfit:
    """Read the id of a registration; it stands in the path of pings, so it is kept plain."""
    if isinstance(value, str) and _SERVICE_ID.fullmatch(value):
        return value
    return Unfit("an id of letters, digits and . _ ~ -")


def read_localpart(value: object) -> str | Unfit:
    """Read the part of a user id between `@` and the colon (Matrix spec, appendices 4.2.1)."""
    if isinstance(value, str) and _LOCALPART.fullmatch(value):
        return value
    return Unfit("small letters, digits and . _ = / + - (a user id's part before the colon)")


def read_display_name(value: object) -> str | Unfit:
    """Read what somebody is called: something that is seen, on one line."""
    if (
        isinstance(value, str)
        and value.isprintable()
        and value == value.strip()
        and 0 < len(value) <= LONGEST_NAME
    ):
        return value
    return Unfit(f"a name on one line, of at most {LONGEST_NAME} characters")


def read_secret(value: object) -> str | Unfit:
    """Read a token or key; what is too short or stands in the example is refused."""
    if not isinstance(value, str) or len(value) < SHORTEST_SECRET or not value.isascii():
        return Unfit(f"a secret of at least {SHORTEST_SECRET} characters, as `init` makes it")
    if EXAMPLE_MARK in value or any(character.isspace() for character in value):
        return Unfit("a secret of your own, as `init` makes it, not the example's")
    return value


def read_path(value: object) -> str | Unfit:
    """Read the path of a file; what it is relative to is not known here."""
    if isinstance(value, str) and value and "\x00" not in value and not value.endswith("/"):
        return value
    return Unfit("the path of a file")


def read_room_version(value: object) -> str | Unfit:
    """Read the room version; YAML gives a number when it stands there without quotes."""
    text = str(value) if type(value) is int else value
    if isinstance(text, str) and text in {"11", "12"}:
        return text
    return Unfit('"11" or "12"')


def read_spoken_language(value: object) -> Language | Unfit:
    """Read a language by its code or its name."""
    language = read_language(value) if isinstance(value, str) else None
    return Unfit("en, es or fr") if language is None else language


def read_founders(value: object) -> Founders | Unfit:
    """Read who may found; `local` is resolved by `config`, which knows the server's name."""
    listed: list[object] = value if isinstance(value, list) else [value]
    patterns = tuple("*" if entry == "anybody" else entry for entry in listed)
    fit = tuple(entry for entry in patterns if isinstance(entry, str) and _is_founder(entry))
    if fit and len(fit) == len(patterns):
        return Founders(fit)
    return Unfit(
        'local, anybody, or a list of user ids and servers (["@ana:example.org", "*:example.org"])'
    )


def _is_founder(entry: str) -> bool:
    return entry == "local" or _FOUNDER.fullmatch(entry) is not None


def read_interval_s(value: object) -> int | Unfit:
    """Read the number of seconds between two looks at `/sync`."""
    return _read_seconds(value, LONGEST_SYNC_INTERVAL_S)


def read_round_interval_s(value: object) -> int | Unfit:
    """Read the number of seconds between two slow rounds."""
    return _read_seconds(value, LONGEST_ROUND_INTERVAL_S)


def _read_seconds(value: object, longest: int) -> int | Unfit:
    if type(value) is int and 1 <= value <= longest:
        return value
    return Unfit(f"seconds from 1 to {longest}, without a fraction")


def read_count(value: object) -> int | Unfit:
    """Read how many of something are allowed."""
    if type(value) is int and 0 <= value <= LARGEST_COUNT:
        return value
    return Unfit(f"a number from 0 to {LARGEST_COUNT}")


def read_switch(value: object) -> bool | Unfit:
    """Read on or off; without quotes, YAML makes true and false of them."""
    match value:
        case True | "on":
            return True
        case False | "off":
            return False
        case _:
            return Unfit("on or off")


def read_log_format(value: object) -> LogFormat | Unfit:
    """Read how logs look."""
    return _read_member(value, {member.value: member for member in LogFormat})


def read_log_level(value: object) -> LogLevel | Unfit:
    """Read how much is logged."""
    return _read_member(value, {member.value: member for member in LogLevel})


def _read_member(value: object, members: Mapping[str, T]) -> T | Unfit:
    if isinstance(value, str) and value in members:
        return members[value]
    return Unfit("one of " + ", ".join(members))
