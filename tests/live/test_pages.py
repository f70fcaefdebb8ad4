"""The conversations in README and in the members' page, held with a real homeserver, word for word."""

import re
from typing import assert_never

import pytest
from attrs import Factory, define

from appservice.demo.member import Member
from appservice.demo.seen import Message
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomId
from tests.docs.transcripts import (
    Accepted,
    Founded,
    Heard,
    Reacted,
    Said,
    Step,
    people,
    squeezed,
    transcripts,
)
from tests.live.service import RunningService
from tests.live.village import found

pytestmark = pytest.mark.live

_LONG_DATE = re.compile(r"\b[MTWFS]\w+day \d{1,2} [A-Z]\w+ \d{4}\b")
_SECOND_OF_ITS_NAME = re.compile(r"(#_microsol_[a-z-]+?)-\d+:")


@define
class Story:
    """A conversation under way.

    Attributes:
        cast: Who takes part, by name.
        rooms: By the name that the page gives them.
        direct: Everybody's direct room with the bot, from the first word on.
    """

    service: RunningService
    cast: dict[str, Member]
    rooms: dict[str, RoomId] = Factory(dict)
    direct: dict[str, RoomId] = Factory(dict)

    async def go_on(self, step: Step) -> None:
        match step:
            case Founded(founder=founder, name=name, members=members):
                await self._found(founder, name, members=members)
            case Accepted(people=invited, rooms=rooms):
                for person in invited:
                    for room in rooms:
                        await self._accept(self.cast[person], room)
            case Reacted(person=person, key=key, crew=crew):
                call = await self._hear(
                    self.cast[person], self.rooms["Commons"], f"is calling a crew: {crew}"
                )
                await self.cast[person].react(self.rooms["Commons"], key, to=call.event_id)
            case Said():
                await self._say(step)
            case Heard(text=text):
                listener, place = await self._where(step)
                await self._hear(listener, place, text, is_all=True)
            case _:
                assert_never(step)

    async def _say(self, said: Said) -> None:
        speaker, text = self.cast[said.person], self._here(said.text)
        if said.room is not None:
            await speaker.say(self.rooms[said.room], text)
        elif said.person in self.direct:
            await speaker.say(self.direct[said.person], text)
        else:
            direct = await speaker.create_direct(self.service.bot, first_words=text)
            self.direct[said.person] = direct

    async def _where(self, heard: Heard) -> tuple[Member, RoomId]:
        if heard.room is not None:
            inhabitant = next(iter(self.cast.values()))
            return inhabitant, self.rooms[heard.room]
        assert heard.person is not None, "a direct message is said to somebody"
        person = self.cast[heard.person]
        if heard.person not in self.direct:  # the bot speaks first
            invitation = await person.wait_for_invitation(room_name="microsol")
            self.direct[heard.person] = await person.join(invitation.room_id)
        return person, self.direct[heard.person]

    async def _found(self, founder: str, name: str, *, members: tuple[str, ...]) -> None:
        village = await found(self.service, name, people=members)
        for person in (founder, *members):
            self.cast[person] = village[person].member
            self.direct[person] = village[person].direct
        self.rooms |= {name: village.space, "Commons": village.commons}

    async def _accept(self, person: Member, room: str) -> None:
        name = "Harbourlight: Commons" if room == "Commons" else room
        invitation = await person.wait_for_invitation(room_name=name)
        self.rooms[room] = await person.join(invitation.room_id)

    async def _hear(
        self, listener: Member, room_id: RoomId, text: str, *, is_all: bool = False
    ) -> Message:
        wanted = _dateless(self._here(text))
        seen: list[str] = []

        async def is_said() -> Message | None:
            seen.clear()
            for message in await listener.messages(room_id):
                body = _dateless(squeezed(message.body))
                is_fitting = body == wanted if is_all else wanted in body
                if message.sender == self.service.bot and is_fitting:
                    return message
                seen.append(body)
            return None

        return await until(is_said, hint=lambda: f"{wanted!r}; what was said: {seen}")

    def _here(self, text: str) -> str:
        """Put the names of this homeserver in the place of those of the page."""
        for name, member in self.cast.items():
            text = text.replace(f"@{name.lower()}:example.org", member.user_id)
        return text.replace("example.org", self.service.homeserver.server_name)


def _dateless(text: str) -> str:
    """Let dates be those of any day, and addresses those of any congregation of the same name."""
    return _SECOND_OF_ITS_NAME.sub(r"\1:", _LONG_DATE.sub("(a day)", text))


@pytest.mark.parametrize("page", ["README.md", "docs/members.md"])
async def test_a_conversation_of_the_pages_goes_as_it_is_written(
    service: RunningService, page: str
) -> None:
    steps = transcripts(page)
    newcomers = () if any(isinstance(one, Founded) for one in steps) else sorted(people(steps))
    cast = {name: await service.homeserver.newcomer(name) for name in newcomers}
    story = Story(service, cast)

    assert steps
    for step in steps:
        await story.go_on(step)
