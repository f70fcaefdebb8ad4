"""Seasons and formation rounds: the time that a congregation keeps together.

Owns what a season is (a named stretch of a few months, after which there is a pause or the next one)
and what a formation round is (days in which everybody is asked at once whether to call or to answer;
microsolidarity handbook). Refuses to know a guest's season, which counts from their own first day.
"""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from attrs import frozen

from microsol_matrix.ids import EventId, SeasonId, Text, UserId

NAME_LIMIT: Final = 60
"""Characters; published with the congregation's card."""
LONGEST_ROUND: Final = timedelta(weeks=8)
"""Past a cycle's length a round is no beginning any more."""
ROUNDS_KEPT: Final = 5
"""The prompt of a round that is over is not touched again; the last ones are kept for whoever looks."""


@frozen
class Season:
    """One season.

    Attributes:
        ends_at: The last second of its last day, or when the next one began before that.
        is_over: Whether its end has come and was noticed.
    """

    id: SeasonId
    name: Text
    begins_at: datetime
    ends_at: datetime
    is_over: bool = False

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies within it; its end does not."""
        return self.begins_at <= moment < self.ends_at


@frozen
class SeasonBegan:
    """A host named a season, which begins; one that still ran ends with it."""

    season: Season
    by: UserId


@frozen
class SeasonEnded:
    """A season's end has come, and the hosts were asked for the next one."""

    season_id: SeasonId


class RoundState(Enum):
    """How a formation round stands."""

    OPEN = "open"
    OVER = "over"


@frozen
class FormationRound:
    """Days in which crews come together; named by the message that opened it.

    Attributes:
        closes_at: The last second of its last day, whether or not a host ends it before.
    """

    id: EventId
    opened_at: datetime
    closes_at: datetime
    state: RoundState = RoundState.OPEN

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.state is RoundState.OPEN


@frozen
class RoundOpened:
    """A host opened a formation round."""

    round: FormationRound
    by: UserId


@frozen
class RoundEnded:
    """A formation round is over: its time was, or a host ended it.

    Attributes:
        by: Who ended it early; None if its time had come.
    """

    round_id: EventId
    at: datetime
    by: UserId | None


SeasonFact = SeasonBegan | SeasonEnded | RoundOpened | RoundEnded
