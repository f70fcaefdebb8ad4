"""The bot put out of rooms and invited back, told by transactions or only by sync."""

import pytest

from microsol_matrix.ids import RoomId, UserId
from tests.lanes.service import Service, found, running


def put_out(service: Service, room_id: RoomId) -> None:
    """Have the homeserver's admin take the bot out of a room, as nobody in it can."""
    service.homeserver.matrix.leave(room_id, service.homeserver.bot)


async def test_out_of_commons_it_waits_and_goes_on_once_it_is_invited_back() -> None:
    async with running() as service:
        harbourlight = await found(service, "Bo")
        amara, bo = harbourlight["Amara"], harbourlight["Bo"]
        hosts = service.room_named("Harbourlight: Hosts")
        commons = harbourlight.commons
        put_out(service, commons)
        await service.settle()
        await amara.tells("!call Slow Kettle")
        assert any(
            "I am not in Commons of Harbourlight any more" in said
            for said in service.heard_in(hosts)
        )
        assert service.told.refused == []

        service.homeserver.member_invites(commons, amara.user_id, service.homeserver.bot)
        await service.settle()

        assert service.membership(commons, service.homeserver.bot) == "join"
        assert "Slow Kettle" in service.heard_in(commons)[-1]
        assert "I am in Commons of Harbourlight again" in service.heard_in(hosts)[-1]
        assert (await bo.says(commons, "!calls"))[0].startswith("Open calls in Harbourlight")


async def test_out_of_the_space_too() -> None:
    async with running() as service:
        harbourlight = await found(service, "Bo")
        amara = harbourlight["Amara"]
        put_out(service, harbourlight.space)
        await service.settle()
        answer = await amara.tells("!invite @dov:here.example")
        assert answer.startswith("I am inviting")
        assert service.told.refused == []

        service.homeserver.member_invites(harbourlight.space, amara.user_id, service.homeserver.bot)
        await service.settle()

        dov = UserId("@dov:here.example")
        assert service.homeserver.people(harbourlight.space)[dov] == "invite"


async def test_whoever_came_and_went_while_it_was_out_is_noticed() -> None:
    async with running() as service:
        harbourlight = await found(service, "Bo", "Cleo")
        amara, bo = harbourlight["Amara"], harbourlight["Bo"]
        put_out(service, harbourlight.space)
        await service.settle()
        service.homeserver.member_leaves(harbourlight.space, bo.user_id)

        service.homeserver.member_invites(harbourlight.space, amara.user_id, service.homeserver.bot)
        await service.settle()

        assert bo.user_id not in (await harbourlight.world()).members


@pytest.mark.parametrize("name", ["Harbourlight", "Harbourlight: Commons", "Harbourlight: Archive"])
async def test_what_was_changed_in_a_room_while_it_was_out_is_put_back(name: str) -> None:
    async with running() as service:
        harbourlight = await found(service, "Bo")
        room_id, bot = service.room_named(name), service.homeserver.bot
        room, amara = service.homeserver.matrix.room(room_id), harbourlight["Amara"]
        if room.membership(amara.user_id) != "join":
            await amara.joins(room_id)
        before = {place: dict(event.content) for place, event in room.state.items()}
        children = [place for place in before if place[0] == "m.space.child"]
        put_out(service, room_id)
        await service.settle()
        admin = UserId("@admin:here.example")
        opened = {"join_rule": "public"}
        for kind, state_key, content in [
            ("m.room.join_rules", "", opened),
            ("m.room.guest_access", "", {"guest_access": "can_join"}),
            *((kind, child, {}) for kind, child in children[:1]),
        ]:
            service.homeserver.matrix.append(
                room_id, kind, sender=admin, state_key=state_key, content=content
            )

        service.homeserver.member_invites(room_id, amara.user_id, bot)
        await service.settle()

        after = {place: dict(event.content) for place, event in room.state.items()}
        changed = {place for place in before if after[place] != before[place]}
        assert {place[0] for place in changed} <= {"m.room.member"}


async def test_out_of_somebodys_direct_room_it_comes_back_when_invited_there() -> None:
    async with running() as service:
        harbourlight = await found(service, "Bo")
        bo = harbourlight["Bo"]
        service.homeserver.matrix.kick(bo.direct, service.homeserver.bot, sender=bo.user_id)
        await service.settle()

        service.homeserver.matrix.invite(
            bo.direct, service.homeserver.bot, sender=bo.user_id, is_direct=True
        )
        await service.settle()

        assert (await bo.tells("!calls")).startswith("No call is open in Harbourlight")


async def test_nobody_in_a_crews_room_or_commons_can_put_it_out() -> None:
    async with running() as service:
        harbourlight = await found(service, "Bo", "Cleo")
        await harbourlight["Amara"].tells("!call Slow Kettle seats=2")
        await harbourlight["Bo"].tells("yes")
        matrix = service.homeserver.matrix

        for room_id in (service.room_named("Slow Kettle"), harbourlight.commons):
            levels = matrix.room(room_id).content("m.room.power_levels")
            ours = levels["users"][service.homeserver.bot]
            assert all(
                power < ours
                for user, power in levels["users"].items()
                if user != service.homeserver.bot
            )
