"""What was read: a porch and its crowd, as a tree, and how two porches in it are linked.

Owns the values. Refuses to know how they were reached (`walk`).
"""

from enum import Enum

from attrs import frozen

from microsol_matrix.ids import RoomAlias, RoomId
from microsol_matrix.structure.reading import LinkCard, NoPorch, ReadPorch


class Seen(Enum):
    """How much of a room could be seen."""

    READ = "read"
    """Its state."""
    GLIMPSED = "glimpsed"
    """What the hierarchy shows: its state is for those who join it."""
    HIDDEN = "hidden"
    """Nothing but that somebody leads to it."""
    ABOVE = "above"
    """It stands in the tree already."""


@frozen
class Stop:
    """A room of the crowd.

    Attributes:
        name: As the hierarchy shows it.
        porch: What its state says; None unless it was read.
    """

    room_id: RoomId
    seen: Seen
    name: str | None
    alias: str | None
    porch: ReadPorch | NoPorch | None
    children: tuple["Stop", ...]


@frozen
class Read:
    """All that was read, and what was left behind.

    Attributes:
        joined: Whether the account had to join for this.
        is_still_in: Whether it is still in the room for that reason.
    """

    alias: RoomAlias
    root: Stop
    joined: bool
    is_still_in: bool


class Relation(Enum):
    """How two porches are linked, as far as they could be read."""

    MUTUAL = "mutual"
    """Each says that both agree."""
    CLAIMED = "claimed"
    """The one from which we came says so; the other could not be read, or does not."""
    PROPOSED = "proposed"
    """One of them proposes it."""


def said_of(stop: Stop, other: RoomId) -> LinkCard | None:
    """Give what a porch says of its link to another; None if nothing, or if it was not read."""
    link = stop.porch.links.get(other) if isinstance(stop.porch, ReadPorch) else None
    return None if link is None else link.card


def relation(above: Stop, below: Stop) -> Relation | None:
    """Say how two porches are linked; None if neither says anything of it.

    Args:
        above: From which we came.
        below: One of its children.
    """
    forth, back = said_of(above, below.room_id), said_of(below, above.room_id)
    if forth is not None and forth.is_mutual:
        is_both = back is not None and back.is_mutual
        return Relation.MUTUAL if is_both else Relation.CLAIMED
    return None if forth is None and back is None else Relation.PROPOSED
