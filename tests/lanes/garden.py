"""A garden that people made: a space with rooms in it, whose people the service does not know.

Owns the short words for making it and for letting the bot in. Refuses to check anything.
"""

from collections.abc import Mapping
from typing import Any

from attrs import define

from microsol_matrix.ids import RoomAlias, RoomId, UserId
from tests.lanes.service import SERVER, Neighbour, Service, meet

GARDEN = RoomAlias(f"#garden:{SERVER}")
TALK = RoomAlias(f"#talk:{SERVER}")
TEA = RoomAlias(f"#tea:{SERVER}")
ADOPT = f"!adopt {GARDEN} commons={TALK} crews={TEA}"
BO, CLEO = UserId(f"@bo:{SERVER}"), UserId(f"@cleo:{SERVER}")
POWER = "m.room.power_levels"


@define
class Garden:
    """The space, its rooms, and Esi who made them."""

    service: Service
    esi: Neighbour
    version: str
    space: RoomId
    talk: RoomId
    tea: RoomId

    @property
    def rooms(self) -> tuple[RoomId, ...]:
        return (self.space, self.talk, self.tea)

    def state(self, room_id: RoomId, kind: str, key: str = "") -> Mapping[str, Any]:
        """Give what stands in a place of a room's state."""
        return self.service.homeserver.matrix.room(room_id).content(kind, key)

    def puts(
        self, room_id: RoomId, kind: str, content: Mapping[str, Any], *, by: UserId | None = None
    ) -> None:
        """Let somebody write state, Esi unless said otherwise."""
        self.service.homeserver.matrix.put(
            room_id, kind, sender=by or self.esi.user_id, state_key="", content=content
        )

    def empowers(self, *rooms: RoomId, who: UserId | None = None, level: int = 100) -> None:
        """Let Esi give somebody power, the bot unless said otherwise."""
        for room_id in rooms:
            present = self.state(room_id, POWER)
            users = {**present["users"], who or self.service.homeserver.bot: level}
            self.puts(room_id, POWER, {**present, "users": users})

    async def lets_in(self, *rooms: RoomId) -> None:
        """Let Esi invite the bot."""
        for room_id in rooms:
            bot = self.service.homeserver.bot
            self.service.homeserver.member_invites(room_id, self.esi.user_id, bot)
            await self.service.settle()


async def garden(service: Service, *, version: str = "11", name: str = "Garden") -> Garden:
    """Have Esi make a space with two rooms, Bo in all of them and Cleo in the space and Talk."""
    esi = await meet(service, "Esi")
    matrix = service.homeserver.matrix
    made: list[RoomId] = []
    for alias, called, creation in (
        (GARDEN, name, {"type": "m.space"}),
        (TALK, "Talk", {}),
        (TEA, "Tea", {}),
    ):
        state = (("m.room.name", "", {"name": called}), ("m.room.topic", "", {"topic": "Green"}))
        made.append(
            matrix.create(esi.user_id, version=version, creation=creation, state=state, alias=alias)
        )
    space, talk, tea = made
    for room_id in (talk, tea):
        matrix.append(
            space,
            "m.space.child",
            sender=esi.user_id,
            content={"via": [SERVER]},
            state_key=room_id,
        )
    for person, rooms in ((BO, (space, talk, tea)), (CLEO, (space, talk))):
        for room_id in rooms:
            matrix.invite(room_id, person, sender=esi.user_id)
            matrix.join(room_id, person)
    return Garden(service, esi, version, space, talk, tea)


async def ready(service: Service, *, version: str = "11") -> Garden:
    """Have a garden in which the bot is, with all that it needs, and that was shown to Esi."""
    made = await garden(service, version=version)
    await made.esi.tells(ADOPT)
    await made.lets_in(*made.rooms)
    made.empowers(*made.rooms)
    await made.esi.tells(ADOPT)
    return made


def written_by_us(made: Garden) -> list[str]:
    """Give the types of what the bot has written into the garden's state, its own coming left out."""
    bot = made.service.homeserver.bot
    return [
        event.type
        for room_id in made.rooms
        for event in made.service.homeserver.matrix.room(room_id).events
        if event.sender == bot and event.state_key is not None and event.state_key != bot
    ]
