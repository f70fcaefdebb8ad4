"""A database rebuilt after rooms were upgraded: what was followed before is known again, in every part of the house."""

from collections.abc import Mapping

import pytest

from appservice.rebuilding import Gathering
from microsol_matrix.ids import LaneId, RoomId
from microsol_matrix.places import COMMONS
from microsol_matrix.plan import plan
from microsol_matrix.structure.types import CONGREGATION, ROOM
from tests.lanes.service import Service, Village, running
from tests.lanes.test_porch import porch_of, with_two_hosts
from tests.lanes.test_upgrades import ADMIN, content, crewed, upgrade
from tests.rebuilding import left_to_do, rebuilt_from, unlawful

PUBLISHED = ((CONGREGATION, ""), ("m.room.name", ""), ("m.room.topic", ""))


async def with_porch(service: Service) -> tuple[Village, RoomId]:
    village = await with_two_hosts(service)
    await village["Amara"].tells("!publish card yes")
    await service.settle()
    return village, porch_of(service)


async def with_part(service: Service, part: str) -> tuple[Village, RoomId]:
    """Let there be a congregation with a certain part, and give that."""
    if part == "porch":
        return await with_porch(service)
    village = await crewed(service)
    rooms: Mapping[str, RoomId] = {
        "space": village.space,
        "commons": village.commons,
        "hosts": village.hosts,
        "archive": village.archive,
        "crew": service.room_named("Slow Kettle"),
    }
    return village, rooms[part]


async def moved(service: Service, room_id: RoomId) -> RoomId:
    """Upgrade a room, and let everybody come along."""
    people = dict(service.homeserver.people(room_id))
    new = upgrade(service, room_id)
    await service.settle()
    for person, membership in people.items():
        if membership == "join" and person not in (service.homeserver.bot, ADMIN):
            service.homeserver.member_joins(new, person)
    await service.settle()
    return new


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("part", ["space", "commons", "hosts", "archive", "crew", "porch"])
async def test_what_was_followed_before_the_database_was_lost_is_the_same_after(
    part: str, times: int
) -> None:
    async with running() as service:
        village, room_id = await with_part(service, part)
        house = service.lanes.house
        for _ in range(times):
            room_id = await moved(service, room_id)
        old = await village.world()
        assert plan(old, house) == ()

        anew = await rebuilt_from(service.homeserver, service.clock, house)

        assert old.congregation is not None
        new = anew.world(LaneId(old.congregation.id))
        assert room_id in {one.room_id for one in new.rooms.values()}
        assert unlawful(old, new) == []
        assert left_to_do(new, house) == ()
        assert (anew.rebuilt.findings, anew.rebuilt.unmarked) == ((), 0)


async def test_a_room_that_only_says_that_it_was_ours_before_is_none_of_its_earlier_ones() -> None:
    async with running() as service:
        village = await crewed(service)
        matrix, house = service.homeserver.matrix, service.lanes.house
        commons = matrix.room(village.commons)
        copy = matrix.create(
            ADMIN,
            creation={"predecessor": {"room_id": village.commons}},
            state=[(ROOM, "", commons.content(ROOM))],
        )
        matrix.append(
            copy,
            "m.room.member",
            sender=service.homeserver.bot,
            state_key=service.homeserver.bot,
            content={"membership": "join"},
        )
        old = await village.world()

        anew = await rebuilt_from(service.homeserver, service.clock, house)

        assert old.congregation is not None
        new = anew.world(LaneId(old.congregation.id))
        assert new.rooms[COMMONS].room_id == village.commons
        assert {one.before for one in new.rooms.values()} == {()}


async def test_of_a_porch_that_was_followed_nothing_stays_to_be_read_in_the_old_room() -> None:
    async with running() as service:
        _, old = await with_porch(service)
        service.homeserver.matrix.listed.add(old)

        new = await moved(service, old)

        kept = [await service.homeserver.versions_of(old, place) for place in PUBLISHED]
        assert content(service, new, CONGREGATION)["name"] == "Harbourlight"
        assert [len(versions) for versions in kept] == [0, 1, 1]
        assert content(service, old, "m.room.name") == {"name": ""}
        assert content(service, old, "m.room.topic") == {"topic": ""}
        assert old not in service.homeserver.matrix.listed


async def test_of_two_rooms_that_say_they_were_one_only_that_which_it_named_has_its_past() -> None:
    async with running() as service:
        village = await crewed(service)
        matrix, bot = service.homeserver.matrix, service.homeserver.bot
        old = service.room_named("Slow Kettle")
        new = await moved(service, old)
        copy = matrix.create(village["Bo"].user_id, creation={"predecessor": {"room_id": old}})
        matrix.append(
            copy, "m.room.member", sender=bot, state_key=bot, content={"membership": "join"}
        )

        gathering = Gathering(service.homeserver, service.lanes.house, service.clock)
        rooms = (await gathering.all()).rooms

        assert {room_id for room_id, read in rooms.items() if read.before} == {new}
