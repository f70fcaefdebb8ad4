"""What stands in our own rooms of each link: records and ways on the porch, records in the space.

Owns that it is made once for each link as it is, and not again for every plan: of many hundreds hardly one changes
from one plan to the next. Refuses to know what else is to be done about a link (`links`).
"""

from collections.abc import Iterator
from typing import Final
from weakref import ref

from microsol_matrix.observe import CHILD
from microsol_matrix.places import SPACE
from microsol_matrix.rooms import StatePiece
from microsol_matrix.scales.link import Link, LinkState
from microsol_matrix.structure import types
from microsol_matrix.structure.links import child_of_neighbour, link_record
from microsol_matrix.world import World


def records(world: World) -> Iterator[StatePiece]:
    """Say what our porch tells of each link: that it is proposed or mutual; and where it is mutual, the way there."""
    for _, link in sorted(world.links.items()):
        yield from _told(link)


def records_in_space(world: World) -> Iterator[StatePiece]:
    """Say what our space tells members of each link; what stood there and does not any more is emptied."""
    wanted: set[str] = set()
    for _, link in sorted(world.links.items()):
        for record in _told(link)[:1]:
            wanted.add(link.porch)
            yield record
    known = {state_key for kind, state_key in world.rooms[SPACE].state if kind == types.LINK}
    for state_key in sorted(known - wanted):
        yield StatePiece(types.LINK, state_key, {})


def _told(link: Link) -> tuple[StatePiece, ...]:
    """Say what is told of a link, the record first; nothing while it is asked for or over."""
    kept = _KEPT.get(id(link))
    if kept is not None and kept[0]() is link:
        return kept[1]
    pieces = tuple(_made(link))
    name = id(link)
    _KEPT[name] = (ref(link, lambda _: _KEPT.pop(name, None)), pieces)
    return pieces


_KEPT: Final[dict[int, tuple["ref[Link]", tuple[StatePiece, ...]]]] = {}
"""By which object it is, as long as that lives: to compare equal ones would cost more than to make it anew."""


def _made(link: Link) -> Iterator[StatePiece]:
    match link.state:
        case LinkState.PROPOSED | LinkState.MUTUAL:
            yield StatePiece(types.LINK, link.porch, link_record(link))
        case LinkState.ASKED | LinkState.AGREED | LinkState.ENDED:
            pass
    if link.is_mutual:
        yield StatePiece(CHILD, link.porch, child_of_neighbour(link))
