"""The commands are found, explained and fail in ways that a script can tell apart."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import click
import pytest
from click.testing import Result

from appservice.cli import COMMANDS, main
from appservice.config import load_config
from appservice.registration import Registration, registration_of

Call: TypeAlias = Callable[..., Result]
WriteConfig: TypeAlias = Callable[[Mapping[str, Any]], Path]

WITH_CONFIG = (
    ("run",),
    ("doctor",),
    ("backup",),
    ("restore",),
    ("plan",),
    ("apply",),
    ("registration",),
    ("config", "check"),
)


def test_help_lists_every_command_without_importing_any(call: Call) -> None:
    script = (
        "import sys; from appservice.cli import main; main(['--help'], standalone_mode=False);"
        "print(sorted({'aiohttp', 'nio', 'yaml', 'rich', 'sqlite3', 'structlog'} & {*sys.modules}))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    for name, (_, help_line) in COMMANDS.items():
        assert name in done.stdout
        assert help_line in done.stdout
    assert done.stdout.endswith("[]\n")
    assert call("--help").exit_code == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_of_itself_what_the_list_says_of_it(name: str) -> None:
    command = main.get_command(click.Context(main), name)

    assert command is not None
    assert command.help is not None
    assert command.help.splitlines()[0] == COMMANDS[name][1]


def test_an_unknown_command_is_a_usage_error(call: Call) -> None:
    result = call("rum")

    assert result.exit_code == 2
    assert "No such command 'rum'" in result.stderr


def test_the_version_is_told(call: Call) -> None:
    result = call("--version")

    assert result.exit_code == 0
    assert result.output.startswith("microsol-matrix, version ")


@pytest.mark.parametrize("command", WITH_CONFIG)
def test_a_command_without_its_configuration_says_how_to_make_one(
    call: Call, command: tuple[str, ...]
) -> None:
    result = call(*command)

    assert result.exit_code == 2
    assert "microsol-matrix init" in result.stderr.replace("main init", "microsol-matrix init")
    assert "--config DIR/config.yaml" in result.stderr


@pytest.mark.parametrize("command", [("run",), ("registration",), ("config", "check")])
def test_a_broken_configuration_ends_a_command_with_everything_that_is_wrong(
    call: Call, write_config: WriteConfig, command: tuple[str, ...]
) -> None:
    path = write_config({"homeserver": {"url": "nowhere"}})

    result = call(*command, "--config", path)

    assert result.exit_code == 78
    assert "homeserver.url: expected an http(s) URL" in result.stderr
    assert "appservice.as_token: missing" in result.stderr


def test_a_good_configuration_passes_its_check(
    call: Call, write_config: WriteConfig, document: Mapping[str, Any]
) -> None:
    path = write_config(document)

    result = call("config", "check", "--config", path)

    assert result.exit_code == 0
    assert result.stderr == ""
    assert f"{path} is complete." in result.output


def test_a_configuration_that_others_can_read_passes_with_a_warning(
    call: Call, write_config: WriteConfig, document: Mapping[str, Any]
) -> None:
    path = write_config(document)
    path.chmod(0o644)

    result = call("config", "check", "--config", path)

    assert result.exit_code == 0
    assert f"chmod 600 {path}" in result.stderr


def test_the_registration_is_printed_again(
    call: Call, write_config: WriteConfig, document: Mapping[str, Any]
) -> None:
    path = write_config(document)

    result = call("registration", "--config", path)

    assert result.exit_code == 0
    assert Registration.from_yaml(result.stdout) == registration_of(load_config(path))


def test_the_package_can_be_run_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "appservice", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.startswith("microsol-matrix, version ")
