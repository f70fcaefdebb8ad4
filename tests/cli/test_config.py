"""A configuration is read whole, or everything that is wrong with it is told at once."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml
from hypothesis import given, strategies as st

from appservice.cli.config_text import config_text
from appservice.config import ConfigInvalid, load_config, parse_config, permission_warning
from appservice.setting_values import Founders, LogFormat, LogLevel
from appservice.settings import REQUIRED, SETTINGS

Document: TypeAlias = dict[str, Any]
WriteConfig: TypeAlias = Callable[[Document], Path]

SOURCE = Path("/srv/microsol/config.yaml")


def with_value(document: Document, path: str, value: object) -> Document:
    """Set one setting."""
    section, _, key = path.rpartition(".")
    (document.setdefault(section, {}) if section else document)[key] = value
    return document


def problems_of(document: Document) -> list[str]:
    with pytest.raises(ConfigInvalid) as caught:
        parse_config(yaml.safe_dump(document), source=SOURCE)
    return [str(problem) for problem in caught.value.problems]


def test_the_least_configuration_has_a_default_for_everything_else(document: Document) -> None:
    config = parse_config(yaml.safe_dump(document), source=SOURCE)

    assert config.bot == "@microsol:example.org"
    assert config.appservice.id == "microsol"
    assert config.appservice.listen_host == "127.0.0.1"
    assert config.appservice.listen_port == 29331
    assert config.database_path == Path("/srv/microsol/microsol.sqlite3")
    assert config.room_version == "11"
    assert config.founders == Founders(("*:example.org",))
    assert config.sync_interval == timedelta(seconds=30)
    assert config.slow_round_interval == timedelta(hours=6)
    assert not config.lists_porches
    assert config.encryption
    assert config.keys_path == config.database_path.with_name("microsol.sqlite3.keys")
    assert config.log.format is LogFormat.AUTO
    assert config.log.level is LogLevel.INFO


def test_every_setting_can_be_given(document: Document) -> None:
    document["appservice"] |= {"listen_host": "::1", "listen_port": 8090, "id": "our-microsol"}
    document["appservice"]["bot_localpart"] = "usher"
    document |= {
        "database": {"path": "/var/lib/microsol/facts.sqlite3"},
        "rooms": {"version": 12},
        "founding": {"who": ["@ana:example.org", "*:friends.example"]},
        "sync_interval_s": 5,
        "slow_round_interval_s": 3600,
        "porches": {"in_directory": "on"},
        "encryption": "off",
        "log": {"format": "json", "level": "debug"},
    }

    config = parse_config(yaml.safe_dump(document), source=SOURCE)

    assert config.bot == "@usher:example.org"
    assert (config.appservice.listen_host, config.appservice.listen_port) == ("::1", 8090)
    assert config.appservice.id == "our-microsol"
    assert config.database_path == Path("/var/lib/microsol/facts.sqlite3")
    assert config.room_version == "12"
    assert config.founders.patterns == ("@ana:example.org", "*:friends.example")
    assert config.sync_interval == timedelta(seconds=5)
    assert config.slow_round_interval == timedelta(hours=1)
    assert config.lists_porches
    assert not config.encryption
    assert (config.log.format, config.log.level) == (LogFormat.JSON, LogLevel.DEBUG)


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("homeserver.url", "example.org", "expected an http(s) URL without user, query and"),
        ("homeserver.url", "ftp://example.org", "expected an http(s) URL"),
        ("homeserver.url", "http://", "expected an http(s) URL"),
        ("homeserver.url", "http://[::1", "expected an http(s) URL"),
        ("homeserver.url", "http://a:99999", "expected an http(s) URL"),
        ("homeserver.url", "http://a b", "expected an http(s) URL"),
        ("homeserver.url", "http://a/?x=1", "expected an http(s) URL"),
        ("homeserver.url", 8008, "got 8008"),
        ("homeserver.url", "https://a/_matrix/client", "expected the URL before `/_matrix`"),
        ("homeserver.server_name", "https://example.org", "expected a server name such as"),
        ("homeserver.server_name", "", "expected a server name such as"),
        ("appservice.listen_host", "http://a", "expected an address to listen on"),
        ("appservice.listen_port", 0, "expected a port from 1 to 65535, got 0"),
        ("appservice.listen_port", "80", "expected a port from 1 to 65535, got '80'"),
        ("appservice.listen_port", True, "expected a port from 1 to 65535, got True"),
        ("appservice.id", "a/b", "expected an id of letters"),
        ("appservice.bot_localpart", "Microsol", "expected small letters"),
        ("appservice.bot_localpart", "_microsol_sender", "is the registration's own user"),
        ("appservice.url", "http://127.0.0.1:8008", "not the homeserver's own URL"),
        ("appservice.hs_token", "as-token-of-a-world-that-lives-a-second", "must differ from"),
        ("database.path", "", "expected the path of a file"),
        ("database.path", "/var/lib/", "expected the path of a file"),
        ("rooms.version", 10, 'expected "11" or "12", got 10'),
        ("founding.who", "everyone", "expected local, anybody, or a list"),
        ("founding.who", [], "expected local, anybody, or a list"),
        ("founding.who", ["@ana:example.org", 7], "expected local, anybody, or a list"),
        ("sync_interval_s", 0, "expected seconds from 1 to 3600, without a fraction, got 0"),
        ("sync_interval_s", 0.5, "got 0.5"),
        ("slow_round_interval_s", 604801, "expected seconds from 1 to 604800, without a fraction"),
        ("porches.in_directory", "yes", "expected on or off, got 'yes'"),
        ("encryption", "perhaps", "expected on or off, got 'perhaps'"),
        ("encryption", 1, "expected on or off, got 1"),
        ("log.format", "xml", "expected one of auto, pretty, json, got 'xml'"),
        ("log.level", "loud", "expected one of debug, info, warning, error, got 'loud'"),
        ("homeserver.ulr", "x", "there is no such setting; did you mean homeserver.url?"),
        ("server_name", "x", "there is no such setting; did you mean homeserver.server_name?"),
        ("quartz.vex", "x", "there is no such setting"),
    ],
)
def test_a_value_that_does_not_fit_is_told_with_its_path(
    document: Document, path: str, value: object, problem: str
) -> None:
    found = problems_of(with_value(document, path, value))

    assert len(found) == 1
    assert found[0].startswith(path.partition(".")[0] if path.startswith("quartz") else f"{path}: ")
    assert problem in found[0]


def test_all_problems_are_told_at_once_in_the_order_of_the_file(document: Document) -> None:
    document["homeserver"] = {"url": "nowhere"}
    document["log"] = {"levle": "info"}
    del document["name_secret"]

    found = problems_of(document)

    assert found == [
        "homeserver.url: expected an http(s) URL without user, query and fragment, got 'nowhere'",
        "homeserver.server_name: missing",
        "name_secret: missing",
        "log.levle: there is no such setting; did you mean log.level?",
    ]


def test_a_section_that_is_no_section_is_told_with_its_keys(document: Document) -> None:
    document["log"] = "json"

    assert problems_of(document) == [
        "log: expected a section with format, level, got a single value"
    ]


@pytest.mark.parametrize("path", ["appservice.as_token", "appservice.hs_token", "name_secret"])
@pytest.mark.parametrize("value", ["tiny-one", ["hidden-in-a-list"], "spaced out but long enough"])
def test_a_secret_is_never_echoed(document: Document, path: str, value: object) -> None:
    found = problems_of(with_value(document, path, value))

    assert [problem.partition(":")[0] for problem in found] == [path]
    assert str(value) not in found[0]
    assert "hidden" not in found[0]


@pytest.mark.parametrize("path", ["appservice.as_token", "appservice.hs_token", "name_secret"])
def test_the_tokens_of_the_example_are_refused(document: Document, path: str) -> None:
    found = problems_of(with_value(document, path, "example-never-use-as-token"))

    assert "not the example's" in found[0]


def test_the_password_in_a_url_is_never_echoed(document: Document) -> None:
    found = problems_of(with_value(document, "homeserver.url", "https://ana:hunter2@example.org"))

    assert "hunter2" not in found[0]


def test_a_configuration_does_not_show_its_secrets_when_it_is_printed(document: Document) -> None:
    config = parse_config(yaml.safe_dump(document), source=SOURCE)

    shown = repr(config)

    assert not [secret for secret in config.secrets if secret in shown]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "it is not a configuration"),
        ("- a\n- b\n", "it is not a configuration"),
        ("homeserver: [", "it is not YAML (line 1)"),
        ("a: b\n\tc: d", "it is not YAML (line 2)"),
        ("appservice:\n  as_token: *hunter2", "it is not YAML (line 2)"),
        ("a: \x00", "it is not YAML: it holds characters"),
        ("log: {}\nrooms: {}\nlog: {}", "it is not YAML (line 3): log stands there twice"),
        ("a: 2026-13-45", "it is not YAML: it holds an impossible date"),
        ("a: " + "[" * 5000, "or is nested too deep"),
    ],
)
def test_a_file_that_is_no_configuration_is_told_plainly(text: str, problem: str) -> None:
    with pytest.raises(ConfigInvalid) as caught:
        parse_config(text, source=SOURCE)

    assert problem in str(caught.value)
    assert "hunter2" not in str(caught.value)


@given(st.text(st.sampled_from("ab:-[]{}#&*!|>'\"%@` \n\t01.~?,\\/é\x00")))
def test_any_text_is_a_configuration_or_told_what_is_wrong(text: str) -> None:
    with pytest.raises(ConfigInvalid) as caught:
        parse_config(text, source=SOURCE)

    assert caught.value.problems


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigInvalid, match="`microsol-matrix init` makes one"):
        load_config(tmp_path / "config.yaml")


def test_a_folder_in_place_of_the_file_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(ConfigInvalid, match="it cannot be read: Is a directory"):
        load_config(tmp_path)


def test_a_file_that_is_not_text_is_told_plainly(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(ConfigInvalid, match="it is not text in UTF-8"):
        load_config(path)


def test_the_database_stands_beside_the_configuration(
    document: Document, write_config: WriteConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_config(document)
    monkeypatch.chdir(path.parent)

    config = load_config(Path("config.yaml"))

    assert config.database_path == path.parent / "microsol.sqlite3"


@pytest.mark.parametrize(
    ("url", "port"),
    [
        ("http://127.0.0.1:4000", 4000),
        ("http://127.0.0.1", 29330),
        ("https://bots.example.org/microsol", 29330),
        ("https://bots.example.org:8443", 29330),
    ],
)
def test_without_a_port_the_one_of_a_plain_url_is_taken(
    document: Document, url: str, port: int
) -> None:
    document["appservice"]["url"] = url

    config = parse_config(yaml.safe_dump(document), source=SOURCE)

    assert config.appservice.listen_port == port


def test_slashes_at_the_end_of_a_url_are_dropped(document: Document) -> None:
    document["appservice"]["url"] = "http://127.0.0.1:4000/microsol//"

    config = parse_config(yaml.safe_dump(document), source=SOURCE)

    assert config.appservice.url == "http://127.0.0.1:4000/microsol"


@pytest.mark.parametrize(
    ("who", "patterns"),
    [
        ("local", ("*:example.org",)),
        ("anybody", ("*",)),
        (["@ana:example.org"], ("@ana:example.org",)),
        (["*:friends.example", "local"], ("*:friends.example", "*:example.org")),
    ],
)
def test_who_may_found_is_a_list_of_people_and_servers(
    document: Document, who: object, patterns: tuple[str, ...]
) -> None:
    document["founding"] = {"who": who}

    config = parse_config(yaml.safe_dump(document), source=SOURCE)

    assert config.founders == Founders(patterns)


@pytest.mark.parametrize(("mode", "is_warned"), [(0o600, False), (0o400, False), (0o640, True)])
def test_a_file_that_others_may_read_is_warned_of(
    tmp_path: Path, mode: int, *, is_warned: bool
) -> None:
    path = tmp_path / "config.yaml"
    path.touch()
    os.chmod(path, mode)  # noqa: PTH101 - the mode as it is given

    warning = permission_warning(path)

    assert (warning is not None) is is_warned


def test_a_new_file_explains_every_setting_and_means_its_defaults(document: Document) -> None:
    given = {
        setting.path: str(section[key]) if (section := document.get(head)) else str(document[key])
        for setting in SETTINGS
        for head, _, key in [setting.path.rpartition(".")]
        if setting.default is REQUIRED
    }
    text = config_text(given)
    spelt_out = "\n".join(
        line.replace("# ", "", 1) if _is_default(line) else line for line in text.splitlines()
    )

    assert parse_config(text, source=SOURCE) == parse_config(
        yaml.safe_dump(document), source=SOURCE
    )
    assert parse_config(spelt_out, source=SOURCE) == parse_config(text, source=SOURCE)
    assert spelt_out != text


def _is_default(line: str) -> bool:
    keys = {setting.path.rpartition(".")[2] for setting in SETTINGS}
    head, colon, _ = line.strip().removeprefix("# ").partition(":")
    return line.strip().startswith("#") and bool(colon) and head in keys
