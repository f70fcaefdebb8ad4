"""A crew at any place of its life, brought there by what its people say and do, and by time.

Owns one way to each state. No facts are made up here: what the rules refuse, these ways cannot do either.
"""

from functools import cache
from typing import Final

from microsol_matrix.ids import UserId
from microsol_matrix.markup import to_plain
from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import Crew, CrewState
from tests.core.life import Village, harbourlight
from tests.core.lineage import begins
from tests.core.said import AMARA, BO, CLEO, DAY, DOV, ESI, SERVER

KETTLE: Final = "Slow Kettle"
"""Of six people, as many as two crews need."""
BOATS: Final = "Paper Boats"
"""Another crew, of Amara, Dov and Esi, which has agreed."""
HANA: Final = UserId(f"@hana:{SERVER}")
IVO: Final = UserId(f"@ivo:{SERVER}")
KIT: Final = UserId(f"@kit:{SERVER}")
ITS_PEOPLE: Final = (AMARA, BO, CLEO, HANA, IVO, KIT)
AGREE: Final = "!agree Tue 19:00 | review=8w"


def kettle_in(state: CrewState) -> Village:
    """Give a village in which Slow Kettle is in this state; each call gives one of its own."""
    brought = _brought(state)
    return Village(
        brought.world,
        house=brought.house,
        now=brought.now,
        facts=list(brought.facts),
        letters=list(brought.letters),
        done=list(brought.done),
    )


def kettle(village: Village) -> Crew:
    """Give Slow Kettle as it is now."""
    return named(village, KETTLE)


def named(village: Village, name: str) -> Crew:
    """Give the crew of this name."""
    (found,) = (one for one in village.world.crews.values() if one.name == name)
    return found


def hears(village: Village, person: UserId, words: str, *, is_direct: bool = False) -> str:
    """Say something to Slow Kettle, in its room or, where that is read-only, in a direct message.

    Args:
        village: Where.
        person: Who says it.
        words: What.
        is_direct: Whether it is said in a direct message anyway.

    Returns:
        What is answered, by letter too.
    """
    crew, written = kettle(village), len(village.letters)
    if crew.is_living and not is_direct:
        answer = village.says(person, words, at=crew_room(crew.id))
    else:
        answer = village.tells(person, f'{words} crew="{KETTLE}"')
    letters = [to_plain(one.text) for one in village.letters[written:] if one.to == person]
    return "\n".join([answer, *letters]).strip()


@cache
def _brought(state: CrewState) -> Village:
    village = _begun()
    match state:
        case CrewState.FORMING:
            pass
        case CrewState.ACTIVE:
            hears(village, BO, AGREE)
        case CrewState.RESTING:
            hears(village, BO, AGREE)
            hears(village, CLEO, "!rest")
        case CrewState.CLOSING:
            hears(village, BO, AGREE)
            hears(village, CLEO, "!finish")
        case CrewState.ARCHIVED | CrewState.RELAUNCHED:
            hears(village, BO, AGREE)
            hears(village, CLEO, "!finish")
            village.settle()
            village.pass_time(village.world.numbers.closing + DAY)
    village.settle()
    if state is CrewState.RELAUNCHED:
        _relaunch(village)
    village.pass_time(DAY / 2)
    village.settle()
    crew = kettle(village)
    assert crew.state is state, f"{crew.name} is {crew.state.value}"
    return village


def _begun() -> Village:
    others = ITS_PEOPLE[1:]
    village = harbourlight(*others, DOV, ESI)
    begins(village, f"{KETTLE} | seats=3-6", *others)
    boats = begins(village, f"{BOATS} | seats=3-4", DOV, ESI)
    village.says(DOV, AGREE, at=crew_room(boats.id))
    village.settle()
    return village


def _relaunch(village: Village) -> None:
    village.tells(BO, f"!call again {KETTLE}")
    village.settle()
    for person in (AMARA, CLEO):
        village.tells(person, f"yes {village.call.name}")
    village.settle()
