"""Adopting: a space that people made becomes a congregation, with the consent of somebody who holds its power.

Owns what was asked for and shown, what was read of a room before anything is written there, and what of it stays as it
was. Refuses to know who may, and how a room is read.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from attrs import field, frozen

from microsol_matrix.ids import EventId, RoomId, RoomKey, Text, UserId
from microsol_matrix.kept import OwnPower
from microsol_matrix.scales.congregation import Congregation, Joining
from microsol_matrix.seen import Membership

ADOPT_WITHIN: Final = timedelta(days=1)
"""So long what was shown may be agreed to, and invitations to rooms of it are followed."""
MOST_CREWS: Final = 20
"""Taken in at once: more would be looked at for minutes."""
MOST_PEOPLE: Final = 5_000
"""In a room that is looked at: coming into a great one costs a homeserver hours, and it is no crew's."""


@frozen
class AdoptionAsk:
    """What somebody said is to become a congregation.

    Attributes:
        event_id: The message.
        room_id: The direct room in which it was said; answers go there.
        space: An alias or a room id, as said.
        commons: The same; empty for a new room.
        crews: The same of every room that is to be a crew's.
    """

    event_id: EventId
    room_id: RoomId
    space: str
    commons: str
    crews: tuple[str, ...]
    at: datetime


@frozen
class Outline:
    """What was shown, and may be agreed to: holds nobody but who asked."""

    space: RoomId
    via: tuple[str, ...]
    name: Text
    purpose: Text
    joining: Joining
    commons: RoomId | None
    crews: tuple[RoomId, ...]


@frozen
class Adoption:
    """An adoption that somebody is about to decide on.

    Attributes:
        outline: What they were shown; None before it was looked at, or if it cannot be as it is.
        looks: How often it is to be looked at, and was: it is looked at anew when they invite us.
        looked: How often it was.
        told: A short name for what they were told last, which is not told twice.
        rooms: Which we came into to look at it; none of them is ours.
    """

    ask: AdoptionAsk
    outline: Outline | None = None
    looks: int = 1
    looked: int = 0
    told: str = ""
    rooms: frozenset[RoomId] = frozenset()

    def holds(self, now: datetime) -> bool:
        """Whether it may still be agreed to."""
        return now < self.ask.at + ADOPT_WITHIN


@frozen
class Taking:
    """A room that is being taken in.

    Attributes:
        asker: Who holds its power and wants it so.
        people: Everybody who ever had a membership there.
        power: As it was; None before it was read.
        is_dropped: Whether it is not taken in after all, and is to be left.
    """

    room_id: RoomId
    via: tuple[str, ...]
    asker: UserId
    people: Mapping[UserId, Membership] = field(factory=dict, hash=False)
    power: OwnPower | None = None
    is_dropped: bool = False


@frozen
class AdoptionAsked:
    """Somebody asked what would become of a space."""

    ask: AdoptionAsk


@frozen
class AdoptionLooked:
    """It was looked at, and they were told what would become of it, or what is missing."""

    event_id: EventId
    outline: Outline | None
    told: str
    rooms: frozenset[RoomId] = frozenset()


@frozen
class AdoptionStirred:
    """They invited us to a room of it: it is to be looked at anew."""


@frozen
class AdoptionDropped:
    """They said no, or nothing for long."""


@frozen
class LookedRoomLeft:
    """We have left a room that we had come into to look at it, unless it became ours."""

    room_id: RoomId


AskedAdoption = AdoptionAsked | AdoptionLooked | AdoptionStirred | AdoptionDropped | LookedRoomLeft
"""What happens in the lane of whoever asks."""


@frozen
class AdoptionBegun:
    """Somebody who holds its power agreed: these rooms are to be taken in."""

    congregation: Congregation
    takings: Mapping[RoomKey, Taking] = field(hash=False)


@frozen
class TakingRead:
    """What a room held before anything of ours was written there."""

    key: RoomKey
    taking: Taking
    names: Mapping[UserId, Text] = field(hash=False)


@frozen
class RoomTaken:
    """A room carries our marker."""

    key: RoomKey
    state: Mapping[tuple[str, str], str] = field(hash=False)


@frozen
class TakingDropped:
    """A room is not taken in after all.

    Attributes:
        is_anothers: Whether another congregation's marker stands there: then we stay for that one.
    """

    key: RoomKey
    is_anothers: bool = False


@frozen
class AdoptionFailed:
    """The space itself could not be taken in: there is no congregation."""

    at: datetime


@frozen
class OwnPowerSaid:
    """Its people changed who may do what in a room that they had made."""

    key: RoomKey
    power: OwnPower


AdoptionFact = (
    AdoptionBegun | TakingRead | RoomTaken | TakingDropped | AdoptionFailed | OwnPowerSaid
)
