"""Lives of thrown dice: which things happen, in any order, all as often as they are meant to.

Left to itself hypothesis keeps to the first of everything and makes nearly all lives too short for
anything to happen. Of bytes of a fixed number it makes any, and still shrinks what fails: a byte of 0 is
the first kind of act.
"""

from collections.abc import Callable
from typing import TypeVar

from hypothesis import strategies as st

_Act = TypeVar("_Act")


Dice = tuple[int, ...]
"""What was thrown for one act: numbers from 0 to 255."""


def lives(act: Callable[[Dice], _Act], *, dice: int, length: int) -> st.SearchStrategy[list[_Act]]:
    """Make lives of so many acts.

    Args:
        act: Makes one of its dice.
        dice: How many are thrown for an act.
        length: Acts of a life.
    """

    def lived(thrown: bytes) -> list[_Act]:
        return [act(throw) for throw in zip(*[iter(thrown)] * dice, strict=True)]

    return st.binary(min_size=dice * length, max_size=dice * length).map(lived)
