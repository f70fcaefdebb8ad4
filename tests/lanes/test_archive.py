"""Crews' rooms archived and taken up again, through lanes: as they were, whatever fails on the way."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable
from microsol_matrix.ids import RoomId
from microsol_matrix.structure import types
from tests.fakes.door import Failure
from tests.lanes.service import Service, Village, found, running, words

DAY = timedelta(days=1)
ALIAS = "m.room.canonical_alias"
POWER = "m.room.power_levels"
GONE = HomeserverUnreachable("no answer")


def contents(service: Service, room_id: RoomId) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """Give a room's whole state, memberships left out; of the marker, whose crew it is and where that is in its life.

    What the crew could take back and since when it is where it is differs: its times are started anew.
    """
    state = service.homeserver.matrix.room(room_id).state
    whole = {place: one.content for place, one in state.items() if place[0] != "m.room.member"}
    if marker := whole.get((types.CREW, "")):
        told = {name: marker[name] for name in ("version", "id", "space", "state", "cycle")}
        return {**whole, (types.CREW, ""): told}
    return whole


async def closing(service: Service, options: str = "") -> tuple[Village, RoomId]:
    """Let a crew of three finish, and its host ask Dov in on the last day."""
    village = await found(service, "Bo", "Cleo", "Dov")
    await village["Amara"].says(village.commons, f"!call Slow Kettle | seats=3-4 {options}")
    for name in ("Bo", "Cleo"):
        await village[name].tells("yes")
    room_id = service.room_named("Slow Kettle")
    for name in ("Amara", "Bo", "Cleo"):
        await village[name].joins(room_id)
    await village["Bo"].tells("!finish")
    await service.pass_time(13 * DAY)
    amara, dov = village["Amara"].user_id, village["Dov"].user_id
    service.homeserver.matrix.invite(room_id, dov, sender=amara)
    await service.settle()
    return village, room_id


def is_closed(service: Service, room_id: RoomId) -> bool:
    return bool(contents(service, room_id)[POWER, ""]["events_default"] == 100)


@pytest.mark.parametrize("version", ["11", "12"])
async def test_a_room_is_given_back_exactly(version: str) -> None:
    async with running(version=version) as service:
        village, room_id = await closing(service)
        before = contents(service, room_id)

        await service.pass_time(2 * DAY)
        assert is_closed(service, room_id)
        assert service.membership(room_id, village["Dov"].user_id) == "leave"
        with pytest.raises(HomeserverRefused):
            await village["Bo"].says(room_id, "one more thing")
        await village["Bo"].tells("!unarchive Slow Kettle")

        assert contents(service, room_id) == before
        assert service.membership(room_id, village["Dov"].user_id) == "invite"


@pytest.mark.parametrize("is_done", [False, True])
@pytest.mark.parametrize(
    "method", ["read_state", "put_state", "drop_alias", "set_power", "send", "remove"]
)
async def test_an_answer_that_does_not_come_on_the_way_in_loses_nothing(
    method: str, *, is_done: bool
) -> None:
    async with running() as service:
        village, room_id = await closing(service)
        before = contents(service, room_id)
        service.homeserver.failures[method] = Failure(GONE, is_done=is_done)

        await service.pass_time(2 * DAY)
        assert method not in service.homeserver.failures, "it was asked"
        assert is_closed(service, room_id)
        said = service.heard_in(room_id)
        assert said.count(words("archived", name="Slow Kettle")) == 1
        await village["Bo"].tells("!unarchive Slow Kettle")

        assert contents(service, room_id) == before


@pytest.mark.parametrize("is_done", [False, True])
@pytest.mark.parametrize("method", ["put_state", "name_alias", "set_power", "send", "invite"])
async def test_an_answer_that_does_not_come_on_the_way_back_loses_nothing(
    method: str, *, is_done: bool
) -> None:
    async with running() as service:
        village, room_id = await closing(service)
        before = contents(service, room_id)
        await service.pass_time(2 * DAY)
        service.homeserver.failures[method] = Failure(GONE, is_done=is_done)

        await village["Bo"].tells("!unarchive Slow Kettle")
        await service.pass_time(timedelta(hours=1))

        assert method not in service.homeserver.failures, "it was asked"
        assert contents(service, room_id) == before
        assert service.membership(room_id, village["Dov"].user_id) == "invite"


async def test_an_alias_that_leads_elsewhere_now_is_gone_and_the_crew_is_told() -> None:
    async with running() as service:
        village, room_id = await closing(service)
        before = dict(contents(service, room_id))
        await service.pass_time(2 * DAY)
        service.homeserver.matrix.aliases[before[ALIAS, ""]["alias"]] = village.commons

        await village["Bo"].tells("!unarchive Slow Kettle")

        assert words("unarchive.alias", name="Slow Kettle") in service.heard_in(room_id)
        after = dict(contents(service, room_id))
        assert after.pop((ALIAS, "")) == {}
        before.pop((ALIAS, ""))
        assert after == before


async def test_where_the_service_cannot_write_each_is_told_by_letter_and_the_room_is_closed() -> (
    None
):
    async with running() as service:
        village, room_id = await closing(service, "encrypted=yes")
        await service.pass_time(2 * DAY)

        assert is_closed(service, room_id)
        for name in ("Amara", "Bo", "Cleo"):
            assert any("Slow Kettle is archived now" in one for one in village[name].heard)
        assert service.heard_in(room_id) == []


async def test_a_crew_that_the_last_one_has_left_is_archived() -> None:
    async with running() as service:
        village, room_id = await closing(service, "closes=3d")
        crew_id = contents(service, room_id)[types.CREW, ""]["id"]
        await village["Dov"].leaves(room_id)
        for name in ("Amara", "Bo", "Cleo"):
            await village[name].leaves(room_id)

        assert contents(service, room_id)[types.CREW, ""]["state"] == "archived"
        assert is_closed(service, room_id)
        assert contents(service, village.archive)[types.CREW, crew_id]["state"] == "archived"
        answer = await village["Bo"].tells("!unarchive Slow Kettle")
        assert "None of your crews" in answer


async def test_it_can_be_archived_and_opened_again_and_again() -> None:
    async with running() as service:
        village, room_id = await closing(service)
        before = contents(service, room_id)
        for _ in range(3):
            await service.pass_time(15 * DAY)
            assert is_closed(service, room_id)
            await village["Cleo"].tells("!unarchive Slow Kettle")
            assert contents(service, room_id) == before
