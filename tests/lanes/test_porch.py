"""A porch along the whole way: made, written, taken away and made anew, with a homeserver that fails meanwhile."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from microsol_matrix.errors import HomeserverUnreachable
from microsol_matrix.ids import RoomAlias, RoomId, UserId
from microsol_matrix.structure import types
from tests.fakes.door import Failure
from tests.lanes.service import SERVER, Service, Village, found, running

ADDRESS = RoomAlias(f"#_microsol.porch_harbourlight:{SERVER}")
SAYING = (types.CONGREGATION, types.CREW, "m.room.name", "m.room.topic")
HOUR = timedelta(hours=1)


async def with_two_hosts(service: Service) -> Village:
    village = await found(service, "Bo")
    bo = village["Bo"].user_id
    await village["Amara"].tells(f"!tier {bo} partner")
    await village["Amara"].tells(f"!host {bo}")
    await village["Bo"].tells("!host yes")
    return village


def porch_of(service: Service) -> RoomId:
    return service.homeserver.matrix.aliases[ADDRESS]


def readable(service: Service) -> list[Mapping[str, Any]]:
    """Tell what can still be read on the porch of the congregation, earlier versions too."""
    porch = service.homeserver.matrix.room(porch_of(service))
    return [
        event.content
        for event in porch.events
        if event.type in SAYING
        and any(event.content.values())
        and event.event_id not in porch.redacted
    ]


async def test_a_porch_holds_the_present_and_nothing_else() -> None:
    async with running() as service:
        village = await with_two_hosts(service)
        await village["Amara"].tells("!publish card yes")
        await service.settle()
        written = readable(service)

        await village["Amara"].tells("!joining ask")
        await village["Amara"].tells('!season "Autumn Tide"')
        await service.settle()

        assert len(readable(service)) == len(written)
        porch = service.homeserver.matrix.room(porch_of(service))
        card = porch.content(types.CONGREGATION)
        assert (card["joining"], card["season"]["name"]) == ("ask", "Autumn Tide")
        assert len([one for one in porch.events if one.type == types.CONGREGATION]) > 1


@pytest.mark.parametrize("method", ["versions_of", "redact", "put_state"])
@pytest.mark.parametrize("is_done", [True, False])
async def test_whatever_fails_what_is_taken_back_is_gone_and_can_be_published_again(
    method: str, *, is_done: bool
) -> None:
    async with running() as service:
        village = await with_two_hosts(service)
        await village["Amara"].tells("!publish card yes")
        await service.settle()
        porch, before = porch_of(service), readable(service)

        service.homeserver.failures[method] = Failure(
            HomeserverUnreachable("away"), is_done=is_done
        )
        await village["Amara"].tells("!publish off")
        await service.pass_time(HOUR)
        assert readable(service) == []
        room = service.homeserver.matrix.room(porch)
        assert room.content("m.room.join_rules") == {"join_rule": "invite"}

        service.homeserver.failures[method] = Failure(
            HomeserverUnreachable("away"), is_done=is_done
        )
        await village["Amara"].tells("!publish card yes")
        await service.pass_time(HOUR)
        assert porch_of(service) == porch
        assert sorted(map(str, readable(service))) == sorted(map(str, before))


@pytest.mark.parametrize("method", ["redact", "put_state"])
async def test_whoever_changes_their_mind_while_it_is_being_taken_away_has_it_whole_again(
    method: str,
) -> None:
    async with running() as service:
        village = await with_two_hosts(service)
        await village["Amara"].tells("!publish card yes")
        await service.settle()
        before = readable(service)

        service.homeserver.failures[method] = Failure(HomeserverUnreachable("away"), is_done=True)
        await village["Amara"].tells("!publish off")
        await village["Bo"].tells("!publish card yes")
        await service.pass_time(HOUR)

        assert sorted(map(str, readable(service))) == sorted(map(str, before))


async def test_a_porch_survives_a_restart_and_is_no_members_room() -> None:
    async with running() as service:
        village = await with_two_hosts(service)
        space_id = village.space
        await village["Amara"].tells("!publish card yes")
        await service.settle()
        homeserver, store, clock = service.homeserver, service.store, service.clock
        events = len(homeserver.matrix.room(porch_of(service)).events)

    async with running(homeserver, store, clock) as again:
        await again.pass_time(HOUR)
        porch = again.homeserver.matrix.room(porch_of(again))

        assert len(porch.events) == events
        members = {UserId(key) for kind, key in porch.state if kind == "m.room.member"}
        assert members == {again.homeserver.bot}
        space = again.homeserver.matrix.room(space_id)
        assert ("m.space.child", porch_of(again)) not in space.state
