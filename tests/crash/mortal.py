"""A village whose service dies when it is told to, and what can be counted there afterwards.

Owns the way from a settled village to a death and back to life, and the questions asked afterwards. Questions are
put with the bot's own eyes: nobody else sees all of a room's history. Refuses to know at which step anybody dies.
"""

import signal
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Self

from attrs import define, field

from appservice.demo.client import ClientApi
from appservice.demo.onlooker import Onlooker
from appservice.demo.seen import Content, Message
from appservice.demo.waiting import until
from microsol_matrix.ids import EventId, RoomId, UserId
from tests.crash.dooms import Note
from tests.live.service import RunningService
from tests.live.village import Neighbour, Village, found

MANY = 500
"""Events looked at in a room: more than any of these tests leaves there."""


@define
class Mortal:
    """One congregation, and a service whose end can be arranged.

    Attributes:
        eyes: The bot, logged in on a second device to look around.
    """

    village: Village
    note: Note
    eyes: Onlooker
    _known: frozenset[RoomId] = field(factory=frozenset, init=False)

    @classmethod
    async def founded(cls, service: RunningService, note: Note) -> Self:
        """Found Harbourlight and let three more people in."""
        village = await found(service, people=("Bo", "Cleo", "Dara"))
        for neighbour in village.people.values():  # nothing of their coming is under way by then
            await neighbour.ask("!crews", expecting=village.name)
        return cls(village, note, await _eyes_of_the_bot(service))

    @property
    def service(self) -> RunningService:
        return self.village.service

    # ----------------------------------------------------------------------------- dying and living

    async def awaits_death(self, step: str) -> None:
        """Arrange the end, and remember which rooms there were before."""
        self._known = await self.eyes.joined_rooms()
        self.note.write(step)

    async def comes_back(self, *, to_die: str | None = None) -> None:
        """See the service die as arranged, and start it again.

        Args:
            to_die: Where it shall die once more; it is started again after that too.
        """
        await self.dies()
        if to_die is not None:
            self.note.write(to_die)
            self.service.launch()
            await self.dies()
        await self.service.start()

    async def dies(self) -> None:
        """See the service die as arranged; nothing else is arranged then."""
        child = self.service.child

        async def has_ended() -> bool:
            return not child.is_running

        await until(has_ended, hint=lambda: f"its death:\n{child.last_lines()}")
        await child.kill()  # nothing is left to kill; its pipe is closed
        assert child.exit_code == -signal.SIGKILL, child.last_lines()
        self.note.tear_up()

    async def rests(self) -> None:
        """Leave the village as the next test wants to find it."""
        self.note.tear_up()
        if not self.service.is_running:
            await self.service.child.kill()
            await self.service.start()

    # ---------------------------------------------------------------------------------- what is seen

    async def new_rooms(self) -> frozenset[RoomId]:
        """Give the rooms that the service has come to be in since a death was arranged."""
        return await self.eyes.joined_rooms() - self._known

    async def events(self, room_id: RoomId) -> tuple[Mapping[str, Any], ...]:
        """Give everything that happened in a room, oldest first."""
        return await self.eyes.events(room_id, limit=MANY)

    async def invited(self, room_id: RoomId) -> Counter[UserId]:
        """Count how often each person was invited to a room, by whomever."""
        return Counter(
            UserId(event["state_key"])
            for event in await self.events(room_id)
            if event["type"] == "m.room.member" and event["content"]["membership"] == "invite"
        )

    async def puts(self, room_id: RoomId, event_type: str, *, key: str) -> int:
        """Count how often a room was told something."""
        events = await self.events(room_id)
        return sum((e["type"], e.get("state_key")) == (event_type, key) for e in events)

    async def contents(self, room_id: RoomId, event_type: str, *, name: str) -> tuple[Content, ...]:
        """Give the contents of one type that stand in a room and carry a name."""
        state = await self.eyes.state(room_id)
        return tuple(
            content
            for (kind, _), content in state.items()
            if kind == event_type and content.get("name") == name
        )

    async def said(self, room_id: RoomId, *, containing: str = "") -> tuple[Message, ...]:
        """Give what the service said in a room, edits left out."""
        return tuple(
            message
            for message in await self.eyes.messages(room_id, limit=MANY)
            if message.sender == self.service.bot
            and message.replaces is None
            and containing in message.body
        )

    async def edits(self, message: Message, room_id: RoomId) -> tuple[str, ...]:
        """Give what a message was changed to, each time."""
        later = await self.eyes.messages(room_id, limit=MANY)
        return tuple(one.body for one in later if one.replaces == message.event_id)

    async def answers(self, neighbour: Neighbour, question: EventId) -> tuple[str, ...]:
        """Give all that the service said to a neighbour after something they had said."""
        messages = await self.eyes.messages(neighbour.direct, limit=MANY)
        later = messages[[message.event_id for message in messages].index(question) + 1 :]
        return tuple(message.body for message in later if message.sender == self.service.bot)


async def _eyes_of_the_bot(service: RunningService) -> Onlooker:
    """Log the bot in on a second device: it looks, and the service's own device is left alone."""
    api = ClientApi(service.homeserver.url, service.config.appservice.as_token)
    login = {
        "type": "m.login.application_service",
        "identifier": {"type": "m.id.user", "user": service.bot},
    }
    made = await api.call("POST", "login", body=login)
    return Onlooker(
        user_id=service.bot,
        device_id=made["device_id"],
        homeserver_url=service.homeserver.url,
        access_token=made["access_token"],
        password="",
    )


def once_each(people: Iterable[Neighbour]) -> Mapping[UserId, int]:
    """Everybody, once."""
    return {neighbour.user_id: 1 for neighbour in people}
