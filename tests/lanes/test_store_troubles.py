"""Whole lives on a store that is away, fails now and then, or breaks on one kind of thing."""

from datetime import timedelta

import pytest
from attrs import define

from microsol_matrix.errors import HomeserverUnreachable, StoreUnavailable
from microsol_matrix.ids import ServerName
from microsol_matrix.ports import Append, Waiting
from microsol_matrix.seen import PromptSent
from tests.fakes.door import Failure
from tests.fakes.store import MemoryStore
from tests.lanes.service import (
    Neighbour,
    Service,
    Village,
    found,
    meet,
    running,
    words,
)

DAY = timedelta(days=1)
DEAD = ServerName("dead.example")


async def test_a_store_that_is_away_for_a_while_loses_nothing_that_was_accepted() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Slow Kettle")
        await village["Bo"].tells("yes")
        cleo = village["Cleo"]
        service.homeserver.member_sends(cleo.direct, cleo.user_id, "yes")
        raw = service.homeserver.take_transaction()
        await service.inbox.take_in(raw)
        service.store.trouble = StoreUnavailable("the disk is full")
        await service.calm()
        await service.pass_time(timedelta(seconds=30))
        assert service.told.store_troubles
        assert service.rooms_named("Slow Kettle") == []

        service.store.trouble = None
        await service.pass_time(timedelta(seconds=30))

        room = service.room_named("Slow Kettle")
        assert service.membership(room, cleo.user_id) == "invite"
        assert len(service.heard_in(room)) == 1


@define
class MoodyStore(MemoryStore):
    """A store whose commits fail every now and then."""

    every: int = 3
    asked: int = 0

    async def append(self, commit: Append) -> tuple[Waiting, ...]:
        self.asked += 1
        if self.asked % self.every == 0:
            raise StoreUnavailable("busy")
        return await super().append(commit)


@pytest.mark.parametrize("every", [2, 3, 5])
async def test_a_store_that_fails_now_and_then_repeats_nothing(every: int) -> None:
    async with running(store=MoodyStore(every=every)) as service:
        village = await patiently_found(service)
        await village["Amara"].says(village.commons, "!call Boats seats=2")
        await service.pass_time(timedelta(minutes=1))
        await village["Bo"].reacts(village.commons, village.prompt)
        await service.pass_time(timedelta(minutes=1))

        room = service.room_named("Boats")
        assert len(village.prompts) == 1
        assert len(service.heard_in(room)) == 1
        assert service.membership(room, village["Bo"].user_id) == "invite"
        assert service.told.broke == []


async def patiently_found(service: Service) -> Village:
    """Found Harbourlight with Bo on a store that takes its time."""
    amara = await meet_patiently(service, "Amara")
    village = Village(service, {"Amara": amara})
    await amara.tells("!found Harbourlight")
    await service.pass_time(timedelta(minutes=1))
    await amara.joins(village.space)
    await service.pass_time(timedelta(minutes=1))
    await amara.joins(village.commons)
    await service.pass_time(timedelta(minutes=1))
    bo = await meet_patiently(service, "Bo")
    village.people["Bo"] = bo
    await amara.tells(f"!invite {bo.user_id}")
    await service.pass_time(timedelta(minutes=1))
    await bo.joins(village.space)
    await service.pass_time(timedelta(minutes=1))
    await bo.joins(village.commons)
    await service.pass_time(timedelta(minutes=1))
    return village


async def meet_patiently(service: Service, name: str) -> Neighbour:
    person = await meet(service, name)
    await service.pass_time(timedelta(minutes=1))
    return person


@define
class PoisonedStore(MemoryStore):
    """A store on which one kind of fact breaks whoever writes it."""

    poison: str = ""
    hits: int = 0

    async def append(self, commit: Append) -> tuple[Waiting, ...]:
        if self.poison and any(self.poison in str(fact) for fact in commit.facts):
            self.hits += 1
            raise ValueError("this cannot be")
        return await super().append(commit)


async def test_what_breaks_a_lane_three_times_is_set_aside_and_the_next_is_heard() -> None:
    store = PoisonedStore()
    async with running(store=store) as service:
        village = await found(service, "Bo")
        store.poison = "Cursed"
        bo = village["Bo"]
        service.homeserver.member_sends(bo.direct, bo.user_id, "!call Cursed")
        service.homeserver.member_sends(bo.direct, bo.user_id, "!call Blessed")
        await service.settle()

        assert store.hits == 3
        assert len(service.told.set_aside) == 1
        assert [call.name for call in (await village.world()).calls.values()] == ["Blessed"]
        assert await store.waiting() == ()


@define
class ForgetfulStore(MemoryStore):
    """A store that is away once, when one kind of fact is to be written."""

    away_for: str = ""

    async def append(self, commit: Append) -> tuple[Waiting, ...]:
        if self.away_for and any(type(one).__name__ == self.away_for for one in commit.facts):
            self.away_for = ""
            raise StoreUnavailable("away")
        return await super().append(commit)


async def test_what_was_put_off_is_not_lost_if_the_store_is_away_when_its_time_comes() -> None:
    store = ForgetfulStore()
    async with running(store=store) as service:
        village = await found(service, "Bo")
        lost = HomeserverUnreachable("the answer got lost")
        service.homeserver.failures["send"] = Failure(lost, is_done=True)
        amara = village["Amara"]
        service.homeserver.member_sends(village.commons, amara.user_id, "!call Boats seats=2")
        await service.settle()
        await village["Bo"].reacts(village.commons, village.prompt)
        store.away_for = "AnswerGiven"

        await service.pass_time(timedelta(seconds=10))

        assert store.away_for == "", "it was away"
        assert len(service.rooms_named("Boats")) == 1
        facts = [fact for lane in store.lanes.values() for fact in lane.facts]
        prompts = [fact for fact in facts if isinstance(fact, PromptSent)]
        assert len(prompts) == len({fact.ref for fact in prompts}), "nothing was written twice"


async def test_an_outcome_that_cannot_be_written_is_tried_again_and_nothing_is_done_twice() -> None:
    store = PoisonedStore()
    async with running(store=store) as service:
        village = await found(service, "Bo")
        store.poison = "PromptSent"
        await village["Amara"].says(village.commons, "!call Boats seats=2")
        await service.pass_time(timedelta(minutes=1))
        assert store.hits > 1
        assert service.told.broke
        store.poison = ""
        await service.pass_time(timedelta(hours=2))

        assert len(village.prompts) == 1
        assert await village["Bo"].tells("yes") == words("yes.seat", name="Boats")


async def test_a_due_time_that_breaks_its_lane_comes_again() -> None:
    store = PoisonedStore()
    async with running(store=store) as service:
        village = await found(service, "Bo")
        await village["Amara"].says(village.commons, "!call Boats closes=today")
        store.poison = "CallEnded"
        await service.pass_time(timedelta(days=1, minutes=5))
        assert store.hits
        store.poison = ""

        await service.pass_time(timedelta(minutes=5))

        assert village["Amara"].heard[-1] == words("lapsed", name="Boats")
        assert await village["Bo"].tells("!calls") == words(
            "calls.none", congregation="Harbourlight"
        )
