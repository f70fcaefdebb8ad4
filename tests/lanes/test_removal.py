"""Whole lives of people who are put out of the space: what is carried to its rooms, and what is not."""

from datetime import timedelta

from tests.lanes.service import Service, Village, found, running, words

DAY = timedelta(days=1)


def standing(service: Service, village: Village, name: str) -> list[str | None]:
    """Tell how somebody stands to the rooms that are the space's: Commons, Hosts, Archive."""
    rooms = (village.commons, service.room_named("Harbourlight: Hosts"), village.archive)
    return [service.membership(room, village[name].user_id) for room in rooms]


async def test_who_is_removed_from_the_space_is_out_of_its_rooms_too() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        amara, bo = village["Amara"].user_id, village["Bo"].user_id
        await village["Bo"].joins(village.archive)

        service.homeserver.matrix.kick(village.space, bo, sender=amara)
        await service.settle()

        assert standing(service, village, "Bo") == ["leave", None, "leave"]
        await service.pass_time(30 * DAY)
        assert service.membership(village.space, bo) == "leave"


async def test_who_is_removed_from_the_space_loses_their_open_invitation() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo", "Dov")
        amara = village["Amara"].user_id
        await village["Amara"].says(village.commons, "!call Slow Kettle seats=3-3")
        for name in ("Bo", "Cleo", "Dov"):
            await village[name].tells("yes")
        room = service.room_named("Slow Kettle")
        assert service.membership(room, village["Dov"].user_id) is None

        service.homeserver.matrix.kick(village.space, village["Bo"].user_id, sender=amara)
        await service.settle()

        assert service.membership(room, village["Bo"].user_id) == "leave"
        assert service.membership(room, village["Dov"].user_id) == "invite"


async def test_a_crew_is_told_when_one_of_it_is_removed_and_decides_for_itself() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Slow Kettle")
        for name in ("Bo", "Cleo"):
            await village[name].tells("yes")
        room = service.room_named("Slow Kettle")
        await village["Bo"].joins(room)

        service.homeserver.matrix.kick(
            village.space, village["Bo"].user_id, sender=village["Amara"].user_id
        )
        await service.settle()

        assert service.membership(room, village["Bo"].user_id) == "join"
        assert service.heard_in(room)[-1] == words(
            "crew.removed", person="Bo", congregation="Harbourlight"
        )


async def test_whom_a_host_asks_back_by_any_client_is_invited_to_commons_again() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        amara, bo = village["Amara"].user_id, village["Bo"].user_id
        service.homeserver.matrix.kick(village.space, bo, sender=amara)
        await service.settle()

        service.homeserver.matrix.invite(village.space, bo, sender=amara)
        await village["Bo"].joins(village.space)

        assert service.membership(village.commons, bo) == "invite"


async def test_whom_hosts_let_into_commons_alone_may_stay_there() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        amara, bo = village["Amara"].user_id, village["Bo"].user_id
        service.homeserver.matrix.kick(village.space, bo, sender=amara)
        await service.settle()

        service.homeserver.matrix.invite(village.commons, bo, sender=amara)
        await village["Bo"].joins(village.commons)
        await service.pass_time(30 * DAY)

        assert service.membership(village.commons, bo) == "join"


async def test_a_ban_from_the_space_is_carried_to_its_rooms_and_lifted_with_it() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        amara, bo = village["Amara"].user_id, village["Bo"].user_id
        service.homeserver.matrix.ban(village.space, bo, sender=amara)
        await service.settle()
        assert standing(service, village, "Bo") == ["ban", "ban", "ban"]
        await service.pass_time(30 * DAY)
        assert service.membership(village.space, bo) == "ban"
        assert amara in (await village.world()).members

        service.homeserver.matrix.unban(village.space, bo, sender=amara)
        await service.settle()

        assert standing(service, village, "Bo") == ["leave", "leave", "leave"]
        assert service.membership(village.space, bo) == "leave"
        await village["Amara"].tells(f"!invite {bo}")
        await village["Bo"].joins(village.space)
        assert standing(service, village, "Bo") == ["invite", "leave", "leave"]


async def test_a_ban_that_is_commons_own_outlives_that_of_the_space() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        amara, bo = village["Amara"].user_id, village["Bo"].user_id
        service.homeserver.matrix.ban(village.commons, bo, sender=amara)
        service.homeserver.matrix.ban(village.space, bo, sender=amara)
        await service.settle()

        service.homeserver.matrix.unban(village.space, bo, sender=amara)
        await service.settle()

        assert standing(service, village, "Bo") == ["ban", "leave", "leave"]


async def test_who_leaves_the_space_by_themselves_stays_where_they_have_not_left() -> None:
    async with running() as service:
        village = await found(service, "Bo")

        await village["Bo"].leaves(village.space)
        await service.pass_time(30 * DAY)

        assert service.membership(village.commons, village["Bo"].user_id) == "join"
