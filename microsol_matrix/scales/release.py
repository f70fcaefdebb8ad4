"""Releasing: a crew, or a whole congregation, goes on without the service.

Owns who asked for it, and what a room is to be once it is its people's alone. Refuses to know how it is made so.
"""

from datetime import datetime, timedelta
from typing import Final

from attrs import frozen

from microsol_matrix.ids import CrewId, RoomKey, Text, UserId
from microsol_matrix.scales.congregation import Joining

RELEASE_WITHIN: Final = timedelta(days=7)
"""So long a second person may agree: whoever reads on Sundays only has one."""

NAMELESS: Final = Text("")


@frozen
class ReleaseWish:
    """Somebody said that a room, or all of them, is to be released, and nobody has agreed yet."""

    by: UserId
    at: datetime

    def holds(self, now: datetime) -> bool:
        """Whether it can still be agreed to."""
        return now < self.at + RELEASE_WITHIN


@frozen
class Parting:
    """What a room is to be when it is its people's alone.

    Attributes:
        heirs: Who is to have all power there, if they are in; else whoever is in has it.
        joining: How one comes in from then on; None for whoever is in the space.
        is_read_only: Whether nobody but its heirs can say anything there: the room of an archived crew.
        is_a_space: Whether rooms stand in it, and nobody talks.
        is_shared: Whether all who are in look after it, as in a crew.
        name: Of the crew whose room it is; empty for any other room.
    """

    heirs: tuple[UserId, ...]
    joining: Joining | None
    is_read_only: bool = False
    is_a_space: bool = False
    is_shared: bool = False
    name: Text = NAMELESS


@frozen
class ReleaseAsked:
    """Somebody said that a crew (by its room), or the congregation (by the space), is to be released."""

    key: RoomKey
    wish: ReleaseWish


@frozen
class ReleaseTakenBack:
    """Somebody said that it is not to be."""

    key: RoomKey


@frozen
class CrewReleased:
    """A crew goes on without us: from now on it is no crew of ours, only a room to be handed over."""

    crew_id: CrewId
    by: UserId
    at: datetime


@frozen
class CongregationReleased:
    """A congregation goes on without us: all its rooms are handed over."""

    by: UserId
    at: datetime


@frozen
class RoomLeft:
    """We have left a room for good."""

    key: RoomKey


ReleaseFact = ReleaseAsked | ReleaseTakenBack | CrewReleased | CongregationReleased | RoomLeft
