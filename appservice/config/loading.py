"""From a configuration file to `Config`, or to everything that is wrong with it at once.

Owns which settings must fit together, what follows from others, and who may read the file. Refuses
to know how single settings are read, and what is done with them.
"""

import stat
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from attrs import evolve

from appservice import settings
from appservice.config.reading import ConfigInvalid, ConfigProblem, Reading, document_of
from appservice.config.values import (
    SENDER_LOCALPART,
    AppserviceConfig,
    Config,
    HomeserverConfig,
    LogConfig,
)
from microsol_matrix.quotas import Quotas

DEFAULT_PORT: Final = 29330
"""Where the service listens if nothing says otherwise; near the 293xx of other bridges, free."""


def load_config(path: Path) -> Config:
    """Read and check a configuration file.

    Raises:
        ConfigInvalid: With everything that is wrong, each with its path inside the file.
    """
    source = path.absolute()
    return parse_config(_read_text(source), source=source)


def parse_config(text: str, *, source: Path) -> Config:
    """Check the text of a configuration file.

    Args:
        text: YAML.
        source: The absolute path that it has or will have; the database's path is relative to it.

    Raises:
        ConfigInvalid: As `load_config` does.
    """
    document = document_of(text)
    if isinstance(document, ConfigProblem):
        raise ConfigInvalid(source, (document,))
    reading = Reading(document)
    _check_together(reading)
    if reading.problems:
        raise ConfigInvalid(source, reading.problems)
    return _build(source, reading)


def permission_warning(path: Path) -> str | None:
    """Tell how to protect a file that others than its owner may read; None if it is protected."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077 == 0:
        return None
    return f"{path} holds secrets and others may read it (mode {mode:04o}): chmod 600 {path}"


def _read_text(source: Path) -> str:
    try:
        return source.read_text(encoding="utf-8")
    except FileNotFoundError:
        problem = "there is no such file; `microsol-matrix init` makes one"
    except OSError as error:
        problem = f"it cannot be read: {error.strerror}"
    except UnicodeDecodeError:
        problem = "it is not text in UTF-8"
    raise ConfigInvalid(source, (ConfigProblem("", problem),))


def _check_together(reading: Reading) -> None:
    if reading.has(settings.AS_TOKEN, settings.HS_TOKEN) and (
        reading.of(settings.AS_TOKEN) == reading.of(settings.HS_TOKEN)
    ):
        reading.note(settings.HS_TOKEN, text="must differ from appservice.as_token")
    if reading.has(settings.HOMESERVER_URL, settings.OWN_URL) and (
        reading.of(settings.HOMESERVER_URL) == reading.of(settings.OWN_URL)
    ):
        text = "must be where the homeserver reaches this service, not the homeserver's own URL"
        reading.note(settings.OWN_URL, text=text)
    if reading.has(settings.BOT_LOCALPART) and (
        reading.of(settings.BOT_LOCALPART) == SENDER_LOCALPART
    ):
        text = "is the registration's own user, as which the bot could not read"
        reading.note(settings.BOT_LOCALPART, text=text)


def _build(source: Path, reading: Reading) -> Config:
    server_name = reading.of(settings.SERVER_NAME)
    own_url = reading.of(settings.OWN_URL)
    founders = reading.of(settings.FOUNDING)
    patterns = (f"*:{server_name}" if it == "local" else it for it in founders.patterns)
    return Config(
        source=source,
        homeserver=HomeserverConfig(reading.of(settings.HOMESERVER_URL), server_name),
        appservice=AppserviceConfig(
            url=own_url,
            listen_host=reading.of(settings.LISTEN_HOST),
            listen_port=reading.of(settings.LISTEN_PORT) or default_port(own_url),
            id=reading.of(settings.SERVICE_ID),
            bot_localpart=reading.of(settings.BOT_LOCALPART),
            bot_name=reading.of(settings.BOT_NAME),
            as_token=reading.of(settings.AS_TOKEN),
            hs_token=reading.of(settings.HS_TOKEN),
        ),
        database_path=source.parent / Path(reading.of(settings.DATABASE_PATH)),
        room_version=reading.of(settings.ROOM_VERSION),
        language=reading.of(settings.LANGUAGE),
        founders=evolve(founders, patterns=tuple(patterns)),
        quotas=Quotas(
            calls_a_day=reading.of(settings.CALLS_A_DAY),
            open_calls=reading.of(settings.OPEN_CALLS),
            foundings=reading.of(settings.FOUNDINGS),
            invitations_a_day=reading.of(settings.INVITATIONS_A_DAY),
        ),
        name_secret=reading.of(settings.NAME_SECRET),
        sync_interval=timedelta(seconds=reading.of(settings.SYNC_INTERVAL_S)),
        slow_round_interval=timedelta(seconds=reading.of(settings.SLOW_ROUND_INTERVAL_S)),
        lists_porches=reading.of(settings.DIRECTORY),
        encryption=reading.of(settings.ENCRYPTION),
        log=LogConfig(reading.of(settings.LOG_FORMAT), reading.of(settings.LOG_LEVEL)),
    )


def default_port(own_url: str) -> int:
    """Choose where to listen for a URL: its own port, unless a proxy ends TLS in front of us."""
    parts = urlsplit(own_url)
    return (parts.port if parts.scheme == "http" else None) or DEFAULT_PORT
