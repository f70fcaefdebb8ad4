"""A conversation that stands written somewhere, held with a real homeserver, word for word.

Owns how each step is made and what it means that the bot said just this. Refuses to know where it
stands written (`tests.docs.transcripts` reads it).
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final, assert_never

from attrs import Factory, define

from appservice.demo.almanac import Almanac
from appservice.demo.member import Member
from appservice.demo.seen import Message
from appservice.demo.waiting import until
from microsol_matrix.ids import EventId, RoomId, Text
from microsol_matrix.languages import Language
from microsol_matrix.markup import to_html, to_plain
from tests.docs.transcripts import (
    Accepted,
    Answered,
    Founded,
    Heard,
    Left,
    Passed,
    Reacted,
    Said,
    Shown,
    Step,
    TakenBack,
    squeezed,
)
from tests.live.service import RunningService
from tests.live.story_dates import moved_dates
from tests.live.village import Village, answer_to, found

_ROOM = re.compile(r"!<([^>]+)>")
"""A room's id, by the name that the page gives the room."""
_LANGUAGES: Final = {
    "English": Language.ENGLISH,
    "Spanish": Language.SPANISH,
    "French": Language.FRENCH,
}
_LONG_DATE = re.compile(r"\b[MTWFS]\w+day (\d{1,2}) ([A-Z]\w+) (\d{4})\b")
_NEAR_DATE = re.compile(r"(?<=review )\d{1,2} [A-Z]\w+\b")
_TIME = re.compile(r"\b(?!23:59)\d\d:\d\d(?= UTC)")
"""The time of day is that of the machine; only the end of a day is the same on all."""
_SECOND_OF_ITS_NAME = re.compile(r"(#_microsol_[a-z-]+?)-\d+:")


@define
class Story:
    """A conversation under way.

    Attributes:
        cast: Who takes part, by name.
        rooms: By the name that the page gives them.
        inhabitants: Who has come into a room, by name, as the page tells it.
        direct: Everybody's direct room with the bot, from the first word on.
        begun_after: The last message of the bot in a room before the story began.
        told: What the story has the bot say, by room.
        is_dated: Whether its dates hold: written as on the day of `story_dates.WRITTEN`, they are as
            many days later now. Otherwise they may be any.
        almanac: By which its time passes; None where it does not.
        begun_on: The day on which it began.
    """

    service: RunningService
    cast: dict[str, Member]
    is_dated: bool = False
    almanac: Almanac | None = None
    begun_on: date | None = None
    rooms: dict[str, RoomId] = Factory(dict)
    inhabitants: defaultdict[RoomId, list[str]] = Factory(lambda: defaultdict(list))
    direct: dict[str, RoomId] = Factory(dict)
    begun_after: dict[RoomId, EventId] = Factory(dict)
    told: defaultdict[RoomId, list[Heard]] = Factory(lambda: defaultdict(list))
    reactions: dict[tuple[str, str, str], EventId] = Factory(dict)

    async def go_on(self, step: Step) -> None:
        match step:
            case Founded():
                await self._found(step)
            case Passed(span=span):
                assert self.almanac is not None, "time passes only by an almanac"
                self.almanac.turn(span)
            case Answered(person=person, key=key, room=room):
                question = await self._question(room, key)
                await self.cast[person].react(self.rooms[room], key, to=question)
            case Left(person=person, room=room):
                await self.cast[person].leave(self.rooms[room])
                left = [one for one in self.inhabitants[self.rooms[room]] if one != person]
                self.inhabitants[self.rooms[room]] = left
            case Accepted(people=invited, rooms=rooms):
                for person in invited:
                    for room in rooms:
                        await self._accept(self.cast[person], room)
            case Reacted(person=person, key=key, crew=crew):
                prompt = await self._prompt(crew)
                reaction = await self.cast[person].react(self.rooms["Commons"], key, to=prompt)
                self.reactions[person, key, crew] = reaction
            case TakenBack(person=person, by=by, key=key, crew=crew):
                reaction = self.reactions[person, key, crew]
                await self.cast[by].redact(self.rooms["Commons"], reaction)
            case Shown():
                await self._show(step)
            case Said():
                await self._say(step)
            case Heard():
                listener, place = await self._where(step)
                await self._hear(step, listener, place)
                self.told[place].append(step)
            case _:
                assert_never(step)

    async def end(self) -> None:
        """Wait until the bot has said in each room what the story has it say, in that order, and nothing else.

        What it said and what it edited are two orders: an edit may come a moment before what is said with it.
        """
        for room_id, told in self.told.items():
            await self._end(room_id, told)

    async def _end(self, room_id: RoomId, told: list[Heard]) -> None:
        wanted = [
            (one.is_edit, self._compared(to_plain(Text(self._here(one.text))))) for one in told
        ]
        said: list[tuple[bool, str]] = []

        async def is_all() -> bool:
            nonlocal said
            heard = await self._said_in(room_id)
            said = [(one.replaces is not None, self._compared(squeezed(one.body))) for one in heard]
            return _in_two_orders(said) == _in_two_orders(wanted)

        await until(is_all, hint=lambda: f"{wanted}; what was said: {said}")

    async def _said_in(self, room_id: RoomId) -> list[Message]:
        inside = self._who_is_in(room_id)
        messages = await inside.messages(room_id, limit=200)
        ids = [message.event_id for message in messages]
        begun = self.begun_after.get(room_id)
        later = messages[ids.index(begun) + 1 :] if begun in ids else messages
        return [message for message in later if message.sender == self.service.bot]

    def _who_is_in(self, room_id: RoomId) -> Member:
        owners = [name for name, direct in self.direct.items() if direct == room_id]
        return self.cast[next(iter((*owners, *self.inhabitants[room_id], *self.cast)))]

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
            return self._who_is_in(self.rooms[heard.room]), self.rooms[heard.room]
        assert heard.person is not None, "a direct message is said to somebody"
        person = self.cast[heard.person]
        if heard.person not in self.direct:  # the bot speaks first
            invitation = await person.wait_for_invitation(room_name="microsol")
            self.direct[heard.person] = await person.join(invitation.room_id)
        return person, self.direct[heard.person]

    async def _found(self, founded: Founded) -> None:
        ahead = timedelta() if self.almanac is None else self.almanac.ahead
        now = datetime.now(tz=UTC)  # noqa: TID251 - the homeserver has no other clock
        self.begun_on = (now + ahead).date()
        village = await found(
            self.service, founded.name, founder=founded.founder, people=founded.members
        )
        await self._speak(village, founded.language)
        if founded.second_host is not None:
            await village.shares_hosting(founded.second_host)
        for person in (founded.founder, *founded.members):
            self.cast[person] = village[person].member
            self.direct[person] = village[person].direct
            # What the founding brought is said in order, so it has been said once this is answered.
            asked = await village[person].tell("!calls")
            await village[person].hears(founded.name, after=asked)
            self.inhabitants[village.commons].append(person)
        hosts = (founded.founder, founded.second_host)
        self.inhabitants[village.hosts].extend(filter(None, hosts))
        self._name_rooms(village)
        for room_id in (*(self.direct[one] for one in village.people), village.hosts):
            self.begun_after[room_id] = (await self._said_in(room_id))[-1].event_id

    def _name_rooms(self, village: Village) -> None:
        """Call rooms as clients do; the short names are those of the congregation that was there first."""
        self.rooms[village.name] = village.space
        for short, room_id in (("Commons", village.commons), ("Hosts", village.hosts)):
            self.rooms[f"{village.name}: {short}"] = room_id
            self.rooms.setdefault(short, room_id)

    async def _speak(self, village: Village, name: str) -> None:
        """Let the congregation speak another language than English."""
        language = _LANGUAGES[name]
        if language is not Language.ENGLISH:
            asked = await village.founder.member.say(village.hosts, f"!language {language.value}")
            await answer_to(asked, member=village.founder.member, room_id=village.hosts)

    async def _question(self, room: str, key: str) -> EventId:
        """Give the newest message of the bot to which it has put this reaction itself."""
        inside = self._who_is_in(self.rooms[room])

        async def newest() -> EventId | None:
            for message in reversed(await inside.messages(self.rooms[room], limit=100)):
                if message.sender == self.service.bot and message.replaces is None:
                    reactions = await inside.reactions(self.rooms[room], message.event_id)
                    if self.service.bot in reactions.get(key, frozenset()):
                        return message.event_id
                    if key in message.body:  # its reactions are on their way
                        return None
            return None

        return await until(newest, hint=f"a question in {room} with {key}")

    async def _accept(self, person: Member, room: str) -> None:
        name = "Harbourlight: Commons" if room == "Commons" else room
        invitation = await person.wait_for_invitation(room_name=name)
        self.rooms[room] = await person.join(invitation.room_id)
        names = (name for name, member in self.cast.items() if member is person)
        self.inhabitants[self.rooms[room]].extend(names)

    async def _prompt(self, crew: str) -> EventId:
        listener = next(iter(self.cast.values()))
        prompt = await listener.wait_for_message(
            self.rooms["Commons"],
            containing=f"is calling a crew: {crew}",
            sender=self.service.bot,
        )
        return prompt.event_id

    async def _show(self, shown: Shown) -> None:
        prompt = await self._prompt(shown.crew)
        wanted = {
            key: {self.service.bot if name == "bot" else self.cast[name].user_id for name in names}
            for key, names in shown.reactions
        }
        seen: Mapping[str, object] = {}

        async def is_so() -> bool:
            nonlocal seen
            listener = next(iter(self.cast.values()))
            seen = await listener.reactions(self.rooms["Commons"], prompt)
            return seen == wanted

        await until(is_so, hint=lambda: f"{shown}; what is shown: {seen}")

    async def _hear(self, heard: Heard, listener: Member, room_id: RoomId) -> None:
        wanted = self._here(heard.text)
        seen: list[str] = []

        # What was said before is not said again by that.
        told = sum(one.text == heard.text for one in self.told[room_id])
        least = 1 if heard.is_edit else told + 1

        async def is_said() -> bool:
            seen.clear()
            fitting = 0
            for message in await listener.messages(room_id):
                is_edit = message.replaces is not None
                is_fitting = self._reads(message, wanted) and (is_edit or not heard.is_edit)
                fitting += message.sender == self.service.bot and is_fitting
                seen.append(message.html or message.body)
            return fitting >= least

        await until(is_said, hint=lambda: f"{wanted!r}; what was said: {seen}")

    def _here(self, text: str) -> str:
        """Put the names of this homeserver and the dates of these days in the place of those of the page."""
        for name, member in self.cast.items():
            text = text.replace(f"@{name.lower()}:example.org", member.user_id)
        text = text.replace("example.org", self.service.homeserver.server_name)
        text = _ROOM.sub(lambda one: self.rooms[one[1]], text)
        if not self.is_dated:
            return text
        assert self.begun_on is not None, "a dated conversation begins by founding"
        return moved_dates(text, today=self.begun_on)

    def _reads(self, message: Message, wanted: str) -> bool:
        """Whether a message reads so, in bold too where that is written."""
        body = self._compared(squeezed(message.body))
        is_so = body == self._compared(to_plain(Text(wanted)))
        if "**" not in wanted or message.html is None:
            return is_so
        shown = self._compared(squeezed(_in_one_line(message.html)))
        return is_so and shown == self._compared(to_html(Text(wanted)))

    def _compared(self, text: str) -> str:
        """Let addresses be those of any congregation of the same name, and dates any where they do not hold.

        Examples name example.org on every homeserver.
        """
        text = text.replace(self.service.homeserver.server_name, "example.org")
        text = _TIME.sub("(a time)", _SECOND_OF_ITS_NAME.sub(r"\1:", text))
        if self.is_dated:
            return text
        return _NEAR_DATE.sub("(a day)", _LONG_DATE.sub("(a day)", text))


def _in_two_orders(said: list[tuple[bool, str]]) -> tuple[list[str], list[str]]:
    """Give what was said and what was edited, each in its order."""
    return [text for is_edit, text in said if not is_edit], [
        text for is_edit, text in said if is_edit
    ]


def _in_one_line(html: str) -> str:
    """Write lines and lists as they stand in a page whose line breaks are squeezed."""
    for tags, written in (
        ("<br>", " "),
        ("</li></ul>", " "),
        ("<ul>", " "),
        ("</li>", " "),
        ("<li>", "- "),
    ):
        html = html.replace(tags, written)
    return html
