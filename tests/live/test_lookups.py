"""Porches found through a homeserver's client API: look-ups of third-party networks, and the room directory."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from appservice.demo.client import ClientApi
from appservice.demo.member import Member
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomId
from tests.live.conftest import NewService
from tests.live.service import RunningService
from tests.live.village import Village, found

pytestmark = pytest.mark.live

THREE_DAYS = timedelta(hours=73)
NETWORK = "microsol|microsol"
APP_V1 = "/_matrix/app/v1"
HERE = {"congregation": "Harbourlight"}
KETTLE = {"congregation": "Harbourlight", "crew": "Slow Kéttle"}


async def look_up(member: Member, *path: str, **fields: str) -> list[Mapping[str, Any]]:
    answer: Any = await member.api.call("GET", "thirdparty", *path, query=fields.items())
    return list(answer)


async def fields_of(member: Member, **asked: str) -> list[Mapping[str, str]]:
    return [one["fields"] for one in await look_up(member, "location", "microsol", **asked)]


async def directory(member: Member, **wanted: object) -> frozenset[RoomId]:
    answer = await member.api.call("POST", "publicRooms", body=wanted)
    return frozenset(RoomId(room["room_id"]) for room in answer["chunk"])


async def until_found(member: Member, expected: Iterable[Mapping[str, str]]) -> None:
    wanted = list(expected)

    async def so() -> bool:
        return await fields_of(member) == wanted

    await until(so, hint=f"look-ups to find {wanted}")


async def until_listed(member: Member, *rooms: RoomId) -> None:
    async def so() -> bool:
        return await directory(member, third_party_instance_id=NETWORK) == set(rooms)

    await until(so, hint=f"{rooms} to be what the directory shows")


async def publishing(service: RunningService) -> Village:
    """A village with two hosts, and a crew of which everybody may read."""
    almanac = service.by_almanac()
    await service.homeserver.start()
    await service.start()
    village = await found(service, people=("Bo", "Cleo"))
    amara, bo = village.founder, village["Bo"]
    await amara.ask(f"!tier {bo.user_id} partner", expecting="partner")
    await amara.ask(f"!host {bo.user_id}", expecting="I have asked")
    await bo.ask("!host yes", expecting="You are a host")
    await village.crew("Slow Kéttle | seats=3", "Amara", "Bo", "Cleo")
    await village.crew("Paper Boats | seats=2", "Bo", "Cleo")
    await bo.ask('!visibility porch crew="Slow Kéttle"', expecting="its people are asked first")
    almanac.turn(THREE_DAYS)
    return village


async def test_whatever_stands_on_a_porch_is_found_and_nothing_else_is(
    new_service: NewService,
) -> None:
    service = new_service(porches__in_directory="on")
    village = await publishing(service)
    amara, bo = village.founder, village["Bo"]
    stranger = await service.homeserver.newcomer("Ines")
    protocols = await stranger.api.call("GET", "thirdparty", "protocols")
    (instance,) = protocols["microsol"]["instances"]
    assert (instance["network_id"], instance["instance_id"]) == ("microsol", NETWORK)
    assert protocols["microsol"]["location_fields"] == ["congregation", "crew"]
    assert await fields_of(stranger) == []

    await amara.ask("!publish crews yes", expecting="From now on everybody can read")
    await until_found(stranger, [HERE, KETTLE])
    assert await fields_of(stranger, congregation="HARBOUR") == [HERE, KETTLE]
    assert await fields_of(stranger, crew="kettle") == [KETTLE]
    assert await fields_of(stranger, crew="paper") == []
    (location,) = await look_up(stranger, "location", "microsol", crew="slow ke")
    assert location["alias"] == f"#_microsol.porch_harbourlight:{service.homeserver.server_name}"
    porch = await stranger.resolve(location["alias"])
    assert porch is not None
    # Synapse hands look-ups by alias to no service; another homeserver would do it so.
    assert await look_up(stranger, "location", alias=location["alias"]) == []
    config = service.config.appservice
    homeserver = ClientApi(service.url, access_token=config.hs_token)
    behind: Any = await homeserver.call(
        "GET", "thirdparty", "location", query=[("alias", location["alias"])], root=APP_V1
    )
    assert [one["fields"] for one in behind] == [HERE, KETTLE]
    assert await look_up(stranger, "user", "microsol", congregation="harbourlight") == []
    assert await look_up(stranger, "user", userid=bo.user_id) == []

    await until_listed(stranger, porch)
    assert porch in await directory(stranger, include_all_networks=True)
    assert porch not in await directory(stranger)

    await bo.ask('!visibility congregation crew="Slow Kéttle"', expecting="only members")
    await until_found(stranger, [HERE])
    assert await directory(stranger, third_party_instance_id=NETWORK) == {porch}

    await service.stop()
    source = service.config.source
    text = source.read_text("utf-8")
    source.write_text(text.replace('in_directory: "on"', 'in_directory: "off"'), "utf-8")
    await service.start()
    await until_listed(stranger)
    assert await fields_of(stranger) == [HERE]

    await amara.ask("!publish off", expecting="Copies may remain")
    assert await fields_of(stranger) == []
