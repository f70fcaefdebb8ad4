"""Congregations with porches on real homeservers, and what is told of their links.

Owns how hosts come to publish, and where their words are looked for. Refuses to know what they agree to.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from attrs import frozen

from appservice.demo.client import MatrixRefused
from appservice.demo.member import Member
from appservice.demo.seen import Message
from appservice.demo.waiting import until
from microsol_matrix.ids import EventId, RoomAlias, RoomId
from microsol_matrix.structure import types
from tests.live.service import RunningService
from tests.live.village import Neighbour, Village, found

CHILD = "m.space.child"


@frozen
class Porch:
    """A congregation of two hosts, Amara and Bo, and its porch."""

    village: Village
    address: RoomAlias
    room_id: RoomId

    @property
    def name(self) -> str:
        return self.village.name

    @property
    def amara(self) -> Neighbour:
        return self.village.founder

    @property
    def shown(self) -> str:
        """How neighbours are told of it."""
        return f"{self.name} ({self.village.service.homeserver.server_name})"

    async def in_hosts(self, words: str, *, after: EventId | None = None) -> Message:
        """Wait for something that is said to its hosts."""
        return await self.amara.member.wait_for_message(
            self.village.hosts, containing=words, sender=self.village.service.bot, after=after
        )

    async def proposes_to(self, other: "Porch") -> None:
        """Let its hosts propose a link to another porch, and wait until that is told."""
        await self.amara.ask(f"!link {other.address}", expecting="I am looking at")
        await self.in_hosts(f"proposes a link to {other.shown}")

    async def is_linked_with(self, other: "Porch") -> None:
        """Wait until its hosts are told that both porches name each other."""
        await self.in_hosts(f"{self.name} and {other.shown} are linked")

    async def record_of(self, other: "Porch", *, seen_by: Member) -> Mapping[str, Any]:
        """Read what it says of its link with another; nothing if it says nothing."""
        return await read(seen_by, self.room_id, types.LINK, key=other.room_id)

    async def way_to(self, other: "Porch", *, seen_by: Member) -> Mapping[str, Any]:
        """Read the way from it to another; nothing if there is none."""
        return await read(seen_by, self.room_id, CHILD, key=other.room_id)

    async def says_nothing_of(self, other: "Porch", *, seen_by: Member) -> None:
        """Wait until nothing of a link stands there."""

        async def is_gone() -> bool:
            record = await self.record_of(other, seen_by=seen_by)
            return not record and not await self.way_to(other, seen_by=seen_by)

        await until(is_gone, hint=f"{self.name} to say nothing of {other.name}")


async def read(
    member: Member, room_id: RoomId, event_type: str, *, key: str = ""
) -> Mapping[str, Any]:
    """Read what stands in a place of a room's state; nothing if nothing does, or it is not open yet."""
    try:
        return await member.state_event(room_id, event_type, key=key) or {}
    except MatrixRefused as refused:
        if refused.status != HTTPStatus.FORBIDDEN:
            raise
        return {}


async def with_porch(service: RunningService, name: str, *, level: str = "card") -> Porch:
    """Found a congregation, make Bo a host beside Amara, and publish."""
    village = await found(service, name, people=("Bo",))
    amara = village.founder
    await village.shares_hosting("Bo")
    await amara.ask(f"!publish {level} yes", expecting="From now on everybody can read")
    server = service.homeserver.server_name
    address = RoomAlias(f"#_microsol.porch_{name.lower()}:{server}")

    async def place() -> RoomId | None:
        return await amara.member.resolve(address)

    room_id = await until(place, hint=f"{address} to lead somewhere")

    async def card() -> Mapping[str, Any] | None:
        return await read(amara.member, room_id, types.CONGREGATION) or None

    await until(card, hint=f"the card of {name} to be on its porch")
    return Porch(village, address, room_id)
