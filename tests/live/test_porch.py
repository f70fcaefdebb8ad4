"""The porch on real homeservers: read by strangers, here and elsewhere, for as long as hosts let it be."""

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
import pytest_asyncio
from attrs import frozen

from appservice.demo.almanac import Almanac
from appservice.demo.client import MatrixRefused
from appservice.demo.member import Member
from appservice.demo.synapse import Synapse
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomAlias, RoomId
from microsol_matrix.structure import types
from tests.live.conftest import NewService
from tests.live.village import Village, found

pytestmark = [pytest.mark.live, pytest.mark.federation]

THREE_DAYS = timedelta(hours=73)
SAYING = (types.CONGREGATION, types.CREW, "m.room.name", "m.room.topic")


@frozen
class Lived:
    """A village, and the almanac by which its service's time passes."""

    village: Village
    almanac: Almanac

    @property
    def address(self) -> RoomAlias:
        return RoomAlias(f"#_microsol.porch_harbourlight:{self.server}")

    @property
    def server(self) -> str:
        return self.village.service.homeserver.server_name

    async def porch(self, member: Member) -> RoomId:
        """Find the porch by its address, as anybody can."""

        async def place() -> RoomId | None:
            return await member.resolve(self.address)

        return await until(place, hint=f"{self.address} to lead somewhere")


@pytest_asyncio.fixture
async def lived(new_service: NewService, version: str) -> Lived:
    service = new_service(rooms__version=version)
    almanac = service.by_almanac()
    await service.homeserver.start()
    await service.start()
    lived = Lived(await found(service, people=("Bo", "Cleo")), almanac)
    bo, amara = lived.village["Bo"], lived.village.founder
    await amara.ask("!publish card", expecting="has one host so far")
    await amara.ask(f"!tier {bo.user_id} partner", expecting="partner")
    await amara.ask(f"!host {bo.user_id}", expecting="I have asked")
    await bo.ask("!host yes", expecting="You are a host")
    return lived


async def cards(member: Member, room_id: RoomId) -> Mapping[str, Any]:
    """Read what the porch says of crews that is not taken away, by their names."""
    state = await member.state(room_id)
    contents = (content for (kind, _), content in state.items() if kind == types.CREW)
    return {content["name"]: dict(content) for content in contents if content}


async def until_crews(member: Member, room_id: RoomId, *names: str) -> None:
    async def so() -> bool:
        return set(await cards(member, room_id)) == set(names)

    await until(so, hint=f"{names} to be the crews on the porch")


async def said_ever(member: Member, room_id: RoomId) -> list[tuple[str, Mapping[str, Any]]]:
    """Read everything that a room's history still says of the congregation and its crews."""
    return [
        (event["type"], event["content"])
        for event in await member.events(room_id, limit=100)
        if event["type"] in SAYING and any(event["content"].values())
    ]


async def test_strangers_read_on_the_porch_what_hosts_and_crews_agreed_to_and_then_nothing(
    lived: Lived, elsewhere: Synapse
) -> None:
    village, amara, bo = lived.village, lived.village.founder, lived.village["Bo"]
    await village.crew("Slow Kettle | seats=3", "Amara", "Bo", "Cleo")
    await village.crew("Paper Boats | seats=2", "Bo", "Cleo")
    await bo.ask('!visibility porch crew="Slow Kettle"', expecting="its people are asked first")
    lived.almanac.turn(THREE_DAYS)
    await amara.ask("!publish crews", expecting="This is what everybody could read")
    stranger = await village.service.homeserver.newcomer("Ines")
    assert await stranger.resolve(lived.address) is None

    await amara.ask("!publish crews yes", expecting="From now on everybody can read")
    porch = await lived.porch(stranger)
    await opens(stranger, porch)
    await until_crews(stranger, porch, "Slow Kettle")
    await holds_the_card(stranger, porch)
    assert (await cards(stranger, porch))["Slow Kettle"]["size"] == "3-9"
    assert str(bo.user_id.partition(":")[0]) not in str(await stranger.state(porch))
    assert porch not in await bo.member.hierarchy(village.space)
    card = await bo.member.state_event(village.space, types.CONGREGATION) or {}
    assert card["porch"] == porch

    zoe = await elsewhere.newcomer("Zoe")
    assert await zoe.join(lived.address) == porch
    await until_crews(zoe, porch, "Slow Kettle")
    await holds_the_card(zoe, porch)
    with pytest.raises(MatrixRefused) as refused:
        await zoe.say(porch, "is anybody here?")
    assert refused.value.status == HTTPStatus.FORBIDDEN

    await bo.ask('!visibility congregation crew="Slow Kettle"', expecting="only members")
    await until_crews(stranger, porch)
    await until_crews(zoe, porch)
    assert "Slow Kettle" not in str(await said_ever(stranger, porch))

    await amara.ask("!publish off", expecting="Copies may remain")
    await closes(stranger, porch)
    await forgets(zoe, porch)
    assert await said_ever(zoe, porch) == []

    await amara.ask("!publish card yes", expecting="From now on everybody can read")
    assert await lived.porch(stranger) == porch
    await opens(stranger, porch)
    await holds_the_card(stranger, porch)


async def holds_the_card(member: Member, room_id: RoomId) -> None:
    """Hold that somebody reads what the congregation says of itself, and that it names nobody."""

    async def is_there() -> Mapping[str, Any] | None:
        return await member.state_event(room_id, types.CONGREGATION) or None

    card = await until(is_there, hint="the card to be on the porch")
    assert (card["name"], card["size"], card["joining"]) == ("Harbourlight", "3-9", "closed")
    assert await member.state_event(room_id, "m.room.name") == {"name": "Harbourlight"}


async def closes(member: Member, room_id: RoomId) -> None:
    async def is_closed() -> bool:
        try:
            await member.state(room_id)
        except MatrixRefused as refused:
            return refused.status == HTTPStatus.FORBIDDEN
        return False

    await until(is_closed, hint="the porch to be closed")


async def opens(member: Member, room_id: RoomId) -> None:
    async def is_open() -> bool:
        try:
            return bool((await member.state_event(room_id, "m.room.name") or {}).get("name"))
        except MatrixRefused as refused:
            if refused.status != HTTPStatus.FORBIDDEN:
                raise
            return False

    await until(is_open, hint="the porch to be open")


async def forgets(member: Member, room_id: RoomId) -> None:
    """Wait until nothing is left of it for somebody who is in it, on another homeserver."""

    async def is_empty() -> bool:
        state = await member.state(room_id)
        said = (content for (kind, _), content in state.items() if kind in SAYING)
        return not any(any(content.values()) for content in said)

    await until(is_empty, hint="the porch to be empty")
