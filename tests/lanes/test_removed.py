"""The bot put out of rooms and invited back, told by transactions or only by sync."""

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
