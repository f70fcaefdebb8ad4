"""The configuration as frozen values, and what no configuration changes.

Owns `Config`. Refuses to know where it comes from.
"""

from datetime import timedelta
from pathlib import Path
from typing import Final

from attrs import field, frozen

from appservice.setting_values import Founders, LogFormat, LogLevel
from microsol_matrix.ids import ServerName, UserId
from microsol_matrix.languages import Language
from microsol_matrix.quotas import Quotas

SENDER_LOCALPART: Final = "_microsol_sender"
"""The registration's own user. Never the bot: `/sync` as this user fails on Synapse."""

DEVICE_ID: Final = "MICROSOL"
"""The bot's one device, the same for ever: homeservers keep transaction ids by device."""


@frozen
class HomeserverConfig:
    """The homeserver that this service belongs to."""

    url: str
    server_name: ServerName


@frozen
class AppserviceConfig:
    """How this service stands to its homeserver."""

    url: str
    listen_host: str
    listen_port: int
    id: str
    bot_localpart: str
    bot_name: str
    as_token: str = field(repr=False)
    hs_token: str = field(repr=False)


@frozen
class LogConfig:
    """How logs look and how much is logged."""

    format: LogFormat
    level: LogLevel


@frozen
class Config:
    """All settings, checked.

    Attributes:
        source: The file that they came from, absolute.
        database_path: Absolute.
        quotas: The most that one person may ask for.
        name_secret: The key from which names are derived (`Entropy.derive`).
        sync_interval: The time between two looks at `/sync`.
        slow_round_interval: The time between two looks at all rooms.
        lists_porches: Whether the homeserver's room directory shows porches.
        encryption: Whether the service holds keys and reads encrypted messages.
    """

    source: Path
    homeserver: HomeserverConfig
    appservice: AppserviceConfig
    database_path: Path
    room_version: str
    language: Language
    founders: Founders
    quotas: Quotas
    sync_interval: timedelta
    slow_round_interval: timedelta
    lists_porches: bool
    encryption: bool
    log: LogConfig
    name_secret: str = field(repr=False)

    @property
    def bot(self) -> UserId:
        """The bot's user id."""
        return UserId(f"@{self.appservice.bot_localpart}:{self.homeserver.server_name}")

    @property
    def keys_path(self) -> Path:
        """The folder with the keys to encrypted messages: beside the database, so that it is kept with it."""
        return self.database_path.with_name(f"{self.database_path.name}.keys")

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown or logged."""
        return (self.appservice.as_token, self.appservice.hs_token, self.name_secret)
