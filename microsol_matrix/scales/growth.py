"""How many a congregation has become: the sizes at which it is asked to talk, and what follows from being full.

Owns the marks and the crossing of them. Refuses to know where they lie (`numbers`) and who is in.
Nobody is ever removed for a size.
"""

from enum import Enum

from attrs import frozen

from microsol_matrix.scales.numbers import Numbers


class Mark(Enum):
    """A size at which something is said or done, from the smallest to the largest."""

    TALK = "talk"
    """Hosts are asked for a talk about size."""
    SIBLING = "sibling"
    """They are offered to seed a sibling."""
    FULL = "full"
    """New joins wait."""

    def of(self, numbers: Numbers) -> int:
        """Give the number of people at which it lies."""
        match self:
            case Mark.TALK:
                return numbers.congregation_talk
            case Mark.SIBLING:
                return numbers.congregation_sibling
            case Mark.FULL:
                return numbers.congregation_full


@frozen
class MarkReached:
    """The congregation has as many people as a mark says, or more; hosts were told."""

    mark: Mark


@frozen
class MarkLeft:
    """It has fewer again."""

    mark: Mark


GrowthFact = MarkReached | MarkLeft
