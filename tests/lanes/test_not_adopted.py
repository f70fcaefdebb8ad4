"""Spaces that do not become congregations: what is missing, what is unclear, who may not, and that we leave again."""

from datetime import timedelta

import pytest

from microsol_matrix.ids import ServerName, UserId
from microsol_matrix.scales.adoption import MOST_PEOPLE
from microsol_matrix.structure import types
from tests.lanes.garden import (
    ADOPT,
    BO,
    GARDEN,
    POWER,
    TALK,
    TEA,
    garden,
    ready,
    written_by_us,
)
from tests.lanes.service import SERVER, meet, running

OURS = ("org.microsol.congregation", "org.microsol.crew", "org.microsol.room")


async def test_who_has_not_the_power_is_told_so() -> None:
    async with running() as service:
        await ready(service)
        bo = await meet(service, "Bo")

        told = await bo.tells(ADOPT)

        assert "power 0" in told
        assert "yet" in await bo.tells("!adopt yes")
        assert await service.congregations() == []


@pytest.mark.parametrize("ask", [ADOPT, f"!adopt {TEA}", f"!adopt {GARDEN} crews={TEA}"])
async def test_whoever_is_not_in_a_room_learns_nothing_of_it(ask: str) -> None:
    async with running() as service:
        made = await ready(service)
        await made.esi.tells("!adopt yes")
        mallory = await meet(service, "Mallory")

        told = await mallory.tells(ask)

        assert "You are not in" in told
        assert "**Tea**" not in told
        assert "Garden is" not in told
        assert "congregation's already" not in told


async def test_what_is_a_congregations_already_is_not_taken_twice() -> None:
    async with running() as service:
        made = await ready(service)
        made.empowers(*made.rooms, who=BO)
        bo = await meet(service, "Bo")
        assert (await bo.tells(ADOPT)).startswith("I have looked at Garden")
        await made.esi.tells("!adopt yes")

        assert "congregation's already" in await bo.tells("!adopt yes")
        assert "congregation's already" in await bo.tells(ADOPT)
        assert len(await service.congregations()) == 1


async def test_two_who_say_yes_at_once_make_one_congregation() -> None:
    async with running() as service:
        made = await ready(service)
        made.empowers(*made.rooms, who=BO)
        bo = await meet(service, "Bo")
        await bo.tells(ADOPT)

        for one in (made.esi, bo):
            service.homeserver.member_sends(one.direct, one.user_id, "!adopt yes")
        await service.settle()

        assert len(await service.congregations()) == 1
        assert "congregation's already" in "\n".join(bo.heard)


async def test_power_that_is_gone_by_then_stops_it_and_the_asker_is_told() -> None:
    async with running() as service:
        made = await ready(service)
        made.empowers(made.space, who=service.homeserver.bot, level=100)
        service.homeserver.matrix.append(
            made.space,
            POWER,
            sender=made.esi.user_id,
            content={**made.state(made.space, POWER), "users": {service.homeserver.bot: 100}},
            state_key="",
        )

        await made.esi.tells("!adopt yes")

        assert "could not become a congregation" in "\n".join(made.esi.heard)
        assert written_by_us(made) == []
        assert await service.congregations() == []
        assert {service.membership(one, service.homeserver.bot) for one in made.rooms} == {"leave"}


async def test_a_room_that_cannot_be_taken_in_any_more_is_let_go_and_the_rest_goes_on() -> None:
    async with running() as service:
        made = await ready(service)
        service.homeserver.member_leaves(made.tea, made.esi.user_id)

        await made.esi.tells("!adopt yes")

        (world,) = await service.congregations()
        assert not world.crews
        assert "You are not in Tea" in "\n".join(made.esi.heard)
        assert made.state(made.tea, types.CREW) == {}
        assert service.membership(made.tea, service.homeserver.bot) == "leave"


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"}, "is encrypted"),
        (types.ROOM, {"version": 1, "role": "commons"}, "congregation's already"),
        (types.ROOM, {"version": 99}, "newer version of me"),
        ("m.room.tombstone", {"replacement_room": "!other:here.example"}, "replaced by another"),
    ],
)
async def test_rooms_that_cannot_be_taken_in_are_refused_with_what_would_be_right(
    kind: str, content: dict[str, object], said: str
) -> None:
    async with running() as service:
        made = await ready(service)
        made.puts(made.talk, kind, content)

        told = await made.esi.tells(ADOPT)

        assert told.startswith("I have looked at Garden and changed nothing. It cannot")
        assert said in told
        assert "yet" in await made.esi.tells("!adopt yes")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("!adopt", "Tell me which space"),
        ("!adopt perhaps", "Tell me which space"),
        (f"!adopt {GARDEN} crews=tea", "tea is no address"),
        (f"!adopt {GARDEN} crews=" + ",".join(f"#r{n}:x.example" for n in range(21)), "20 at once"),
        ("!adopt yes", "I have not shown you"),
        ("!adopt no", "You have asked about no space"),
    ],
)
async def test_what_is_unclear_is_said_back(words: str, said: str) -> None:
    async with running() as service:
        made = await garden(service)

        assert said in await made.esi.tells(words)


async def test_a_room_is_no_space() -> None:
    async with running() as service:
        made = await garden(service)
        await made.esi.tells(f"!adopt {TALK}")
        await made.lets_in(made.talk)

        assert "Talk is a room and no space" in made.esi.heard[-1]


async def test_a_room_with_very_many_people_is_not_come_into() -> None:
    async with running() as service:
        made = await garden(service)
        await made.esi.tells(ADOPT)
        await made.lets_in(made.space, made.tea)
        matrix, bot = service.homeserver.matrix, service.homeserver.bot
        matrix.put(
            made.talk,
            "m.room.join_rules",
            sender=made.esi.user_id,
            state_key="",
            content={"join_rule": "public"},
        )
        for number in range(MOST_PEOPLE):
            person = UserId(f"@guest{number}:{SERVER}")
            joined = {"membership": "join"}
            matrix.append(
                made.talk, "m.room.member", sender=person, content=joined, state_key=person
            )

        told = await made.esi.tells(ADOPT)

        assert told.startswith(f"More than {MOST_PEOPLE} people are in {TALK}.")
        assert service.membership(made.talk, bot) is None
        assert "yet" in await made.esi.tells("!adopt yes")
        assert await service.congregations() == []


async def test_what_cannot_be_reached_is_told_once_and_looked_at_later() -> None:
    async with running() as service:
        made = await ready(service)
        service.homeserver.matrix.dead_servers.add(ServerName("far.example"))

        words = "!adopt #garden:far.example"
        assert "I try again for a day" in await made.esi.tells(words)
        await service.pass_time(timedelta(hours=2))
        service.homeserver.matrix.dead_servers.clear()
        await service.pass_time(timedelta(hours=2))

        assert "\n".join(made.esi.heard).count("I try again for a day") == 1
        assert made.esi.heard[-1].startswith("I cannot come into #garden:far.example.")


async def test_rooms_that_were_only_looked_at_are_left_once_it_is_decided() -> None:
    async with running() as service:
        made = await ready(service)
        await made.esi.tells(f"!adopt {GARDEN} commons={TALK}")

        await made.esi.tells("!adopt yes")

        assert service.membership(made.tea, service.homeserver.bot) == "leave"
        assert service.membership(made.talk, service.homeserver.bot) == "join"


async def test_who_says_no_sees_us_leave() -> None:
    async with running() as service:
        made = await ready(service)

        assert "Nothing becomes of it" in await made.esi.tells("!adopt no")

        assert {service.membership(one, service.homeserver.bot) for one in made.rooms} == {"leave"}


async def test_who_says_nothing_for_a_day_sees_us_leave() -> None:
    async with running() as service:
        made = await ready(service)

        await service.pass_time(timedelta(days=1, minutes=5))

        assert {service.membership(one, service.homeserver.bot) for one in made.rooms} == {"leave"}
        assert "yet" in await made.esi.tells("!adopt yes")


async def test_what_was_asked_about_is_looked_at_again_without_its_address_for_a_day() -> None:
    async with running() as service:
        made = await garden(service)
        assert "by its address" in await made.esi.tells("!adopt")
        await made.esi.tells(ADOPT)
        await made.lets_in(*made.rooms)
        assert "say !adopt again" in made.esi.heard[-1]
        made.empowers(*made.rooms)

        shown = await made.esi.tells("!adopt")

        assert shown == await made.esi.tells(ADOPT)
        assert shown.startswith("I have looked at Garden and changed nothing. This is what")
        assert "by its address" in await made.esi.tells("!adopt commons=#talk:x")
        await service.pass_time(timedelta(days=1, minutes=5))
        assert "by its address" in await made.esi.tells("!adopt")
        assert await service.congregations() == []
