"""A database rebuilt from the rooms alone, on fakes: what comes back, what is said of the rest, and how it goes on."""

from datetime import timedelta

import pytest

from microsol_matrix.ids import LaneId, Text
from microsol_matrix.places import COMMONS
from microsol_matrix.plan import plan
from microsol_matrix.plan.intents import EditPrompt, PutState
from microsol_matrix.rebuild import Finding, Lost, Oddity
from microsol_matrix.rebuild.difference import difference
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.structure import types
from tests.lanes.much_lived import dated, lived
from tests.lanes.service import found, running, words
from tests.rebuilding import left_to_do, rebuilt_from, unlawful

DAY = timedelta(days=1)


@pytest.mark.parametrize("version", ["11", "12"])
async def test_the_rooms_alone_give_the_world_again(version: str) -> None:
    homeserver, clock = dated()
    async with running(homeserver, clock=clock, version=version) as service:
        village = await lived(service)
        await service.pass_time(9 * DAY)
        old = await village.world()
        house = service.lanes.house
    assert plan(old, house) == ()

    anew = await rebuilt_from(homeserver, clock, house)

    assert old.congregation is not None
    new = anew.world(LaneId(old.congregation.id))
    assert unlawful(old, new) == []
    assert anew.rebuilt.findings == ()
    assert left_to_do(new, house) == ()
    assert anew.gaps == 0
    states = {crew.name: crew.state for crew in new.crews.values()}
    assert states == {
        "Kettle": CrewState.ACTIVE,
        "Boats": CrewState.CLOSING,
        "Ferry": CrewState.FORMING,
    }


async def test_a_service_on_a_rebuilt_store_does_nothing_twice_and_takes_answers_to_what_was_asked() -> (
    None
):
    homeserver, clock = dated()
    async with running(homeserver, clock=clock) as service:
        village = await lived(service)
        house, notebook = service.lanes.house, village.prompt
    anew = await rebuilt_from(homeserver, clock, house)
    said = len(homeserver.matrix.stream)

    async with running(homeserver, anew.store, clock) as service:
        await service.settle()
        after_the_start = len(homeserver.matrix.stream)
        village.service = service
        for person in village.people.values():
            person.service = service
        for name in ("Amara", "Bo", "Cleo"):
            await village[name].reacts(village.commons, notebook)
        begun = service.rooms_named("Notebook")
        told = await village["Cleo"].tells("!crew crew=Kettle")

    assert after_the_start == said
    assert len(begun) == 1
    assert "support, active." in told


async def test_of_two_rooms_for_one_place_the_one_under_our_address_is_taken() -> None:
    homeserver, clock = dated()
    async with running(homeserver, clock=clock) as service:
        village = await found(service)
        house, commons = service.lanes.house, village.commons
    room = homeserver.matrix.room(commons)
    marker = room.content(types.ROOM)
    copy = homeserver.matrix.create(homeserver.bot, state=[(types.ROOM, "", marker)])

    anew = await rebuilt_from(homeserver, clock, house)

    (lane,) = anew.rebuilt.congregations
    assert anew.world(lane).rooms[COMMONS].room_id == commons
    assert anew.rebuilt.findings[-1] == Finding(copy, Oddity.TAKEN)


async def test_a_room_without_the_power_that_we_need_is_taken_and_said() -> None:
    homeserver, clock = dated()
    async with running(homeserver, clock=clock) as service:
        village = await found(service)
        house, commons = service.lanes.house, village.commons
    levels = homeserver.matrix.room(commons).content("m.room.power_levels")
    users = {homeserver.bot: 50, village["Amara"].user_id: 100}
    homeserver.matrix.append(
        commons,
        "m.room.power_levels",
        sender=village["Amara"].user_id,
        content={**levels, "users": users},
        state_key="",
    )

    anew = await rebuilt_from(homeserver, clock, house)

    assert anew.rebuilt.findings == (Finding(commons, Oddity.POWERLESS),)


async def test_what_waits_for_objections_waits_its_whole_time_anew() -> None:
    homeserver, clock = dated()
    async with running(homeserver, clock=clock) as service:
        village = await lived(service)
        await village["Esi"].tells("!join Kettle")
        await village["Cleo"].tells("!object crew=Kettle")
        await service.pass_time(2 * DAY)
        old, house = await village.world(), service.lanes.house
    (before,) = next(one.open_questions for one in old.crews.values() if one.name == "Kettle")

    anew = await rebuilt_from(homeserver, clock, house)

    (lane,) = anew.rebuilt.congregations
    new = anew.world(lane)
    (after,) = next(one.open_questions for one in new.crews.values() if one.name == "Kettle")
    assert (before.is_objected, after.is_objected) == (True, False)
    assert after.person == before.person == village["Esi"].user_id
    assert after.closes_at == clock.now() + new.numbers.consent > before.closes_at
    assert {type(one) for one in left_to_do(new, house)} == {EditPrompt, PutState}
    assert any(loss.lost is Lost.CONSENT for loss in anew.rebuilt.losses)


async def test_ways_through_other_homeservers_come_back_as_they_are_written() -> None:
    homeserver, clock = dated()
    async with running(homeserver, clock=clock) as service:
        village = await found(service, "Bo")
        for name, server in (("Kit", "there.example"), ("Pia", "third.example")):
            await village.welcome(name, server=server)
        await village["Bo"].says(village.commons, "!call Kettle | seats=2-3")
        await village["Kit"].tells("yes Kettle")
        for name in ("Bo", "Kit"):
            await village[name].joins(service.room_named("Kettle"))
        await village["Pia"].leaves(village.commons)
        old, house = await village.world(), service.lanes.house

    anew = await rebuilt_from(homeserver, clock, house)

    (lane,) = anew.rebuilt.congregations
    assert plan(old, house) == left_to_do(anew.world(lane), house) == ()
    assert unlawful(old, anew.world(lane)) == []


async def test_of_what_an_encrypted_crew_agreed_the_days_come_back_and_the_words_are_told_as_lost() -> (
    None
):
    homeserver, clock = dated()
    async with running(homeserver, clock=clock) as service:
        village = await found(service, "Bo", "Cleo", "Dov")
        await village["Amara"].tells("!settings crew-min=2")
        await village["Bo"].says(village.commons, "!call Kettle | seats=4-5 encrypted=yes")
        for name in ("Amara", "Cleo", "Dov"):
            await village[name].tells("yes Kettle")
        for person in village.people.values():
            await person.joins(service.room_named("Kettle"))
        await village["Bo"].tells("!agree Tue 19:00 at the old mill | review=8w crew=Kettle")
        await village["Bo"].tells("!agree Wed at the old mill | review=9w crew=Kettle")
        await village["Bo"].tells("!split Millers | Weavers crew=Kettle")
        old, house = await village.world(), service.lanes.house
    assert plan(old, house) == ()

    anew = await rebuilt_from(homeserver, clock, house)

    (lane,) = anew.rebuilt.congregations
    new = anew.world(lane)
    (before,), (after,) = old.crews.values(), new.crews.values()
    assert [one.labels for one in before.open_questions] == [("Millers", "Weavers")]
    assert (after.questions, after.rhythm) == ((), "")
    assert [(one.rhythm, one.review_on, one.at) for one in after.agreements] == [
        (Text(""), one.review_on, one.at) for one in before.agreements
    ]
    assert left_to_do(new, house) == ()
    assert {one.field for one in difference(old, new) if one.lost is Lost.SEALED} == {
        f"encrypted_crews.*.{one}" for one in ("rhythm", "agreements", "questions")
    }
    assert unlawful(old, new) == []
    assert [one.touching for one in anew.rebuilt.losses if one.lost is Lost.SEALED] == [1]

    async with running(homeserver, anew.store, clock) as service:
        await service.settle()
        for person in village.people.values():
            person.service = service
        told = await village["Bo"].tells("!agreements crew=Kettle")
        asked = await village["Bo"].tells("!split Millers | Weavers crew=Kettle")

    assert told.count(words("agreements.words-gone")) == 2
    assert words("split.asked", name="Kettle") in asked
