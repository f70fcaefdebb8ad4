"""Two crews that become one."""

from microsol_matrix.scales.crew import Crew, CrewState
from microsol_matrix.scales.question import Asking
from tests.core.life import Village, harbourlight
from tests.core.lineage import begins, comes_to, reacts, says_to
from tests.core.said import AMARA, BO, CLEO, DAY, DOV, ESI, GRETA

EVERYBODY = (AMARA, BO, CLEO, DOV, ESI, GRETA)
FERRY, BOATS = '"Night Ferry" Rowing at dusk | kind=support answers=open', '"Paper Boats" Reading'


def two(
    ferry: str = FERRY, boats: str = BOATS, state: CrewState = CrewState.ACTIVE
) -> tuple[Village, Crew, Crew]:
    """Give two crews: Amara, Bo, Cleo; and Amara, Dov, Esi."""
    village = harbourlight(*EVERYBODY[1:])
    first = comes_to(village, begins(village, ferry, BO, CLEO), state)
    village.now += DAY
    second = comes_to(village, begins(village, boats, DOV, ESI), CrewState.ACTIVE)
    return village, first, second


def proposed(words: str = "!merge Paper Boats") -> tuple[Village, Crew, Crew]:
    village, ferry, boats = two()
    says_to(village, BO, ferry, words)
    village.settle()
    return village, ferry, boats


def agreed(words: str = "!merge Paper Boats") -> tuple[Village, Crew, Crew]:
    village, ferry, boats = proposed(words)
    reacts(village, DOV, boats, to=Asking.MERGE_OFFER, key="✅")
    village.settle()
    return village, ferry, boats


def grown(village: Village, *parents: Crew) -> list[Crew]:
    lineage = tuple(one.id for one in parents)
    return [one for one in village.world.crews_in_order if one.lineage == lineage]
