"""What the story has told so far, as values: rooms and their people, calls, crews, what was said.

Owns the claims that are checked afterwards. Refuses to know how they came about and whether they
are true. People are named as in the story.
"""

from typing import Final

from attrs import evolve, frozen

from microsol_matrix.ids import EventId, RoomAlias, RoomId

BOT: Final = "bot"
"""What the story calls the service's account."""


@frozen
class Place:
    """A room or space.

    Attributes:
        hosts: Who has power 50 there.
        people: Who is in it, besides the bot.
    """

    name: str
    room_id: RoomId
    hosts: frozenset[str]
    people: frozenset[str]

    @property
    def brief(self) -> str:
        """Its name without the congregation's: "Commons" for "Harbourlight: Commons"."""
        return self.name.rpartition(": ")[2]

    def joined_by(self, *people: str) -> "Place":
        """Tell that more people are in."""
        return evolve(self, people=self.people | set(people))


@frozen
class CrewTold:
    """A crew that began."""

    place: Place
    caller: str
    seats_open: int


@frozen
class CallTold:
    """A call.

    Attributes:
        prompt: The bot's message in Commons.
        reads: What the prompt says now.
        is_published: Whether it stands in the space's state.
        hands: Who is seen to have raised a hand, the bot too; empty where answers are private.
        told_apart: Who answered in private.
    """

    name: str
    caller: str
    prompt: EventId
    reads: str
    is_published: bool
    hands: frozenset[str]
    told_apart: frozenset[str]


@frozen
class Quote:
    """Something that somebody said.

    Attributes:
        speaker: A person or the bot.
        witness: Somebody who is in the room.
    """

    speaker: str
    room_id: RoomId
    event_id: EventId
    words: str
    witness: str


@frozen
class Season:
    """Harbourlight, as told.

    Attributes:
        declined: Who was invited and said no.
        strangers: Who was never invited.
    """

    name: str
    address: RoomAlias
    space: Place
    commons: Place
    hosts: Place
    archive: Place
    declined: frozenset[str] = frozenset()
    strangers: frozenset[str] = frozenset()
    crews: tuple[CrewTold, ...] = ()
    calls: tuple[CallTold, ...] = ()
    quotes: tuple[Quote, ...] = ()

    def quoting(self, quotes: tuple[Quote, ...]) -> "Season":
        """Tell what was said, too."""
        return evolve(self, quotes=quotes)

    @property
    def rooms(self) -> tuple[Place, ...]:
        """Every room below the space."""
        return (self.commons, self.hosts, self.archive, *(crew.place for crew in self.crews))

    @property
    def places(self) -> tuple[Place, ...]:
        """The space and every room below it."""
        return (self.space, *self.rooms)
