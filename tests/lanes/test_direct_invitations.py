"""Invitations into direct rooms, ours and other people's, on the fake homeserver."""

import asyncio

import pytest
from attrs import define, field

from appservice.demo.waiting import until
from appservice.names import SecretNames
from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.facts import Fact
from microsol_matrix.house import House
from microsol_matrix.ids import RoomId, ServerName, UserId
from microsol_matrix.lanes.perform import Performer
from microsol_matrix.lanes.perform.direct import FIRST_WORDS_FROM_AFAR
from microsol_matrix.plan.intents import Intent, InviteToDirect, JoinDirect
from microsol_matrix.scales.person import DirectJoined, DirectOpened
from tests.contracts.crew_rooms import room_spec
from tests.fakes.clock import FakeClock
from tests.fakes.homeserver import FakeHomeserver
from tests.fakes.store import MemoryStore

AMARA = UserId("@amara:here.example")


@define
class Around:
    """The fake homeserver, and who performs on it."""

    homeserver: FakeHomeserver = field(factory=lambda: FakeHomeserver.named("here.example"))
    clock: FakeClock = field(factory=FakeClock)

    async def perform(self, intent: Intent) -> Fact:
        house = House(
            bot=self.homeserver.bot,
            server=ServerName("here.example"),
            room_version="11",
            founders=("*",),
            entropy=SecretNames("nobody knows"),
        )
        performer = Performer(
            homeserver=self.homeserver, house=house, clock=self.clock, store=MemoryStore()
        )
        (fact,) = (await performer.perform(intent)).facts
        return fact

    async def invite(self, room_id: RoomId) -> Fact:
        return await self.perform(InviteToDirect(room_id, AMARA, is_local=True))

    def bot_is(self, room_id: RoomId) -> str | None:
        return self.homeserver.matrix.room(room_id).membership(self.homeserver.bot)


@pytest.fixture
def around() -> Around:
    return Around()


async def test_an_invitation_to_talk_says_that_it_is_direct(around: Around) -> None:
    room_id = (await around.homeserver.make_room(room_spec())).room_id

    fact = await around.invite(room_id)

    invitation = around.homeserver.matrix.room(room_id).content("m.room.member", AMARA)
    assert (invitation["membership"], invitation["is_direct"]) == ("invite", True)
    assert fact == DirectOpened(room_id)


async def test_who_is_in_already_is_not_asked_again(around: Around) -> None:
    room_id = (await around.homeserver.make_room(room_spec())).room_id
    await around.homeserver.invite(room_id, AMARA)
    around.homeserver.member_joins(room_id, AMARA)

    fact = await around.invite(room_id)

    assert around.homeserver.matrix.room(room_id).membership(AMARA) == "join"
    assert fact == DirectOpened(room_id)


async def test_a_room_where_we_may_not_invite_stays_refused(around: Around) -> None:
    room_id = around.homeserver.matrix.create(UserId("@dov:here.example"))

    with pytest.raises(HomeserverRefused):
        await around.invite(room_id)


async def test_whoever_invites_us_here_is_joined_at_once(around: Around) -> None:
    room_id = around.homeserver.member_opens_direct(AMARA)

    fact = await around.perform(JoinDirect(room_id, via=("here.example",)))

    assert fact == DirectJoined(room_id)
    assert around.bot_is(room_id) == "join"


async def test_whoever_invites_us_from_elsewhere_is_let_finish_their_first_words(
    around: Around,
) -> None:
    room_id = around.homeserver.member_opens_direct(AMARA)

    async def is_waiting() -> bool:
        return around.clock.next_waking is not None

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(around.perform(JoinDirect(room_id, via=("there.example",))))
        await until(is_waiting, hint="the pause")
        before = around.bot_is(room_id)
        around.clock.advance_to(around.clock.now() + FIRST_WORDS_FROM_AFAR)

    assert (before, around.bot_is(room_id)) == ("invite", "join")
