"""What people change in rooms with their own clients, and admins on the homeserver's side."""

import secrets
from typing import Any, Final

import pytest

from appservice.demo.client import MatrixRefused
from appservice.demo.member import Member
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomId, UserId
from microsol_matrix.structure import types
from tests.live.service import RunningService
from tests.live.village import Village, found

pytestmark = pytest.mark.live

_ADMIN_V1: Final = "/_synapse/admin/v1"
POWER: Final = "m.room.power_levels"


async def content(member: Member, room_id: RoomId, kind: str, *, key: str = "") -> dict[str, Any]:
    return dict(await member.state_event(room_id, kind, key=key) or {})


async def until_it_holds(
    member: Member, room_id: RoomId, kind: str, *, key: str = "", **expected: object
) -> None:
    """Wait until a state event says some things."""

    async def holds() -> bool:
        present = await content(member, room_id, kind, key=key)
        return all(present.get(name) == value for name, value in expected.items())

    await until(holds, hint=f"{kind} to hold {expected}")


async def make_admin_of_room(village: Village, room_id: RoomId, user_id: UserId) -> None:
    """Have the homeserver's admin give somebody all the power in a room that the service has."""
    synapse = village.service.homeserver
    admin = await synapse.register(f"admin-{secrets.token_hex(4)}", is_admin=True)
    segments = ("rooms", room_id, "make_room_admin")
    await admin.api.call("POST", *segments, body={"user_id": user_id}, root=_ADMIN_V1)


async def test_what_people_call_their_rooms_is_taken_over(
    service_of_version: RunningService,
) -> None:
    village = await found(service_of_version, people=("Bo", "Cleo"))
    amara, bo, cleo = (village[name].member for name in ("Amara", "Bo", "Cleo"))
    room_id = await village.crew("Slow Kettle | seats=2", "Bo", "Cleo")
    crew_id = (await content(bo, room_id, types.CREW))["id"]

    await bo.set_state(room_id, "m.room.name", content={"name": "Quick Kettle"})
    await bo.set_state(room_id, "m.room.topic", content={"topic": "tea, at once"})
    await amara.set_state(village.space, "m.room.name", content={"name": "Harbour Bright"})

    named = {"name": "Quick Kettle", "intention": "tea, at once"}
    await until_it_holds(cleo, village.space, types.CREW, key=crew_id, **named)
    await until_it_holds(cleo, village.space, types.CONGREGATION, name="Harbour Bright")
    await village["Cleo"].ask("!crews", expecting="Quick Kettle")
    assert await content(bo, room_id, "m.room.name") == {"name": "Quick Kettle"}


async def test_power_in_a_crews_room_goes_with_its_host(
    service_of_version: RunningService, version: str
) -> None:
    village = await found(service_of_version, people=("Bo", "Cleo"))
    bo, cleo = village["Bo"].member, village["Cleo"].member
    room_id = await village.crew("Slow Kettle | seats=2", "Bo", "Cleo")
    await bo.say(room_id, "!agree Tue 19:00")
    await bo.wait_for_message(room_id, containing="Agreed, then.")

    await bo.say(room_id, "!host Cleo")

    listed = {service_of_version.bot: 100} if version == "11" else {}
    await until_it_holds(bo, room_id, POWER, users={**listed, cleo.user_id: 50})
    await cleo.set_state(room_id, "m.room.topic", content={"topic": "tea, still in time"})
    with pytest.raises(MatrixRefused):
        await bo.set_state(room_id, "m.room.topic", content={"topic": "tea, at once"})


async def test_power_from_the_homeservers_side_is_put_back_where_it_can_be(
    service_of_rooms_12: RunningService,
) -> None:
    village = await found(service_of_rooms_12, people=("Bo", "Cleo"))
    bo, cleo = village["Bo"].member, village["Cleo"].member
    room_id = await village.crew("Slow Kettle | seats=2", "Bo", "Cleo")
    before = await content(bo, room_id, POWER)

    await make_admin_of_room(village, room_id, cleo.user_id)

    await bo.wait_for_message(
        room_id, containing="changed who may do what here. I have put it back"
    )
    await until_it_holds(bo, room_id, POWER, users={bo.user_id: 50})
    assert await content(bo, room_id, POWER) == before


async def test_power_like_the_services_is_told_of_and_what_is_done_with_it_put_back(
    service: RunningService,
) -> None:
    village = await found(service, people=("Bo", "Cleo", "Dov"))
    bo, cleo = village["Bo"].member, village["Cleo"].member
    bot = service.bot
    room_id = await village.crew("Slow Kettle | seats=2", "Bo", "Cleo")
    before = await content(bo, room_id, POWER)

    await make_admin_of_room(village, room_id, cleo.user_id)
    await bo.wait_for_message(room_id, containing="As much power as I have here: Cleo.")
    equals = {bot: 100, bo.user_id: 50, cleo.user_id: 100}
    wider = {**before, "kick": 0, "users": {**equals, village["Dov"].user_id: 50}}
    await cleo.set_state(room_id, POWER, content=wider)
    await cleo.set_state(room_id, "m.room.join_rules", content={"join_rule": "public"})

    await bo.wait_for_message(
        room_id, containing="Cleo changed who may do what here. I have put it"
    )
    await bo.wait_for_message(
        room_id, containing="Cleo changed who may come in here. I have put it"
    )
    await until_it_holds(bo, room_id, POWER, kick=100, users=equals)
    await until_it_holds(bo, room_id, "m.room.join_rules", join_rule="invite")
    # Whoever was given it may give it back, and then all is as it was.
    given_back = {**before, "users": {bot: 100, bo.user_id: 50, cleo.user_id: 0}}
    await cleo.set_state(room_id, POWER, content=given_back)
    await until_it_holds(bo, room_id, POWER, users={bot: 100, bo.user_id: 50})
    assert await content(bo, room_id, POWER) == before
