"""Judge what comes from neighbours: which rule answers it.

Owns the dispatch alone.
"""

from typing import assert_never

from microsol_matrix.decide.afar import (
    Neighbouring,
    NeighbourProbed,
    NeighbourStirred,
    PorchFound,
    PorchInvited,
    PorchWasRead,
    SeatLost,
)
from microsol_matrix.decide.course import Course
from microsol_matrix.scales.link import PorchStirred


def decide_neighbour(course: Course, happening: Neighbouring) -> None:
    """Judge what a neighbour did, or what was seen of it."""
    match happening:
        case NeighbourStirred(porch=porch):
            course.add(PorchStirred(porch, at=course.moment.now))
        case PorchFound() | PorchInvited() | PorchWasRead() | SeatLost() | NeighbourProbed():
            pass
        case _:
            assert_never(happening)
