"""The whole service but for sockets and disk: the real inbox, desk and lanes on fakes.

Owns what a test needs to let people act on Matrix and see what becomes of it. Refuses to look inside of lanes.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from attrs import Factory, define, evolve as changed

from appservice.inbox import Inbox
from microsol_matrix.house import House
from microsol_matrix.ids import EventId, InboxId, LaneId, RoomId, ServerName, Text, UserId
from microsol_matrix.lanes.desk import Desk
from microsol_matrix.lanes.perform import Performer
from microsol_matrix.lanes.profile_zones import ProfileZones
from microsol_matrix.lanes.registry import Lanes
from microsol_matrix.markup import to_plain
from microsol_matrix.words import say
from microsol_matrix.world import LaneWorld, World
from tests.fakes.clock import FakeClock, breathe, calm
from tests.fakes.homeserver import FakeHomeserver
from tests.fakes.names import FakeNames
from tests.fakes.store import MemoryStore

SERVER = ServerName("here.example")


def words(phrase: str, **values: str | int | datetime) -> str:
    """Say a phrase as plain text."""
    return to_plain(Text(say(phrase, **values)))


@define
class Told:
    """What an admin was told (`microsol_matrix.lanes.reports.Reports`)."""

    done: list[str] = Factory(list)
    failed: list[tuple[str, str, int]] = Factory(list)
    refused: list[tuple[str, str]] = Factory(list)
    set_aside: list[InboxId] = Factory(list)
    store_troubles: int = 0
    broke: list[Exception] = Factory(list)

    def intent_done(self, lane: LaneId, intent: str) -> None:  # noqa: ARG002 - the port's shape
        self.done.append(intent)

    def intent_failed(self, lane: LaneId, intent: str, *, errcode: str, attempt: int) -> None:  # noqa: ARG002
        self.failed.append((intent, errcode, attempt))

    def intent_refused(self, lane: LaneId, intent: str, *, errcode: str) -> None:  # noqa: ARG002
        self.refused.append((intent, errcode))

    def arrival_set_aside(self, lane: LaneId, inbox_id: InboxId, *, problem: Exception) -> None:  # noqa: ARG002
        self.set_aside.append(inbox_id)

    def store_unavailable(self, *, problem: Exception) -> None:  # noqa: ARG002
        self.store_troubles += 1

    def lane_broke(self, lane: LaneId, *, problem: Exception) -> None:  # noqa: ARG002
        self.broke.append(problem)


@define
class Service:
    """One run of the service, on a homeserver and a store that outlive it."""

    homeserver: FakeHomeserver
    store: MemoryStore
    clock: FakeClock
    told: Told
    inbox: Inbox
    lanes: Lanes
    desk: Desk
    hears: bool = True
    """Whether the homeserver's transactions come through."""

    @classmethod
    def on(
        cls, homeserver: FakeHomeserver, store: MemoryStore, clock: FakeClock, *, version: str
    ) -> "Service":
        """Put a service together; nothing runs yet."""
        house = House(
            bot=homeserver.bot,
            server=homeserver.server,
            room_version=version,
            founders=("*",),
            entropy=FakeNames(),
        )
        told = Told()
        inbox = Inbox(house=house, store=store, clock=clock)
        lanes = Lanes(
            house=house,
            store=store,
            performer=Performer(homeserver=homeserver, house=house, clock=clock, store=store),
            clock=clock,
            reports=told,
            post=inbox.post,
            take_in=inbox.take_in,
        )
        zones = ProfileZones(homeserver=homeserver, clock=clock)
        desk = Desk(house=house, store=store, lanes=lanes, zones=zones)
        return cls(homeserver, store, clock, told, inbox, lanes, desk)

    # ------------------------------------------------------------------------------------- time

    async def settle(self) -> None:
        """Deliver what happened and let the service do what it can, until nothing more comes of it."""
        await self.calm()
        while self.hears and (raw := self.homeserver.take_transaction()):
            await self.inbox.take_in(raw)
            await self.calm()

    async def pass_time(self, span: timedelta) -> None:
        """Let time pass, with everything that it wakes on the way."""
        end = self.clock.present + span
        grain = span / 100  # a clock that jumps, as on a laptop that slept, must do no harm
        await self.settle()
        while (waking := self.clock.next_waking) is not None and waking <= end:
            due = min(
                (one.next_due for one in self.store.lanes.values() if one.next_due), default=None
            )
            jump = self.clock.present + grain
            goal = min(jump, due) if due is not None and due > self.clock.present else jump
            self.clock.advance_to(min(max(waking, goal), end))
            await self.settle()
        self.clock.advance_to(end)
        await self.settle()

    async def calm(self) -> None:
        """Let the service do what it can with what it has heard so far."""
        await calm(
            lambda: len(self.homeserver.matrix.stream),
            lambda: self.store.commits,
            lambda: (len(self.told.done), len(self.told.failed), len(self.told.broke)),
            lambda: (len(self.told.set_aside), self.told.store_troubles, len(self.told.refused)),
            lambda: self.clock.next_waking,
        )

    # ------------------------------------------------------------------------------------- looks

    async def congregations(self) -> list[World]:
        """Give the worlds of all congregations, in the order of founding."""
        worlds: list[LaneWorld] = [await self.lanes.world(lane) for lane in self.store.lanes]
        return [one for one in worlds if isinstance(one, World) and one.congregation is not None]

    def room_named(self, name: str) -> RoomId:
        """Find the one room with a name."""
        (found,) = self.rooms_named(name)
        return found

    def rooms_named(self, name: str) -> list[RoomId]:
        """Find all rooms with a name."""
        rooms = self.homeserver.matrix.rooms.values()
        return [one.room_id for one in rooms if one.content("m.room.name").get("name") == name]

    def heard_in(self, room_id: RoomId) -> list[str]:
        """Tell what the service said in a room, edits too."""
        bot = self.homeserver.bot
        return [body for sender, body in self.homeserver.words(room_id) if sender == bot]

    def membership(self, room_id: RoomId, person: UserId) -> str | None:
        """Tell how somebody stands to a room."""
        return self.homeserver.matrix.room(room_id).membership(person)


@asynccontextmanager
async def running(
    homeserver: FakeHomeserver | None = None,
    store: MemoryStore | None = None,
    clock: FakeClock | None = None,
    *,
    version: str = "11",
    lists_porches: bool = False,
) -> AsyncIterator[Service]:
    """Run a service; what it stands on is new unless handed over, and is not stopped with it."""
    homeserver = homeserver or FakeHomeserver.named(SERVER)
    service = Service.on(homeserver, store or MemoryStore(), clock or FakeClock(), version=version)
    service.lanes.house = changed(service.lanes.house, lists_porches=lists_porches)
    await service.lanes.wake_unsettled()
    await service.inbox.hand_on_all(service.desk)
    met: Exception | None = None
    async with asyncio.TaskGroup() as tasks:
        running_ = [
            tasks.create_task(service.inbox.hand_on(service.desk)),
            tasks.create_task(service.lanes.watch_the_clock()),
        ]
        try:
            yield service
        except Exception as problem:  # noqa: BLE001 - told below, without the group around it
            met = problem
        for task in running_:
            task.cancel()
        stopping = tasks.create_task(service.lanes.stop())
        while not stopping.done():
            service.clock.advance_to(service.clock.present + timedelta(seconds=1))  # who dozes
            await breathe()
    if met is not None:
        raise met


@define
class Neighbour:
    """One person, with a direct room to the bot."""

    service: Service
    user_id: UserId
    direct: RoomId

    async def tells(self, body: str) -> str:
        """Say something in the direct message; give what was answered there, the last first."""
        before = len(self.service.heard_in(self.direct))
        self.service.homeserver.member_sends(self.direct, self.user_id, body)
        await self.service.settle()
        return "\n".join(reversed(self.service.heard_in(self.direct)[before:]))

    async def says(
        self, room_id: RoomId, body: str, *, reply_to: EventId | None = None
    ) -> list[str]:
        """Say something in a room; give what was answered there."""
        before = len(self.service.heard_in(room_id))
        self.service.homeserver.member_sends(room_id, self.user_id, body, reply_to=reply_to)
        await self.service.settle()
        return self.service.heard_in(room_id)[before:]

    @property
    def heard(self) -> list[str]:
        """What the service told in the direct message."""
        return self.service.heard_in(self.direct)

    async def joins(self, *rooms: RoomId) -> None:
        """Go in."""
        for room_id in rooms:
            self.service.homeserver.member_joins(room_id, self.user_id)
            await self.service.settle()

    async def leaves(self, room_id: RoomId) -> None:
        """Go out, or decline."""
        self.service.homeserver.member_leaves(room_id, self.user_id)
        await self.service.settle()

    async def reacts(self, room_id: RoomId, to: EventId, key: str = "✋") -> EventId:
        """React."""
        given = self.service.homeserver.member_reacts(room_id, self.user_id, key, to=to)
        await self.service.settle()
        return given

    async def takes_away(self, room_id: RoomId, event_id: EventId) -> None:
        """Redact."""
        self.service.homeserver.member_redacts(room_id, self.user_id, event_id)
        await self.service.settle()


@define
class Village:
    """Harbourlight with its people, everything made and everybody in."""

    service: Service
    people: dict[str, Neighbour]
    name: str = "Harbourlight"

    def __getitem__(self, name: str) -> Neighbour:
        return self.people[name]

    @property
    def space(self) -> RoomId:
        return self.service.room_named(self.name)

    @property
    def commons(self) -> RoomId:
        return self.service.room_named(f"{self.name}: Commons")

    @property
    def hosts(self) -> RoomId:
        return self.service.room_named(f"{self.name}: Hosts")

    @property
    def archive(self) -> RoomId:
        return self.service.room_named(f"{self.name}: Archive")

    @property
    def prompts(self) -> list[EventId]:
        """The events of all prompts in Commons, in order."""
        room = self.service.homeserver.matrix.room(self.commons)
        return [
            event.event_id
            for event in room.events
            if event.type == "m.room.message"
            and event.sender == self.service.homeserver.bot
            and "is calling a crew" in event.content["body"]
            and "m.new_content" not in event.content
        ]

    @property
    def prompt(self) -> EventId:
        return self.prompts[-1]

    async def world(self) -> World:
        """Give the congregation's world."""
        worlds = await self.service.congregations()
        return next(
            one for one in worlds if one.congregation and one.congregation.name == self.name
        )

    async def welcome(self, name: str, *, server: str = SERVER) -> Neighbour:
        """Let somebody come in."""
        person = await meet(self.service, name, server=server)
        self.people[name] = person
        await self.people["Amara"].tells(f"!invite {person.user_id}")
        await person.joins(self.space)
        await person.joins(self.commons)
        return person


async def meet(service: Service, name: str, *, server: str = SERVER) -> Neighbour:
    """Let somebody begin to talk with the bot."""
    user_id = UserId(f"@{name.lower()}:{server}")
    service.homeserver.matrix.names[user_id] = name
    direct = service.homeserver.member_opens_direct(user_id)
    await service.settle()
    if server != service.homeserver.server:
        await service.pass_time(timedelta(seconds=10))  # their first words may take a while
    return Neighbour(service, user_id, direct)


async def found(
    service: Service, *people: str, name: str = "Harbourlight", options: str = ""
) -> Village:
    """Let Amara found a congregation, and others come in."""
    amara = await meet(service, "Amara")
    village = Village(service, {"Amara": amara}, name)
    await amara.tells(f'!found "{name}" | {options}')
    await amara.joins(village.space)
    await amara.joins(village.commons)
    for newcomer in people:
        await village.welcome(newcomer)
    return village
