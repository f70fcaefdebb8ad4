"""People in two congregations: asked once which they mean, heard without saying it again."""

from datetime import timedelta

from tests.fakes.clock import FakeClock
from tests.fakes.homeserver import FakeHomeserver
from tests.fakes.store import MemoryStore
from tests.lanes.service import Neighbour, Service, Village, found, running
from tests.lanes.test_talking import two_villages

HARBOURLIGHT = "About Harbourlight; for another: !in"
THORNFIELD = "About Thornfield Loop; for another: !in"


async def villages(service: Service) -> tuple[Village, Village]:
    harbourlight = await found(service, "Bo")
    return harbourlight, await two_villages(harbourlight)


async def calls_of(village: Village) -> list[str]:
    return [call.name for call in (await village.world()).calls.values()]


async def test_what_was_said_is_carried_out_once_it_is_known_which_is_meant() -> None:
    async with running() as service:
        harbourlight, thornfield = await villages(service)
        amara = harbourlight["Amara"]

        question = await amara.tells("!call Hedge School")
        answer = await amara.tells("2")

        assert question.endswith(
            "1. Harbourlight (in=harbourlight)\n2. Thornfield Loop (in=thornfield-loop)"
        )
        assert await calls_of(thornfield) == ["Hedge School"]
        assert await calls_of(harbourlight) == []
        assert answer.startswith("Your call for Hedge School is in Commons")
        assert answer.endswith(THORNFIELD)
        assert await service.store.waiting() == ()


async def test_it_is_asked_once_and_can_be_changed() -> None:
    async with running() as service:
        harbourlight, _ = await villages(service)
        amara = harbourlight["Amara"]
        await amara.tells("!calls")
        await amara.tells("harbourlight")

        assert (await amara.tells("!crews")).endswith(HARBOURLIGHT)
        assert (await amara.tells("!crews in=thornfield-loop")).endswith(THORNFIELD)
        assert (await amara.tells("!crews")).endswith(HARBOURLIGHT)
        assert "1. Harbourlight (in=harbourlight) - this one" in await amara.tells("!in")
        changed = await amara.tells("!in Thornfield")
        assert changed.startswith("What you tell me here is about Thornfield Loop from now on.")
        assert (await amara.tells("!crews")).endswith(THORNFIELD)
        assert "no congregation called ninebridges" in await amara.tells("!in ninebridges")


async def test_in_with_a_name_answers_the_question_too() -> None:
    async with running() as service:
        harbourlight, thornfield = await villages(service)
        amara = harbourlight["Amara"]
        await amara.tells("!call Hedge School")

        await amara.tells("!in thornfield-loop")

        assert await calls_of(thornfield) == ["Hedge School"]


async def test_whoever_says_it_again_with_in_is_heard_once() -> None:
    async with running() as service:
        harbourlight, thornfield = await villages(service)
        amara = harbourlight["Amara"]
        await amara.tells("!call Hedge School")
        await amara.tells("!call Hedge School in=thornfield-loop")

        answer = await amara.tells("1")

        assert answer.startswith("What you tell me here is about Harbourlight")
        assert (await calls_of(harbourlight), await calls_of(thornfield)) == ([], ["Hedge School"])


async def test_whoever_leaves_the_one_that_they_meant_is_asked_again() -> None:
    async with running() as service:
        harbourlight, thornfield = await villages(service)
        amara, bo = harbourlight["Amara"], harbourlight["Bo"]
        await amara.tells("!in 2")
        await amara.leaves(thornfield.space)
        assert "About" not in await amara.tells("!crews")

        await bo.tells(f"!invite {amara.user_id} in=thornfield-loop")
        await amara.joins(thornfield.space)

        assert "Which one do you mean?" in await amara.tells("!crews")


async def test_a_question_without_an_answer_is_let_go_after_a_day() -> None:
    async with running() as service:
        harbourlight, thornfield = await villages(service)
        amara = harbourlight["Amara"]
        await amara.tells("!call Hedge School")
        assert len(await service.store.waiting()) == 1

        await service.pass_time(timedelta(hours=25))

        assert await service.store.waiting() == ()
        assert "I did not understand" in await amara.tells("2")
        assert await calls_of(thornfield) == []


async def test_a_service_that_starts_anew_in_the_middle_asks_no_second_time() -> None:
    homeserver, store, clock = FakeHomeserver.named("here.example"), MemoryStore(), FakeClock()
    async with running(homeserver, store, clock) as service:
        harbourlight, _ = await villages(service)
        amara = harbourlight["Amara"]
        await amara.tells("!call Hedge School")
    async with running(homeserver, store, clock) as service:
        amara = Neighbour(service, amara.user_id, amara.direct)
        await service.settle()
        assert sum("Which one do you mean?" in said for said in amara.heard) == 1

        await amara.tells("2")

        calls = [[c.name for c in w.calls.values()] for w in await service.congregations()]
        assert sorted(calls) == [[], ["Hedge School"]]


async def test_what_was_chosen_just_before_a_crash_is_carried_out_after_it() -> None:
    homeserver, store, clock = FakeHomeserver.named("here.example"), MemoryStore(), FakeClock()
    async with running(homeserver, store, clock) as service:
        harbourlight, _ = await villages(service)
        amara = harbourlight["Amara"]
        await amara.tells("!call Hedge School")
        service.desk.unsure.clear()  # as if it had ended between remembering and carrying out
        await amara.tells("2")
    async with running(homeserver, store, clock) as service:
        await service.settle()

        calls = [[c.name for c in w.calls.values()] for w in await service.congregations()]

    assert sorted(calls) == [[], ["Hedge School"]]
    assert await store.waiting() == ()
