"""A crew that is archived, and called again."""

from microsol_matrix.scales.crew import Crew, CrewState
from tests.core.life import Village, harbourlight
from tests.core.lineage import begins, comes_to
from tests.core.said import BO, CLEO, DAY, DOV

LETTERS = "Letters to nobody in particular"
NOTEBOOK = f'"Salt Notebook" {LETTERS} | kind=writing seats=3-5 weeks=6 rhythm="Wed 18:00"'


def archived(words: str = NOTEBOOK) -> tuple[Village, Crew]:
    village = harbourlight(BO, CLEO, DOV)
    crew = begins(village, words, BO, CLEO)
    village.now += DAY
    return village, comes_to(village, crew, CrewState.ARCHIVED)
