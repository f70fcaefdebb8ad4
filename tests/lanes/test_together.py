"""Seasons, formation rounds and numbers along the whole way: timers fall due, restarts change nothing."""

from datetime import timedelta

from attrs import evolve

from microsol_matrix.words import count, say
from tests.lanes.service import Service, Village, found, running, words

DAY = timedelta(days=1)
H = "Harbourlight"


async def with_hosts(service: Service, *people: str) -> Village:
    """Found Harbourlight, with Amara in Hosts."""
    village = await found(service, *people)
    await village["Amara"].joins(village.hosts)
    return village


async def test_a_season_ends_in_its_time_though_the_service_was_away_meanwhile() -> None:
    asked = words("season.ended", season="Autumn Tide", name=H, weeks=12)
    async with running() as service:
        village = await with_hosts(service, "Bo")
        await village["Amara"].says(village.commons, "!season Autumn Tide weeks=4")
        await service.pass_time(20 * DAY)
        homeserver, store, clock = service.homeserver, service.store, service.clock

    clock.advance_to(clock.present + 30 * DAY)
    async with running(homeserver, store, clock) as again:
        await again.pass_time(2 * DAY)
        bo = evolve(village["Bo"], service=again)

        assert again.heard_in(village.hosts).count(asked) == 1
        assert await bo.tells("!season") == words("season.between", name=H, season="Autumn Tide")
        card = homeserver.matrix.room(village.space).state["org.microsol.congregation", ""]
        assert "season" not in card.content


async def test_a_round_goes_on_over_a_restart_and_is_told_about_once() -> None:
    async with running() as service:
        village = await with_hosts(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!round 7d")
        await village["Bo"].says(village.commons, "!call Slow Kettle seats=2 closes=3d")
        homeserver, store, clock = service.homeserver, service.store, service.clock

    async with running(homeserver, store, clock) as again:
        cleo = evolve(village["Cleo"], service=again)
        await cleo.tells("yes Slow Kettle")
        calls, crews = count("round.calls", 0), count("round.crews", 1)
        standing = words("round.standing", calls=calls, crews=crews)
        assert (await cleo.tells("!round")).endswith(standing)
        edits = [one for one in again.heard_in(village.commons) if one.endswith(standing)]
        assert edits != []
        await again.pass_time(9 * DAY)

        line = say("round.summary.line", name="Slow Kettle", intention="")
        begun = say("round.summary.begun", crews=line)
        summary = words("round.summary", name=H, begun=begun, open="")
        assert again.heard_in(village.commons).count(summary) == 1


async def test_numbers_that_were_chosen_hold_after_a_restart() -> None:
    async with running() as service:
        village = await with_hosts(service, "Bo")
        await village["Amara"].tells("!settings forming=21d sizes=handbook")
        homeserver, store, clock = service.homeserver, service.store, service.clock

    async with running(homeserver, store, clock) as again:
        amara = evolve(village["Amara"], service=again)

        told = await amara.tells("!settings")
        assert "forming=21d" in told
        assert "crew-full=6" in told


async def test_a_seat_waits_as_long_as_numbers_say_that_were_chosen_while_it_waited() -> None:
    async with running() as service:
        village = await with_hosts(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Slow Kettle seats=2-2 closes=20d")
        await village["Bo"].tells("yes Slow Kettle")
        await village["Cleo"].tells("yes Slow Kettle")
        room = service.room_named("Slow Kettle")
        assert service.membership(room, village["Bo"].user_id) == "invite"
        await village["Amara"].tells("!settings accepting=2d")

        await service.pass_time(3 * DAY)

        assert service.membership(room, village["Bo"].user_id) == "leave"
        assert service.membership(room, village["Cleo"].user_id) == "invite"
