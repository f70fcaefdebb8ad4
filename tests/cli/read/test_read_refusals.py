"""What keeps `read` from reading, and what it tells of that."""

import json
from typing import Any

import pytest

from appservice.demo.loopback import LOOPBACK, reserve_loopback_port
from microsol_matrix.structure.types import CONGREGATION
from tests.cli.homeserver_stub import HomeserverStub, homeserver_stub, state
from tests.cli.read.porch import (
    ADDRESS,
    CARD,
    FORBIDDEN,
    JOIN,
    STATE,
    TOKEN,
    Call,
)


@pytest.mark.parametrize(
    ("what", "answer", "code", "told"),
    [
        ("GET account/whoami", (401, {"errcode": "M_UNKNOWN_TOKEN"}), 77, "does not take this"),
        ("GET account/whoami", (200, b"<html>"), 69, "does not speak Matrix"),
        ("GET account/whoami", (302, b""), 69, "does not speak Matrix"),
        ("GET account/whoami", (502, b"gone"), 69, "cannot answer now"),
        (f"GET directory/room/{ADDRESS}", (404, {"errcode": "M_NOT_FOUND"}), 66, "No room has"),
        (JOIN, FORBIDDEN, 77, "not open to this account"),
        (JOIN, (502, {"errcode": "M_UNKNOWN"}), 69, "No homeserver that is in the room"),
        (STATE, (200, b"[" * 100_000), 69, "does not speak Matrix"),
        (STATE, state((CONGREGATION, "", {"scales": {}})), 65, "not its porch"),
    ],
)
@pytest.mark.parametrize("is_machine", [False, True])
def test_what_keeps_it_from_reading_is_told_and_ends_with_its_number(
    read: Call,
    homeserver: HomeserverStub,
    *,
    what: str,
    answer: tuple[int, Any],
    code: int,
    told: str,
    is_machine: bool,
) -> None:
    if what == JOIN:
        homeserver.says(STATE, FORBIDDEN)
    homeserver.says(what, answer)

    result = read(*(["--json"] if is_machine else []))

    assert result.exit_code == code
    if is_machine:
        document = json.loads(result.stdout)
        assert told in document["problem"]
        assert document["exit_code"] == code
    else:
        assert told in result.stderr
    assert TOKEN not in result.output


def test_a_homeserver_that_is_not_there_is_told(call: Call) -> None:
    url = f"http://{LOOPBACK}:{reserve_loopback_port()}"

    result = call("read", ADDRESS, "--homeserver", url, "--token", TOKEN)

    assert result.exit_code == 69
    assert f"{url} cannot be reached" in result.stderr
    assert TOKEN not in result.output


def test_a_token_follows_nobody_elsewhere(read: Call, homeserver: HomeserverStub) -> None:
    with homeserver_stub() as another:
        homeserver.headers["Location"] = f"{another.url}/_matrix/client/v3/account/whoami"
        homeserver.says("GET account/whoami", (307, {}))

        assert read().exit_code == 69

    assert another.asked == []


def test_a_short_wait_that_the_homeserver_asks_for_is_waited(
    read: Call, homeserver: HomeserverStub
) -> None:
    limited = (429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 5})
    homeserver.says(STATE, limited, state((CONGREGATION, "", CARD)))

    assert read().exit_code == 0
    assert homeserver.asked.count(STATE) == 2


@pytest.mark.parametrize("told", [{"retry_after_ms": 90_000}, {}])
def test_a_long_wait_is_told_instead(
    read: Call, homeserver: HomeserverStub, told: dict[str, int]
) -> None:
    homeserver.headers["Retry-After"] = "90"
    homeserver.says(STATE, (429, {"errcode": "M_LIMIT_EXCEEDED", **told}))

    result = read()

    assert result.exit_code == 69
    assert "it wants 90 seconds of peace" in result.stderr
