"""A log line holds what happened and never a secret or a message."""

import io
import json
import logging  # what libraries write to
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import structlog
import yaml

from appservice.config import Config, parse_config
from appservice.logs import REDACTED, Redaction, configure_logs

ConfigOf: TypeAlias = Callable[..., Config]


class Terminal(io.StringIO):
    """A stream that says of itself that somebody looks at it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.root
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = handlers, level
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


@pytest.fixture
def config_with(document: Mapping[str, Any]) -> ConfigOf:
    def make(**log: str) -> Config:
        return parse_config(yaml.safe_dump({**document, "log": log}), source=Path("/config.yaml"))

    return make


def lines_of(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_logs_are_json_when_nobody_looks(config_with: ConfigOf) -> None:
    stream = io.StringIO()
    configure_logs(config_with(), stream)

    structlog.get_logger().info("room_made", room_id="!r:example.org", duration_ms=7)

    [line] = lines_of(stream)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "room_made",
        "level": "info",
        "room_id": "!r:example.org",
        "duration_ms": 7,
    }


@pytest.mark.parametrize(
    ("log_format", "stream", "is_json"),
    [
        ("auto", Terminal(), False),
        ("auto", io.StringIO(), True),
        ("json", Terminal(), True),
        ("pretty", io.StringIO(), False),
    ],
)
def test_the_format_follows_the_terminal_unless_it_is_set(
    config_with: ConfigOf, log_format: str, stream: io.StringIO, *, is_json: bool
) -> None:
    configure_logs(config_with(format=log_format), stream)

    structlog.get_logger().info("room_made")

    assert "room_made" in stream.getvalue()
    assert stream.getvalue().startswith("{") is is_json


def test_colours_are_only_for_terminals(config_with: ConfigOf) -> None:
    stream = io.StringIO()
    configure_logs(config_with(format="pretty"), stream)

    structlog.get_logger().info("room_made")

    assert "\x1b" not in stream.getvalue()


def test_what_is_less_important_than_the_level_is_left_out(config_with: ConfigOf) -> None:
    stream = io.StringIO()
    configure_logs(config_with(level="warning"), stream)

    structlog.get_logger().info("room_made")
    structlog.get_logger().warning("room_lost")

    assert [line["event"] for line in lines_of(stream)] == ["room_lost"]


@pytest.mark.parametrize("log_format", ["json", "pretty"])
def test_no_secret_reaches_a_line_however_it_is_hidden(
    config_with: ConfigOf, log_format: str
) -> None:
    stream = io.StringIO()
    config = config_with(format=log_format)
    configure_logs(config, stream)
    log = structlog.get_logger()

    log.info(" ".join(("event with", config.secrets[0])))
    log.info("nested", request={"headers": [f"Bearer {config.secrets[1]}"]})
    log.info("named", as_token="short", Authorization="Bearer x", password="y")
    log.info("object", thing=ValueError(config.secrets[2]))
    try:
        raise ValueError(config.secrets[0])  # noqa: TRY301 - its traceback is the point
    except ValueError:
        log.exception("failed")
        logging.root.exception("a library failed with %s", config.secrets[1])

    text = stream.getvalue()
    assert not [secret for secret in config.secrets if secret in text]
    assert "short" not in text
    assert "Bearer x" not in text
    assert text.count(REDACTED) >= 9


@pytest.mark.parametrize("key", ["body", "formatted_body", "content"])
def test_no_message_reaches_a_line(config_with: ConfigOf, key: str) -> None:
    stream = io.StringIO()
    configure_logs(config_with(), stream)

    structlog.get_logger().info("event_ignored", raw={key: "between you and me"})

    assert lines_of(stream)[0]["raw"] == {key: REDACTED}


def test_what_is_no_secret_stays_as_it_is() -> None:
    line = {"event": "x", "n": 1, "f": 0.5, "b": True, "none": None, "list": ("a", {"k": "v"})}

    cleaned = Redaction(("hidden",))(None, "info", dict(line))

    assert cleaned == {**line, "list": ["a", {"k": "v"}]}


def test_libraries_are_heard_from_warning_on(config_with: ConfigOf) -> None:
    stream = io.StringIO()
    configure_logs(config_with(level="debug"), stream)
    library = logging.root.getChild("aiohttp.server")

    library.info("chatter")
    library.warning("%s went wrong", "something")

    [line] = lines_of(stream)
    assert line["event"] == "library_warned"
    assert line["logger"] == "aiohttp.server"
    assert line["message"] == "something went wrong"
    assert line["level"] == "warning"


def test_what_is_daily_life_to_a_library_is_not_told(config_with: ConfigOf) -> None:
    stream = io.StringIO()
    configure_logs(config_with(level="debug"), stream)
    library = logging.root.getChild("nio.crypto.log")

    library.warning("Missing session for device %s", "ABC")
    library.error("%s went wrong", "something")

    assert [line["message"] for line in lines_of(stream)] == ["something went wrong"]


def test_a_library_that_logs_badly_does_no_harm(config_with: ConfigOf) -> None:
    stream = io.StringIO()
    configure_logs(config_with(), stream)
    logging.root.handlers = logging.root.handlers[-1:]  # pytest's own would raise

    logging.root.warning("%d went wrong", "something")

    assert lines_of(stream)[0]["message"] == "%d went wrong"


def test_warnings_of_python_are_logged(config_with: ConfigOf) -> None:
    stream = io.StringIO()
    configure_logs(config_with(), stream)

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)
        warnings.warn("old ways", DeprecationWarning, stacklevel=1)

    [line] = lines_of(stream)
    assert line["logger"] == "py.warnings"
    assert "old ways" in line["message"]


def test_setting_up_again_replaces_what_was_set_up(config_with: ConfigOf) -> None:
    first, second = io.StringIO(), io.StringIO()
    configure_logs(config_with(), first)
    configure_logs(config_with(), second)

    structlog.get_logger().info("room_made")
    logging.root.warning("once")

    assert first.getvalue() == ""
    assert [line["event"] for line in lines_of(second)] == ["room_made", "library_warned"]
