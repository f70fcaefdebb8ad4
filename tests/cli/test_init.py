"""`init` writes two files together, for their owner alone, and never over others."""

import os
import pty
import select
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import Result

from appservice.cli.new_files import SecretFile, write_together
from appservice.config import load_config
from appservice.registration import Registration, registration_of

Call: TypeAlias = Callable[..., Result]

FLAGS = (
    "--server-name",
    "example.org",
    "--homeserver",
    "https://matrix.example.org/",
    "--url",
    "http://127.0.0.1:29331",
)
CONFIG, REGISTRATION = "config.yaml", "registration.yaml"


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_flags_are_enough(call: Call, tmp_path: Path) -> None:
    result = call("init", *FLAGS, "--dir", tmp_path / "new" / "folder")

    folder = tmp_path / "new" / "folder"
    config = load_config(folder / CONFIG)
    assert result.exit_code == 0
    assert names_in(folder) == {CONFIG, REGISTRATION}
    assert config.homeserver.url == "https://matrix.example.org"
    assert config.bot == "@microsol:example.org"
    assert config.appservice.listen_port == 29331


def test_the_two_files_belong_together(call: Call, tmp_path: Path) -> None:
    call("init", *FLAGS, "--dir", tmp_path)

    text = (tmp_path / REGISTRATION).read_text(encoding="utf-8")
    assert Registration.from_yaml(text) == registration_of(load_config(tmp_path / CONFIG))


def test_only_the_owner_can_read_them_whatever_the_umask(call: Call, tmp_path: Path) -> None:
    earlier = os.umask(0)
    try:
        call("init", *FLAGS, "--dir", tmp_path / "new")
    finally:
        os.umask(earlier)

    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_secrets_are_new_each_time_and_not_shown(call: Call, tmp_path: Path) -> None:
    results = [call("init", *FLAGS, "--dir", tmp_path / name) for name in ("a", "b")]

    secrets = [load_config(tmp_path / name / CONFIG).secrets for name in ("a", "b")]
    assert len({*secrets[0], *secrets[1]}) == 6
    assert not [it for it in (*secrets[0], *secrets[1]) for run in results if it in run.output]


@pytest.mark.parametrize(
    "words",
    [
        "app_service_config_files:",
        "app_service_api:",
        "!admin appservices register",
        "microsol-matrix run --config",
        "microsol-matrix doctor --config",
    ],
)
def test_the_next_steps_are_told_for_each_homeserver(
    call: Call, tmp_path: Path, words: str
) -> None:
    result = call("init", *FLAGS, "--dir", tmp_path)

    assert words in result.output
    assert f"    - {tmp_path / REGISTRATION}\n" in result.output


@pytest.mark.parametrize("present", [CONFIG, REGISTRATION])
def test_nothing_is_overwritten_and_nothing_is_written_beside_it(
    call: Call, tmp_path: Path, present: str
) -> None:
    (tmp_path / present).write_text("mine", encoding="utf-8")

    result = call("init", *FLAGS, "--dir", tmp_path)

    assert result.exit_code == 73
    assert str(tmp_path / present) in result.stderr
    assert names_in(tmp_path) == {present}
    assert (tmp_path / present).read_text(encoding="utf-8") == "mine"


def test_a_link_to_nowhere_is_not_overwritten(call: Call, tmp_path: Path) -> None:
    (tmp_path / CONFIG).symlink_to(tmp_path / "nowhere")

    result = call("init", *FLAGS, "--dir", tmp_path)

    assert result.exit_code == 73
    assert names_in(tmp_path) == {CONFIG}


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    # The second path stands for the file of somebody who was quicker: it is the first one again.
    files = (SecretFile(tmp_path / CONFIG, "mine"), SecretFile(tmp_path / CONFIG, "theirs"))

    with pytest.raises(FileExistsError):
        write_together(files, overwrites=False)

    assert names_in(tmp_path) == set()


def test_force_makes_new_tokens_and_keeps_what_names_are_derived_from(
    call: Call, tmp_path: Path
) -> None:
    call("init", *FLAGS, "--dir", tmp_path)
    earlier = load_config(tmp_path / CONFIG)

    result = call("init", *FLAGS, "--dir", tmp_path, "--force")

    later = load_config(tmp_path / CONFIG)
    text = (tmp_path / REGISTRATION).read_text(encoding="utf-8")
    assert result.exit_code == 0
    assert later.name_secret == earlier.name_secret
    assert later.appservice.as_token != earlier.appservice.as_token
    assert Registration.from_yaml(text) == registration_of(later)
    assert names_in(tmp_path) == {CONFIG, REGISTRATION}
    assert stat.S_IMODE((tmp_path / CONFIG).stat().st_mode) == 0o600


def test_force_replaces_files_that_are_broken(call: Call, tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_text("mine", encoding="utf-8")

    result = call("init", *FLAGS, "--dir", tmp_path, "--force")

    assert result.exit_code == 0
    assert load_config(tmp_path / CONFIG).bot == "@microsol:example.org"


def test_a_folder_that_cannot_be_made_is_told(call: Call, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    result = call("init", *FLAGS, "--dir", tmp_path / "file" / "folder")

    assert result.exit_code == 73
    assert "Nothing was written" in result.stderr


@pytest.mark.parametrize("yes", [(), ("--yes",)])
def test_what_is_missing_is_named_when_nobody_can_be_asked(
    call: Call, tmp_path: Path, yes: tuple[str, ...]
) -> None:
    answers = "example.org\nhttp://hs:8008\nhttp://me:29330\n" if yes else None

    result = call(
        "init", "--homeserver", "http://hs:8008", "--dir", tmp_path, *yes, answers=answers
    )

    assert result.exit_code == 2
    assert "Still missing: --server-name, --url" in result.stderr
    assert names_in(tmp_path) == set()


def test_everything_that_is_wrong_with_the_flags_is_told_at_once(
    call: Call, tmp_path: Path
) -> None:
    result = call("init", "--server-name", "a b", "--url", "ftp://me", "--dir", tmp_path)

    assert result.exit_code == 2
    assert "--server-name: expected a server name" in result.stderr
    assert "--url: expected an http(s) URL" in result.stderr
    assert "Still missing: --homeserver" in result.stderr


def test_the_homeserver_and_the_service_cannot_have_one_url(call: Call, tmp_path: Path) -> None:
    flags = ("--server-name", "example.org", "--homeserver", "http://a:1", "--url", "http://a:1/")

    result = call("init", *flags, "--dir", tmp_path)

    assert result.exit_code == 2
    assert "not the homeserver's own URL" in result.stderr
    assert names_in(tmp_path) == set()


def test_a_person_is_asked_only_for_what_is_missing(call: Call, tmp_path: Path) -> None:
    flags = ("--server-name", "example.org", "--dir", tmp_path)

    result = call("init", *flags, answers="\nhttp://10.0.0.2:29330\n")

    config = load_config(tmp_path / CONFIG)
    assert result.exit_code == 0
    assert "homeserver's name" not in result.output
    assert config.homeserver.url == "http://127.0.0.1:8008"
    assert config.appservice.url == "http://10.0.0.2:29330"
    assert config.appservice.listen_host == "0.0.0.0"  # noqa: S104 - reached from elsewhere


def test_a_person_is_asked_again_until_the_answer_fits(call: Call, tmp_path: Path) -> None:
    answers = "https://example.org\nexample.org\n\n\n"

    result = call("init", "--dir", tmp_path, answers=answers)

    assert result.exit_code == 0
    assert "Expected a server name" in result.output
    assert load_config(tmp_path / CONFIG).bot == "@microsol:example.org"


def test_a_real_terminal_is_asked(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "appservice", "init", "--dir", str(tmp_path)]
    child = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    try:
        for prompt, answer in [
            (b"after the colon", b"example.org\n"),
            (b"seen from here", b"\n"),
            (b"seen from the homeserver", b"\n"),
        ]:
            _read_until(ours, prompt)
            os.write(ours, answer)
        _read_until(ours, b"doctor --config")

        assert child.wait(timeout=30) == 0
    finally:
        child.kill()
        child.wait()
        os.close(ours)

    assert load_config(tmp_path / CONFIG).homeserver.server_name == "example.org"


def _read_until(terminal: int, words: bytes) -> None:
    seen = b""
    while words not in seen:
        ready, _, _ = select.select([terminal], [], [], 30)
        assert ready, f"waited in vain for {words!r} after {seen!r}"
        seen += os.read(terminal, 4096)
