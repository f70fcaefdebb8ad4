"""What a room held before we changed it: a crew's before it was archived, people's before it was taken in.

Owns the pieces and the facts about them. Refuses to know what archiving changes (`plan.crew_rooms`).
"""

from collections.abc import Mapping
from enum import Enum

from attrs import field, frozen

from microsol_matrix.ids import RoomKey, Text, UserId


class Alias(Enum):
    """Where the alias under which a room was made leads."""

    HERE = "here"
    NOWHERE = "nowhere"
    ELSEWHERE = "elsewhere"
    """Somebody gave it to another room meanwhile."""


@frozen
class KeptPiece:
    """One state event as it was.

    Attributes:
        content: As JSON; in it stand words that people wrote. Power is kept without its people.
    """

    type: str
    state_key: str
    content: Text


@frozen
class Kept:
    """What is to be given back.

    Attributes:
        users: Whose power was listed in the room, the bot's too where the room version wants it.
        alias: Where the room's alias leads now.
    """

    pieces: tuple[KeptPiece, ...]
    users: Mapping[UserId, int] = field(hash=False)
    alias: Alias = Alias.HERE

    def piece(self, kind: str) -> KeptPiece | None:
        """Give the piece of a type; None if there was none."""
        return next((one for one in self.pieces if one.type == kind), None)


@frozen
class OwnPower:
    """Who may do what in a room as its people made it.

    Attributes:
        levels: What stands at the top: `invite`, `state_default` and the like.
        events: By the type of an event.
        users: By person; the bot left out.
        creators: Who has more than any number, from room version 12 on.
        services: Other bots, that clients are told not to count as people.
    """

    levels: Mapping[str, int] = field(hash=False)
    events: Mapping[str, int] = field(hash=False)
    users: Mapping[UserId, int] = field(hash=False)
    creators: tuple[UserId, ...] = ()
    services: tuple[UserId, ...] = ()


@frozen
class StateKept:
    """What a room holds was read and is kept; only after that it may be changed."""

    key: RoomKey
    kept: Kept


@frozen
class AliasMoved:
    """The alias under which a room was made leads there now."""

    key: RoomKey
    to: Alias


@frozen
class StateGivenBack:
    """A room holds again what it held; nothing is kept any more."""

    key: RoomKey


KeptFact = StateKept | AliasMoved | StateGivenBack
