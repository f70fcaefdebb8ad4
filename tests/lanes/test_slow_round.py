"""What nobody told the service, because it happened past it, is found by a look at the rooms and put right."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from attrs import Factory, define

from appservice.slow_round import Found
from microsol_matrix.errors import HomeserverUnreachable
from microsol_matrix.ids import RoomAlias, RoomId, UserId
from microsol_matrix.rooms import Json
from tests.fakes.door import Failure
from tests.fakes.homeserver import FakeHomeserver
from tests.lanes.crowd import two_homeservers
from tests.lanes.garden import ready
from tests.lanes.looking import go_round, round_of
from tests.lanes.much_lived import dated, lived
from tests.lanes.service import Service, Village, found, running

ADMIN = UserId("@admin:here.example")


async def crewed(service: Service) -> Village:
    """Let there be a village with a crew of two."""
    village = await found(service, "Bo", "Cleo")
    await village["Amara"].says(village.commons, "!call Slow Kettle | seats=2-4")
    await village["Bo"].reacts(village.commons, village.prompt)
    crew = service.room_named("Slow Kettle")
    await village["Amara"].joins(crew)
    await village["Bo"].joins(crew)
    return village


def write_unheard(
    service: Service,
    room_id: RoomId,
    kind: str,
    content: Mapping[str, Json],
    *,
    state_key: str = "",
    by: UserId = ADMIN,
) -> None:
    """Write into a room past all rules, and let the homeserver lose the transaction that tells of it."""
    service.homeserver.matrix.append(room_id, kind, sender=by, state_key=state_key, content=content)
    service.homeserver.take_transaction()


def standing(service: Service, room_id: RoomId) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Give what stands in a room, people and their answers left out."""
    state = service.homeserver.matrix.room(room_id).state
    return {place: event.content for place, event in state.items() if place[0] != "m.room.member"}


async def test_a_round_that_finds_nothing_writes_nothing() -> None:
    async with running() as service:
        await crewed(service)
        commits, events = service.store.commits, len(service.homeserver.matrix.stream)

        result = await go_round(service)

        assert result == Found(rooms=5, differing=0)
        assert service.store.commits == commits
        assert len(service.homeserver.matrix.stream) == events


async def test_after_a_season_of_life_a_round_finds_nothing_either() -> None:
    homeserver, clock = dated()
    async with running(homeserver, clock=clock) as service:
        await lived(service)
        await service.pass_time(timedelta(days=30))
        commits, events = service.store.commits, len(homeserver.matrix.stream)

        result = await go_round(service)

        assert result == Found(rooms=9, differing=0)
        assert (service.store.commits, len(homeserver.matrix.stream)) == (commits, events)


LOST: list[tuple[str, str, str, Mapping[str, Json]]] = [
    ("Harbourlight", "m.room.join_rules", "", {"join_rule": "public"}),
    ("Harbourlight", "m.room.history_visibility", "", {"history_visibility": "world_readable"}),
    ("Harbourlight", "org.microsol.ledger", "", {}),
    ("Harbourlight", "org.microsol.mandate", "forged", {"version": 1, "role": "host"}),
    (
        "Harbourlight: Commons",
        "m.room.power_levels",
        "",
        {"users": {"@microsol:here.example": 100}},
    ),
    ("Harbourlight: Commons", "m.room.guest_access", "", {"guest_access": "can_join"}),
    ("Harbourlight: Hosts", "m.room.join_rules", "", {"join_rule": "public"}),
    ("Harbourlight: Archive", "org.microsol.room", "", {}),
    ("Slow Kettle", "m.room.join_rules", "", {"join_rule": "public"}),
    ("Slow Kettle", "org.microsol.crew", "", {"version": 1, "id": "another"}),
    ("Slow Kettle", "io.element.functional_members", "", {"service_members": []}),
]


@pytest.mark.parametrize(("room", "kind", "state_key", "content"), LOST)
async def test_what_was_changed_past_the_service_is_put_back(
    room: str, kind: str, state_key: str, content: Mapping[str, Json]
) -> None:
    async with running() as service:
        await crewed(service)
        room_id = service.room_named(room)
        before = standing(service, room_id)
        write_unheard(service, room_id, kind, content, state_key=state_key)

        result = await go_round(service)

        place = (kind, state_key)
        assert result.differing == 1
        assert standing(service, room_id)[place] == before.get(place, {})
        assert (await go_round(service)).differing == 0


async def test_a_room_that_a_host_took_out_of_the_space_stands_there_again_and_a_hosts_own_stays_out() -> (
    None
):
    async with running() as service:
        village = await crewed(service)
        amara, crew = village["Amara"].user_id, service.room_named("Slow Kettle")
        child = standing(service, village.space)["m.space.child", crew]
        write_unheard(
            service,
            village.space,
            "m.space.child",
            {"via": ["x.example"]},
            state_key="!own:x.example",
            by=amara,
        )
        write_unheard(service, village.space, "m.space.child", {}, state_key=crew, by=amara)

        await go_round(service)

        now = standing(service, village.space)
        assert now["m.space.child", crew] == child
        assert now["m.space.child", "!own:x.example"] == {"via": ["x.example"]}
        assert (
            "Amara changed how the room of Slow Kettle is listed"
            in service.heard_in(village.hosts)[-1]
        )


async def test_who_left_and_what_was_renamed_while_nobody_listened_is_noticed() -> None:
    async with running() as service:
        village = await crewed(service)
        crew = service.room_named("Slow Kettle")
        service.homeserver.member_leaves(village.space, village["Cleo"].user_id)
        write_unheard(
            service, crew, "m.room.name", {"name": "Quick Kettle"}, by=village["Amara"].user_id
        )

        result = await go_round(service)

        world = await village.world()
        assert result.differing == 2
        assert village["Cleo"].user_id not in world.members
        assert [one.name for one in world.crews.values()] == ["Quick Kettle"]
        assert (await go_round(service)).differing == 0


async def test_a_room_that_the_bot_was_put_out_of_unheard_is_told_to_hosts() -> None:
    async with running() as service:
        village = await crewed(service)
        service.homeserver.matrix.leave(village.commons, service.homeserver.bot)
        service.homeserver.take_transaction()

        await go_round(service)

        assert "I am not in Commons of Harbourlight any more" in service.heard_in(village.hosts)[-1]
        assert (await go_round(service)).differing == 0


async def test_a_direct_room_that_the_bot_was_put_out_of_unheard_is_none_any_more() -> None:
    async with running() as service:
        village = await crewed(service)
        cleo, matrix = village["Cleo"], service.homeserver.matrix
        matrix.kick(cleo.direct, service.homeserver.bot, sender=cleo.user_id)
        service.homeserver.take_transaction()

        result = await round_of(service).once()
        await service.settle()

        assert result.differing == 1
        assert (await round_of(service).once()).differing == 0


async def test_rooms_besides_spaces_are_read_in_turn() -> None:
    async with running() as service:
        village = await crewed(service)
        write_unheard(service, village.commons, "m.room.guest_access", {"guest_access": "can_join"})
        slow = round_of(service, every=timedelta(hours=1))
        read: list[int] = []
        for _ in range(4):
            read.append((await slow.once()).rooms)
            await service.pass_time(timedelta(hours=1))

        spaces, others = 2, 3
        assert sum(read) == 4 * spaces + others
        assert standing(service, village.commons)["m.room.guest_access", ""] == {
            "guest_access": "forbidden"
        }


async def test_a_homeserver_that_is_away_is_waited_for() -> None:
    async with running() as service, asyncio.TaskGroup() as tasks:
        await crewed(service)
        service.homeserver.failures["read_state"] = Failure(HomeserverUnreachable("busy"))

        going = tasks.create_task(round_of(service).once())
        await service.pass_time(timedelta(minutes=1))

        assert (await going).differing == 0


async def test_for_a_homeserver_that_stays_away_a_round_is_given_up() -> None:
    async with running() as service, asyncio.TaskGroup() as tasks:
        await crewed(service)
        service.homeserver.is_down = True

        async def go() -> bool:
            with pytest.raises(HomeserverUnreachable):
                await round_of(service).once()
            return True

        going = tasks.create_task(go())
        await service.pass_time(timedelta(hours=1))

        assert await going


@define
class Interrupting(FakeHomeserver):
    """A homeserver where something happens right after a room was read, once.

    Attributes:
        reads: Every room that was read, in order.
    """

    reads: list[RoomId] = Factory(list)
    happens: Callable[[RoomId], Awaitable[None]] | None = None

    async def read_state(
        self, room_id: RoomId, *, most_bytes: int | None = None
    ) -> tuple[bytes, ...]:
        state = await super().read_state(room_id, most_bytes=most_bytes)
        self.reads.append(room_id)
        if self.happens is not None:
            await self.happens(room_id)
        return state


async def test_a_room_that_changes_while_it_is_looked_at_is_looked_at_again() -> None:
    homeserver = Interrupting.named()
    async with running(homeserver) as service:
        village = await crewed(service)
        cleo = village["Cleo"].user_id

        async def she_leaves(room_id: RoomId) -> None:
            if room_id == village.space and service.membership(room_id, cleo) == "join":
                homeserver.member_leaves(room_id, cleo)
                await service.settle()

        homeserver.happens = she_leaves
        homeserver.reads.clear()
        result = await go_round(service)

        assert result.differing == 0
        assert homeserver.reads.count(village.space) == 2
        assert cleo not in (await village.world()).members


def aliases_of(service: Service, room_id: RoomId) -> list[RoomAlias]:
    return [alias for alias, at in service.homeserver.matrix.aliases.items() if at == room_id]


@pytest.mark.parametrize("room", ["Harbourlight", "Harbourlight: Hosts", "Slow Kettle"])
async def test_an_alias_that_was_taken_away_leads_to_its_room_again(room: str) -> None:
    async with running() as service:
        await crewed(service)
        room_id = service.room_named(room)
        (alias,) = aliases_of(service, room_id)
        del service.homeserver.matrix.aliases[alias]
        write_unheard(service, room_id, "m.room.canonical_alias", {}, by=ADMIN)

        result = await go_round(service)

        assert result.differing == 1
        assert aliases_of(service, room_id) == [alias]
        assert standing(service, room_id)["m.room.canonical_alias", ""] == {"alias": alias}
        assert (await go_round(service)).differing == 0


async def test_of_an_alias_that_leads_elsewhere_hosts_are_told_once_until_it_is_free() -> None:
    async with running() as service:
        village = await crewed(service)
        (alias,) = aliases_of(service, village.space)
        matrix = service.homeserver.matrix
        matrix.aliases[alias] = matrix.create(ADMIN)

        first, second = await go_round(service), await go_round(service)
        told = [one for one in service.heard_in(village.hosts) if alias in one]
        del matrix.aliases[alias]
        third = await go_round(service)

        assert (first.differing, second.differing, third.differing) == (1, 0, 1)
        assert len(told) == 1
        assert "leads to another room now, and not to the space of Harbourlight" in told[0]
        assert aliases_of(service, village.space) == [alias]


async def test_in_rooms_that_people_made_a_round_leaves_what_is_theirs() -> None:
    async with running() as service:
        made = await ready(service)
        service.homeserver.matrix.append(
            made.talk,
            "m.room.canonical_alias",
            sender=made.esi.user_id,
            state_key="",
            content={"alias": "#talk:here.example"},
        )
        await made.esi.tells("!adopt yes")
        events = len(service.homeserver.matrix.stream)

        adopted = await go_round(service)

        assert adopted.differing == 0
        assert len(service.homeserver.matrix.stream) == events
        assert made.state(made.talk, "m.room.canonical_alias") == {"alias": "#talk:here.example"}


async def test_between_neighbours_a_round_finds_nothing_and_puts_a_porchs_own_words_back() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await harbourlight.tells(f"!link {thornfield.address}")
        await thornfield.reacts(thornfield.asked(), "✅")
        await harbourlight.crowd.pass_time(timedelta(minutes=1))
        service, porch = harbourlight.service, harbourlight.porch
        child = standing(service, porch)["m.space.child", thornfield.porch]

        first = [await go_round(one.service) for one in (harbourlight, thornfield)]
        write_unheard(service, porch, "m.space.child", {}, state_key=thornfield.porch)
        second = await go_round(service)

        assert [one.differing for one in first] == [0, 0]
        assert second.differing == 1
        assert standing(service, porch)["m.space.child", thornfield.porch] == child
