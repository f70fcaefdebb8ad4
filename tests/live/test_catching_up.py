"""Nothing is missed and nothing is done twice, whichever side stops, dies, is slow or repeats itself."""

import asyncio
import os
import re
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus

import aiohttp
import pytest
import pytest_asyncio
import trustme

from appservice.demo.synapse import Synapse
from microsol_matrix.ids import EventId
from tests.live.service import RunningService
from tests.live.village import Neighbour, Village, answer_to, found

pytestmark = pytest.mark.live

CROWD = 20
MORE_THAN_A_SYNC_HOLDS = 60


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def village(
    authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Village]:
    """Harbourlight on a homeserver that may be stopped and killed; each test starts again what it ended."""
    directory = tmp_path_factory.mktemp("restless")
    homeserver = Synapse(directory=directory / "homeserver", authority=authority)
    settings = {"sync_interval_s": 1}
    async with RunningService.beside(
        homeserver, directory=directory / "microsol", settings=settings
    ) as service:
        yield await found(service, people=("Bo", "Cleo"))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def crowd(village: Village) -> Sequence[Neighbour]:
    """Many people who talk with the service."""
    service = village.service
    newcomers = [await service.homeserver.newcomer(f"N{number}") for number in range(CROWD)]
    return [await Neighbour.of(newcomer, service.bot) for newcomer in newcomers]


@contextmanager
def slow(service: RunningService) -> Iterator[None]:
    """Let the service hang: connections are taken, answers do not come."""
    os.kill(service.child.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(service.child.pid, signal.SIGCONT)


async def ask_all(crowd: Sequence[Neighbour], words: str) -> Sequence[EventId]:
    return await asyncio.gather(*(person.tell(words) for person in crowd))


async def answered_once(
    crowd: Sequence[Neighbour], asked: Sequence[EventId], *, containing: str
) -> list[int]:
    """Wait until everybody is answered, ask once more, and count what each was told before that second answer."""
    for person, question in zip(crowd, asked, strict=True):
        await person.hears(containing, after=question)
    lasts = await ask_all(crowd, "!help afterwards")
    counts: list[int] = []
    for person, question, last in zip(crowd, asked, lasts, strict=True):
        await person.hears("!afterwards", after=last)
        messages = await person.member.messages(person.direct)
        later = messages[[message.event_id for message in messages].index(question) + 1 :]
        told = [message.body for message in later if message.sender == person.bot]
        assert "!afterwards" in told[-1]
        counts.append(len(told) - 1)
    return counts


# ----------------------------------------------------------------------------- the homeserver goes


@pytest.mark.parametrize("is_killed", [False, True], ids=["stopped", "killed"])
@pytest.mark.parametrize("is_slow", [True, False], ids=["slow-service", "no-service"])
async def test_commands_that_a_homeserver_loses_with_its_queue_are_all_answered_once(
    village: Village, crowd: Sequence[Neighbour], *, is_killed: bool, is_slow: bool
) -> None:
    service, homeserver = village.service, village.service.homeserver
    word = f"queued-{is_killed}-{is_slow}".lower()
    if is_slow:
        with slow(service):
            asked = await ask_all(crowd, f"!help {word}")
            await (homeserver.kill() if is_killed else homeserver.stop())
    else:
        await service.stop()
        asked = await ask_all(crowd, f"!help {word}")
        await (homeserver.kill() if is_killed else homeserver.stop())

    await homeserver.start()
    await service.start()

    assert await answered_once(crowd, asked, containing=f"!{word}") == [1] * CROWD


async def test_answers_given_while_the_service_was_away_follow_the_call_made_meanwhile(
    village: Village,
) -> None:
    service = village.service
    await service.stop()
    await village["Amara"].member.say(village.commons, '!call "Tide Tables" - | seats=6-8')
    answers = [
        (village[name], await village[name].tell("yes Tide Tables")) for name in ("Bo", "Cleo")
    ]

    await service.start()

    for person, answer in answers:
        await person.hears("Your yes to Tide Tables is with me", after=answer)


async def test_transactions_whose_numbers_were_used_before_are_heard(
    village: Village, crowd: Sequence[Neighbour]
) -> None:
    homeserver = village.service.homeserver
    before = await ask_all(crowd, "!help before")
    heard_before = await answered_once(crowd, before, containing="!before")
    used = _delivered(homeserver)

    await homeserver.restart()
    after = await ask_all(crowd, "!help after")
    heard_after = await answered_once(crowd, after, containing="!after")

    used_again = Counter(_delivered(homeserver)) - Counter(used)
    assert used_again.keys() & set(used)
    assert (heard_before, heard_after) == ([1] * CROWD, [1] * CROWD)
    assert await answered_once(crowd, before, containing="!before") == [4] * CROWD


def _delivered(homeserver: Synapse) -> Sequence[str]:
    """Give the numbers of all transactions that the homeserver delivered."""
    log = homeserver.log.read_text(encoding="utf-8")
    return re.findall(r"/_matrix/app/v1/transactions/(\d+): 200", log)


# --------------------------------------------------------------------------------- the service goes


async def test_a_command_before_many_other_words_is_found_behind_the_gap(village: Village) -> None:
    service, cleo = village.service, village["Cleo"]
    gaps = len(service.lines("gap_filled"))
    await service.stop()

    asked = await cleo.member.say(village.commons, "!calls")
    for number in range(MORE_THAN_A_SYNC_HOLDS):
        await cleo.member.say(village.commons, f"and then, {number}")
    await service.homeserver.restart()  # whatever it had kept for us is gone
    await service.start()

    await answer_to(asked, member=cleo.member, room_id=village.commons)
    filled = service.lines("gap_filled")[gaps:]
    assert [gap["events"] >= 1 for gap in filled if gap["room_id"] == village.commons] == [True]
    await _is_answered_once(village, asked)


async def _is_answered_once(village: Village, asked: EventId) -> None:
    amara = village["Amara"]
    last = await amara.member.say(village.commons, "!crews")
    await answer_to(last, member=amara.member, room_id=village.commons)
    messages = await amara.member.messages(village.commons, limit=200)
    assert [message.reply_to for message in messages].count(asked) == 1


async def test_a_conversation_begun_while_the_service_was_away_is_taken_up(
    village: Village,
) -> None:
    service = village.service
    await service.stop()

    newcomer = await service.homeserver.newcomer("Kit")
    direct = await newcomer.create_direct(service.bot, first_words="!help nobody-there")
    kit = Neighbour(newcomer, service.bot, direct)
    await service.start()

    await kit.hears("!nobody-there")
    await kit.ask("!help again", expecting="!again")
    said = [message for message in await newcomer.messages(direct) if message.sender == kit.bot]
    assert len(said) == 2


@pytest.mark.parametrize("is_restarted", [False, True], ids=["same-run", "next-run"])
async def test_what_was_answered_is_not_answered_again_when_it_is_sent_again(
    village: Village, *, is_restarted: bool
) -> None:
    service, bo = village.service, village["Bo"]
    question = await bo.tell("!help once")
    await bo.hears("!once", after=question)
    events = await bo.member.events(bo.direct)
    again = [event for event in events if event["event_id"] == question]
    assert len(again) == 1

    if is_restarted:
        await service.restart()
    statuses = [await _deliver(service, events=again, txn_id=f"again-{n}") for n in range(2)]

    assert statuses == [HTTPStatus.OK, HTTPStatus.OK]
    assert await answered_once([bo], [question], containing="!once") == [1]


async def _deliver(service: RunningService, *, events: Sequence[object], txn_id: str) -> int:
    """Send a transaction as the homeserver would."""
    url = f"{service.url}/_matrix/app/v1/transactions/{txn_id}"
    headers = {"Authorization": f"Bearer {service.config.appservice.hs_token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.put(url, json={"events": events}, headers=headers) as response,
    ):
        return response.status


# -------------------------------------------------------------------------------------- time goes


async def test_an_answer_given_while_the_service_was_away_counts_though_the_window_has_ended(
    private_service: RunningService,
) -> None:
    service, name = private_service, "Late Tide"
    village = await found(service, people=("Bo", "Cleo"))
    await village.call(f"{name} | seats=3 closes=7d")
    await village["Bo"].ask(f"yes {name}", expecting=name)
    await service.stop()

    # Somebody new is taken in first, which takes a moment: time enough for a clock that does not wait.
    stranger = await service.homeserver.newcomer("Esi")
    await stranger.create_direct(service.bot)
    await village["Cleo"].tell(f"yes {name}")
    service.by_almanac().turn(timedelta(days=8))
    await service.start()

    for person in ("Amara", "Bo", "Cleo"):
        await village[person].comes_into(name)
    over = await village["Bo"].member.wait_for_message(
        village.commons, containing=f"{name} has begun and takes no more answers"
    )
    assert over.replaces is not None
