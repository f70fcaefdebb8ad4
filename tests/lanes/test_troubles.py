"""Whole lives among troubles: dead servers, a homeserver that is away, stops and starts."""

from datetime import timedelta

import pytest

from microsol_matrix.errors import (
    ForeignContent,
    HomeserverRefused,
    HomeserverUnreachable,
    LaneMoved,
    MicrosolError,
    NotOurs,
)
from microsol_matrix.ids import RoomId, ServerName, UserId
from microsol_matrix.words import say
from tests.fakes.clock import FakeClock
from tests.fakes.door import Failure
from tests.fakes.homeserver import FakeHomeserver
from tests.fakes.store import MemoryStore
from tests.lanes.service import (
    SERVER,
    Service,
    Village,
    found,
    running,
    words,
)

DAY = timedelta(days=1)
DEAD = ServerName("dead.example")


async def with_esi_whose_server_dies(service: Service) -> Village:
    """Have a crew begin with somebody whose server has died since she came in."""
    village = await found(service, "Bo")
    await village.welcome("Esi", server=DEAD)
    service.homeserver.matrix.dead_servers.add(DEAD)
    await village["Amara"].says(village.commons, "!call Slow Kettle seats=3-4 closes=30d")
    await village["Bo"].tells("yes")
    await village["Esi"].tells("yes")
    return village


async def test_a_dead_server_holds_up_nobody_else() -> None:
    async with running() as service:
        village = await with_esi_whose_server_dies(service)

        room = service.room_named("Slow Kettle")
        assert service.membership(room, village["Amara"].user_id) == "invite"
        assert service.membership(room, village["Bo"].user_id) == "invite"
        assert service.membership(room, village["Esi"].user_id) is None
        assert len(service.heard_in(room)) == 1


async def test_the_caller_is_told_once_who_cannot_be_reached() -> None:
    async with running() as service:
        village = await with_esi_whose_server_dies(service)
        await service.pass_time(timedelta(hours=12))

        told = words(
            "invite.unreached", person="Esi", room="Slow Kettle", why=say("why.unreachable")
        )
        assert village["Amara"].heard.count(told) == 1
        assert len(service.told.failed) > 5, "it was tried again and again"


async def test_who_could_not_be_reached_is_invited_once_their_server_is_back() -> None:
    async with running() as service:
        village = await with_esi_whose_server_dies(service)
        await service.pass_time(timedelta(hours=12))
        service.homeserver.matrix.dead_servers.clear()

        await service.pass_time(timedelta(hours=2))

        room = service.room_named("Slow Kettle")
        assert service.membership(room, village["Esi"].user_id) == "invite"


async def test_who_cannot_be_reached_for_seven_days_frees_their_seat() -> None:
    async with running() as service:
        village = await with_esi_whose_server_dies(service)
        await service.pass_time(8 * DAY)

        (crew,) = (await village.world()).crews.values()
        assert village["Esi"].user_id not in crew.holders


async def test_who_takes_no_invitations_frees_their_seat_and_the_caller_is_told() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Slow Kettle")
        await village["Bo"].tells("yes")
        blocked = HomeserverRefused(status=403, errcode="M_INVITE_BLOCKED", error="no")
        service.homeserver.failures["invite"] = Failure(blocked)
        await village["Cleo"].tells("yes")
        await service.pass_time(DAY)

        (crew,) = (await village.world()).crews.values()
        assert len(crew.holders) == 2
        refused = next(one for one in village["Amara"].heard if "I have stopped trying" in one)
        assert "Slow Kettle" in refused


async def test_who_was_refused_is_invited_when_they_say_yes_again() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        await village["Amara"].says(village.commons, "!call Boats seats=2-3")
        blocked = HomeserverRefused(status=403, errcode="M_INVITE_BLOCKED", error="no")
        await village["Bo"].tells("yes")
        room = service.room_named("Boats")
        await village["Bo"].leaves(room)
        service.homeserver.failures["invite"] = Failure(blocked)
        await village["Bo"].tells("yes")
        assert service.membership(room, village["Bo"].user_id) == "leave"

        assert await village["Bo"].tells("yes") == words("yes.seat", name="Boats")

        assert service.membership(room, village["Bo"].user_id) == "invite"


async def test_a_homeserver_that_is_away_for_a_while_loses_nothing() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Slow Kettle")
        await village["Bo"].tells("yes")
        cleo = village["Cleo"]
        service.homeserver.member_sends(cleo.direct, cleo.user_id, "yes")
        service.homeserver.is_down = True
        await service.pass_time(timedelta(minutes=10))
        assert service.rooms_named("Slow Kettle") == []

        service.homeserver.is_down = False
        await service.pass_time(timedelta(hours=1))

        room = service.room_named("Slow Kettle")
        assert service.membership(room, cleo.user_id) == "invite"
        assert len(service.heard_in(room)) == 1
        assert cleo.heard[-1] == words("yes.seat", name="Slow Kettle")


async def test_our_own_homeserver_being_away_is_nobodys_fault() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Slow Kettle")
        await village["Bo"].tells("yes")
        service.homeserver.failures["invite"] = Failure(HomeserverUnreachable("restarting"))
        await village["Cleo"].tells("yes")
        await service.pass_time(timedelta(minutes=1))

        assert not any("could not reach" in one for one in village["Amara"].heard)
        room = service.room_named("Slow Kettle")
        for name in ("Amara", "Bo", "Cleo"):
            assert service.membership(room, village[name].user_id) == "invite"


async def test_a_lost_answer_makes_no_second_room_and_no_second_words() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        lost = HomeserverUnreachable("the answer got lost")
        await village["Amara"].says(village.commons, "!call Boats seats=2")
        for call in ("make_room", "send", "invite", "put_state"):
            service.homeserver.failures[call] = Failure(lost, is_done=True)
        await village["Bo"].tells("yes")
        await service.pass_time(timedelta(minutes=5))

        room = service.room_named("Boats")
        assert len(service.heard_in(room)) == 1
        assert village["Bo"].heard.count(words("yes.seat", name="Boats")) == 1


async def test_what_was_left_undone_is_done_by_the_next_run() -> None:
    homeserver, store, clock = FakeHomeserver.named(SERVER), MemoryStore(), FakeClock()
    async with running(homeserver, store, clock) as service:
        village = await found(service, "Bo")
        await village["Amara"].says(village.commons, "!call Boats seats=2")
        homeserver.is_down = True
        await village["Bo"].tells("yes")
        await service.pass_time(timedelta(seconds=10))
    homeserver.is_down = False

    async with running(homeserver, store, clock) as again:
        await again.pass_time(timedelta(minutes=1))

        room = again.room_named("Boats")
        assert again.membership(room, UserId(f"@bo:{SERVER}")) == "invite"
        assert len(again.heard_in(room)) == 1


async def test_after_a_start_the_state_of_a_room_is_read_before_anybody_is_invited_there() -> None:
    homeserver, store, clock = FakeHomeserver.named(SERVER), MemoryStore(), FakeClock()
    async with running(homeserver, store, clock) as service:
        village = await found(service, "Bo")
        await village["Amara"].says(village.commons, "!call Boats seats=2")
        homeserver.failures["invite"] = Failure(HomeserverUnreachable("not now"))
        await village["Bo"].tells("yes")
        room = service.room_named("Boats")
    amara, bo = UserId(f"@amara:{SERVER}"), UserId(f"@bo:{SERVER}")
    for person in (amara, bo):
        if homeserver.matrix.room(room).membership(person) is None:
            homeserver.matrix.invite(room, person, sender=homeserver.bot)
        homeserver.member_leaves(room, person)
    homeserver.take_transaction()  # lost with the homeserver's queue

    async with running(homeserver, store, clock) as again:
        await again.pass_time(timedelta(minutes=5))

        assert again.membership(room, bo) == "leave"
        assert again.membership(room, amara) == "leave"


async def left_undone(homeserver: FakeHomeserver, store: MemoryStore, clock: FakeClock) -> RoomId:
    """Stop a service that had yet to invite Bo; give the room."""
    async with running(homeserver, store, clock) as service:
        village = await found(service, "Bo")
        await village["Amara"].says(village.commons, "!call Boats seats=2-3")
        await village["Bo"].tells("yes")
        room = service.room_named("Boats")
        await village["Bo"].leaves(room)
        homeserver.failures["invite"] = Failure(HomeserverUnreachable("not now"))
        await village["Bo"].tells("yes")
        assert service.membership(room, village["Bo"].user_id) == "leave"
    return room


@pytest.mark.parametrize(
    "trouble",
    [
        HomeserverUnreachable("not now"),
        HomeserverRefused(status=403, errcode="M_FORBIDDEN", error="no"),
        LaneMoved("a promise of ours that broke"),
    ],
)
async def test_reading_a_room_anew_may_fail_and_holds_nothing_up_for_long(
    trouble: MicrosolError,
) -> None:
    homeserver, store, clock = FakeHomeserver.named(SERVER), MemoryStore(), FakeClock()
    room = await left_undone(homeserver, store, clock)
    homeserver.failures["read_state"] = Failure(trouble)

    async with running(homeserver, store, clock) as again:
        await again.pass_time(timedelta(minutes=5))

        assert "read_state" not in homeserver.failures, "it was asked"
        assert again.membership(room, UserId(f"@bo:{SERVER}")) == "invite"


async def test_a_broken_promise_of_ours_is_reported_and_tried_again() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        broken = LaneMoved("this cannot be")
        service.homeserver.failures["put_state"] = Failure(broken)
        await village["Amara"].says(village.commons, "!call Boats seats=2")
        await service.pass_time(timedelta(minutes=1))

        assert service.told.broke == [broken]
        (call,) = (await village.world()).calls.values()
        space = service.homeserver.matrix.room(village.space)
        assert space.content("org.microsol.call", call.id)["name"] == "Boats"


async def test_content_that_does_not_fit_its_schema_is_never_written() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        misfit = ForeignContent("org.microsol.call at $.name: too long")
        service.homeserver.failures["put_state"] = Failure(misfit)
        await village["Amara"].says(village.commons, "!call Boats seats=2")
        await service.pass_time(timedelta(hours=1))

        assert [errcode for _, errcode in service.told.refused] == ["M_BAD_JSON"]
        hosts = service.room_named("Harbourlight: Hosts")
        assert "M_BAD_JSON" in service.heard_in(hosts)[-1]


async def test_an_alias_of_ours_that_somebody_else_holds_is_left_alone_and_told() -> None:
    async with running() as service:
        service.homeserver.failures["make_room"] = Failure(NotOurs("taken"))
        village = await found(service, "Bo")

        assert village.space
        worlds = await service.congregations()
        assert [one.congregation.slug for one in worlds if one.congregation] == ["harbourlight-2"]


async def test_what_arrived_before_a_stop_counts_though_its_window_ended_since() -> None:
    homeserver, store, clock = FakeHomeserver.named(SERVER), MemoryStore(), FakeClock()
    async with running(homeserver, store, clock) as service:
        village = await found(service, "Bo")
        await village["Amara"].says(village.commons, "!call Boats seats=2 closes=1d")
        bo = village["Bo"]
        homeserver.member_sends(bo.direct, bo.user_id, "yes")
        service.lanes._is_stopping = True  # noqa: SLF001 - it dies right after accepting
        await service.inbox.take_in(homeserver.take_transaction())
    clock.advance_to(clock.present + 2 * DAY)

    async with running(homeserver, store, clock) as again:
        await again.pass_time(timedelta(minutes=1))

        assert len(again.rooms_named("Boats")) == 1


async def test_hundreds_of_busy_lanes_do_no_harm() -> None:
    async with running() as service:
        await found(service)
        service.homeserver.is_down = True
        for number in range(520):
            person = UserId(f"@visitor-{number}:{SERVER}")
            service.homeserver.member_opens_direct(person, first_words="!help")
        await service.settle()
        service.homeserver.is_down = False

        await service.pass_time(timedelta(hours=2))

        rooms: list[RoomId] = [
            room_id
            for room_id, room in service.homeserver.matrix.rooms.items()
            if "@visitor" in room.creator
        ]
        assert len(rooms) == 520
        assert all(service.heard_in(room_id) for room_id in rooms)
        assert service.told.broke == []
