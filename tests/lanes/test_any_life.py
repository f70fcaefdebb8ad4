"""Any life among any troubles: once they are over nothing was lost, and nothing was done twice."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from enum import Enum, auto

from attrs import define, frozen
from hypothesis import given, settings

from microsol_matrix.errors import HomeserverUnreachable, StoreUnavailable
from microsol_matrix.evolve import empty_world, replay
from microsol_matrix.ids import UserId
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.places import crew_room
from microsol_matrix.plan import plan
from microsol_matrix.ports import Append, Waiting
from microsol_matrix.scales.crew import SeatState
from microsol_matrix.seen import NoticeSent, PromptSent
from microsol_matrix.world import World
from tests.dice import Dice, lives
from tests.fakes.clock import FakeClock
from tests.fakes.door import Failure
from tests.fakes.homeserver import FakeHomeserver
from tests.fakes.store import MemoryStore
from tests.lanes.looking import go_round
from tests.lanes.service import SERVER, Neighbour, Service, Village, found, running

NAMES = ("Amara", "Bo", "Cleo", "Dov")
CALLS = ("!call Boats seats=2-3", "!call Ferry kind=support seats=2-2", "!call Kettle closes=2d")
WORDS = ("yes Boats", "yes Ferry", "yes Boats", "yes Kettle", "no Boats", "no Ferry", "!withdraw")
PORTS = ("make_room", "send", "invite", "put_state", "redact", "remove", "read_state", "join")


class What(Enum):
    """The kinds of acts; the first is what a failing life is shrunk to."""

    REST = auto()
    CALL = auto()
    TELL = auto()
    SAY = auto()
    REACT = auto()
    ACCEPT = auto()
    LEAVE = auto()
    LOSE_ANSWER = auto()
    FAIL = auto()
    DEAF = auto()
    STORE_AWAY = auto()
    REPEAT = auto()
    WAIT = auto()
    RESTART = auto()


@frozen
class Act:
    """One act; numbers choose among whatever there is when it is lived."""

    what: What
    who: int
    which: int


# What moves a life on comes more often than what disturbs it.
_KINDS = (*What, *[What.TELL] * 4, *[What.ACCEPT] * 3, *[What.LEAVE] * 2)


def _act(dice: Dice) -> Act:
    what, who, which = dice
    return Act(_KINDS[what % len(_KINDS)], who, which)


a_life = lives(_act, dice=3, length=24)


@define
class TiredStore(MemoryStore):
    """A store that is away for the next few commits."""

    tired_for: int = 0

    async def append(self, commit: Append) -> tuple[Waiting, ...]:
        if self.tired_for:
            self.tired_for -= 1
            raise StoreUnavailable("tired")
        return await super().append(commit)


@define
class Life:
    """One life: what outlives the service, and the service of now."""

    homeserver: FakeHomeserver
    store: TiredStore
    clock: FakeClock
    stack: AsyncExitStack
    village: Village
    services: list[Service]

    @classmethod
    async def begin(cls) -> "Life":
        homeserver, store, clock = FakeHomeserver.named(SERVER), TiredStore(), FakeClock()
        stack = AsyncExitStack()
        service = await stack.enter_async_context(running(homeserver, store, clock))
        village = await found(service, *NAMES[1:])
        for caller, words in zip(NAMES, CALLS, strict=False):
            await village[caller].says(village.commons, words)
        await village["Cleo"].tells("yes Boats")
        return cls(homeserver, store, clock, stack, village, [service])

    @property
    def service(self) -> Service:
        return self.services[-1]

    def person(self, act: Act) -> Neighbour:
        return self.village[NAMES[act.who % len(NAMES)]]

    async def restart(self) -> None:
        """Stop the service and start it anew on what it left."""
        await self.stack.aclose()
        self.stack = AsyncExitStack()
        started = running(self.homeserver, self.store, self.clock)
        service = await self.stack.enter_async_context(started)
        self.services.append(service)
        self.village.service = service
        for person in self.village.people.values():
            person.service = service

    async def live(self, act: Act) -> None:
        """Let one act be."""
        person = self.person(act)
        commons = self.village.commons
        match act.what:
            case What.REST:
                pass
            case What.CALL:
                await person.says(commons, CALLS[act.which % len(CALLS)])
            case What.TELL:
                await person.tells(WORDS[act.which % len(WORDS)])
            case What.SAY:
                await person.says(commons, f"!{WORDS[act.which % 5]}")
            case What.REACT if self.village.prompts:
                prompt = self.village.prompts[act.which % len(self.village.prompts)]
                await person.reacts(commons, prompt)
            case What.ACCEPT:
                await self._go(person, "invite")
            case What.LEAVE:
                await self._go(person, "join")
            case What.LOSE_ANSWER | What.FAIL:
                is_done = act.what is What.LOSE_ANSWER
                failure = Failure(HomeserverUnreachable("a trouble"), is_done=is_done)
                self.homeserver.failures[PORTS[act.which % len(PORTS)]] = failure
            case What.DEAF:
                self.service.hears = not self.service.hears
            case What.STORE_AWAY:
                self.store.tired_for = act.which % 8
            case What.REPEAT:
                raw = self.homeserver.take_transaction()
                await self.service.inbox.take_in(raw)
                await self.service.inbox.take_in(raw)
                await self.service.settle()
            case What.WAIT:
                minutes = (1, 10, 60, 600, 60 * 24, 60 * 24 * 3, 60 * 24 * 7, 60 * 24 * 15)
                await self.service.pass_time(timedelta(minutes=minutes[act.which % len(minutes)]))
            case What.RESTART:
                await self.restart()
            case _:
                pass

    async def _go(self, person: Neighbour, standing: str) -> None:
        """Into all crews' rooms that somebody is asked to, or out of those that they are in."""
        for room_id, room in list(self.homeserver.matrix.rooms.items()):
            is_crews = "org.microsol.crew" in {type_ for type_, key in room.state if not key}
            if is_crews and room.membership(person.user_id) == standing:
                await (person.joins(room_id) if standing == "invite" else person.leaves(room_id))

    async def heal(self) -> None:
        """Let all troubles be over, and time enough pass for everything to be tried again."""
        self.homeserver.failures.clear()
        self.store.tired_for = 0
        self.service.hears = True
        await self.service.pass_time(timedelta(hours=3))


def sent_once(homeserver: FakeHomeserver, store: MemoryStore) -> None:
    """Hold every message of ours against the one fact that tells of it."""
    sent = sorted(
        event.event_id
        for event in homeserver.matrix.stream
        if event.sender == homeserver.bot
        and event.type == "m.room.message"
        and "m.new_content" not in event.content
    )
    known = {
        fact.event_id
        for lane in store.lanes.values()
        for fact in lane.facts
        if isinstance(fact, NoticeSent | PromptSent)
    }
    assert sent == sorted(known), "each was said once, and is known to have been said"


async def check(life: Life) -> None:
    """Hold what came of a life against what is promised."""
    homeserver, store = life.homeserver, life.store
    assert [problem for one in life.services for problem in one.told.broke] == []
    assert [row for one in life.services for row in one.told.set_aside] == []
    assert await store.waiting() == (), "everything was taken in"
    sent_once(homeserver, store)
    house = life.service.lanes.house
    for lane, kept in store.lanes.items():
        world = await life.service.lanes.world(lane)
        assert plan(world, house) == (), "everything was done"
        again: World | PersonWorld = replay(empty_world(lane), kept.facts)
        assert again == world, "the facts give the world"
        if isinstance(world, World):
            _check_congregation(world, homeserver)


def _check_congregation(world: World, homeserver: FakeHomeserver) -> None:
    rooms = homeserver.matrix.rooms
    crews = [
        one for one in rooms.values() if "org.microsol.crew" in {t for t, k in one.state if not k}
    ]
    assert len(crews) == len(world.crews), "one room a crew"
    for key, room in world.rooms.items():
        seen = {UserId(person): what.value for person, what in room.people.items()}
        real = {
            UserId(person): event.content["membership"]
            for (type_, person), event in rooms[room.room_id].state.items()
            if type_ == "m.room.member" and person != homeserver.bot
        }
        for (
            person
        ) in room.asked_back:  # asked for a seat again, and stepped back before they had it
            assert real.pop(person) == "leave"
        assert seen == real, f"the picture of {key} is true"
    for crew in world.crews.values():
        room_seen = world.rooms[crew_room(crew.id)]
        standing: dict[SeatState, set[str | None]] = {
            SeatState.INVITED: {"invite"},
            SeatState.TAKEN: {"join"},
            SeatState.FREED: {"leave", "ban", None},
        }
        for seat in crew.seats:
            real_one = rooms[room_seen.room_id].membership(seat.person)
            assert real_one in standing[seat.state], (crew.name, seat)
        assert crew.is_welcomed


async def whole(acts: list[Act]) -> None:
    life = await Life.begin()
    try:
        for act in acts:
            await life.live(act)
        await life.heal()
        await check(life)
        assert (await go_round(life.service)).differing == 0, "every room is as believed"
    finally:
        await life.stack.aclose()


@given(acts=a_life)
@settings(max_examples=max(40, settings().max_examples // 4))
def test_once_troubles_are_over_nothing_is_lost_and_nothing_done_twice(acts: list[Act]) -> None:
    asyncio.run(whole(acts))
