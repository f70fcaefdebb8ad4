"""A configuration that is good, a service that was used, and the command line as somebody calls it."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml
from click.testing import CliRunner, Result

from appservice.cli import main
from appservice.cli.terminal import Terminal
from appservice.config import load_config
from tests.cli.backed_up import WORDS, House, write
from tests.contracts.store.examples import JOINED

Document: TypeAlias = dict[str, Any]
WriteConfig: TypeAlias = Callable[[Mapping[str, Any]], Path]
Call: TypeAlias = Callable[..., Result]

AS_TOKEN = "as-token-of-a-world-that-lives-a-second"
HS_TOKEN = "hs-token-of-a-world-that-lives-a-second"
NAME_SECRET = "name-secret-of-a-world-that-lives-a-second"


@pytest.fixture
def document() -> Document:
    """The least that a configuration needs."""
    return {
        "homeserver": {"url": "http://127.0.0.1:8008", "server_name": "example.org"},
        "appservice": {
            "url": "http://127.0.0.1:29331",
            "as_token": AS_TOKEN,
            "hs_token": HS_TOKEN,
        },
        "name_secret": NAME_SECRET,
    }


@pytest.fixture
def write_config(tmp_path: Path) -> WriteConfig:
    """Writes a configuration as its owner would keep it."""

    def write(document: Mapping[str, Any]) -> Path:
        path = tmp_path / "config.yaml"
        path.write_text(yaml.safe_dump(dict(document)), encoding="utf-8")
        path.chmod(0o600)
        return path

    return write


@pytest.fixture
def call() -> Call:
    """Calls `microsol-matrix`; with answers, somebody is at the terminal to give them."""

    def invoke(*words: str | Path, answers: str | None = None) -> Result:
        terminal = Terminal(has_person=answers is not None)
        return CliRunner().invoke(main, [str(word) for word in words], obj=terminal, input=answers)

    return invoke


@pytest.fixture
def house(write_config: WriteConfig, document: Mapping[str, Any], tmp_path: Path) -> House:
    """A service in which somebody joined, and that holds keys."""
    away = tmp_path / "away"
    away.mkdir()
    config = load_config(write_config({**document, "database": {"path": "service/db.sqlite3"}}))
    config.database_path.parent.mkdir()
    write(config.database_path, JOINED)
    config.keys_path.mkdir(mode=0o700)
    with closing(sqlite3.connect(config.keys_path / "MICROSOLKEYS1.sqlite3")) as keys:
        keys.execute("CREATE TABLE keys (words)")
        keys.execute("INSERT INTO keys VALUES (?)", (WORDS,))
        keys.commit()
    return House(config=config, backup=away / "backup.tar")


@pytest.fixture
def back_up(call: Call, house: House) -> Call:
    """Calls `backup` of the house."""
    return lambda *words: call(
        "backup", "--config", house.config.source, "--to", house.backup, *words
    )


@pytest.fixture
def bring_back(call: Call, house: House) -> Call:
    """Calls `restore` in the house."""
    return lambda *words: call(
        "restore", "--config", house.config.source, "--from", house.backup, *words
    )
