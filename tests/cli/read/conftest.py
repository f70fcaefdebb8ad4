"""A homeserver with one porch on it, and `read` as somebody calls it."""

from collections.abc import Iterator

import pytest

from microsol_matrix.structure.types import CONGREGATION, CREW
from tests.cli.homeserver_stub import HomeserverStub, homeserver_stub, state
from tests.cli.read.porch import (
    ADDRESS,
    CARD,
    CREW_CARD,
    DONE,
    FORGET,
    HIERARCHY,
    JOIN,
    LEAVE,
    ME,
    PORCH,
    STATE,
    TOKEN,
    Call,
)
from tests.porches import KETTLE, leading


@pytest.fixture
def homeserver() -> Iterator[HomeserverStub]:
    """One with a porch on it that everybody reads."""
    with homeserver_stub() as stub:
        stub.says("GET account/whoami", (200, {"user_id": ME}))
        stub.says(
            f"GET directory/room/{ADDRESS}",
            (200, {"room_id": PORCH, "servers": ["example.org"]}),
        )
        stub.says(STATE, state((CONGREGATION, "", CARD), (CREW, KETTLE, CREW_CARD)))
        stub.says(HIERARCHY, (200, {"rooms": [leading(PORCH)]}))
        for what in (JOIN, LEAVE, FORGET):
            stub.says(what, DONE)
        yield stub


@pytest.fixture
def read(call: Call, homeserver: HomeserverStub, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls `read` of the porch with the token in the environment."""
    monkeypatch.setenv("MICROSOL_TOKEN", TOKEN)
    return lambda *words: call("read", ADDRESS, "--homeserver", homeserver.url, *words)
