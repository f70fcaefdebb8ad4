"""What the service writes while it runs: one line for each event, and never a secret.

Owns the set-up of structlog, what is taken out of every line, and the bridge from the standard
library's logging, which libraries use. Refuses to know what is logged, and who reads it.
"""

import logging
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any, Final, TextIO

import structlog
from attrs import frozen
from structlog.typing import Processor, WrappedLogger

from appservice.config import Config
from appservice.setting_values import LogFormat, LogLevel

REDACTED: Final = "[redacted]"

_SECRET_PARTS: Final = ("token", "secret", "password", "authorization")
"""Whatever has one of these in its key is a secret, or is not worth the risk."""

_BODY_KEYS: Final = frozenset({"body", "formatted_body", "content"})
"""What people wrote to each other is nobody's business in a log."""

_LEVELS: Final[Mapping[LogLevel, int]] = {
    LogLevel.DEBUG: logging.DEBUG,
    LogLevel.INFO: logging.INFO,
    LogLevel.WARNING: logging.WARNING,
    LogLevel.ERROR: logging.ERROR,
}

_LIBRARY_WARNED: Final = "library_warned"

_EVERYDAY: Final = ("nio.crypto.log",)
"""Libraries whose warnings are daily life, such as each new device: of these only errors are told."""


@frozen
class Redaction:
    """The processor that takes secrets and messages out of a line, however deep they stand.

    Attributes:
        secrets: Values that must not appear anywhere, not even inside a longer text.
    """

    secrets: tuple[str, ...]

    def __call__(
        self, _logger: WrappedLogger, _method: str, event: MutableMapping[str, Any]
    ) -> Mapping[str, Any]:
        """Give the line without them."""
        return {key: self._clean(key, value) for key, value in event.items()}

    def _clean(self, key: str, value: object) -> object:
        if key in _BODY_KEYS or any(part in key.lower() for part in _SECRET_PARTS):
            return REDACTED
        match value:
            case str():
                for secret in self.secrets:
                    value = value.replace(secret, REDACTED)
                return value
            case None | bool() | int() | float():
                return value
            case Mapping():
                return {str(name): self._clean(str(name), it) for name, it in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self._clean("", it) for it in value]
            case _:  # its repr is what would be written, and it may hold anything
                return self._clean("", repr(value))


class _Bridge(logging.Handler):
    """Hands what libraries log to structlog, with their name beside it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log a record of the standard library as one of ours."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # its arguments do not fit; a log line is no reason to fail
            message = str(record.msg)
        structlog.get_logger().log(
            record.levelno,
            _LIBRARY_WARNED,
            logger=record.name,
            message=message,
            exc_info=record.exc_info,
        )


def configure_logs(config: Config, stream: TextIO) -> None:
    """Set up logging for the whole process; calling again replaces what was set up.

    Args:
        config: Says how logs look, how much is logged, and which values are secret.
        stream: Where lines go; whether it is a terminal decides how `auto` looks.
    """
    is_pretty = config.log.format is LogFormat.PRETTY or (
        config.log.format is LogFormat.AUTO and stream.isatty()
    )
    level = _LEVELS[config.log.level]
    structlog.configure(
        processors=_processors(config.secrets, is_pretty=is_pretty, has_colours=stream.isatty()),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(stream),
        # A logger that was cached would go on writing to the stream of an earlier set-up.
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [handler for handler in root.handlers if not isinstance(handler, _Bridge)]
    root.addHandler(_Bridge())
    root.setLevel(max(level, logging.WARNING))
    for everyday in _EVERYDAY:
        logging.getLogger(everyday).setLevel(logging.ERROR)
    logging.captureWarnings(capture=True)


def _processors(
    secrets: Iterable[str], *, is_pretty: bool, has_colours: bool
) -> tuple[Processor, ...]:
    common: tuple[Processor, ...] = (
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        # Before redaction: a traceback may quote a secret.
        structlog.processors.format_exc_info,
        Redaction(tuple(secrets)),
    )
    if is_pretty:
        return (
            *common,
            structlog.dev.ConsoleRenderer(
                colors=has_colours,
                exception_formatter=structlog.dev.plain_traceback,
            ),
        )
    return (*common, structlog.processors.JSONRenderer(ensure_ascii=False))
