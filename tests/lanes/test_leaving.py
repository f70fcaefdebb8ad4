"""Whole lives of people who go: leaving, declining, and coming back."""

from datetime import timedelta

from microsol_matrix.ids import UserId
from microsol_matrix.words import say
from tests.lanes.service import found, running, words

DAY = timedelta(days=1)
ESI = UserId("@esi:far.example")


async def test_who_leaves_the_space_takes_their_answer_along() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Slow Kettle")
        await village["Bo"].tells("yes")
        await village["Bo"].leaves(village.space)

        await village["Cleo"].tells("yes")

        assert service.rooms_named("Slow Kettle") == []


async def test_who_leaves_by_themselves_is_not_talked_about() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Slow Kettle")
        for name in ("Bo", "Cleo"):
            await village[name].tells("yes")
        room = service.room_named("Slow Kettle")
        await village["Bo"].joins(room)
        said = service.heard_in(room)

        await village["Bo"].leaves(village.space)

        assert service.heard_in(room) == said


async def test_who_left_is_not_invited_again_until_a_host_asks() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        bo = village["Bo"].user_id
        await village["Bo"].leaves(village.commons)
        await village["Bo"].leaves(village.space)
        await service.pass_time(60 * DAY)
        assert service.membership(village.space, bo) == "leave"

        await village["Amara"].tells(f"!invite {bo}")

        assert service.membership(village.space, bo) == "invite"
        await village["Bo"].joins(village.space)
        assert service.membership(village.commons, bo) == "invite"


async def test_who_was_asked_back_is_invited_though_the_service_stopped_in_between() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        bo = village["Bo"].user_id
        await village["Bo"].leaves(village.commons)
        await village["Bo"].leaves(village.space)
        service.homeserver.matrix.dead_servers.add(service.homeserver.matrix.server_name)
        await village["Amara"].tells(f"!invite {bo}")
        assert service.membership(village.space, bo) == "leave"
    service.homeserver.matrix.dead_servers.clear()

    async with running(service.homeserver, service.store, service.clock) as again:
        await again.pass_time(timedelta(minutes=1))

        assert again.membership(village.space, bo) == "invite"


async def test_who_declined_the_space_is_left_alone() -> None:
    async with running() as service:
        village = await found(service)
        esi = await village["Amara"].tells("!invite @esi:far.example")
        assert esi == words("invite.done", person=ESI, name="Harbourlight", tier=say("tier.friend"))
        person = service.homeserver.matrix.room(village.space).membership(ESI)
        assert person == "invite"

        service.homeserver.member_leaves(village.space, ESI)
        await service.pass_time(60 * DAY)

        assert service.membership(village.space, ESI) == "leave"


async def test_leaving_commons_alone_is_respected_too() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        await village["Bo"].leaves(village.commons)

        await service.pass_time(30 * DAY)

        assert service.membership(village.commons, village["Bo"].user_id) == "leave"
        assert service.membership(village.space, village["Bo"].user_id) == "join"


async def test_an_invitation_to_commons_ends_when_its_person_leaves_the_space() -> None:
    async with running() as service:
        village = await found(service)
        await village["Amara"].tells("!invite @esi:far.example")
        service.homeserver.member_joins(village.space, ESI)
        await service.settle()
        assert service.membership(village.commons, ESI) == "invite"

        service.homeserver.member_leaves(village.space, ESI)
        await service.settle()

        assert service.membership(village.commons, ESI) == "leave"


async def test_a_caller_who_leaves_takes_an_open_call_along() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo", "Dov")
        await village["Bo"].says(village.commons, "!call Slow Kettle")
        await village["Cleo"].tells("yes")

        await village["Bo"].leaves(village.space)

        assert await village["Dov"].tells("yes") == words(
            "yes.no-calls", congregation="Harbourlight"
        )
        assert service.rooms_named("Slow Kettle") == []


async def test_a_crew_outlives_its_caller() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo", "Dov")
        await village["Bo"].says(village.commons, "!call Slow Kettle seats=3-4")
        await village["Cleo"].tells("yes")
        await village["Dov"].tells("yes")
        room = service.room_named("Slow Kettle")

        await village["Bo"].leaves(village.space)

        assert service.membership(room, village["Bo"].user_id) == "leave"
        assert await village["Amara"].tells("yes") == words("yes.seat", name="Slow Kettle")
        assert service.membership(room, village["Amara"].user_id) == "invite"


async def test_a_crew_that_became_too_small_is_asked_once_nobody_more_can_come() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Slow Kettle")
        for name in ("Bo", "Cleo"):
            await village[name].tells("yes")
        room = service.room_named("Slow Kettle")
        for name in ("Amara", "Bo", "Cleo"):
            await village[name].joins(room)
        await village["Cleo"].leaves(room)
        small = words("crew.small.forming", name="Slow Kettle", count=2, least=3)
        assert small not in service.heard_in(room)

        await service.pass_time(15 * DAY)
        assert service.heard_in(room).count(small) == 1
        await village["Bo"].leaves(room)

        assert len([one for one in service.heard_in(room) if "fewer" in one]) == 1


async def test_whom_a_crew_invites_itself_has_a_seat() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo", "Dov")
        await village["Amara"].says(village.commons, "!call Slow Kettle")
        for name in ("Bo", "Cleo"):
            await village[name].tells("yes")
        room = service.room_named("Slow Kettle")
        await village["Amara"].joins(room)

        service.homeserver.member_invites(room, village["Amara"].user_id, village["Dov"].user_id)
        await service.settle()
        await village["Dov"].joins(room)

        (crew,) = (await village.world()).crews.values()
        assert village["Dov"].user_id in crew.holders


async def test_a_hosts_own_invitation_to_who_had_declined_stands() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Slow Kettle")
        for name in ("Bo", "Cleo"):
            await village[name].tells("yes")
        room = service.room_named("Slow Kettle")
        await village["Amara"].joins(room)
        await village["Bo"].leaves(room)

        service.homeserver.member_invites(room, village["Amara"].user_id, village["Bo"].user_id)
        await service.settle()

        assert service.membership(room, village["Bo"].user_id) == "invite"
        await village["Bo"].joins(room)
        (crew,) = (await village.world()).crews.values()
        assert village["Bo"].user_id in crew.holders


async def test_a_hand_of_somebody_who_is_no_member_is_not_counted() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Boats seats=2")
        await village["Bo"].leaves(village.space)
        assert service.membership(village.commons, village["Bo"].user_id) == "join"

        await village["Bo"].reacts(village.commons, village.prompt)

        assert service.rooms_named("Boats") == []
        assert village["Bo"].heard[-1] == words("not-member", congregation="Harbourlight")


async def test_who_comes_in_while_their_invitation_is_withdrawn_stays() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Boats seats=2-3")
        await village["Bo"].tells("yes")
        room, bo = service.room_named("Boats"), village["Bo"]
        service.homeserver.member_sends(bo.direct, bo.user_id, "no")
        service.homeserver.member_joins(room, bo.user_id)  # before the service has heard of the no

        await service.settle()

        assert service.membership(room, bo.user_id) == "join"
        (crew,) = (await village.world()).crews.values()
        assert bo.user_id in crew.holders


async def test_no_and_yes_in_one_breath_is_a_yes() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Boats seats=2-3")
        await village["Bo"].tells("yes")
        room, bo = service.room_named("Boats"), village["Bo"]
        for words_ in ("no", "yes"):
            service.homeserver.member_sends(bo.direct, bo.user_id, words_)

        await service.settle()

        assert service.membership(room, bo.user_id) == "invite"
        await service.pass_time(8 * DAY)
        assert service.membership(room, bo.user_id) == "leave", "unanswered, as any other"
