"""Doing and telling at once: whatever people say here is sent, shown and kept to be checked.

Owns the moves that chapters are made of. Refuses to know the story.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus

from attrs import Factory, define

from appservice.demo.almanac import Almanac, MovedClock
from appservice.demo.client import MatrixRefused
from appservice.demo.holding import Holding, changes, held
from appservice.demo.people import Person
from appservice.demo.season import BOT, Place, PorchTold, Quote, Season
from appservice.demo.seen import Content, Message
from appservice.demo.telling import Page, Telling
from appservice.demo.waiting import until
from microsol_matrix.ids import EventId, RoomAlias, RoomId, UserId
from microsol_matrix.languages import Language, written_date
from microsol_matrix.structure import types
from microsol_matrix.words import Said


@define(kw_only=True)
class Play:
    """The people, the time by which the service goes, and the page that is being written."""

    bot: UserId
    people: Mapping[str, Person]
    telling: Telling
    almanac: Almanac
    quotes: tuple[Quote, ...] = ()
    _page: Page | None = None
    _holding: Holding = Factory(dict)

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    @property
    def page(self) -> Page:
        """The chapter that is being told."""
        if self._page is None:
            message = "nothing is told between chapters"
            raise LookupError(message)
        return self._page

    @contextmanager
    def chapter(self, title: str) -> Iterator[Page]:
        """Tell a chapter."""
        with self.telling.chapter(title) as page:
            self._page = page
            yield page
        self._page = None

    # --------------------------------------------------------------------------------------- time

    @property
    def now(self) -> datetime:
        """What time it is in the story (UTC)."""
        return MovedClock(self.almanac).now()

    def passes(self, words: str, *, until_: datetime) -> None:
        """Let time pass, and tell it.

        Args:
            words: How much, as in "Three weeks".
            until_: When the story goes on.
        """
        self.almanac.turn(until_ - self.now)
        self.page.later(f"{words} later, on {written_date(until_.date(), Language.ENGLISH)}")

    # ------------------------------------------------------------------------------------ talking

    async def says(self, name: str, words: str, *, place: Place | None = None) -> EventId:
        """Have somebody say something, in private where no place is named."""
        person = self[name]
        if place is None:
            said = await person.tell(words)
            room_id, where = person.room, BOT
        else:
            said = await person.member.say(place.room_id, words)
            room_id, where = place.room_id, place.brief
        self._keep(Quote(name, room_id=room_id, event_id=said, words=words, witness=name), where)
        return said

    async def hears(
        self,
        name: str,
        phrase: Said | str,
        *,
        place: Place | None = None,
        after: EventId | None = None,
        is_shown: bool = True,
    ) -> Message:
        """Wait until somebody hears the bot say something, in private where no place is named.

        Args:
            name: Who hears it.
            phrase: Stands in what is said.
            place: Where.
            after: Only what came later than this.
            is_shown: Whether it stands on the page; it is kept to be checked anyway.
        """
        person = self[name]
        self.page.step(f"{name} waits for the bot")
        asked = None if place is None else place.room_id
        message = await person.hear(phrase, room=asked, after=after)
        room_id, where = (person.room, name) if place is None else (place.room_id, place.brief)
        quote = Quote(
            BOT, room_id=room_id, event_id=message.event_id, words=message.body, witness=name
        )
        if is_shown:
            self._keep(quote, where)
        else:
            self.quotes = (*self.quotes, quote)
        return message

    async def answers(self, name: str, key: str, *, to: EventId, place: Place) -> EventId:
        """Have somebody react to what the bot asks."""
        reaction = await self[name].member.react(place.room_id, key, to=to)
        self.page.quote(name, place.brief, words=key, is_bot=False)
        return reaction

    def _keep(self, quote: Quote, where: str) -> None:
        self.quotes = (*self.quotes, quote)
        self.page.quote(quote.speaker, where, words=quote.words, is_bot=quote.speaker == BOT)

    # ------------------------------------------------------------------------------------ looking

    async def until_published(
        self,
        room_id: RoomId,
        kind: str,
        *,
        name: str | None = None,
        witness: str = "Amara",
        **fields: object,
    ) -> Content:
        """Wait until a published event says what is wanted, and give it.

        Args:
            room_id: Where it is published.
            kind: Its type.
            name: Of the call or crew that it is about; None takes any.
            witness: Who looks.
            fields: What else must stand in it.
        """
        wanted = fields if name is None else {"name": name, **fields}

        async def fitting() -> Content | None:
            contents = await self._published(room_id, kind, witness)
            return next((c for c in contents if wanted.items() <= _plain_fields(c)), None)

        return await until(fitting, hint=f"{kind} with {wanted}")

    async def until_closed(self, room_id: RoomId, *, witness: str) -> None:
        """Wait until nobody can say anything in a room any more; somebody who is in it looks."""

        async def is_closed() -> bool:
            levels = await self[witness].member.state_event(room_id, "m.room.power_levels")
            return levels is not None and levels["events_default"] > 0

        await until(is_closed, hint=f"{room_id} to be read-only")

    async def porch_at(self, address: RoomAlias, *, witness: str) -> RoomId:
        """Wait until a porch is open to everybody; somebody who is not in it looks."""
        member = self[witness].member

        async def is_open() -> RoomId | None:
            room_id = await member.resolve(address)
            try:
                card = room_id and await member.state_event(room_id, types.CONGREGATION)
            except MatrixRefused as refused:
                if refused.status != HTTPStatus.FORBIDDEN:
                    raise
                return None
            return room_id if card else None

        return await until(is_open, hint=f"{address} to be open")

    async def until_told_of(self, season: Season, porch: PorchTold, **fields: str) -> None:
        """Wait until our porch tells something of a neighbour's, beside the way there."""
        own = season.porch(season.name)
        member = self[own.reader].member

        async def is_told() -> bool:
            child = await member.state_event(own.room_id, "m.space.child", key=porch.room_id)
            card: Content = (child or {}).get(types.CARD, {})
            return fields.items() <= _plain_fields(card)

        await until(is_told, hint=f"{own.address} to tell {fields} of {porch.name}")

    async def walk(self, name: str, porch: RoomId) -> tuple[str, ...]:
        """Have somebody walk from a porch, as a client walks nested spaces; give what is there, by name."""
        seen = await self[name].member.hierarchy(porch)
        return tuple(room.name or room.room_id for room in seen.values() if room.room_id != porch)

    async def until_gone(self, room_id: RoomId, kind: str, *, name: str) -> None:
        """Wait until what was published under a name is gone; Amara looks."""

        async def is_gone() -> bool:
            return all(c.get("name") != name for c in await self._published(room_id, kind, "Amara"))

        await until(is_gone, hint=f"{kind} of {name} to be gone")

    async def _published(self, room_id: RoomId, kind: str, witness: str) -> tuple[Content, ...]:
        state = await self[witness].member.state(room_id)
        return tuple(content for (type_, _), content in state.items() if type_ == kind and content)

    async def show(self, space: RoomId) -> None:
        """Show what is new in Matrix since the last time."""
        now = await held(space, self.people.values())
        self.page.show(changes(self._holding, now))
        self._holding = now


def _plain_fields(content: Content) -> set[tuple[str, object]]:
    return {(key, value) for key, value in content.items() if isinstance(value, (str, int))}
