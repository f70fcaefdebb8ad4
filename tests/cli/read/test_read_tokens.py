"""Where `read` takes its token from, and what cannot be meant."""

from pathlib import Path

import pytest

from tests.cli.homeserver_stub import HomeserverStub
from tests.cli.read.porch import ADDRESS, Call


@pytest.mark.parametrize(
    "words",
    [
        ("harbourlight", "--homeserver", "http://127.0.0.1"),
        ("#har bour:example.org", "--homeserver", "http://127.0.0.1"),
        (f"#{'x' * 255}:example.org", "--homeserver", "http://127.0.0.1"),
        (ADDRESS,),
        (ADDRESS, "--homeserver", "example.org"),
        (ADDRESS, "--homeserver", "http://[::1"),
        (ADDRESS, "--homeserver", "http://me:secret@127.0.0.1"),
        (ADDRESS, "--homeserver", "http://127.0.0.1", "--depth", "11"),
        (ADDRESS, "--homeserver", "http://127.0.0.1", "--token", "x", "--token-file", "y"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(call: Call, words: tuple[str, ...]) -> None:
    assert call("read", *words).exit_code == 2


@pytest.mark.parametrize("token", ["two words", "line\nbreak", "café"])
def test_what_is_no_token_is_refused_without_being_shown(call: Call, token: str) -> None:
    result = call("read", ADDRESS, "--homeserver", "http://127.0.0.1", "--token", token)

    assert result.exit_code == 2
    assert token not in result.output


def test_without_a_token_it_says_where_one_is_put(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MICROSOL_TOKEN", raising=False)

    result = call("read", ADDRESS, "--homeserver", "http://127.0.0.1")

    assert result.exit_code == 2
    assert "MICROSOL_TOKEN in the environment" in result.stderr


def test_a_token_in_a_file_is_stronger_than_the_one_in_the_environment(
    read: Call, homeserver: HomeserverStub, tmp_path: Path
) -> None:
    path = tmp_path / "token"
    path.write_text("syt_of_the_file\n", encoding="utf-8")

    assert read("--token-file", path).exit_code == 0
    assert set(homeserver.tokens) == {"Bearer syt_of_the_file"}


def test_a_token_file_that_is_not_there_is_told(read: Call, tmp_path: Path) -> None:
    result = read("--token-file", tmp_path / "none")

    assert result.exit_code == 2
    assert "cannot be read (FileNotFoundError)" in result.stderr
