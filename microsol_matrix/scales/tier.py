"""The tiers of membership: guest, friend, partner (the handbook's own words).

Owns which tiers there are and what lies in which. Refuses to know which command needs which:
descriptors say so; and how long somebody is a guest: `numbers` do.
"""

from datetime import datetime
from enum import Enum
from typing import Final

from attrs import frozen

from microsol_matrix.ids import UserId


class Tier(Enum):
    """How somebody belongs to a congregation."""

    GUEST = "guest"
    """Looks around for a season: answers calls, sees what there is."""
    FRIEND = "friend"
    """Takes part: also calls crews."""
    PARTNER = "partner"
    """Shares in looking after it: also may be asked to be a host."""

    def includes(self, other: "Tier") -> bool:
        """Whether whoever has this tier may do all that those of the other may."""
        return _WIDENING.index(self) >= _WIDENING.index(other)


_WIDENING: Final = (Tier.GUEST, Tier.FRIEND, Tier.PARTNER)

INVITED: Final = Tier.FRIEND
"""Of whom a host invites without saying more; who comes by themselves is a guest."""


@frozen
class Standing:
    """The tier that somebody was given.

    Attributes:
        since: When it began, or hosts were last asked about it; None while the person is not in.
    """

    tier: Tier
    since: datetime | None


@frozen
class TierGiven:
    """Somebody has a tier from now on.

    Attributes:
        at: From when; None if the person is invited and has yet to come in.
    """

    person: UserId
    tier: Tier
    at: datetime | None


@frozen
class SeasonAsked:
    """A guest's season was over, and the hosts were asked whether to go on."""

    person: UserId
    at: datetime


TierFact = TierGiven | SeasonAsked
