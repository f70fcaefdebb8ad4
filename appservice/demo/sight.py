"""What a look from outside needs: what was told, and people who can look.

Owns the shape of a truth (a claim and a look), and how people and rooms are found for it. Refuses to
know single claims.
"""

import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Final, TypeAlias

from attrs import frozen

from appservice.demo.people import Person
from appservice.demo.season import BOT, Place, Season
from appservice.demo.seen import Content, Message, RoomState
from microsol_matrix.ids import RoomId, UserId

_ALL: Final = 500
"""More events than any room of the story has."""

Look: TypeAlias = Callable[[], Awaitable[str | None]]
"""Gives what is there instead; None if all is as claimed."""


@frozen
class Truth:
    """One claim, and how to look whether it holds."""

    claim: str
    look: Look


@frozen
class Sight:
    """A season, seen by its people over the client API.

    Attributes:
        season: What was told.
        people: Who can look, by their names in the story.
        bot: Whose account is the service's.
    """

    season: Season
    people: Mapping[str, Person]
    bot: UserId

    def witness(self, place: Place) -> Person:
        """Choose somebody who is in a place, a plain member where there is one."""
        return self.people[max(place.people - place.hosts, default=max(place.people))]

    def accounts(self, names: Collection[str]) -> frozenset[UserId]:
        """Give the accounts of people, or of the bot."""
        return frozenset(self.bot if name == BOT else self.people[name].user_id for name in names)

    def named(self, accounts: Collection[UserId]) -> str:
        """Name accounts as the story does, those that it does not know by their id."""
        names = {person.user_id: person.name for person in self.people.values()} | {self.bot: BOT}
        return ", ".join(sorted(names.get(account, account) for account in accounts))

    async def state(self, place: Place) -> RoomState:
        """Read a place's whole state as its witness."""
        return await self.witness(place).member.state(place.room_id)

    async def published(self, place: Place, kind: str) -> tuple[Content, ...]:
        """Read what is published under one type in a place; what was emptied is not published."""
        state = await self.state(place)
        return tuple(content for (type_, _), content in state.items() if type_ == kind and content)

    async def said_by_bot(self, room_id: RoomId, *, to: str) -> tuple[Message, ...]:
        """Read all that the bot has said in a room, edits too, as somebody who is in it."""
        messages = await self.people[to].member.messages(room_id, limit=_ALL)
        return tuple(message for message in messages if message.sender == self.bot)

    def names(self, name: str, text: str) -> bool:
        """Whether a text names somebody by account or, as a word of its own, by name."""
        person = self.people[name]
        word = rf"(?<!\w){re.escape(person.shown)}(?!\w)"
        return person.user_id in text or re.search(word, text) is not None


def difference(sight: Sight, *, seen: Collection[UserId], told: Collection[UserId]) -> str | None:
    """Tell who is there besides those told, and who of them is not; None if they are the same."""
    besides, wanting = set(seen) - set(told), set(told) - set(seen)
    parts = [
        f"{word}: {sight.named(accounts)}"
        for word, accounts in (("besides", besides), ("not there", wanting))
        if accounts
    ]
    return "; ".join(parts) or None
