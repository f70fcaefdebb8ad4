"""What a congregation shows to everybody: nothing, its card, or its card and those crews that agreed to it.

Owns how far publishing goes, and the bands in which numbers of people are published. Refuses to know
rooms, and what stands on a card (`structure`).
"""

from enum import Enum
from typing import Final

from attrs import frozen

from microsol_matrix.ids import UserId

_BANDS: Final = ((3, 9), (10, 19), (20, 49), (50, 99), (100, 149), (150, 199))
"""The least and the most of each, our choice: the sizes at which a congregation is asked to talk begin one."""
_MORE: Final = 200


class Publishing(Enum):
    """What everybody can read of a congregation, from the least to the most."""

    OFF = "off"
    """Nothing."""
    CARD = "card"
    """Its card."""
    CREWS = "crews"
    """Its card, and the cards of crews that agreed to it."""

    def is_wider_than(self, other: "Publishing") -> bool:
        """Whether more is read than with the other."""
        order = list(Publishing)
        return order.index(self) > order.index(other)


def band(people: int) -> str:
    """Say about how many people there are, as `3-9` or `200+`.

    Whoever is fewer than three is in the lowest band too: nobody can tell two people from nine.
    """
    if people >= _MORE:
        return f"{_MORE}+"
    least, most = next(one for one in _BANDS if people <= one[1])
    return f"{least}-{most}"


@frozen
class PublishingChanged:
    """A host said what everybody can read from now on."""

    publishing: Publishing
    by: UserId
