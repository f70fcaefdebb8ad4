"""A backup from before a rebuild is brought back: what both services did since is found again, and nothing twice."""

from copy import deepcopy

from tests.lanes.service import Service, Village, found, running
from tests.lanes.test_looking_again import brought_back
from tests.rebuilding import rebuilt_from


async def begin_crew(village: Village, name: str) -> None:
    """Call a crew that begins at once, and let both come into its room."""
    await village["Amara"].says(village.commons, f"!call {name} | seats=2-4")
    await village["Bo"].reacts(village.commons, to=village.prompt)
    room = village.service.room_named(name)
    for one in ("Amara", "Bo"):
        await village[one].joins(room)


async def test_a_backup_older_than_a_rebuild_ends_where_the_rebuilt_service_was() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo", "Dov")
        await begin_crew(village, "Slow Kettle")
        backup = deepcopy(service.store)
        since = (await service.homeserver.sync(None)).position
        await begin_crew(village, "Boats")
        house = service.lanes.house
    homeserver, clock = service.homeserver, service.clock
    anew = await rebuilt_from(homeserver, clock, house)
    async with running(homeserver, anew.store, clock) as service:
        village.service = service
        for person in village.people.values():
            person.service = service
        await begin_crew(village, "Ferry")
        await village["Bo"].says(service.room_named("Slow Kettle"), "!agree Tue 19:00")
        before = await village.world()
    said = {each: service.heard_in(each) for each in homeserver.matrix.rooms}

    restored = Service.on(homeserver, backup, clock, version="11")
    async with brought_back(restored, since=since) as service:
        (world,) = await service.congregations()

    assert {crew.name for crew in world.crews.values()} == {"Slow Kettle", "Boats", "Ferry"}
    assert world.crews.keys() == before.crews.keys()
    assert {key: room.room_id for key, room in world.rooms.items()} == {
        key: room.room_id for key, room in before.rooms.items()
    }
    for crew_id, crew in world.crews.items():
        other = before.crews[crew_id]
        assert (crew.state, crew.rhythm, crew.holders) == (
            other.state,
            other.rhythm,
            other.holders,
        )
    assert world.members == before.members
    assert {each: service.heard_in(each) for each in homeserver.matrix.rooms} == said
