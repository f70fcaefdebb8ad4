"""`plan` and `apply` beside a real homeserver: every request is counted on its way there."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from attrs import Factory, define

from appservice.demo.waiting import until
from microsol_matrix.ids import RoomId
from tests.live.service import RunningService
from tests.live.village import Village, found

pytestmark = pytest.mark.live

CHILD = "m.space.child"
READING = ("GET", "HEAD", "OPTIONS")


@define
class Line:
    """The way to a homeserver, on which requests are counted.

    Attributes:
        asked: The method and path of each.
    """

    homeserver: str
    asked: list[tuple[str, str]] = Factory(list)

    @property
    def writing(self) -> list[tuple[str, str]]:
        return [one for one in self.asked if one[0] not in READING]

    async def pass_on(self, request: web.Request) -> web.Response:
        self.asked.append((request.method, request.path))
        headers = {"Authorization": request.headers["Authorization"]}
        async with (
            ClientSession(self.homeserver) as session,
            session.request(
                request.method, request.rel_url, data=await request.read(), headers=headers
            ) as response,
        ):
            return web.Response(
                status=response.status,
                body=await response.read(),
                content_type=response.content_type,
            )


@define
class Admin:
    """Somebody at the machine of a service, whose commands go over a counted line."""

    service: RunningService
    line: Line
    url: str

    async def calls(self, command: str) -> tuple[int | None, dict[str, Any]]:
        """Call a command; give how it ended, and what it told."""
        source = self.service.config.source
        counted = source.with_name("counted.yaml")
        text = source.read_text("utf-8")
        counted.write_text(text.replace(self.service.homeserver.url, self.url), "utf-8")
        counted.chmod(0o600)
        self.line.asked.clear()
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "appservice", command, "--config", str(counted), "--json"),
            stdout=asyncio.subprocess.PIPE,
        )
        told, _ = await child.communicate()
        return child.returncode, json.loads(told)


@asynccontextmanager
async def at_the_machine(service: RunningService) -> AsyncIterator[Admin]:
    line = Line(service.homeserver.url)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", line.pass_on)
    async with TestServer(app) as server:
        yield Admin(service, line, str(server.make_url("")).rstrip("/"))


async def lists(village: Village, room_id: RoomId) -> bool:
    """Tell whether a room stands in the space."""
    state = await village.founder.member.state(village.space)
    return bool(state.get((CHILD, room_id)))


async def test_a_plan_shows_what_apply_mends_and_a_second_apply_only_reads(
    private_service: RunningService,
) -> None:
    service = private_service
    village = await found(service, people=("Bo",))
    kettle = await village.crew("Slow Kettle | seats=2", "Amara", "Bo")

    async def is_listed() -> bool:
        return await lists(village, kettle)

    await until(is_listed, hint="the crew to stand in the space")
    await service.stop()
    await village.founder.member.set_state(village.space, CHILD, content={}, key=kettle)
    database = service.config.database_path

    async with at_the_machine(service) as admin:
        before = database.read_bytes()
        code, planned = await admin.calls("plan")
        assert code == 3, planned
        assert admin.line.asked
        assert admin.line.writing == []
        assert database.read_bytes() == before
        assert not await lists(village, kettle)
        (told,) = [one for one in planned["congregations"][0]["to_do"] if one["deed"] == "put"]
        assert (told["room"], told["room_id"]) == ("the space", village.space)
        assert told["what"] == "write that crew Slow Kettle is in it"
        assert told["why"] == "somebody changed it"

        code, applied = await admin.calls("apply")
        assert (code, applied["left"]["to_do"]) == (0, 0), applied
        assert applied["done"] == planned["to_do"]
        assert await lists(village, kettle)

        mended = database.read_bytes()
        code, again = await admin.calls("apply")
        assert (code, again["done"], again["plan"]["to_do"]) == (0, 0, 0), again
        assert admin.line.asked
        assert admin.line.writing == []
        assert database.read_bytes() == mended

        await service.start()

        async def is_settled() -> bool:
            return (await admin.calls("plan"))[0] == 0

        await until(is_settled, hint="nothing to be left to do beside the running service")
        assert admin.line.writing == []
