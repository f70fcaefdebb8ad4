"""Whole lives of crews that take people late or hide, with a homeserver that fails in the midst of it."""

from datetime import timedelta

import pytest

from microsol_matrix.errors import HomeserverUnreachable
from microsol_matrix.ids import RoomId
from tests.fakes.door import Failure
from tests.lanes.service import Service, Village, found, running, words

KETTLE = "Slow Kettle"
CARD = "org.microsol.crew"


async def active(service: Service) -> tuple[Village, RoomId]:
    """Slow Kettle of Amara, Bo and Cleo, which has agreed, with Dov beside."""
    village = await found(service, "Bo", "Cleo", "Dov")
    await village["Amara"].says(village.commons, f"!call {KETTLE} seats=3 closes=1d")
    for name in ("Bo", "Cleo"):
        await village[name].tells("yes")
    room = service.room_named(KETTLE)
    for name in ("Amara", "Bo", "Cleo"):
        await village[name].joins(room)
    await service.pass_time(timedelta(days=2))
    await village["Bo"].says(room, "!agree Tue 19:00 | review=8w")
    return village, room


def readable(service: Service, village: Village) -> list[str]:
    """Tell what can still be read in the space of crews' cards, earlier versions too."""
    space = service.homeserver.matrix.room(village.space)
    return [
        event.content["name"]
        for event in space.events
        if event.type == CARD and event.content and event.event_id not in space.redacted
    ]


async def test_a_member_knocks_at_a_crews_door_and_is_let_in() -> None:
    async with running() as service:
        village, room = await active(service)
        await village["Bo"].says(room, "!joining ask")

        service.homeserver.matrix.knock(room, village["Dov"].user_id)
        await service.settle()
        assert service.membership(room, village["Dov"].user_id) == "knock"
        await service.pass_time(timedelta(hours=72))

        assert service.membership(room, village["Dov"].user_id) == "invite"
        assert words("join.welcome", name=KETTLE) in village["Dov"].heard


async def test_a_stranger_who_knocks_at_a_crews_door_is_refused() -> None:
    async with running() as service:
        village, room = await active(service)
        await village["Bo"].says(room, "!joining ask")
        stranger = village["Dov"].user_id
        service.homeserver.matrix.kick(village.space, stranger, sender=village["Amara"].user_id)
        await service.settle()

        service.homeserver.matrix.knock(room, stranger)
        await service.settle()

        assert service.membership(room, stranger) == "leave"


@pytest.mark.parametrize("method", ["versions_of", "redact", "put_state"])
@pytest.mark.parametrize("is_done", [True, False])
async def test_whatever_fails_every_version_of_a_hidden_crew_is_taken_away(
    method: str, *, is_done: bool
) -> None:
    async with running() as service:
        village, room = await active(service)
        assert len(readable(service, village)) > 1

        service.homeserver.failures[method] = Failure(
            HomeserverUnreachable("away"), is_done=is_done
        )
        await village["Cleo"].says(room, "!hide")
        await service.pass_time(timedelta(hours=1))

        assert readable(service, village) == []
        space = service.homeserver.matrix.room(village.space)
        assert space.content("m.space.child", room) == {}
