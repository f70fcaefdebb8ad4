"""The running service, as an admin sees it: its start, its health, its end, its log."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import trustme

from appservice.demo.waiting import until
from appservice.exits import Exit
from tests.live.conftest import NewService, paired
from tests.live.service import RunningService
from tests.live.village import Neighbour, found

pytestmark = pytest.mark.live


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tormented(
    authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningService]:
    """A service and a homeserver that tests here stop and kill, one after the other."""
    directory = tmp_path_factory.mktemp("tormented")
    async with paired(directory, authority=authority, settings={"sync_interval_s": 1}) as running:
        yield running


@pytest_asyncio.fixture
async def own_service(tormented: RunningService) -> RunningService:
    """The same, both running again."""
    await tormented.homeserver.start()
    await tormented.start()
    return tormented


async def test_a_service_that_is_ready_says_so(service: RunningService) -> None:
    assert await service.health("healthz") == (200, {"status": "ok"})
    assert await service.health("readyz") == (200, {"status": "ready", "missing": []})
    assert service.lines("ready")[-1]["user_id"] == service.bot


async def test_the_service_may_be_started_before_its_homeserver(new_service: NewService) -> None:
    service = new_service()

    service.launch()
    await service.wait_for_line("homeserver_not_ready")
    lives, ready = await service.health("healthz"), await service.health("readyz")
    await service.homeserver.start()
    await service.ready()

    assert lives == (200, {"status": "ok"})
    assert ready[0] == 503
    assert "the homeserver has not answered yet" in str(ready[1])
    await found(service)


async def test_a_homeserver_that_goes_and_comes_back_is_met_again(
    own_service: RunningService,
) -> None:
    service = own_service
    village = await found(service)

    await service.homeserver.stop()
    await _is_missing_something(service)
    await service.homeserver.start()
    await service.ready()
    await village.welcome("Bo")

    assert "crew" in await village["Bo"].ask("!crews")


async def test_a_service_told_to_stop_in_the_middle_loses_nothing(
    own_service: RunningService,
) -> None:
    service = own_service
    kit = await Neighbour.of(await service.homeserver.newcomer("Kit"), service.bot)
    await kit.ask("!help")

    questions = [f"!help question{number}" for number in range(20)]
    asked = [await kit.tell(question) for question in questions[:10]]
    await kit.hears("question0.", after=asked[0])
    stopping = asyncio.gather(service.stop(), *(kit.tell(question) for question in questions[10:]))
    exit_code, *_ = await stopping
    await service.start()

    for number in range(20):
        await kit.hears(f"I know no !question{number}.", after=asked[0])
    last = await kit.ask("!help found", expecting="Founds a congregation")
    answers = [m.body for m in await kit.member.messages(kit.direct) if m.sender == service.bot]
    assert exit_code == Exit.OK
    (stopped,) = service.lines("stopped")
    assert service.lines("stopping") != ()
    assert stopped["events"] >= stopped["transactions"] > 0
    assert stopped["set_aside"] == 0
    assert sum("I know no !question" in answer for answer in answers) == 20
    assert answers[-1] == last


async def test_a_killed_service_goes_on_where_it_was(own_service: RunningService) -> None:
    service = own_service
    village = await found(service, people=("Bo",))
    await village.call("Slow Kettle | kind=support seats=3")
    await village["Bo"].ask("yes")

    await service.kill()
    assert service.child.exit_code == -signal.SIGKILL
    while_away = await village["Bo"].tell("!calls")
    await service.start()

    await village["Bo"].hears("Open calls in Harbourlight", after=while_away)
    assert await village["Bo"].ask("yes") == "I have your yes to Slow Kettle already."


async def test_neither_words_nor_tokens_are_logged_and_talk_is_not_kept(
    own_service: RunningService,
) -> None:
    service = own_service
    village = await found(service, people=("Bo", "Cleo"))
    amara, bo = village["Amara"].member, village["Bo"]
    await amara.say(village.commons, "between us: marmalade")
    await amara.say(village.commons, "!call Quinces - a jellied intention | seats=2")
    await bo.ask("yes please, gladly", expecting="gladly")
    await bo.ask("an aside about rhubarb", expecting="did not understand")
    await bo.ask("yes", expecting="Quinces")
    crew = await bo.comes_into("Quinces")
    await village["Amara"].comes_into("Quinces")
    await bo.member.say(crew, "in the crew: damson")
    await bo.ask("!crews", expecting="Quinces")

    for line in service.log.splitlines():
        entry = json.loads(line)
        assert {"event", "level", "timestamp"} <= set(entry)
    for word in ("marmalade", "Quinces", "jellied", "gladly", "rhubarb", "damson"):
        assert word not in service.log
    tokens = (*service.config.secrets, amara.access_token, bo.member.access_token)
    for token in tokens:
        assert token not in service.log
    kept = b"".join(
        path.read_bytes() for path in service.directory.glob("*.sqlite3*") if path.is_file()
    )
    assert b"Quinces" in kept
    for unaddressed in (b"marmalade", b"damson"):
        assert unaddressed not in kept


async def _is_missing_something(service: RunningService) -> None:
    async def is_so() -> bool:
        return (await service.health("readyz"))[0] == 503

    await until(is_so, hint="the service to miss its homeserver")
