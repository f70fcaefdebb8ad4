"""Every setting of the configuration file: its place, its default, what it means.

Owns the vocabulary of `config.yaml`; `init` writes the file from it, `docs/admins.md` is held
against it by a test. Refuses to know files, YAML and which settings fit together (`config`).
"""

from collections.abc import Callable
from enum import Enum
from typing import Final, Generic, TypeVar

from attrs import frozen

from appservice.setting_values import (
    Unfit,
    read_count,
    read_display_name,
    read_founders,
    read_host,
    read_interval_s,
    read_localpart,
    read_log_format,
    read_log_level,
    read_path,
    read_port,
    read_room_version,
    read_round_interval_s,
    read_secret,
    read_server_name,
    read_service_id,
    read_spoken_language,
    read_switch,
    read_url,
)

T_co = TypeVar("T_co", covariant=True)


class _Required(Enum):
    """The absence of a default; a type of its own, because None is a default too."""

    REQUIRED = "required"


REQUIRED: Final = _Required.REQUIRED


@frozen
class Setting(Generic[T_co]):
    """One setting.

    Attributes:
        path: Its keys from the top of the file, joined by dots.
        read: Turns what YAML gave into the value that is meant.
        meaning: One or two sentences for whoever edits the file.
        default: As it would be written in the file; `REQUIRED` if it must be there.
        is_secret: Whether its value must never be shown.
    """

    path: str
    read: Callable[[object], T_co | Unfit]
    meaning: str
    default: object = REQUIRED
    is_secret: bool = False


HOMESERVER_URL = Setting(
    "homeserver.url",
    read_url,
    "Where this service reaches the homeserver's client API.",
)
SERVER_NAME = Setting(
    "homeserver.server_name",
    read_server_name,
    "The homeserver's name: what stands after the colon in its user ids.",
)
OWN_URL = Setting(
    "appservice.url",
    read_url,
    "Where the homeserver reaches this service. A path in it must be taken away by a proxy.",
)
LISTEN_HOST = Setting(
    "appservice.listen_host",
    read_host,
    "The address to listen on: 127.0.0.1 for this machine only, 0.0.0.0 for all.",
    default="127.0.0.1",
)
LISTEN_PORT = Setting(
    "appservice.listen_port",
    read_port,
    "The port to listen on. When absent: the port of `url` if it is an http URL that names one, "
    "29330 otherwise.",
    default=None,
)
SERVICE_ID = Setting(
    "appservice.id",
    read_service_id,
    "The id of the registration.",
    default="microsol",
)
BOT_LOCALPART = Setting(
    "appservice.bot_localpart",
    read_localpart,
    "The bot's name: the part of its user id between @ and the colon.",
    default="microsol",
)
BOT_NAME = Setting(
    "appservice.bot_name",
    read_display_name,
    "What people see the bot called. Whoever begins a message with it is answered.",
    default="microsol",
)
AS_TOKEN = Setting(
    "appservice.as_token",
    read_secret,
    "Proves this service to the homeserver. The same stands in registration.yaml.",
    is_secret=True,
)
HS_TOKEN = Setting(
    "appservice.hs_token",
    read_secret,
    "Proves the homeserver to this service. The same stands in registration.yaml.",
    is_secret=True,
)
DATABASE_PATH = Setting(
    "database.path",
    read_path,
    "The SQLite file, made when it is absent; relative to the folder of this configuration.",
    default="microsol.sqlite3",
)
ROOM_VERSION = Setting(
    "rooms.version",
    read_room_version,
    "The Matrix room version of new rooms: 11 shows in every client, 12 needs recent ones.",
    default="11",
)
LANGUAGE = Setting(
    "language",
    read_spoken_language,
    "What is spoken with people who have not said what they speak: en, es or fr.",
    default="en",
)
FOUNDING = Setting(
    "founding.who",
    read_founders,
    "Who may found a congregation: local (people of this homeserver), anybody, or a list of user "
    "ids and servers, such as @ana:example.org or *:example.org.",
    default="local",
)
CALLS_A_DAY = Setting(
    "quotas.calls_a_day",
    read_count,
    "How many calls a person may make in one congregation within 24 hours; 0 lets nobody.",
    default=5,
)
OPEN_CALLS = Setting(
    "quotas.open_calls",
    read_count,
    "How many calls of a person may be open in one congregation at the same time; 0 lets nobody.",
    default=5,
)
FOUNDINGS = Setting(
    "quotas.foundings",
    read_count,
    "How many congregations a person may found, of those whom founding.who lets; 0 lets nobody.",
    default=3,
)
INVITATIONS_A_DAY = Setting(
    "quotas.invitations_a_day",
    read_count,
    "How many people a host may have invited to one congregation within 24 hours; 0 lets nobody.",
    default=50,
)
NAME_SECRET = Setting(
    "name_secret",
    read_secret,
    "Names of rooms and ids are derived from it, so that nobody can guess them. Keep it: with "
    "another one, what was begun before a crash may be made twice.",
    is_secret=True,
)
SYNC_INTERVAL_S = Setting(
    "sync_interval_s",
    read_interval_s,
    "Seconds between two looks at what the homeserver may have forgotten to send.",
    default=30,
)
SLOW_ROUND_INTERVAL_S = Setting(
    "slow_round_interval_s",
    read_round_interval_s,
    "Seconds between two slow rounds, in which the service looks whether its rooms are as it believes; "
    "21600 is six hours.",
    default=21600,
)
DIRECTORY = Setting(
    "porches.in_directory",
    read_switch,
    "Whether the homeserver's room directory shows porches, in a list of their own: on or off.",
    default="off",
)
ENCRYPTION = Setting(
    "encryption",
    read_switch,
    "Whether the service holds keys, so that it can read and answer encrypted messages: on or "
    "off. What that means: docs/encryption.md.",
    default="on",
)
LOG_FORMAT = Setting(
    "log.format",
    read_log_format,
    "How logs look: pretty, json, or auto (pretty at a terminal, JSON otherwise).",
    default="auto",
)
LOG_LEVEL = Setting(
    "log.level",
    read_log_level,
    "The least important message that is logged: debug, info, warning or error.",
    default="info",
)

SETTINGS: Final[tuple[Setting[object], ...]] = (
    HOMESERVER_URL,
    SERVER_NAME,
    OWN_URL,
    LISTEN_HOST,
    LISTEN_PORT,
    SERVICE_ID,
    BOT_LOCALPART,
    BOT_NAME,
    AS_TOKEN,
    HS_TOKEN,
    DATABASE_PATH,
    ROOM_VERSION,
    LANGUAGE,
    FOUNDING,
    CALLS_A_DAY,
    OPEN_CALLS,
    FOUNDINGS,
    INVITATIONS_A_DAY,
    NAME_SECRET,
    SYNC_INTERVAL_S,
    SLOW_ROUND_INTERVAL_S,
    DIRECTORY,
    ENCRYPTION,
    LOG_FORMAT,
    LOG_LEVEL,
)
"""In the order in which they stand in the file and in `docs/admins.md`."""
