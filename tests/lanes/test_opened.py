"""Rooms that people made and let everybody read: theirs to say, and told once to whom it concerns."""

from datetime import timedelta

from microsol_matrix.ids import RoomId
from microsol_matrix.places import HOSTS
from tests.lanes.garden import Garden, ready
from tests.lanes.looking import go_round
from tests.lanes.service import Service, running

READ_BY_ALL = {"history_visibility": "world_readable"}
READ_BY_MEMBERS = {"history_visibility": "shared"}
SEEN_BY = "m.room.history_visibility"


async def taken_in(service: Service) -> tuple[Garden, RoomId]:
    """Have a garden taken in, and give its Hosts too, in which Esi is."""
    made = await ready(service)
    await made.esi.tells("!adopt yes")
    (world,) = await service.congregations()
    hosts = world.rooms[HOSTS].room_id
    await made.esi.joins(hosts)
    return made, hosts


def of_openings(service: Service, room_id: RoomId) -> list[str]:
    """Give what was said in a room of its being readable to everybody."""
    return [one for one in service.heard_in(room_id) if "everybody can read now" in one]


async def test_hosts_are_told_once_for_each_time_that_a_room_is_let_everybody_read() -> None:
    async with running() as service:
        made, hosts = await taken_in(service)

        made.puts(made.talk, SEEN_BY, READ_BY_ALL)
        await service.settle()
        await go_round(service)
        (first,) = of_openings(service, hosts)
        made.puts(made.talk, SEEN_BY, READ_BY_MEMBERS)
        made.puts(made.talk, SEEN_BY, READ_BY_ALL)
        await service.settle()

        assert first.startswith("Esi has changed a setting in Commons of Garden")
        assert len(of_openings(service, hosts)) == 2
        assert made.state(made.talk, SEEN_BY) == READ_BY_ALL
        assert of_openings(service, made.talk) == []


async def test_a_crew_and_the_hosts_are_told_what_only_a_round_finds_of_its_rooms_readers() -> None:
    async with running() as service:
        made, hosts = await taken_in(service)

        service.homeserver.matrix.append(
            made.tea, SEEN_BY, sender=made.esi.user_id, state_key="", content=READ_BY_ALL
        )
        service.homeserver.take_transaction()
        for _ in range(4):
            await go_round(service)
            await service.pass_time(timedelta(hours=6))

        assert len(of_openings(service, made.tea)) == 1
        assert len(of_openings(service, hosts)) == 1


async def test_of_a_hidden_crews_room_that_everybody_can_read_only_the_crew_is_told() -> None:
    async with running() as service:
        made, hosts = await taken_in(service)
        await made.esi.tells("!hide Tea")

        made.puts(made.tea, SEEN_BY, READ_BY_ALL)
        await service.settle()

        assert len(of_openings(service, made.tea)) == 1
        assert of_openings(service, hosts) == []


async def test_what_is_told_by_letter_alone_is_told_once_however_many_rounds_find_it() -> None:
    async with running() as service:
        made = await ready(service)
        await made.esi.tells("!adopt yes")
        (world,) = await service.congregations()
        hosts, bot = world.rooms[HOSTS].room_id, service.homeserver.bot
        await made.esi.joins(hosts)
        service.homeserver.matrix.append(
            hosts,
            "m.room.member",
            sender=made.esi.user_id,
            state_key=bot,
            content={"membership": "leave"},
        )
        await service.settle()

        made.puts(made.talk, SEEN_BY, READ_BY_ALL)
        await service.settle()
        await go_round(service)
        rounds = [await go_round(service) for _ in range(3)]

        assert len(of_openings(service, made.esi.direct)) == 1
        assert [one.differing for one in rounds] == [0, 0, 0]
