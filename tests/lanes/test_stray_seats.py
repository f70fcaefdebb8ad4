"""A seat on a porch that nobody noted, for the service was killed as it came in: the slow round gives it back."""

from collections.abc import Mapping
from datetime import timedelta

from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.ids import RoomId, UserId
from microsol_matrix.rooms import Json
from microsol_matrix.structure.types import CONGREGATION
from tests.fakes.door import Failure
from tests.fakes.homeserver import FakeHomeserver
from tests.lanes.crowd import Congregation, members_of, two_homeservers
from tests.lanes.looking import round_of
from tests.lanes.service import Service, running
from tests.lanes.test_crowd import link

SIX_HOURS = timedelta(hours=6)
STRANGER = UserId("@microsol:there.example")
NO = HomeserverRefused(status=403, errcode="M_FORBIDDEN", error="no")
CARD: Mapping[str, Json] = {"version": 1, "name": "Thornfield Loop", "size": "3-9"}


async def a_day_of_rounds(service: Service) -> int:
    """Go round for a day: each room is looked at once."""
    slow, differing = round_of(service, every=SIX_HOURS), 0
    for _ in range(4):
        differing += (await slow.once()).differing
        await service.pass_time(SIX_HOURS)
    return differing


def seat(at: Congregation, of: Congregation) -> str | None:
    return members_of(at, at.porch).get(of.service.homeserver.bot)


async def test_a_seat_of_which_nothing_was_noted_is_given_back_and_a_link_is_made_as_ever() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        homeserver = harbourlight.service.homeserver
        # As if killed right after it came in, for a search that is over by the next start.
        await homeserver.join(thornfield.porch, ["there.example"])
        await harbourlight.crowd.settle()
        assert seat(thornfield, harbourlight) == "join"

        given_back = await a_day_of_rounds(harbourlight.service)

        assert given_back == 1
        assert seat(thornfield, harbourlight) == "leave"
        assert await a_day_of_rounds(harbourlight.service) == 0
        await link(harbourlight, thornfield)
        assert (await harbourlight.link()).is_mutual


async def test_the_seat_of_a_link_stays() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        await link(harbourlight, thornfield)

        assert await a_day_of_rounds(harbourlight.service) == 0
        assert seat(thornfield, harbourlight) == "join"


async def test_the_seat_of_whoever_just_came_for_a_look_stays_until_that_is_over() -> None:
    async with two_homeservers() as (harbourlight, thornfield):
        homeserver = harbourlight.service.homeserver
        await homeserver.join(thornfield.porch, ["there.example"])
        homeserver.matrix.dead_servers.add(thornfield.service.homeserver.server)
        await harbourlight.tells(f"!link {thornfield.address}")
        slow = round_of(harbourlight.service, every=SIX_HOURS)
        for _ in range(3):
            await slow.once()
            await harbourlight.service.pass_time(SIX_HOURS)
        assert seat(thornfield, harbourlight) == "join"

        await harbourlight.service.pass_time(timedelta(days=1))
        await a_day_of_rounds(harbourlight.service)

        assert seat(thornfield, harbourlight) == "leave"


def made(
    homeserver: FakeHomeserver,
    *,
    room_type: str | None = "m.space",
    card: Mapping[str, Json] = CARD,
    by: UserId = STRANGER,
    power: int | None = None,
    wrote: str | None = None,
) -> RoomId:
    """Let our bot be in a room that looks like a porch, but for one thing."""
    bot = homeserver.bot
    users = {STRANGER: 100} if power is None else {STRANGER: 100, bot: power}
    room_id = homeserver.matrix.create(
        STRANGER,
        creation={"type": room_type} if room_type else {},
        levels={"users": users},
        state=[("m.room.join_rules", "", {"join_rule": "public"})],
    )
    homeserver.matrix.append(
        room_id, "m.room.member", sender=bot, state_key=bot, content={"membership": "join"}
    )
    homeserver.matrix.append(room_id, CONGREGATION, sender=by, state_key="", content=card)
    if wrote is not None:
        homeserver.matrix.append(room_id, wrote, sender=bot, state_key="", content={"name": "x"})
    return room_id


async def test_whatever_may_be_something_else_is_left_alone() -> None:
    async with running() as service:
        homeserver = service.homeserver
        others = [
            made(homeserver, room_type=None),
            made(homeserver, card={**CARD, "scales": {}}),
            made(homeserver, by=homeserver.bot),
            made(homeserver, power=50),
            made(homeserver, wrote="m.room.name"),
            homeserver.matrix.create(STRANGER, creation={"type": "m.space"}),
        ]
        homeserver.matrix.append(
            others[-1],
            "m.room.member",
            sender=homeserver.bot,
            state_key=homeserver.bot,
            content={"membership": "join"},
        )
        porch = made(homeserver)
        await service.settle()

        given_back = await a_day_of_rounds(service)

        assert given_back == 1
        assert homeserver.people(porch)[homeserver.bot] == "leave"
        assert {homeserver.people(one)[homeserver.bot] for one in others} == {"join"}


async def test_a_round_goes_on_where_a_seat_cannot_be_given_back() -> None:
    async with running() as service:
        porch = made(service.homeserver)
        service.homeserver.failures["leave"] = Failure(NO)

        assert await a_day_of_rounds(service) == 0
        assert await a_day_of_rounds(service) == 1
        assert service.homeserver.people(porch)[service.homeserver.bot] == "leave"
