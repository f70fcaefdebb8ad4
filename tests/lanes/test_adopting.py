"""A space that people made becomes a congregation: shown first, taken in only if whoever holds its power says so."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from appservice.store.codec import read_fact, read_world, write
from microsol_matrix.errors import HomeserverUnreachable
from microsol_matrix.ids import RoomAlias
from microsol_matrix.places import COMMONS, HOSTS, SPACE
from microsol_matrix.structure import types
from tests.core.told import told
from tests.fakes.clock import FakeClock
from tests.fakes.door import Failure
from tests.fakes.homeserver import FakeHomeserver
from tests.fakes.store import MemoryStore
from tests.lanes.garden import (
    ADOPT,
    BO,
    CLEO,
    GARDEN,
    POWER,
    TALK,
    TEA,
    garden,
    ready,
    written_by_us,
)
from tests.lanes.service import SERVER, Neighbour, meet, running
from tests.laws.test_replay import Register

OURS = ("org.microsol.congregation", "org.microsol.crew", "org.microsol.room")


async def test_what_is_missing_is_told_step_by_step_and_nothing_is_written() -> None:
    async with running() as service:
        made = await garden(service)

        first = await made.esi.tells(ADOPT)
        assert first.startswith(f"I cannot come into {GARDEN}, {TALK}, {TEA}.")
        await made.lets_in(made.space, made.talk)
        assert made.esi.heard[-1].startswith(f"I cannot come into {TEA}.")
        await made.lets_in(made.tea)
        assert "In Tea I need power 100" in made.esi.heard[-1]
        made.empowers(*made.rooms)
        shown = await made.esi.tells(ADOPT)

        assert shown.startswith("I have looked at Garden and changed nothing.")
        assert "3 in all" in shown
        assert "Commons: Talk" in shown
        assert "Tea, 2 in it" in shown
        assert written_by_us(made) == []
        assert await service.congregations() == []


async def test_rooms_are_named_by_the_links_that_clients_copy_too() -> None:
    async with running() as service:
        made = await ready(service)
        space, talk = (f"https://matrix.to/#/{quote(one)}?via={SERVER}" for one in (GARDEN, TALK))
        tea = f"https://matrix.to/#/{made.tea}"

        shown = await made.esi.tells(f"!adopt {space} commons={talk} crews={tea}")

        assert shown == await made.esi.tells(ADOPT)
        assert shown.startswith("I have looked at Garden and changed nothing.")


@pytest.mark.parametrize("version", ["11", "12"])
async def test_a_space_is_taken_in_with_its_rooms_once_they_say_yes(version: str) -> None:
    async with running(version=version) as service:
        made = await ready(service, version=version)

        told = await made.esi.tells("!adopt yes")

        assert "Garden is a congregation now. I have invited you to Hosts" in told
        (world,) = await service.congregations()
        (crew,) = world.crews.values()
        assert {SPACE, COMMONS, HOSTS} <= set(world.rooms)
        assert world.rooms[SPACE].room_id == made.space
        assert world.rooms[COMMONS].room_id == made.talk
        assert world.members == {made.esi.user_id, BO, CLEO}
        assert world.hosts == {made.esi.user_id}
        assert (crew.name, set(crew.people), crew.host) == (
            "Tea",
            {made.esi.user_id, BO},
            made.esi.user_id,
        )
        assert made.state(made.space, types.CONGREGATION)["id"]
        assert made.state(made.tea, types.CREW)["id"] == crew.id
        assert made.state(made.talk, types.ROOM)["role"] == "commons"
        assert made.state(made.talk, "m.room.join_rules")["join_rule"] == "restricted"
        assert RoomAlias(f"#_microsol_garden:{SERVER}") in service.homeserver.matrix.aliases
        assert service.told.broke == []


async def test_who_moves_their_room_to_one_that_has_creators_is_not_listed_there() -> None:
    async with running() as service:
        made = await ready(service)
        await made.esi.tells("!adopt yes")
        matrix, levels = service.homeserver.matrix, made.state(made.talk, POWER)
        users = {who: level for who, level in levels["users"].items() if who != made.esi.user_id}
        successor = matrix.create(
            made.esi.user_id,
            version="12",
            creation={"predecessor": {"room_id": made.talk}},
            levels={**levels, "users": users},
            state=[("m.room.join_rules", "", {"join_rule": "public"})],
        )

        made.puts(made.talk, "m.room.tombstone", {"body": "", "replacement_room": successor})
        await service.settle()

        (world,) = await service.congregations()
        assert world.rooms[COMMONS].room_id == successor
        assert made.state(successor, POWER)["users"] == {service.homeserver.bot: 100}
        assert made.state(successor, POWER)["events"]["org.microsol.room"] == 100
        assert service.told.refused == []


async def test_the_marker_is_the_first_that_is_written_in_every_room() -> None:
    async with running() as service:
        made = await ready(service)

        await made.esi.tells("!adopt yes")

        bot = service.homeserver.bot
        for room_id in made.rooms:
            ours = [
                event.type
                for event in service.homeserver.matrix.room(room_id).events
                if event.sender == bot and event.state_key not in (None, bot)
            ]
            assert ours[0] in OURS


async def test_what_its_people_could_do_they_can_still_do() -> None:
    async with running() as service:
        made = await ready(service)
        levels = {**made.state(made.talk, POWER), "kick": 30, "users_default": 5}
        levels["users"] = {**levels["users"], BO: 60}
        levels["events"] = {**levels.get("events", {}), "im.vector.modular.widgets": 10}
        made.puts(made.talk, POWER, levels)
        await made.esi.tells(ADOPT)

        await made.esi.tells("!adopt yes")

        after = made.state(made.talk, POWER)
        hosts = service.heard_in(service.room_named("Garden: Hosts"))
        assert "As much power as I" not in "\n".join(hosts)
        assert (after["kick"], after["users_default"], after["users"][BO]) == (30, 5, 60)
        assert after["users"][made.esi.user_id] == after["users"][service.homeserver.bot] == 100
        assert after["events"]["im.vector.modular.widgets"] == 10
        assert after["events"][types.ROOM] == 100


async def test_power_that_its_people_change_later_is_theirs_to_change() -> None:
    async with running() as service:
        made = await ready(service)
        await made.esi.tells("!adopt yes")

        made.empowers(made.talk, who=CLEO, level=70)
        await service.settle()
        assert made.state(made.talk, POWER)["users"][CLEO] == 70
        made.empowers(made.talk, who=CLEO, level=0)
        await service.pass_time(timedelta(minutes=1))

        assert made.state(made.talk, POWER)["users"][CLEO] == 0


async def test_members_answer_and_call_in_what_was_taken_in() -> None:
    async with running() as service:
        made = await ready(service)
        await made.esi.tells("!adopt yes")
        bo = Neighbour(service, BO, (await meet(service, "Bo")).direct)

        assert await bo.says(made.talk, "!call Night Ferry") != []
        agreed = await bo.says(made.tea, "!agree Tue 19:00, review 4 January")

        assert agreed[0].startswith("Agreed, then.")
        assert "is the crew Tea now" in "\n".join(service.heard_in(made.tea))


async def test_without_names_commons_is_made_new_and_other_rooms_are_left_alone() -> None:
    async with running() as service:
        made = await garden(service)
        await made.esi.tells(f"!adopt {GARDEN}")
        await made.lets_in(made.space)
        made.empowers(made.space)
        shown = await made.esi.tells(f"!adopt {GARDEN}")
        assert "2 in all, stay as they are" in shown

        await made.esi.tells("!adopt yes")

        (world,) = await service.congregations()
        assert world.rooms[COMMONS].room_id == service.room_named("Garden: Commons")
        assert not world.crews
        assert service.membership(made.talk, service.homeserver.bot) is None
        assert made.state(made.space, "m.space.child", made.talk) == {"via": [SERVER]}


async def test_all_that_happens_can_be_written_down_and_read_again() -> None:
    async with running() as service:
        made = await ready(service)
        await made.esi.tells("!adopt yes")
        await service.pass_time(timedelta(minutes=1))
        await made.esi.tells("!release yes")
        register = Register()

        for record in service.store.lanes.values():
            for fact in record.facts:
                assert read_fact(write(fact, register), register) == fact
        for lane in service.store.lanes:
            world = await service.lanes.world(lane)
            assert read_world(write(world, register), register) == world


@pytest.mark.parametrize("method", ["read_state", "put_state", "name_alias", "set_power", "join"])
@pytest.mark.parametrize("is_done", [False, True])
async def test_an_answer_that_is_lost_costs_nothing_but_time(method: str, *, is_done: bool) -> None:
    async with running() as service:
        made = await ready(service)
        service.homeserver.failures[method] = Failure(
            HomeserverUnreachable("the answer is lost"), is_done=is_done
        )

        await made.esi.tells("!adopt yes")
        await service.pass_time(timedelta(minutes=5))

        (world,) = await service.congregations()
        assert world.rooms[COMMONS].room_id == made.talk
        assert made.state(made.talk, types.ROOM)["role"] == "commons"
        assert len(world.crews) == 1
        assert not world.takings


async def test_a_stop_in_the_middle_is_gone_on_from() -> None:
    homeserver, store, clock = FakeHomeserver.named(SERVER), MemoryStore(), FakeClock()
    async with running(homeserver, store, clock) as service:
        made = await ready(service)
        homeserver.failures["put_state"] = Failure(HomeserverUnreachable("it stops"))
        homeserver.is_down = False
        await made.esi.tells("!adopt yes")
        homeserver.is_down = True
    homeserver.is_down = False

    async with running(homeserver, store, clock) as service:
        await service.pass_time(timedelta(minutes=5))

        (world,) = await service.congregations()
        assert world.rooms[COMMONS].room_id == made.talk
        assert not world.takings


async def test_a_taken_in_congregation_is_given_back_as_it_was() -> None:
    async with running() as service:
        made = await ready(service)
        before = made.state(made.talk, POWER)
        await made.esi.tells("!adopt yes")
        await service.pass_time(timedelta(minutes=1))

        await made.esi.tells("!release yes")
        await service.pass_time(timedelta(minutes=5))

        bot = service.homeserver.bot
        after = made.state(made.talk, POWER)
        assert {service.membership(one, bot) for one in made.rooms} == {"leave"}
        assert {made.state(made.talk, kind).get("version") for kind in OURS} == {None}
        assert {who: at for who, at in after["users"].items() if who != bot} == {
            who: at for who, at in before["users"].items() if who != bot
        }
        assert service.homeserver.matrix.aliases[GARDEN] == made.space
        assert made.state(made.space, "m.room.canonical_alias") == {"alias": GARDEN}
        assert RoomAlias(f"#_microsol_garden:{SERVER}") not in service.homeserver.matrix.aliases
        assert "I have looked at Garden" not in "\n".join(service.heard_in(made.talk))


async def test_an_archived_crew_that_was_taken_in_gets_back_what_its_people_had() -> None:
    async with running() as service:
        made = await ready(service)
        made.empowers(made.tea, who=BO, level=60)
        await made.esi.tells(ADOPT)
        await made.esi.tells("!adopt yes")
        await made.esi.tells("!finish Tea")
        await service.pass_time(timedelta(days=15))
        closed = made.state(made.tea, POWER)

        await made.esi.tells("!unarchive Tea")
        await service.pass_time(timedelta(minutes=5))

        again = made.state(made.tea, POWER)
        assert (closed["events_default"], again["events_default"]) == (100, 0)
        assert again["users"][BO] == 60
        assert made.state(made.tea, "m.room.canonical_alias") == {"alias": TEA}


async def test_who_agrees_once_more_hears_that_it_is_done() -> None:
    async with running() as service:
        made = await ready(service)
        await made.esi.tells("!adopt yes")

        again = await made.esi.tells("!adopt yes")
        named = await made.esi.tells(f"!adopt yes {made.space}")
        other = await made.esi.tells("!adopt yes #orchard:here.example")

        done = told("adopt.done.already", name="Garden")
        assert (again, named) == (done, done)
        assert other == told("adopt.show-first")
        assert len(await service.congregations()) == 1


async def test_who_agrees_once_more_while_it_is_being_done_hears_that() -> None:
    async with running() as service:
        made = await ready(service)
        service.homeserver.failures["make_room"] = Failure(HomeserverUnreachable("not yet"))
        await made.esi.tells("!adopt yes")

        again = await made.esi.tells("!adopt yes")

        assert again == told("adopt.begun.already", name="Garden")


async def test_who_had_it_released_is_shown_it_anew_before_they_agree() -> None:
    async with running() as service:
        made = await ready(service)
        await made.esi.tells("!adopt yes")
        await made.esi.tells("!release yes")
        await service.pass_time(timedelta(minutes=5))

        assert await made.esi.tells("!adopt yes") == told("adopt.show-first")
