"""A congregation and its hosts."""

from microsol_matrix.ids import UserId
from microsol_matrix.places import HOSTS
from microsol_matrix.scales.numbers import Numbers
from tests.core.life import Village, harbourlight
from tests.core.said import AMARA

H = "Harbourlight"
TERM = Numbers().mandate


def with_partners(*people: UserId) -> Village:
    """Harbourlight, in which these are partners."""
    village = harbourlight(*people)
    village.joins(AMARA, at=HOSTS)
    village.settle()
    for person in people:
        village.tells(AMARA, f"!tier {person} partner")
    village.letters.clear()
    return village
