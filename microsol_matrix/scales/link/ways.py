"""How a link stands, by what it moves, why it ends, and why nothing is heard from a neighbour."""

from collections.abc import Mapping
from enum import Enum
from typing import Final


class LinkState(Enum):
    """How a link stands, from our side."""

    PROPOSED = "proposed"
    """Our hosts want it; theirs are being asked."""
    ASKED = "asked"
    """Their hosts want it; ours are being asked."""
    AGREED = "agreed"
    """Ours said yes too; we are on our way to their porch, to see whether it says so."""
    MUTUAL = "mutual"
    """Both porches name each other."""
    ENDED = "ended"
    """It is no more; what stands of it is being taken away."""


class LinkEnd(Enum):
    """Why a link, or its proposal, is no more."""

    UNLINKED = "unlinked"
    """Our hosts ended it, or took their proposal back."""
    REFUSED = "refused"
    """Our hosts said no."""
    LEFT = "left"
    """Theirs ended it, said no, or took their proposal back."""
    LAPSED = "lapsed"
    """Nobody answered."""
    EXPIRED = "expired"
    """Its time was over and nobody renewed it."""
    NOT_BACKED = "not backed"
    """Their porch does not propose it, or cannot be read."""
    CLOSED = "closed"
    """We publish nothing any more."""
    DECLINED = "declined"
    """Nobody of ours was asked: we hear nothing from there, or more came than can be asked."""


MOVES: Final[Mapping[LinkState, frozenset[LinkState]]] = {
    LinkState.PROPOSED: frozenset({LinkState.MUTUAL, LinkState.ENDED}),
    LinkState.ASKED: frozenset({LinkState.AGREED, LinkState.ENDED}),
    LinkState.AGREED: frozenset({LinkState.MUTUAL, LinkState.ENDED}),
    LinkState.MUTUAL: frozenset({LinkState.ENDED}),
    LinkState.ENDED: frozenset({LinkState.PROPOSED, LinkState.ASKED}),
}
"""Every move that a link can make. Where both propose at once, who was proposing hears of it as a yes (`MUTUAL`)."""


class Scope(Enum):
    """How much of a neighbour is told to our people, from the least to the most."""

    CARD = "card"
    CREWS = "crews"
    """The crews on its porch too."""


class Trouble(Enum):
    """Why nothing is heard from a neighbour."""

    SILENT = "silent"
    """Its homeserver does not answer."""
    NO_PORCH = "no porch"
    """Its homeserver answers, and knows no porch under this address any more."""
    MOVED = "moved"
    """The address leads to another porch now: it was rebuilt or upgraded."""
