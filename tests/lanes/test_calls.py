"""Whole lives of calls: from the calling to a room, or to none."""

from datetime import timedelta

import pytest

from tests.lanes.service import found, running, words

DAY = timedelta(days=1)
UNTIL = "Monday 7 December 2026"


@pytest.mark.parametrize("version", ["11", "12"])
async def test_enough_answers_make_one_room_with_everybody_invited(version: str) -> None:
    async with running(version=version) as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Slow Kettle")
        await village["Bo"].tells("yes")
        assert service.rooms_named("Slow Kettle") == []

        answer = await village["Cleo"].tells("yes")

        room = service.room_named("Slow Kettle")
        assert answer == words("yes.seat", name="Slow Kettle")
        for name in ("Amara", "Bo", "Cleo"):
            assert service.membership(room, village[name].user_id) == "invite"
        (welcome,) = service.heard_in(room)
        example = "!agree Tue 19:00, review 18 January"
        assert welcome == words("crew.welcome", name="Slow Kettle", caller="Amara", example=example)
        children = service.homeserver.matrix.room(village.space).state
        assert ("m.space.child", room) in children
        assert service.heard_in(village.commons)[-1].startswith("* Slow Kettle is beginning")


async def test_a_call_and_its_crew_are_published_in_the_space() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Slow Kettle")
        (call,) = (await village.world()).calls.values()
        space = service.homeserver.matrix.room(village.space)
        assert space.content("org.microsol.call", call.id)["name"] == "Slow Kettle"

        await village["Bo"].tells("yes")
        await village["Cleo"].tells("yes")
        await village["Bo"].joins(service.room_named("Slow Kettle"))
        await service.pass_time(15 * DAY)

        (crew,) = (await village.world()).crews.values()
        assert space.content("org.microsol.call", call.id) == {}
        assert space.content("org.microsol.crew", crew.id)["seats_open"] == 0


async def test_who_comes_after_the_last_seat_waits_and_gets_a_freed_one() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo", "Dov")
        await village["Amara"].says(village.commons, "!call Paper Boats seats=2-3")
        for name in ("Bo", "Cleo"):
            await village[name].tells("yes")
        room = service.room_named("Paper Boats")

        assert await village["Dov"].tells("yes") == words("yes.waiting", name="Paper Boats")
        assert service.membership(room, village["Dov"].user_id) is None
        await village["Bo"].leaves(room)

        assert service.membership(room, village["Dov"].user_id) == "invite"
        assert village["Dov"].heard[-1] == words("seat.free", name="Paper Boats")


async def test_a_waiting_person_gets_a_freed_seat_as_often_as_one_is_freed() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Paper Boats seats=2-2")
        await village["Bo"].tells("yes")
        free = words("seat.free", name="Paper Boats")
        for _ in range(2):
            await village["Cleo"].tells("yes")
            await service.pass_time(timedelta(seconds=30))
            await village["Bo"].tells("no")
            assert village["Cleo"].heard[-1] == free
            await village["Bo"].tells("yes")
            await village["Cleo"].tells("no")

        assert village["Cleo"].heard.count(free) == 2


async def test_a_seat_not_taken_in_seven_days_is_freed_and_its_invitation_withdrawn() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo", "Dov")
        await village["Amara"].says(village.commons, "!call Paper Boats seats=2-2")
        await village["Bo"].tells("yes")
        await village["Dov"].tells("yes")
        room = service.room_named("Paper Boats")
        await village["Amara"].joins(room)
        await service.pass_time(7 * DAY - timedelta(hours=1))
        assert service.membership(room, village["Bo"].user_id) == "invite"

        await service.pass_time(timedelta(hours=1))

        assert service.membership(room, village["Bo"].user_id) == "leave"
        assert service.membership(room, village["Amara"].user_id) == "join"
        assert service.membership(room, village["Dov"].user_id) == "invite"
        assert await village["Cleo"].tells("yes") == words("yes.waiting", name="Paper Boats")


async def test_a_freed_seat_can_be_asked_for_again() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Paper Boats seats=2-3")
        await village["Bo"].tells("yes")
        room = service.room_named("Paper Boats")
        await service.pass_time(8 * DAY)
        assert service.membership(room, village["Bo"].user_id) == "leave"

        assert await village["Bo"].tells("yes") == words("yes.seat", name="Paper Boats")
        assert service.membership(room, village["Bo"].user_id) == "invite"


async def test_a_call_without_enough_answers_lapses_kindly() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        await village["Amara"].says(village.commons, "!call Dawn Swimmers")
        await village["Bo"].tells("yes")

        await service.pass_time(15 * DAY)

        assert village["Amara"].heard[-1] == words("lapsed", name="Dawn Swimmers")
        assert service.heard_in(village.commons)[-1] == "* " + words(
            "call.over.lapsed", name="Dawn Swimmers"
        )
        assert service.rooms_named("Dawn Swimmers") == []
        assert await village["Bo"].tells("yes") == words(
            "yes.no-calls", congregation="Harbourlight"
        )


async def test_a_lapsed_call_can_be_called_again() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Dawn Swimmers closes=1d")
        await service.pass_time(2 * DAY)

        await village["Amara"].says(village.commons, "!call Dawn Swimmers")
        await village["Bo"].tells("yes")
        await village["Cleo"].tells("yes")

        assert len(service.rooms_named("Dawn Swimmers")) == 1


async def test_a_call_that_waits_for_its_caller_begins_when_they_say() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        amara = village["Amara"]
        await amara.says(village.commons, "!call Gather Up start=when-i-say seats=2-3")
        assert await amara.tells("!start") == words(
            "start.too-few", name="Gather Up", count=1, least=2
        )
        await village["Bo"].tells("yes")
        await village["Cleo"].tells("yes")
        assert service.rooms_named("Gather Up") == []
        assert amara.heard[-1] == words(
            "yes.told-caller.start", person="Cleo", name="Gather Up", count=3, least=2
        )

        assert await amara.tells("!start") == words("start.done", name="Gather Up")

        room = service.room_named("Gather Up")
        assert service.membership(room, village["Cleo"].user_id) == "invite"


async def test_a_call_that_nobody_starts_ends_with_its_window() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        await village["Amara"].says(village.commons, "!call Gather Up start=when-i-say seats=2-3")
        await village["Bo"].tells("yes")

        await service.pass_time(15 * DAY)

        assert village["Amara"].heard[-1] == words("lapsed.not-started", name="Gather Up")


async def test_withdrawing_takes_the_call_away_for_everybody() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Slow Kettle")
        await village["Bo"].tells("yes")
        assert "Amara" in await village["Cleo"].tells("!withdraw Slow Kettle")

        assert await village["Amara"].tells("!withdraw") == words(
            "withdraw.done", name="Slow Kettle"
        )

        await village["Cleo"].tells("yes")
        assert service.rooms_named("Slow Kettle") == []
        (call,) = (await village.world()).calls.values()
        space = service.homeserver.matrix.room(village.space)
        assert space.content("org.microsol.call", call.id) == {}


@pytest.mark.parametrize(
    "name",
    [
        "A" * 60,
        "🫖 Slow Kettle ☕",
        "مقهى المرفأ",
        "<b>Slow</b> & Kettle",
        "**Slow** Kettle",
        "- Slow Kettle",
        "Slow {Kettle}",
        "E=mc2",
        "@room",
    ],
)
async def test_a_name_of_any_kind_is_carried_through_unharmed(name: str) -> None:
    async with running() as service:
        village = await found(service, "Bo")
        await village["Amara"].says(village.commons, f'!call "{name}" seats=2-3')
        await village["Bo"].tells("yes")

        room = service.room_named(name)
        (crew,) = (await village.world()).crews.values()
        card = service.homeserver.matrix.room(village.space).content("org.microsol.crew", crew.id)
        assert card["name"] == name
        prompt = service.homeserver.matrix.room(village.commons).events
        bodies = [
            e.content for e in prompt if e.sender == service.homeserver.bot and "body" in e.content
        ]
        assert all("<b>" not in one["formatted_body"] for one in bodies)
        assert name in bodies[0]["body"].replace("\u2068", "").replace("\u2069", "")
        assert len(service.heard_in(room)) == 1
