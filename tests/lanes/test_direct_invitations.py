"""How a person is asked into a direct room of ours, on the fake homeserver."""

import pytest

from appservice.clock import SystemClock
from appservice.names import SecretNames
from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.house import House
from microsol_matrix.ids import RoomId, ServerName, UserId
from microsol_matrix.lanes.perform import Performer
from microsol_matrix.plan.intents import InviteToDirect
from microsol_matrix.scales.person import DirectOpened
from tests.contracts.crew_rooms import room_spec
from tests.fakes.homeserver import FakeHomeserver

AMARA = UserId("@amara:here.example")


@pytest.fixture
def homeserver() -> FakeHomeserver:
    return FakeHomeserver.named("here.example")


async def invite(homeserver: FakeHomeserver, room_id: RoomId) -> DirectOpened:
    house = House(
        bot=homeserver.bot,
        server=ServerName("here.example"),
        room_version="11",
        founders=("*",),
        entropy=SecretNames("nobody knows"),
    )
    performer = Performer(homeserver=homeserver, house=house, clock=SystemClock())
    done = await performer.perform(InviteToDirect(room_id, AMARA, is_local=True))
    (fact,) = done.facts
    assert isinstance(fact, DirectOpened)
    return fact


async def test_an_invitation_to_talk_says_that_it_is_direct(homeserver: FakeHomeserver) -> None:
    room_id = (await homeserver.make_room(room_spec())).room_id

    fact = await invite(homeserver, room_id)

    invitation = homeserver.matrix.room(room_id).content("m.room.member", AMARA)
    assert (invitation["membership"], invitation["is_direct"]) == ("invite", True)
    assert fact == DirectOpened(room_id)


async def test_who_is_in_already_is_not_asked_again(homeserver: FakeHomeserver) -> None:
    room_id = (await homeserver.make_room(room_spec())).room_id
    await homeserver.invite(room_id, AMARA)
    homeserver.member_joins(room_id, AMARA)

    fact = await invite(homeserver, room_id)

    assert homeserver.matrix.room(room_id).membership(AMARA) == "join"
    assert fact == DirectOpened(room_id)


async def test_a_room_where_we_may_not_invite_stays_refused(homeserver: FakeHomeserver) -> None:
    room_id = homeserver.matrix.create(UserId("@dov:here.example"))

    with pytest.raises(HomeserverRefused):
        await invite(homeserver, room_id)
