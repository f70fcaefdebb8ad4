"""`microsol-matrix read` on real homeservers: any account, here and elsewhere, over nothing but Matrix."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from appservice.demo.member import Member
from appservice.demo.synapse import Synapse
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomAlias
from microsol_matrix.structure.types import CONGREGATION
from tests.live.conftest import NewService
from tests.live.village import Village, found
from tests.porches import example

pytestmark = [pytest.mark.live, pytest.mark.federation]

THREE_DAYS = timedelta(hours=73)


@pytest_asyncio.fixture
async def village(new_service: NewService) -> Village:
    """A congregation that publishes its card and one crew's."""
    service = new_service()
    almanac = service.by_almanac()
    await service.homeserver.start()
    await service.start()
    village = await found(service, people=("Bo", "Cleo"))
    amara, bo = village.founder, village["Bo"]
    await amara.ask(f"!tier {bo.user_id} partner", expecting="partner")
    await amara.ask(f"!host {bo.user_id}", expecting="I have asked")
    await bo.ask("!host yes", expecting="You are a host")
    await village.crew("Slow Kettle | seats=3", "Amara", "Bo", "Cleo")
    await bo.ask('!visibility porch crew="Slow Kettle"', expecting="its people are asked first")
    almanac.turn(THREE_DAYS)
    await amara.ask("!publish crews yes", expecting="From now on everybody can read")
    return village


async def test_strangers_here_and_elsewhere_read_a_porch_and_where_a_handmade_one_leads(
    village: Village, elsewhere: Synapse
) -> None:
    server = village.service.homeserver.server_name
    porch = RoomAlias(f"#_microsol.porch_harbourlight:{server}")
    ines = await village.service.homeserver.newcomer("Ines")
    zoe = await elsewhere.newcomer("Zoe")

    await until_read(ines, porch, joining="closed", crews={"Slow Kettle"}, joined=False)
    await until_read(zoe, porch, joining="closed", crews={"Slow Kettle"}, joined=True)
    code, tree = await run(zoe, porch)
    assert code == 0
    assert tree.startswith(f"Harbourlight  {porch}\n")
    assert "└─ crews\n   └─ Slow Kettle  (practice, " in tree
    assert ", 3-9 people)\n" in tree
    assert "@" not in tree

    room_id = await ines.join(porch)
    await ines.leave(room_id)
    await village.founder.ask("!joining ask", expecting="Newcomers can ask to join")
    await until_read(ines, porch, joining="ask", crews={"Slow Kettle"}, joined=True)
    await until_read(zoe, porch, joining="ask", crews={"Slow Kettle"}, joined=True)

    handmade = await make_porch(ines, leading_to=porch)
    thornfield = await reads(zoe, handmade)
    assert thornfield["card"]["known"]["name"] == "Thornfield Loop"
    [harbourlight] = thornfield["leads_to"]
    assert (harbourlight["seen"], harbourlight["name"]) == ("glimpsed", "Harbourlight")
    nell = await village.service.homeserver.newcomer("Nell")
    [harbourlight] = (await reads(nell, handmade))["leads_to"]
    assert harbourlight["card"]["known"]["joining"] == "ask"

    code, _ = await run(zoe, RoomAlias(f"#nobody:{server}"))
    assert code == 66
    assert await zoe.joined_rooms() == frozenset()
    assert await ines.joined_rooms() == {thornfield["room_id"]}


async def until_read(
    member: Member, porch: RoomAlias, *, joining: str, crews: set[str], joined: bool
) -> None:
    """Wait until somebody reads this; how they come to read it is the same each time."""

    async def does() -> bool:
        status, output = await run(member, porch, "--json")
        if status:
            return False
        told = json.loads(output)
        assert (told["joined"], told["is_still_in"], told["notes"]) == (joined, False, [])
        room = told["porch"]
        names = {crew["known"]["name"] for crew in room["crews"].values()}
        return bool(room["card"]) and (room["card"]["known"]["joining"], names) == (joining, crews)

    await until(does, hint=f"{member.user_id} to read {joining} and {crews}")


async def reads(member: Member, porch: RoomAlias) -> Mapping[str, Any]:
    """Give the porch as it is told to machines."""
    code, output = await run(member, porch, "--json")
    assert code == 0, output
    told: Mapping[str, Any] = json.loads(output)["porch"]
    return told


async def run(member: Member, porch: RoomAlias, *words: str) -> tuple[int | None, str]:
    """Run the program as somebody would; give its exit code and what it printed."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "appservice", "read", porch),
        *("--homeserver", member.homeserver_url, *words),
        env={**os.environ, "MICROSOL_TOKEN": member.access_token},
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await child.communicate()
    return child.returncode, said.decode()


async def make_porch(member: Member, *, leading_to: RoomAlias) -> RoomAlias:
    """Write a porch by hand, as any program could, that leads to another one."""
    neighbour = await member.resolve(leading_to)
    assert neighbour is not None
    server = leading_to.partition(":")[2]
    card = example(CONGREGATION, "how_to_join") | {"name": "Thornfield Loop"}
    state = (
        ("m.room.history_visibility", "", {"history_visibility": "world_readable"}),
        (CONGREGATION, "", card),
        ("m.space.child", neighbour, {"via": [server]}),
    )
    body = {
        "preset": "public_chat",
        "room_alias_name": "thornfield",
        "creation_content": {"type": "m.space"},
        "initial_state": [
            {"type": type_, "state_key": key, "content": content} for type_, key, content in state
        ],
    }
    await member.api.call("POST", "createRoom", body=body)
    return RoomAlias(f"#thornfield:{server}")
