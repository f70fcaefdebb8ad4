"""Mandates: who holds a role in a congregation, from when, until when.

Owns how a mandate begins, is renewed and ends, and the asking and offering before it. So far the
one role is the host's. Refuses to know what a host may do.
"""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from attrs import frozen

from microsol_matrix.ids import EventId, MandateId, UserId
from microsol_matrix.scales.congregation import Congregation
from microsol_matrix.scales.numbers import USUAL

REMINDED_BEFORE: Final = timedelta(days=14)
"""How long before its end the holder is reminded and may renew it."""
ASKED_FOR: Final = timedelta(days=14)
"""How long a person may think about being a host, once asked."""
PROLONGED_FOR: Final = timedelta(weeks=4)
"""How long the only host's mandate runs on past its end before the hosts are asked again."""


class Role(Enum):
    """What somebody is asked to do for a congregation."""

    HOST = "host"


class Ending(Enum):
    """Why a mandate ended."""

    STEPPED_DOWN = "stepped down"
    EXPIRED = "expired"
    LEFT = "left"
    REMOVED = "removed"


class OfferState(Enum):
    """How somebody's offer to be a host stands."""

    OPEN = "open"
    SECONDED = "seconded"
    OVER = "over"


@frozen
class Mandate:
    """One mandate.

    Attributes:
        is_shown: Whether the holder agreed that members see in the space who holds it.
        is_reminded: Whether the holder was told that it ends soon.
        prolonged_until: Until when it runs on past its end, because there is no other host.
        is_live: Whether it holds; an ended one is kept so that what was published can be taken away.
    """

    id: MandateId
    role: Role
    holder: UserId
    begins_at: datetime
    expires_at: datetime
    is_shown: bool
    is_reminded: bool = False
    prolonged_until: datetime | None = None
    is_live: bool = True

    @property
    def ends_at(self) -> datetime:
        """Give when something has to be decided about it."""
        return self.prolonged_until or self.expires_at

    @property
    def renewable_from(self) -> datetime:
        """Give from when its holder is reminded and may renew it."""
        return self.expires_at - REMINDED_BEFORE


@frozen
class Offer:
    """A partner's offer to be host where there is none; named by the message that made it."""

    id: EventId
    person: UserId
    at: datetime
    state: OfferState = OfferState.OPEN


@frozen
class HostAsked:
    """A host asked a partner to be host, too. A no is no fact: nobody is to know of it."""

    person: UserId
    by: UserId
    at: datetime


@frozen
class HostOffered:
    """A partner offered to be host, because there is none."""

    offer: Offer


@frozen
class MandateBegan:
    """Somebody agreed to hold a role."""

    mandate: Mandate


@frozen
class MandateReminded:
    """The holder was told that the mandate ends soon."""

    mandate_id: MandateId


@frozen
class MandateRenewed:
    """The holder goes on."""

    mandate_id: MandateId
    expires_at: datetime


@frozen
class MandateProlonged:
    """The mandate of the only host was over and runs on, so that somebody can still let people in."""

    mandate_id: MandateId
    until: datetime


@frozen
class MandateEnded:
    """A mandate is over."""

    mandate_id: MandateId
    why: Ending
    at: datetime


MandateFact = (
    HostAsked
    | HostOffered
    | MandateBegan
    | MandateReminded
    | MandateRenewed
    | MandateProlonged
    | MandateEnded
)


def first_mandate(congregation: Congregation) -> Mandate:
    """Give the founder's mandate: held from the founding on, under the congregation's own id.

    It runs as long as is usual: nobody has chosen numbers when a congregation is founded. Nobody asked the
    founder whether members may see it written down, so it is not.
    """
    return Mandate(
        id=MandateId(congregation.id),
        role=Role.HOST,
        holder=congregation.founder,
        begins_at=congregation.founded_at,
        expires_at=congregation.founded_at + USUAL.mandate,
        is_shown=False,
    )
