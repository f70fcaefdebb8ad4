"""After a start nobody is invited on what was seen before it, not even while what was read since waits to be judged."""

from collections.abc import Coroutine
from typing import Any

import pytest_asyncio
from attrs import Factory, define

from microsol_matrix.house import House
from microsol_matrix.ids import LaneId, RoomKey, UserId
from microsol_matrix.lanes.perform import Performer
from microsol_matrix.lanes.undertakings import Finished, Undertakings
from microsol_matrix.plan.intents import Invite
from tests.contracts.crew_rooms import room_spec
from tests.fakes.clock import FakeClock
from tests.fakes.homeserver import FakeHomeserver
from tests.fakes.names import FakeNames
from tests.fakes.store import MemoryStore
from tests.lanes.service import SERVER, Told

CLEO = UserId(f"@cleo:{SERVER}")


async def _nothing() -> None:
    """Take in nothing."""


@define
class Begun:
    """Undertakings whose lane judges what came back only when the test says so, and what they began."""

    undertakings: Undertakings
    invite: Invite
    works: list[Coroutine[Any, Any, None]]
    finished: list[Finished] = Factory(list)

    async def pursues(self) -> None:
        """Begin what the plan wants, and let all of it come back."""
        self.undertakings.pursue([self.invite])
        while self.works:
            await self.works.pop(0)


@pytest_asyncio.fixture
async def begun() -> Begun:
    """A lane just started, which wants Cleo in a crew's room."""
    homeserver, clock = FakeHomeserver.named(SERVER), FakeClock()
    made = await homeserver.make_room(room_spec())
    house = House(
        bot=homeserver.bot, server=SERVER, room_version="11", founders=("*",), entropy=FakeNames()
    )
    works: list[Coroutine[Any, Any, None]] = []
    finished: list[Finished] = []
    undertakings = Undertakings(
        lane=LaneId("harbourlight"),
        house=house,
        performer=Performer(homeserver=homeserver, house=house, clock=clock, store=MemoryStore()),
        clock=clock,
        reports=Told(),
        spawn=works.append,
        spawn_rest=lambda rest: rest.close(),
        finished=finished.append,
        take_in=lambda _: _nothing(),
        tell=lambda *_: None,
        may_begin=lambda: True,
        stale={made.room_id},
    )
    invite = Invite(RoomKey("crew/slow-kettle"), made.room_id, CLEO, is_local=True)
    return Begun(undertakings, invite, works, finished)


async def test_nobody_is_invited_before_what_was_read_of_the_room_is_judged(begun: Begun) -> None:
    await begun.pursues()
    await begun.pursues()  # something else was judged, and this not yet
    before = list(begun.finished)
    begun.undertakings.ended(before[0].key)
    await begun.pursues()

    assert [str(one.key) for one in before] == [f"refresh/{begun.invite.room_id}"]
    assert [type(fact).__name__ for fact in begun.finished[-1].facts] == ["PersonInvited"]


async def test_what_was_read_and_could_not_be_judged_is_read_again(begun: Begun) -> None:
    await begun.pursues()
    begun.undertakings.rest(begun.finished[0].key)
    begun.undertakings.ended(begun.finished[0].key)

    assert begun.undertakings.stale == {begun.invite.room_id}
