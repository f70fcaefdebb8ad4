"""A knock: somebody asks to come into a congregation, and its hosts answer.

Owns who asked, in which words, and how it was answered. Refuses to know rooms and prompts.
"""

from datetime import datetime
from enum import Enum
from typing import Final

from attrs import frozen

from microsol_matrix.ids import EventId, Text, UserId

REASON_LIMIT: Final = 300
"""Characters of a reason that hosts are shown; a stranger's words, so they stay short."""
NAME_LIMIT: Final = 60
"""Characters of a stranger's display name that hosts are shown."""
KEPT: Final = 50
"""Answered knocks that are remembered, so that strangers cannot fill the store."""


class KnockState(Enum):
    """How a knock stands."""

    OPEN = "open"
    LET_IN = "let in"
    REFUSED = "refused"
    TAKEN_BACK = "taken back"


@frozen
class Knock:
    """One request to come in.

    Attributes:
        id: The event that made it.
        name: The display name that came with it, cut to its limit; may be empty.
        reason: In the person's words, cut to its limit; may be empty.
        by: Who answered it; None while it is open, or if the person took it back.
    """

    id: EventId
    person: UserId
    name: Text
    reason: Text
    at: datetime
    state: KnockState = KnockState.OPEN
    by: UserId | None = None


@frozen
class Knocked:
    """Somebody asked to come in."""

    knock: Knock


@frozen
class KnockAnswered:
    """A knock is open no more.

    Attributes:
        by: The host; None if the person took it back.
    """

    knock_id: EventId
    state: KnockState
    by: UserId | None


KnockFact = Knocked | KnockAnswered
