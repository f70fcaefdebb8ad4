"""A congregation: a village of people who seed, hold and re-launch crews.

Owns its name and purpose, and whom it wants in. Who *is* in is Matrix's to say: being joined to the
space is membership.
"""

from datetime import datetime
from enum import Enum
from typing import Final

from attrs import frozen

from microsol_matrix.ids import CongregationId, EventId, RoomId, Text, UserId, ZoneName
from microsol_matrix.languages import Language
from microsol_matrix.scales.numbers import USUAL, Numbers
from microsol_matrix.scales.publishing import Publishing, PublishingChanged
from microsol_matrix.scales.tier import Tier
from microsol_matrix.zones import UNIVERSAL

NAME_LIMIT: Final = 60
"""Characters; longer names are cut by clients' room lists."""
PURPOSE_LIMIT: Final = 400
PLACE_LIMIT: Final = 80


class Joining(Enum):
    """Whether a congregation takes newcomers."""

    CLOSED = "closed"
    """Whom a host invites."""
    ASK = "ask"
    """Whoever asks, and a host says yes to."""
    OPEN = "open"
    """Whoever knows the address."""


@frozen
class Congregation:
    """One congregation.

    Attributes:
        slug: The readable part of the space's alias, lower-case ASCII; unique on the homeserver.
        asked_in: The room where founding was asked for; progress is told there.
        asked_by_event: The message that asked for it.
        encrypts_crews: Whether rooms of crews are encrypted unless a call says otherwise.
        zone: Whose days its people mean.
        language: In which we speak in its rooms.
        numbers: How long things take in it, and at which sizes it is asked to talk.
        publishing: What everybody can read of it.
    """

    id: CongregationId
    slug: str
    name: Text
    purpose: Text
    place: Text
    founder: UserId
    founded_at: datetime
    asked_in: RoomId
    asked_by_event: EventId
    joining: Joining = Joining.CLOSED
    encrypts_crews: bool = False
    zone: ZoneName = UNIVERSAL
    language: Language = Language.ENGLISH
    numbers: Numbers = USUAL
    publishing: Publishing = Publishing.OFF


@frozen
class CongregationFounded:
    """Somebody founded a congregation; its rooms are wanted from now on."""

    congregation: Congregation


@frozen
class SlugChanged:
    """The slug was another room's on this homeserver already; the next one is tried."""

    slug: str


@frozen
class InvitationAsked:
    """A host asked for somebody to be invited, lately enough to count."""

    by: UserId
    at: datetime


@frozen
class MemberWanted:
    """A host asked for a person to be invited; an earlier leaving or declining is thereby over.

    Attributes:
        tier: As what; None in facts from before there were tiers.
        at: When; None in facts from before it was counted.
    """

    person: UserId
    by: UserId
    tier: Tier | None = None
    at: datetime | None = None


@frozen
class JoiningChanged:
    """A host said how newcomers come in from now on."""

    joining: Joining
    by: UserId


@frozen
class CongregationLanguageChosen:
    """A host said in which language we speak in the congregation's rooms."""

    language: Language
    by: UserId


@frozen
class NumbersChosen:
    """A host chose other numbers; whatever runs goes by them from now on."""

    numbers: Numbers
    by: UserId


@frozen
class CongregationRenamed:
    """Hosts gave the congregation another name, in its space."""

    name: Text


@frozen
class PurposeGiven:
    """Hosts said anew what the congregation is for, as the topic of its space."""

    purpose: Text


@frozen
class RebuiltFromRooms:
    """All that is known was read from the rooms: what was done before is nobody's to ask us about."""

    at: datetime


CongregationFact = (
    CongregationFounded
    | RebuiltFromRooms
    | SlugChanged
    | MemberWanted
    | JoiningChanged
    | CongregationLanguageChosen
    | NumbersChosen
    | CongregationRenamed
    | PurposeGiven
    | PublishingChanged
)
