"""What happens to a crew as a whole, after it began: the facts of its life.

Owns the facts. Which of them are possible stands in `transitions`, what a crew is in `crew`.
"""

from datetime import datetime

from attrs import frozen

from microsol_matrix.ids import CrewId, Text, UserId
from microsol_matrix.scales.congregation import Joining
from microsol_matrix.scales.crew import Agreement, CrewState, Harvest, SeatFact, Visibility
from microsol_matrix.scales.question import QuestionFact
from microsol_matrix.scales.transitions import Move


@frozen
class CrewMoved:
    """A crew came from one state of its life to another, or into its next cycle.

    Attributes:
        to: The state that it is in now.
        by: Who said so; None if its time had come.
        cycle: The number of the cycle from now on.
        cycle_ends_at: When it looks back next; None if nobody knows yet.
    """

    crew_id: CrewId
    move: Move
    to: CrewState
    at: datetime
    cycle: int
    cycle_ends_at: datetime | None
    by: UserId | None = None


@frozen
class CrewAgreed:
    """A crew recorded its rhythm and when it looks back."""

    crew_id: CrewId
    agreement: Agreement


@frozen
class CrewAsked:
    """A crew was asked about being where it is: forming for long, or resting for long."""

    crew_id: CrewId
    at: datetime


@frozen
class CrewHostChanged:
    """The role of the host is somebody else's from now on."""

    crew_id: CrewId
    host: UserId
    at: datetime


@frozen
class CrewJoiningChanged:
    """A crew said whether it takes newcomers."""

    crew_id: CrewId
    joining: Joining


@frozen
class CrewVisibilityChanged:
    """Who sees a crew is different from now on."""

    crew_id: CrewId
    visibility: Visibility


@frozen
class CrewRenamed:
    """The crew's people gave it another name."""

    crew_id: CrewId
    name: Text


@frozen
class CrewRedirected:
    """The crew's people gave it another intention."""

    crew_id: CrewId
    intention: Text


@frozen
class CrewPictured:
    """The crew's people gave it another picture, or none."""

    crew_id: CrewId
    picture: Text


@frozen
class Harvested:
    """A crew left something for the congregation."""

    crew_id: CrewId
    harvest: Harvest


@frozen
class CrewSizeTold:
    """A crew was told that it has grown to this many."""

    crew_id: CrewId
    size: int


@frozen
class NewcomerWaits:
    """Somebody would come in late, and waits until there is a seat."""

    crew_id: CrewId
    person: UserId


@frozen
class NewcomerGone:
    """Somebody waits no more: a seat was free, they took it back, or the crew takes nobody now."""

    crew_id: CrewId
    person: UserId


@frozen
class NewcomerDeclined:
    """Somebody heard "not this cycle", whatever the reason."""

    crew_id: CrewId
    person: UserId


@frozen
class NewcomerBack:
    """Somebody who had asked to come in before a crew began to close asks again, for it goes on after all."""

    crew_id: CrewId
    person: UserId


CrewLifeFact = (
    CrewMoved
    | CrewAgreed
    | CrewAsked
    | CrewHostChanged
    | CrewJoiningChanged
    | CrewVisibilityChanged
    | CrewRenamed
    | CrewRedirected
    | CrewPictured
    | Harvested
    | CrewSizeTold
    | NewcomerWaits
    | NewcomerGone
    | NewcomerDeclined
    | NewcomerBack
)

CrewFact = SeatFact | QuestionFact | CrewLifeFact
