"""What can come of looking at rooms that people made, and what somebody says before that.

Owns these happenings. Refuses to judge them (`looking_at_space`, `taking_in`).
"""

from attrs import field, frozen

from microsol_matrix.ids import RoomKey
from microsol_matrix.observe import MessageSaid
from microsol_matrix.observe.surveying import RoomSurvey
from microsol_matrix.scales.adoption import AdoptionAsk


@frozen
class AdoptionSaid:
    """Somebody asks what would become of a space, or says that nothing is to.

    Attributes:
        ask: None if nothing is to.
    """

    message: MessageSaid
    ask: AdoptionAsk | None


@frozen
class Surveyed:
    """What was found of a space that somebody asked about.

    Attributes:
        space: None if we cannot come in.
        commons: None if none was named, or we cannot come in.
        crews: Those that we can come into.
        missing: What was said of rooms that we cannot come into.
        via: Servers through which all of it is reached.
        too_large: What was said of rooms that we did not go into, because so many people are there.
    """

    ask: AdoptionAsk
    space: RoomSurvey | None
    commons: RoomSurvey | None
    crews: tuple[RoomSurvey, ...]
    missing: tuple[str, ...]
    via: tuple[str, ...] = field(factory=tuple)
    too_large: tuple[str, ...] = field(factory=tuple)


@frozen
class RoomSurveyed:
    """A room that is to be taken in was read."""

    key: RoomKey
    survey: RoomSurvey


Surveying = AdoptionSaid | Surveyed | RoomSurveyed
