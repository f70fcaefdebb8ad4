"""Rooms of a real homeserver that were changed past the service: it puts right what is its own, or says its needs."""

import secrets
from typing import Any, Final

import pytest
import trustme

from appservice.demo.client import ClientApi
from appservice.demo.member import Member
from appservice.demo.synapse import Synapse
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomAlias, RoomId
from microsol_matrix.structure import types
from tests.live.service import RunningService
from tests.live.village import Village, found

pytestmark = pytest.mark.live

_ADMIN_V1: Final = "/_synapse/admin/v1"
_HELPERS: Final = "io.element.functional_members"


async def content(member: Member, room_id: RoomId, kind: str, *, key: str = "") -> dict[str, Any]:
    return dict(await member.state_event(room_id, kind, key=key) or {})


async def until_it_holds(
    member: Member, room_id: RoomId, kind: str, *, key: str = "", **expected: object
) -> None:
    """Wait until a state event says some things."""

    async def holds() -> bool:
        present = await content(member, room_id, kind, key=key)
        return all(present.get(name) == value for name, value in expected.items())

    await until(holds, hint=f"{kind} {key} to hold {expected}")


def in_its_name(service: RunningService) -> tuple[ClientApi, list[tuple[str, str]]]:
    """Give a way to speak in the bot's name, past the service."""
    token = service.config.appservice.as_token
    api = ClientApi(homeserver_url=service.homeserver.url, access_token=token)
    return api, [("user_id", service.bot)]


async def upgrade(village: Village, room_id: RoomId) -> RoomId:
    """Have the homeserver's admin give Amara all power in a room, and her upgrade it."""
    amara = village.founder.member
    admin = await village.service.homeserver.register(
        f"admin-{secrets.token_hex(4)}", is_admin=True
    )
    segments = ("rooms", room_id, "make_room_admin")
    await admin.api.call("POST", *segments, body={"user_id": amara.user_id}, root=_ADMIN_V1)
    moved = await amara.api.call("POST", "rooms", room_id, "upgrade", body={"new_version": "11"})
    return RoomId(moved["replacement_room"])


async def stands_instead(village: Village, old: RoomId, new: RoomId) -> None:
    """Wait until the space leads to a new room and no more to the old one."""
    amara, here = village.founder.member, village.service.homeserver.server_name
    await until_it_holds(amara, village.space, "m.space.child", key=new, via=[here])
    await until_it_holds(amara, village.space, "m.space.child", key=old, via=None)


async def test_what_no_event_told_of_is_found_on_a_round_and_the_next_one_finds_nothing(
    private_service: RunningService,
) -> None:
    village = await found(private_service, people=("Bo",))
    amara = village.founder.member
    alias = RoomAlias((await content(amara, village.space, "m.room.canonical_alias"))["alias"])
    helpers = await content(amara, village.commons, _HELPERS)
    await private_service.stop()
    api, its_name = in_its_name(private_service)
    await api.call("DELETE", "directory", "room", alias, query=its_name)
    forged = ("rooms", village.commons, "state", _HELPERS, "")
    await api.call("PUT", *forged, body={"service_members": []}, query=its_name)
    await amara.set_state(village.space, "m.space.child", key=village.commons, content={})

    # Each start goes round; of rooms besides spaces a quarter is looked at, by the hour.
    private_service.config.source.write_text(
        private_service.config.source.read_text(encoding="utf-8") + "\nslow_round_interval_s: 1\n",
        encoding="utf-8",
    )
    await private_service.start()

    async def leads_there() -> bool:
        return await amara.resolve(alias) == village.space

    await until(leads_there, hint=f"{alias} to lead to the space again")
    await until_it_holds(amara, village.space, "m.room.canonical_alias", alias=alias)
    await until_it_holds(amara, village.commons, _HELPERS, **helpers)
    here = private_service.homeserver.server_name
    await until_it_holds(amara, village.space, "m.space.child", key=village.commons, via=[here])
    await amara.wait_for_message(village.hosts, containing="changed how Commons of")

    done = len(private_service.lines("intent_done"))
    rounds = len(private_service.lines("slow_round"))
    await private_service.wait_for_line("slow_round", count=rounds + 5)
    later = private_service.lines("slow_round")[rounds + 1 :]
    assert [one["differing"] for one in later] == [0] * len(later)
    assert len(private_service.lines("intent_done")) == done


async def test_rooms_that_are_upgraded_are_followed_or_hosts_told_what_it_needs(
    service: RunningService,
) -> None:
    village = await found(service, "Moving Tide", people=("Bo",))
    amara, bo = village.founder.member, village["Bo"].member
    crew = await village.crew("Tide Tables | seats=2", "Amara", "Bo")
    marker = await content(amara, crew, types.CREW)

    commons = await upgrade(village, village.commons)
    await stands_instead(village, village.commons, commons)
    await bo.join((await bo.wait_for_invitation(room_name="Moving Tide: Commons")).room_id)
    await amara.wait_for_message(village.hosts, containing="I have moved along with")
    await until_it_holds(amara, commons, types.ROOM, space=village.space)
    await bo.say(commons, "!calls")
    await bo.wait_for_message(commons, containing="Moving Tide", sender=service.bot)

    moved = await upgrade(village, crew)
    await amara.wait_for_message(village.hosts, containing=f"({moved}), and I cannot come in")
    await amara.invite(moved, service.bot)

    await stands_instead(village, crew, moved)
    await until_it_holds(amara, moved, types.CREW, id=marker["id"])
    await bo.join((await bo.wait_for_invitation(room_name="Tide Tables")).room_id)
    await bo.say(moved, "!crew")
    await bo.wait_for_message(moved, containing="Tide Tables", sender=service.bot)


@pytest.mark.federation
async def test_with_the_first_server_of_a_way_gone_one_comes_in_through_the_second(
    private_service: RunningService,
    elsewhere: Synapse,
    authority: trustme.CA,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    village = await found(private_service, "Three Shores")
    await village.welcome("Zoe", homeserver=elsewhere)
    await village.founder.ask("!joining open", expecting="anybody who knows its address")
    far = Synapse(directory=tmp_path_factory.mktemp("far"), authority=authority)
    async with far:
        yan, amara = await far.newcomer("Yan"), village.founder.member
        way = [private_service.homeserver.server_name, elsewhere.server_name]
        await until_it_holds(amara, village.commons, "m.space.parent", key=village.space, via=way)
        await amara.invite(village.commons, yan.user_id)
        await yan.join((await yan.wait_for_invitation(room_name="Three Shores: Commons")).room_id)
        told = await content(yan, village.commons, "m.space.parent", key=village.space)
        await private_service.stop()
        await private_service.homeserver.stop()

        joined = await yan.join(village.space, via=told["via"])

        assert told["via"] == way
        assert joined == village.space
        assert (await yan.members(village.space))[yan.user_id] == "join"
