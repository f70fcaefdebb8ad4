"""Tell members of the crowd: the neighbours and how they stand, and whom these know.

Owns what is answered where there are none, and which page is meant. Refuses to change anything.
"""

import re
from typing import Final

from microsol_matrix.decide.course import Refused
from microsol_matrix.talk.crowd import crowd_lines, neighbour_lines, neighbours, paged
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import World

_PAGE: Final = re.compile(r"[1-9][0-9]{0,3}")
_STOPS: Final = " .,!?…"
"""What ends a sentence is no page: phones write it by themselves."""


def tell_crowd(world: World, command: Command) -> Said | Refused:
    """Draw the crowd as far as the porches tell it."""
    page = _page(command)
    if page is None:
        return Refused(say("crowd.no-page", given=command.text.strip()))
    if not neighbours(world):
        phrase = "crowd.none.waiting" if tuple(neighbour_lines(world)) else "crowd.none"
        return say(phrase, name=world.name)
    lines = paged(crowd_lines(world), page, command="!crowd")
    return joined([say("crowd.head", name=world.name), lines])


def tell_neighbours(world: World, command: Command) -> Said | Refused:
    """List the links, and how each of them stands."""
    page = _page(command)
    if page is None:
        return Refused(say("neighbours.no-page", given=command.text.strip()))
    lines = tuple(neighbour_lines(world))
    if not lines:
        return say("neighbours.none", name=world.name)
    said = paged(lines, page, command="!neighbours")
    return joined([say("neighbours.head", name=world.name), said])


def _page(command: Command) -> int | None:
    """Read which page is asked for, the first if none is said; None if it is no page."""
    words = command.text.strip().rstrip(_STOPS)
    if not words:
        return 1
    return int(words) if _PAGE.fullmatch(words) else None
