"""The configuration file as one frozen value, or everything that is wrong with it at once.

Owns `Config` and how it is read from YAML. Refuses to know what single settings may be
(`settings`), how a new file is written (`cli.init`), and what is done with the values.
"""

import difflib
import re
import stat
import textwrap
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final, TypeVar, cast
from urllib.parse import urlsplit

import yaml
from attrs import evolve, field, frozen

from appservice import settings
from appservice.setting_values import Founders, LogFormat, LogLevel, Unfit
from appservice.settings import REQUIRED, SETTINGS, Setting
from microsol_matrix.errors import MicrosolError
from microsol_matrix.ids import ServerName, UserId

T = TypeVar("T")

DEFAULT_PORT: Final = 29330
"""Where the service listens if nothing says otherwise; near the 293xx of other bridges, free."""

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
        name_secret: The key from which names are derived (`Entropy.derive`).
        sync_interval: The time between two looks at `/sync`.
    """

    source: Path
    homeserver: HomeserverConfig
    appservice: AppserviceConfig
    database_path: Path
    room_version: str
    founders: Founders
    sync_interval: timedelta
    log: LogConfig
    name_secret: str = field(repr=False)

    @property
    def bot(self) -> UserId:
        """The bot's user id."""
        return UserId(f"@{self.appservice.bot_localpart}:{self.homeserver.server_name}")

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown or logged."""
        return (self.appservice.as_token, self.appservice.hs_token, self.name_secret)


@frozen
class ConfigProblem:
    """One thing that is wrong.

    Attributes:
        path: Where in the file, keys joined by dots; empty for the file as a whole.
        text: What is wrong and what would be right; never a secret.
    """

    path: str
    text: str

    def __str__(self) -> str:
        """Tell it in one line."""
        return f"{self.path}: {self.text}" if self.path else self.text


class ConfigInvalid(MicrosolError):
    """The configuration cannot be used; it holds every problem that was found."""

    def __init__(self, source: Path, problems: tuple[ConfigProblem, ...]) -> None:
        """Keep the problems, in the order of the file's settings."""
        count = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = "".join(f"\n  {problem}" for problem in problems)
        super().__init__(f"{source} has {count}:{lines}")
        self.source = source
        self.problems = problems


class _Reading:
    """One pass over a document: values by path on one side, problems on the other."""

    def __init__(self, document: Mapping[object, object]) -> None:
        self._values: dict[str, object] = {}
        self.problems: list[ConfigProblem] = []
        given = dict(self._leaves(document))
        for setting in SETTINGS:
            self._read(setting, given.pop(setting.path, None))
        for path in given:
            self._add(path, f"there is no such setting{_nearest(path)}")

    def of(self, setting: Setting[T]) -> T:
        """Give a setting's value; only when there are no problems."""
        return cast("T", self._values[setting.path])

    def note(self, setting: Setting[object], *, text: str) -> None:
        """Note what is wrong with a setting in the company of others."""
        self._add(setting.path, text)

    def has(self, *wanted: Setting[object]) -> bool:
        """Tell whether all of these were read without a problem."""
        return all(setting.path in self._values for setting in wanted)

    def _read(self, setting: Setting[object], raw: object) -> None:
        if raw is None:
            raw = setting.default
        if raw is REQUIRED:
            self._add(setting.path, "missing")
            return
        value = setting.read(raw)
        if isinstance(value, Unfit):
            got = "something else" if setting.is_secret else _shown(raw)
            self._add(setting.path, f"expected {value.expected}, got {got}")
        else:
            self._values[setting.path] = value

    def _leaves(self, document: Mapping[object, object]) -> Iterator[tuple[str, object]]:
        sections = {path.split(".")[0] for path in _PATHS if "." in path}
        for name, content in document.items():
            if name not in sections:
                yield str(name), content
            elif isinstance(content, dict):
                yield from ((f"{name}.{key}", value) for key, value in content.items())
            elif content is not None:
                keys = ", ".join(p.split(".")[1] for p in _PATHS if p.startswith(f"{name}."))
                self._add(str(name), f"expected a section with {keys}, got a single value")

    def _add(self, path: str, text: str) -> None:
        self.problems.append(ConfigProblem(path, text))


_PATHS: Final = tuple(setting.path for setting in SETTINGS)


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
    reading = _Reading(_parse_document(source, text))
    _check_together(reading)
    if reading.problems:
        order = {known: place for place, known in enumerate(_PATHS)}
        found = sorted(reading.problems, key=lambda it: order.get(it.path, len(order)))
        raise ConfigInvalid(source, tuple(found))
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


def _parse_document(source: Path, text: str) -> Mapping[object, object]:
    try:
        document = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        # The error quotes the line, and names such as aliases: either may be a token.
        where = f" (line {error.problem_mark.line + 1})" if error.problem_mark else ""
        what = re.sub(r"'[^'<]{2,}'", "'...'", error.problem or "it ends too early")
        problem = f"it is not YAML{where}: {what}"
    except yaml.YAMLError:
        problem = "it is not YAML: it holds characters that YAML does not allow"
    else:
        if isinstance(document, dict):
            return document
        problem = "it is not a configuration: it has no settings such as `homeserver:` in it"
    raise ConfigInvalid(source, (ConfigProblem("", problem),))


def _check_together(reading: _Reading) -> None:
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


def _build(source: Path, reading: _Reading) -> Config:
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
            as_token=reading.of(settings.AS_TOKEN),
            hs_token=reading.of(settings.HS_TOKEN),
        ),
        database_path=source.parent / Path(reading.of(settings.DATABASE_PATH)),
        room_version=reading.of(settings.ROOM_VERSION),
        founders=evolve(founders, patterns=tuple(patterns)),
        name_secret=reading.of(settings.NAME_SECRET),
        sync_interval=timedelta(seconds=reading.of(settings.SYNC_INTERVAL_S)),
        log=LogConfig(reading.of(settings.LOG_FORMAT), reading.of(settings.LOG_LEVEL)),
    )


def default_port(own_url: str) -> int:
    """Choose where to listen for a URL: its own port, unless a proxy ends TLS in front of us."""
    parts = urlsplit(own_url)
    return (parts.port if parts.scheme == "http" else None) or DEFAULT_PORT


def _nearest(path: str) -> str:
    leaf = path.rpartition(".")[2]
    by_leaf = [known for known in _PATHS if known.rpartition(".")[2] == leaf]
    near = by_leaf or difflib.get_close_matches(path, _PATHS, n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""


def _shown(raw: object) -> str:
    """Quote what stands in the file, short, and without the password that a URL may hold."""
    text = re.sub(r"//[^/@]*@", "//...@", repr(raw))
    return textwrap.shorten(text, 80, placeholder=" ...")
