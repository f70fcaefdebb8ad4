"""What doctor makes of homeservers that answer as Synapse does not."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest
from aiohttp import web

from appservice.config import Config, load_config
from appservice.demo.loopback import LOOPBACK, reserve_loopback_port
from appservice.doctor.ear import ServiceEar
from appservice.doctor.findings import Status
from appservice.doctor.matrix import look_at_homeserver

WriteConfig: TypeAlias = Callable[[Mapping[str, Any]], Path]
Answer: TypeAlias = tuple[int, Mapping[str, Any]]
Look: TypeAlias = Callable[[Mapping[str, Answer]], Awaitable[dict[str, str]]]

NO_ROOM: Final[Answer] = (404, {"errcode": "M_NOT_FOUND", "error": "No such alias"})

GOOD: Final[Mapping[str, Answer]] = {
    "/versions": (200, {"versions": ["r0.6.1", "v1.1", "v1.11"]}),
    "/register": (400, {"errcode": "M_USER_IN_USE", "error": "Taken"}),
    "/whoami": (200, {"user_id": "@microsol:example.org"}),
    "/directory/room/": NO_ROOM,
    "/ping": (200, {"duration_ms": 12}),
}


def no(status: int, errcode: str) -> Answer:
    return status, {"errcode": errcode, "error": "So it is."}


@asynccontextmanager
async def serving(answers: Mapping[str, Answer], port: int) -> AsyncIterator[None]:
    """A homeserver that says the same of everything whose path has the same words in it."""

    async def answer(request: web.Request) -> web.Response:
        [(status, body)] = [it for part, it in answers.items() if part in request.path]
        return web.json_response(body, status=status)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, LOOPBACK, port).start()
        yield
    finally:
        await runner.cleanup()


@pytest.fixture
def config(document: dict[str, Any], write_config: WriteConfig) -> Config:
    document["homeserver"]["url"] = f"http://{LOOPBACK}:{reserve_loopback_port()}"
    return load_config(write_config(document))


@pytest.fixture
def look(config: Config) -> Look:
    """Looks at a homeserver and gives the status of what is not well, by code."""

    async def at(answers: Mapping[str, Answer]) -> dict[str, str]:
        port = int(config.homeserver.url.rpartition(":")[2])
        async with serving({**GOOD, **answers}, port):
            findings = await look_at_homeserver(config, ServiceEar())
        assert len(findings) == 5
        return {
            it.code: it.status.value
            for it in findings
            if it.status not in {Status.OK, Status.SKIPPED}
        }

    return at


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/versions", (200, {"versions": ["v1.8"]})),
        ("/versions", no(401, "M_UNKNOWN_TOKEN")),  # Synapse's, where the next check tells
        ("/register", (200, {"user_id": "@microsol:example.org"})),
        ("/whoami", no(400, "M_UNKNOWN_DEVICE")),  # before the first run
        ("/directory/room/", (200, {})),
    ],
)
async def test_a_homeserver_may_answer_in_another_way_and_be_well(
    look: Look, path: str, answer: Answer
) -> None:
    assert await look({path: answer}) == {}


@pytest.mark.parametrize(
    ("path", "answer", "code", "status"),
    [
        ("/versions", (200, {"hello": "there"}), "D-HOMESERVER-UNREACHABLE", "failed"),
        ("/versions", (502, {}), "D-HOMESERVER-UNREACHABLE", "failed"),
        ("/versions", no(404, "M_UNRECOGNIZED"), "D-HOMESERVER-REFUSES", "failed"),
        ("/versions", (200, {"versions": ["r0.6.1", "v1.7"]}), "D-HOMESERVER-OLD", "warning"),
        ("/versions", (200, {"versions": []}), "D-HOMESERVER-OLD", "warning"),
        ("/register", no(401, "M_UNKNOWN_TOKEN"), "D-TOKEN-UNKNOWN", "failed"),
        ("/register", no(403, "M_FORBIDDEN"), "D-TOKEN-UNKNOWN", "failed"),
        ("/register", no(400, "M_BAD_JSON"), "D-TOKEN-UNCLEAR", "failed"),
        ("/register", no(500, "M_UNKNOWN"), "D-TOKEN-UNCLEAR", "failed"),
        ("/whoami", no(403, "M_FORBIDDEN"), "D-BOT-OUTSIDE", "failed"),
        ("/whoami", (200, {"user_id": "@microsol:other"}), "D-BOT-OTHER", "failed"),
        ("/whoami", no(400, "M_BAD_JSON"), "D-BOT-UNCLEAR", "failed"),
        ("/whoami", no(500, "M_UNKNOWN"), "D-BOT-UNCLEAR", "failed"),
        ("/directory/room/", no(400, "M_EXCLUSIVE"), "D-ALIASES-OUTSIDE", "failed"),
        ("/directory/room/", no(403, "M_FORBIDDEN"), "D-ALIASES-UNCLEAR", "warning"),
        ("/directory/room/", no(500, "M_UNKNOWN"), "D-ALIASES-UNCLEAR", "warning"),
        ("/ping", no(400, "M_URL_NOT_SET"), "D-PING-NO-URL", "failed"),
        ("/ping", no(403, "M_FORBIDDEN"), "D-PING-ID", "failed"),
        ("/ping", no(404, "M_UNRECOGNIZED"), "D-PING-UNSUPPORTED", "warning"),
        ("/ping", no(405, "M_UNRECOGNIZED"), "D-PING-UNSUPPORTED", "warning"),
        ("/ping", no(400, "M_BAD_JSON"), "D-PING-UNCLEAR", "failed"),
        ("/ping", no(502, "M_BAD_STATUS"), "D-PING-STATUS", "failed"),
        ("/ping", no(502, "M_CONNECTION_FAILED"), "D-PING-UNREACHED", "failed"),
        ("/ping", no(504, "M_CONNECTION_TIMEOUT"), "D-PING-UNREACHED", "failed"),
    ],
)
async def test_every_answer_that_is_not_well_has_its_code(
    look: Look, path: str, answer: Answer, *, code: str, status: str
) -> None:
    assert await look({path: answer}) == {code: status}
