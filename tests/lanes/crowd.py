"""Congregations that may link: two homeservers with a service each, or one service with two congregations.

Owns how they come to be there, with two hosts and a porch each. Refuses to check anything.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from attrs import define

from microsol_matrix.ids import EventId, RoomAlias, RoomId, UserId
from microsol_matrix.scales.link import Link
from microsol_matrix.world import World
from tests.fakes.clock import FakeClock
from tests.fakes.homeserver import FakeHomeserver
from tests.lanes.service import Neighbour, Service, meet, running

HERE, THERE = "here.example", "there.example"


@define
class Congregation:
    """One with two hosts, who are all its people, and its card on its porch.

    Attributes:
        crowd: Everybody's services: what one does is let come to all.
    """

    crowd: "Crowd"
    service: Service
    name: str
    host: Neighbour
    second: Neighbour

    @property
    def address(self) -> RoomAlias:
        slug = self.name.lower().replace(" ", "-")
        return RoomAlias(f"#_microsol.porch_{slug}:{self.service.homeserver.server}")

    @property
    def porch(self) -> RoomId:
        return self.service.homeserver.matrix.aliases[self.address]

    @property
    def hosts(self) -> RoomId:
        return self.service.room_named(f"{self.name}: Hosts")

    async def world(self) -> World:
        worlds = await self.service.congregations()
        return next(
            one for one in worlds if one.congregation and one.congregation.name == self.name
        )

    async def links(self) -> list[Link]:
        return list((await self.world()).links.values())

    async def link(self) -> Link:
        (only,) = await self.links()
        return only

    async def tells(self, body: str) -> str:
        """Let a host say something in private; give the answer when all services have come to rest."""
        before = len(self.host.heard)
        self.service.homeserver.member_sends(self.host.direct, self.host.user_id, body)
        await self.crowd.settle()
        return "\n".join(reversed(self.host.heard[before:]))

    async def reacts(self, to: EventId, key: str) -> None:
        """Let a host react in Hosts."""
        homeserver = self.service.homeserver
        homeserver.member_reacts(self.hosts, self.host.user_id, key, to=to)
        await self.crowd.settle()

    async def welcome(self, name: str) -> None:
        """Let somebody come in."""
        homeserver = self.service.homeserver
        user_id = UserId(f"@{name.lower()}:{homeserver.server}")
        await self.tells(f"!invite {user_id} friend")
        (space,) = [
            room_id for room_id in self.service.rooms_named(self.name) if room_id != self.porch
        ]
        homeserver.member_joins(space, user_id)
        await self.crowd.settle()

    def told_hosts(self) -> list[str]:
        """Give all that was said in Hosts."""
        return self.service.heard_in(self.hosts)

    def asked(self) -> EventId:
        """Give the last message in Hosts that offers an answer."""
        room = self.service.homeserver.matrix.room(self.hosts)
        events = [
            event.event_id
            for event in room.events
            if event.type == "m.room.message" and "✅" in event.content.get("body", "")
        ]
        return events[-1]


@define
class Crowd:
    """Services that share one Matrix and one clock."""

    services: tuple[Service, ...]

    async def settle(self) -> None:
        """Let everything that was done come to everybody, until nothing more comes of it."""
        seen = -1
        matrix = self.services[0].homeserver.matrix
        while seen != len(matrix.stream):
            seen = len(matrix.stream)
            for service in self.services:
                await service.settle()

    async def pass_time(self, span: timedelta) -> None:
        """Let time pass for all, in small steps."""
        clock = self.services[0].clock
        end = clock.present + span
        while clock.present < end:
            step = min(end, clock.present + max(span / 50, timedelta(seconds=5)))
            clock.advance_to(step)
            await self.settle()

    async def found(self, service: Service, name: str, *hosts: str) -> Congregation:
        """Let two people found a congregation, come in, and publish its card."""
        first, second = hosts
        server = service.homeserver.server
        host = await meet(service, first, server=server)
        await host.tells(f'!found "{name}" neighbours and makers')
        await host.joins(service.room_named(name), service.room_named(f"{name}: Commons"))
        other = await meet(service, second, server=server)
        await host.tells(f"!invite {other.user_id} partner")
        await other.joins(service.room_named(name), service.room_named(f"{name}: Commons"))
        await host.tells(f"!host {other.user_id}")
        await other.tells("!host yes")
        await host.joins(service.room_named(f"{name}: Hosts"))
        await other.joins(service.room_named(f"{name}: Hosts"))
        await host.tells("!publish card yes")
        await self.settle()
        return Congregation(self, service, name=name, host=host, second=other)


@asynccontextmanager
async def two_homeservers() -> AsyncIterator[tuple[Congregation, Congregation]]:
    """Give Harbourlight here and Thornfield Loop there."""
    here, clock = FakeHomeserver.named(HERE), FakeClock()
    there = FakeHomeserver.beside(here, THERE)
    async with running(here, clock=clock) as ours, running(there, clock=clock) as theirs:
        crowd = Crowd((ours, theirs))
        harbourlight = await crowd.found(ours, "Harbourlight", "Amara", "Dov")
        yield harbourlight, await crowd.found(theirs, "Thornfield Loop", "Juno", "Oskar")


@asynccontextmanager
async def one_homeserver() -> AsyncIterator[tuple[Congregation, Congregation]]:
    """Give Harbourlight and Thornfield Loop, looked after by the same service."""
    async with running(FakeHomeserver.named(HERE)) as service:
        crowd = Crowd((service,))
        harbourlight = await crowd.found(service, "Harbourlight", "Amara", "Dov")
        yield harbourlight, await crowd.found(service, "Thornfield Loop", "Juno", "Oskar")


@asynccontextmanager
async def three_congregations() -> AsyncIterator[tuple[Congregation, Congregation, Congregation]]:
    """Give Harbourlight and Ninebridges, looked after by the service here, and Thornfield Loop there."""
    here, clock = FakeHomeserver.named(HERE), FakeClock()
    there = FakeHomeserver.beside(here, THERE)
    async with running(here, clock=clock) as ours, running(there, clock=clock) as theirs:
        crowd = Crowd((ours, theirs))
        harbourlight = await crowd.found(ours, "Harbourlight", "Amara", "Dov")
        ninebridges = await crowd.found(ours, "Ninebridges", "Lupe", "Farid")
        yield (
            harbourlight,
            ninebridges,
            await crowd.found(theirs, "Thornfield Loop", "Juno", "Oskar"),
        )


def members_of(congregation: Congregation, room_id: RoomId) -> dict[UserId, str]:
    """Tell how everybody stands to a room."""
    return dict(congregation.service.homeserver.people(room_id))
