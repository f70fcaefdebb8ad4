"""The people of the demo: who they are, and how each talks with the bot.

Owns the cast and a person's direct room with the bot, whoever opened it. Refuses to know the story.
"""

import secrets
from collections.abc import Mapping
from typing import Final

from attrs import define

from appservice.demo.home import Home
from appservice.demo.member import Member
from appservice.demo.seen import Message
from appservice.side_by_side import all_of
from microsol_matrix.ids import EventId, RoomId, Text, UserId
from microsol_matrix.markup import to_plain
from microsol_matrix.words import Said, plain

CAST: Final[Mapping[str, str]] = {
    "Amara": "Amara",
    "Bo": "Bo",
    "Cleo": "Cleo",
    "Dov": "Dov",
    "Esi": "Esi",
    "Greta": "Greta",
    "Hana": "Hana 🌊",
    "Ivo": "Ivo",
    "Mina": "Mina",
    "Noor": "نور",
    "Pia": "Pia",
    "Kit": "Kit",
    "Zoe": "Zoe",
}
"""What the story calls people, and what they call themselves on Matrix."""

CAST_ELSEWHERE: Final[Mapping[str, str]] = {
    name: name for name in ("Juno", "Oskar", "Lupe", "Farid")
}
"""Those whose accounts are on the other homeserver."""


@define(eq=False, kw_only=True)
class Person:
    """Somebody with an account.

    Attributes:
        name: What the story calls them.
        shown: What they call themselves on Matrix.
        bot: With whom they may talk.
        direct: Their room with the bot; None as long as neither has opened one.
    """

    name: str
    shown: str
    member: Member
    bot: UserId
    direct: RoomId | None = None

    @property
    def user_id(self) -> UserId:
        """Their account."""
        return self.member.user_id

    @property
    def room(self) -> RoomId:
        """Their room with the bot, once there is one."""
        if self.direct is None:
            message = f"{self.name} has not talked with the bot yet"
            raise LookupError(message)
        return self.direct

    async def tell(self, words: str) -> EventId:
        """Say something to the bot in private; the first words are said before it has come in."""
        if self.direct is None:
            self.direct = await self.member.create_direct(self.bot)
        return await self.member.say(self.direct, words)

    async def hear(
        self, phrase: Said | str, *, room: RoomId | None = None, after: EventId | None = None
    ) -> Message:
        """Wait for what the bot says.

        Args:
            phrase: Stands in it.
            room: None is the direct room; if there is none yet, the bot's invitation to one is
                awaited and accepted.
            after: Only what came later than this.
        """
        if room is None:
            room = self.direct = self.direct or await self.accept(plain("direct.name"))
        return await self.member.wait_for_message(
            room, containing=to_plain(Text(phrase)), sender=self.bot, after=after
        )

    async def accept(self, room_name: str) -> RoomId:
        """Wait for the bot's invitation to a room of this name, and accept it."""
        invitation = await self.member.wait_for_invitation(room_name=room_name)
        return await self.member.join(invitation.room_id)


async def gather(here: Home, elsewhere: Home) -> Mapping[str, Person]:
    """Make accounts for everybody, all with one password, by the names of the story."""
    password = f"tide-{secrets.token_hex(4)}"

    async def arrive(home: Home, name: str, shown: str) -> Person:
        account = await home.synapse.register(name.lower(), password=password, displayname=shown)
        return Person(name=name, shown=shown, member=account, bot=home.bot)

    casts = ((here, CAST), (elsewhere, CAST_ELSEWHERE))
    people = await all_of(
        arrive(home, name, shown) for home, cast in casts for name, shown in cast.items()
    )
    return {person.name: person for person in people}
