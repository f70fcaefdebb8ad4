"""What the story has told so far, as values: rooms and their people, calls, crews, what was said.

Owns the claims that are checked afterwards. Refuses to know how they came about and whether they
are true. People are named as in the story.
"""

from collections.abc import Callable
from datetime import date
from typing import Final

from attrs import evolve, frozen

from microsol_matrix.ids import EventId, RoomAlias, RoomId
from microsol_matrix.scales.crew import CrewState

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
    """A crew that began.

    Attributes:
        place: Its room; who hosts has power there.
        seats_open: As its card says.
        cycle: Counted from 1.
        ends_on: When the first cycle ends; None before the crew has agreed.
        harvest: What it left for the congregation; empty if nothing.
        grew_from: The name of the crew that was called again.
    """

    place: Place
    caller: str
    seats_open: int
    state: CrewState = CrewState.FORMING
    cycle: int = 1
    ends_on: date | None = None
    harvest: str = ""
    grew_from: str | None = None

    @property
    def name(self) -> str:
        """As people gave it."""
        return self.place.name

    @property
    def is_archived(self) -> bool:
        """Whether its room is closed, whatever goes on elsewhere."""
        return self.state in {CrewState.ARCHIVED, CrewState.RELAUNCHED}

    def hosted_by(self, name: str) -> "CrewTold":
        """Tell that another hosts it, with the power that goes with it."""
        return evolve(self, place=evolve(self.place, hosts=frozenset({name})))


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
    is_published: bool = True
    hands: frozenset[str] = frozenset()
    told_apart: frozenset[str] = frozenset()


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
class PorchTold:
    """What everybody can read of a congregation.

    Attributes:
        name: The congregation's.
        reader: Somebody of the same homeserver who is not its member, and can read it too.
    """

    name: str
    address: RoomAlias
    room_id: RoomId
    reader: str


@frozen
class NeighbourTold:
    """A congregation elsewhere.

    Attributes:
        hosts: The room of its hosts.
    """

    space: Place
    commons: Place
    hosts: Place
    porch: PorchTold

    @property
    def name(self) -> str:
        """As its founder gave it."""
        return self.porch.name


@frozen
class LinkTold:
    """Two congregations that have to do with each other.

    Attributes:
        one: Its name; who proposed, if only one says so.
        other: The other's.
        is_mutual: Whether both say so.
    """

    one: str
    other: str
    is_mutual: bool


@frozen
class Season:
    """Harbourlight, as told.

    Attributes:
        declined: Who was invited and said no.
        strangers: Who was never invited.
        shelves: The spaces in the Archive, one for each season in which a crew was archived.
        own_porch: None before it has one.
        neighbours: Congregations elsewhere, each with a porch.
        walkers: Who walks the crowd, each with the space of the congregation whose member they are.
        purposes: What congregations say of themselves that were heard to change it, by their names.
    """

    name: str
    address: RoomAlias
    space: Place
    commons: Place
    hosts: Place
    archive: Place
    declined: frozenset[str] = frozenset()
    strangers: frozenset[str] = frozenset()
    shelves: tuple[Place, ...] = ()
    crews: tuple[CrewTold, ...] = ()
    calls: tuple[CallTold, ...] = ()
    own_porch: PorchTold | None = None
    neighbours: tuple[NeighbourTold, ...] = ()
    links: tuple[LinkTold, ...] = ()
    walkers: tuple[tuple[str, RoomId], ...] = ()
    purposes: tuple[tuple[str, str], ...] = ()
    quotes: tuple[Quote, ...] = ()

    def crew(self, name: str) -> CrewTold:
        """Give the crew of a name."""
        return next(crew for crew in self.crews if crew.name == name)

    def call(self, name: str) -> CallTold:
        """Give the call of a name."""
        return next(call for call in self.calls if call.name == name)

    def porch(self, name: str) -> PorchTold:
        """Give the porch of the congregation of a name."""
        return next(porch for porch in self.porches if porch.name == name)

    def neighbour(self, name: str) -> NeighbourTold:
        """Give the neighbour of a name."""
        return next(one for one in self.neighbours if one.name == name)

    def calling(self, call: CallTold, *crews: CrewTold) -> "Season":
        """Tell of a call more, and of the crew that came of it."""
        return evolve(self, calls=(*self.calls, call), crews=(*self.crews, *crews))

    def telling(self, name: str, change: Callable[[CrewTold], CrewTold]) -> "Season":
        """Tell what became of a crew."""
        crews = tuple(change(crew) if crew.name == name else crew for crew in self.crews)
        return evolve(self, crews=crews)

    def telling_call(self, name: str, change: Callable[[CallTold], CallTold]) -> "Season":
        """Tell what became of a call."""
        calls = tuple(change(call) if call.name == name else call for call in self.calls)
        return evolve(self, calls=calls)

    def quoting(self, quotes: tuple[Quote, ...]) -> "Season":
        """Tell what was said, too."""
        return evolve(self, quotes=quotes)

    @property
    def porches(self) -> tuple[PorchTold, ...]:
        """Every porch, its own first."""
        own = () if self.own_porch is None else (self.own_porch,)
        return (*own, *(one.porch for one in self.neighbours))

    @property
    def rooms(self) -> tuple[Place, ...]:
        """Every room right below the space."""
        living = (crew.place for crew in self.crews if not crew.is_archived)
        return (self.commons, self.hosts, self.archive, *living)

    @property
    def shelved(self) -> tuple[Place, ...]:
        """Every crew's room in the Archive."""
        return tuple(crew.place for crew in self.crews if crew.is_archived)

    @property
    def places(self) -> tuple[Place, ...]:
        """The space and every room below it, near and far."""
        return (self.space, *self.rooms, *self.shelves, *self.shelved)
