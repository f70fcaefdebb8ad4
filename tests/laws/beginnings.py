"""How far a congregation has come when a life begins: from its founding to crews at every place of theirs.

Owns what was said and done until then. Refuses to know what may happen from then on (`acts`).
"""

from datetime import timedelta
from enum import Enum, auto
from functools import cache

from microsol_matrix.decide.happenings import Heard
from microsol_matrix.house import House
from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.world import World
from tests.core.life import Village, harbourlight
from tests.core.neighbours import have_neighbours
from tests.core.said import AMARA, BO, CLEO, DAY, DM, DOV, EVENTS, message

CALLS = (
    "!call Slow Kettle",
    "!call Paper Boats | seats=2-2 answers=private encrypted=yes",
    '!call "Night Ferry" hold each other | kind=support seats=3-4 closes=3d',
    "!call Gather Up start=when-i-say seats=2-3",
)
_CYCLE = timedelta(weeks=8)


class Beginning(Enum):
    """How far a congregation has come when a life begins."""

    FOUNDED = auto()
    GROWN = auto()
    CALLED = auto()
    BEGUN = auto()
    """Two crews have begun; nobody has gone into their rooms yet."""
    ACTIVE = auto()
    """Both have agreed, and all but one in the first have chosen a side."""
    ASKED = auto()
    """Both are asked how they want to go on."""
    RESTING = auto()
    """One rests, the other is archived, and all that follows is done."""
    ARCHIVED = auto()
    """Both have come to their end in a season, one is called again; nothing of it is done yet."""
    LINKED = auto()
    """Two hosts publish; one neighbour is linked, one is asked for a link, one asks for one."""

    def is_after(self, other: "Beginning") -> bool:
        """Whether more has happened than in the other."""
        return self.value > other.value


def begin(house: House, beginning: Beginning) -> Village:
    """Found a congregation, and let it come as far as said; what was lived until then is lived once."""
    begun, named = _begun(house, beginning)
    EVENTS.named = named
    return Village(
        begun.world,
        house=house,
        now=begun.now,
        facts=list(begun.facts),
        letters=list(begun.letters),
        done=list(begun.done),
    )


@cache
def _begun(house: House, beginning: Beginning) -> tuple[Village, int]:
    EVENTS.named = 0
    village = _lived(house, beginning)
    return village, EVENTS.named


def _lived(house: House, beginning: Beginning) -> Village:
    if beginning is Beginning.FOUNDED:
        village = Village(World(), house=house)
        village.happen(Heard(message(AMARA, "!found Harbourlight", at=DM), role="direct"))
        return village
    village = harbourlight(BO, CLEO, DOV, house=house)
    if beginning.is_after(Beginning.GROWN):
        for caller, command in zip((AMARA, BO, CLEO, DOV), CALLS, strict=True):
            village.says(caller, command)
        village.settle()
    if beginning.is_after(Beginning.CALLED):
        village.tells(CLEO, "yes Slow Kettle")
        village.tells(DOV, "yes Slow Kettle")
        village.tells(AMARA, "yes Paper Boats")
        village.tells(DOV, "yes Paper Boats")
    if beginning.is_after(Beginning.BEGUN):
        _agree(village)
    match beginning:
        case Beginning.ACTIVE:
            first = village.world.crews_in_order[0]
            _says(village, first, "!split")
            for person, side in zip(first.holders, "112", strict=False):  # the fourth decides
                village.tells(person, f'!answer {side} crew="{first.name}"')
        case Beginning.ASKED:
            village.pass_time(_CYCLE - village.world.numbers.review_before + DAY)
            village.settle()
        case Beginning.RESTING:
            first, second, *_ = village.world.crews_in_order
            _says(village, first, "!finish")
            _says(village, second, "!rest")
            _pass_closing(village)
            village.settle()
        case Beginning.ARCHIVED:
            village.tells(AMARA, '!season "Autumn Tide" weeks=12')
            for crew in village.world.crews_in_order:
                _says(village, crew, "!finish")
            _pass_closing(village)
            village.tells(BO, "!call again Paper Boats")
        case Beginning.LINKED:
            have_neighbours(village)
        case _:
            pass
    return village


def _agree(village: Village) -> None:
    """Let both crews agree: four people are enough to split, and one of them takes newcomers."""
    village.tells(AMARA, "!settings crew-min=2")
    village.tells(BO, "yes Slow Kettle")
    village.settle()
    for crew in village.world.crews_in_order:
        village.joins(*crew.holders, at=crew_room(crew.id))
        village.settle()
        when = "Tue 19:00" if crew.encryption is Encryption.OFF else "Wed 20:00"
        _says(village, crew, f"!agree {when} | review=8w")
    _says(village, village.crew, "!joining ask")


def _pass_closing(village: Village) -> None:
    village.pass_time(village.world.numbers.closing + DAY)


def _says(village: Village, crew: Crew, words: str) -> None:
    """Let a crew's host say something about it; by direct message, for its room may be encrypted."""
    village.tells(crew.host, f'{words} crew="{crew.name}"')
    village.settle()
