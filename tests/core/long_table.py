"""A crew of six that is asked which side each wants to be on."""

from microsol_matrix.scales.crew import Crew, CrewState
from microsol_matrix.scales.question import Asking
from tests.core.life import Village, harbourlight
from tests.core.lineage import begins, comes_to, reacts, says_to
from tests.core.said import AMARA, BO, CLEO, DOV, ESI, GRETA

EVERYBODY = (AMARA, BO, CLEO, DOV, ESI, GRETA)
TABLE = '"Long Table" Eating together | kind=practice seats=3-9 weeks=6 rhythm="Sun 18:00"'
SIDES = '!split "Long Table East" | "Long Table West"'


def table(words: str = TABLE, state: CrewState = CrewState.ACTIVE) -> tuple[Village, Crew]:
    village = harbourlight(*EVERYBODY[1:])
    crew = begins(village, words, *EVERYBODY[1:])
    return village, comes_to(village, crew, state)


def table_asked(words: str = TABLE) -> tuple[Village, Crew]:
    village, crew = table(words)
    says_to(village, AMARA, crew, SIDES)
    village.settle()
    return village, crew


def choose(village: Village, crew: Crew, first: str = "1️⃣", second: str = "2️⃣") -> None:
    for person in EVERYBODY[:3]:
        reacts(village, person, crew, to=Asking.SPLIT, key=first)
    for person in EVERYBODY[3:]:
        reacts(village, person, crew, to=Asking.SPLIT, key=second)
    village.settle()


def sides(village: Village, crew: Crew) -> list[Crew]:
    grown = [one for one in village.world.crews_in_order if crew.id in one.lineage]
    return sorted(grown, key=lambda one: one.name)
