"""The bot out of rooms of a real homeserver, and back: what hosts see, and that nothing is lost."""

import pytest

from appservice.demo.client import ClientApi, MatrixRefused
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomId
from tests.live.village import Village, found

pytestmark = pytest.mark.live


@pytest.fixture
async def village(harbourlight: Village) -> Village:
    """Give a congregation of the test's own: the bot is put out of its rooms."""
    return await found(harbourlight.service, "Thornfield Loop")


async def put_out(village: Village, room_id: RoomId) -> None:
    """Take the bot out of a room in its own name, as only the homeserver's admin can."""
    service = village.service
    token = service.config.appservice.as_token
    api = ClientApi(homeserver_url=service.homeserver.url, access_token=token)
    query = [("user_id", service.bot)]
    await api.call("POST", "rooms", room_id, "leave", body={}, query=query)


async def is_in(village: Village, room_id: RoomId) -> None:
    """Wait until the bot is in a room."""
    member = village.founder.member

    async def joined() -> bool:
        return (await member.members(room_id)).get(village.service.bot) == "join"

    await until(joined, hint="the bot to be in again")


@pytest.mark.parametrize("room", ["Commons", "the space"])
async def test_hosts_are_told_and_what_was_wanted_meanwhile_comes_once_it_is_back(
    village: Village, room: str
) -> None:
    service, founder = village.service, village.founder
    amara = founder.member
    room_id = village.commons if room == "Commons" else village.space
    await put_out(village, room_id)
    await amara.wait_for_message(
        village.hosts, containing=f"I am not in {room} of Thornfield Loop any more"
    )
    refused = len(service.lines("intent_refused"))
    await founder.ask("!call Hedge School seats=3", expecting="Your call for Hedge School")

    await amara.invite(room_id, service.bot)
    await is_in(village, room_id)

    await amara.wait_for_message(village.hosts, containing="again, and go on")
    await amara.wait_for_message(village.commons, containing="is calling a crew: Hedge School")
    assert len(service.lines("intent_refused")) == refused
    told = await amara.messages(village.hosts)
    assert sum("any more" in one.body for one in told) == 1


async def test_no_host_can_put_it_out(village: Village) -> None:
    with pytest.raises(MatrixRefused):
        await village.founder.member.kick(village.commons, village.service.bot)


async def test_out_of_somebodys_direct_room_it_comes_back_when_it_is_invited_there(
    village: Village,
) -> None:
    founder, bot = village.founder, village.service.bot
    await put_out(village, founder.direct)

    await founder.member.invite(founder.direct, bot)
    await is_in_direct(village)

    assert "Thornfield Loop" in await founder.ask("!calls", expecting="Thornfield Loop")


async def is_in_direct(village: Village) -> None:
    """Wait until the bot is in the founder's direct room."""
    await is_in(village, village.founder.direct)
