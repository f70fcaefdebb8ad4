"""A room of ours that its people left for another one: the service goes along, or says what it needs to."""

from collections.abc import Mapping
from typing import Any

import pytest

from microsol_matrix.ids import RoomId, UserId
from tests.lanes.service import Service, Village, found, meet, running

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


def upgrade(
    service: Service,
    room_id: RoomId,
    *,
    rule: str = "public",
    power: int = 100,
    predecessor: RoomId | None = None,
    is_heard: bool = True,
) -> RoomId:
    """Move a room as a homeserver does it for somebody who may: power and rules go along, our own state does not."""
    matrix, bot = service.homeserver.matrix, service.homeserver.bot
    levels: Mapping[str, Any] = matrix.room(room_id).content("m.room.power_levels")
    made = matrix.room(room_id).content("m.room.create")
    kind = {"type": made["type"]} if "type" in made else {}
    successor = matrix.create(
        ADMIN,
        creation={**kind, "predecessor": {"room_id": predecessor or room_id}},
        levels={**levels, "users": {ADMIN: 100, bot: power}},
        state=[
            ("m.room.join_rules", "", {"join_rule": rule}),
            ("m.room.name", "", matrix.room(room_id).content("m.room.name")),
        ],
    )
    matrix.append(
        room_id,
        "m.room.tombstone",
        sender=ADMIN,
        state_key="",
        content={"body": "moved", "replacement_room": successor},
    )
    if not is_heard:
        service.homeserver.take_transaction()
    return successor


def content(service: Service, room_id: RoomId, kind: str, key: str = "") -> Mapping[str, Any]:
    return service.homeserver.matrix.room(room_id).content(kind, key)


def heard_at_last(service: Service, village: Village) -> str:
    return service.heard_in(village.hosts)[-1]


async def test_the_upgraded_room_of_a_crew_stands_where_the_old_one_stood() -> None:
    async with running() as service:
        village = await crewed(service)
        old = service.room_named("Slow Kettle")
        marker = content(service, old, "org.microsol.crew")
        rule = content(service, old, "m.room.join_rules")
        parent = content(service, old, "m.space.parent", village.space)
        (alias,) = [one for one, at in service.homeserver.matrix.aliases.items() if at == old]

        new = upgrade(service, old)
        await service.settle()

        assert content(service, new, "org.microsol.crew") == marker
        assert content(service, new, "m.room.join_rules") == rule
        assert content(service, new, "m.space.parent", village.space) == parent
        assert content(service, village.space, "m.space.child", old) == {}
        assert content(service, village.space, "m.space.child", new)["via"] == ["here.example"]
        assert content(service, old, "org.microsol.crew") == {}
        assert service.homeserver.matrix.aliases[alias] == new
        assert service.membership(new, village["Bo"].user_id) == "invite"
        assert "I have moved along with" in heard_at_last(service, village)


async def test_in_the_upgraded_room_a_crew_goes_on() -> None:
    async with running() as service:
        village = await crewed(service)
        new = upgrade(service, service.room_named("Slow Kettle"))
        await service.settle()
        await village["Amara"].joins(new)
        await village["Bo"].joins(new)

        answers = await village["Bo"].says(new, "!crew")

        (crew,) = (await village.world()).crews.values()
        assert "Slow Kettle" in answers[0]
        assert {one.user_id for one in (village["Amara"], village["Bo"])} <= set(crew.holders)
        levels = content(service, new, "m.room.power_levels")
        assert levels["users"][village["Amara"].user_id] == 50


async def test_the_upgraded_space_is_named_by_every_room_and_its_members_are_asked_along() -> None:
    async with running() as service:
        village = await crewed(service)
        old, rooms = (
            village.space,
            (village.commons, village.archive, service.room_named("Slow Kettle")),
        )

        new = upgrade(service, old)
        await service.settle()

        for room_id in rooms:
            assert content(service, new, "m.space.child", room_id)["via"] == ["here.example"]
            assert content(service, room_id, "m.space.parent", old) == {}
            assert content(service, room_id, "m.space.parent", new)["canonical"] is True
        for room_id in (village.commons, village.archive):
            assert content(service, room_id, "m.room.join_rules")["allow"][0]["room_id"] == new
            assert content(service, room_id, "org.microsol.room")["space"] == new
        people = service.homeserver.people(new)
        assert {people[one.user_id] for one in village.people.values()} == {"invite"}
        assert content(service, new, "org.microsol.congregation")["name"] == "Harbourlight"


@pytest.mark.parametrize(
    ("rule", "power", "need"),
    [
        ("invite", 100, "I cannot come in. Please invite"),
        ("public", 0, "I am in there, but may not"),
    ],
)
async def test_where_it_cannot_go_along_hosts_are_told_what_to_do_and_it_goes_once_that_is_done(
    rule: str, power: int, need: str
) -> None:
    async with running() as service:
        village = await crewed(service)
        old = service.room_named("Slow Kettle")
        new = upgrade(service, old, rule=rule, power=power)
        await service.settle()
        told = heard_at_last(service, village)

        matrix, bot = service.homeserver.matrix, service.homeserver.bot
        levels = dict(content(service, new, "m.room.power_levels"))
        matrix.append(
            new,
            "m.room.power_levels",
            sender=ADMIN,
            state_key="",
            content={**levels, "users": {ADMIN: 100, bot: 100}},
        )
        if rule == "invite":
            matrix.invite(new, bot, sender=ADMIN)
        await service.settle()

        assert need in told
        assert content(service, new, "org.microsol.crew")["id"]
        assert "I have moved along with" in heard_at_last(service, village)


async def test_a_room_that_does_not_go_on_from_ours_is_left_again() -> None:
    async with running() as service:
        village = await crewed(service)
        old = service.room_named("Slow Kettle")
        marker = content(service, old, "org.microsol.crew")

        new = upgrade(service, old, predecessor=village.commons)
        await service.settle()

        assert service.membership(new, service.homeserver.bot) == "leave"
        assert content(service, old, "org.microsol.crew") == marker
        assert "does not say that it goes on from there" in heard_at_last(service, village)


@pytest.mark.parametrize("name", ["Harbourlight: Commons", "Harbourlight", "Thornfield Loop"])
async def test_nobody_makes_us_leave_a_room_by_naming_it_as_the_one_that_takes_their_rooms_place(
    name: str,
) -> None:
    async with running() as service:
        village = await crewed(service)
        juno = await meet(service, "Juno")
        await juno.tells('!found "Thornfield Loop" hedges')
        room = service.room_named(name)

        service.homeserver.matrix.append(
            service.room_named("Slow Kettle"),
            "m.room.tombstone",
            sender=ADMIN,
            state_key="",
            content={"body": "moved", "replacement_room": room},
        )
        await service.settle()

        assert service.membership(room, service.homeserver.bot) == "join"
        assert "does not say that it goes on from there" in heard_at_last(service, village)


async def test_a_room_in_which_we_are_for_something_else_is_not_left() -> None:
    async with running() as service:
        village = await crewed(service)
        old, bot = service.room_named("Slow Kettle"), service.homeserver.bot
        matrix = service.homeserver.matrix
        garden = matrix.create(ADMIN, state=[("m.room.join_rules", "", {"join_rule": "public"})])
        matrix.join(garden, bot)

        content_ = {"body": "moved", "replacement_room": garden}
        matrix.append(old, "m.room.tombstone", sender=ADMIN, state_key="", content=content_)
        await service.settle()

        assert service.membership(garden, bot) == "join"
        assert "does not say that it goes on from there" in heard_at_last(service, village)
