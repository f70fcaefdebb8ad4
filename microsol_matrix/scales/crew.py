"""A crew: a few people, for a while. So far its beginning.

Owns who has a seat and how each seat stands. Refuses to know rooms: an invitation's sending is the
plan's matter.
"""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from attrs import frozen

from microsol_matrix.ids import CallId, CrewId, Text, UserId
from microsol_matrix.scales.call import Kind
from microsol_matrix.scales.encryption import Encryption


class CrewState(Enum):
    """Where a crew is in its life."""

    FORMING = "forming"


class SeatState(Enum):
    """How a seat stands: wanted, offered by an invitation, taken, or free again."""

    GIVEN = "given"
    """The seat is the person's; the invitation has yet to be sent."""
    INVITED = "invited"
    TAKEN = "taken"
    FREED = "freed"


class Freeing(Enum):
    """Why a seat became free again. Kept for the service's own decisions; never told to anybody but the person."""

    DECLINED = "declined"
    UNANSWERED = "unanswered"
    TAKEN_BACK = "taken back"
    LEFT = "left"
    REMOVED = "removed"
    UNREACHABLE = "unreachable"


ACCEPT_WITHIN: Final = timedelta(days=7)
"""An invitation not accepted in seven days frees its seat (domain)."""


@frozen
class Seat:
    """One person's place in a crew.

    Attributes:
        since: When it was given; once the invitation is out, when that was.
    """

    person: UserId
    state: SeatState
    since: datetime


@frozen
class Crew:
    """One crew.

    Attributes:
        host: Who hosts; the caller while it is forming.
        first: Who had a seat from the beginning; the welcome waits until each was sent an
            invitation or could not be.
        seats: Every seat that was ever given, free again or not, in the order of giving.
        is_asked_about_size: Whether the crew was asked what it wants, having become too small.
        is_welcomed: Whether the welcome was said.
        encryption: Of its room, for good.
    """

    id: CrewId
    call_id: CallId
    name: Text
    intention: Text
    kind: Kind
    rhythm: Text
    host: UserId
    seats_min: int
    seats_max: int
    state: CrewState
    begun_at: datetime
    first: tuple[UserId, ...]
    seats: tuple[Seat, ...]
    is_asked_about_size: bool
    is_welcomed: bool
    encryption: Encryption = Encryption.OFF

    @property
    def holders(self) -> tuple[UserId, ...]:
        """Those whose seat is not free, in the order in which they got it."""
        return tuple(seat.person for seat in self.seats if seat.state is not SeatState.FREED)

    @property
    def seats_left(self) -> int:
        """How many more people may come in."""
        return max(0, self.seats_max - len(self.holders))

    def seat_of(self, person: UserId) -> Seat | None:
        """Give a person's seat, free again or not; None if there never was one."""
        return next((seat for seat in self.seats if seat.person == person), None)


@frozen
class CrewBegan:
    """A call came to its crew: these people have the first seats, the caller hosts while it is forming."""

    crew: Crew


@frozen
class SeatGiven:
    """One more person has a seat: a later answer, or the next on the waiting list."""

    crew_id: CrewId
    person: UserId
    at: datetime


@frozen
class SeatTaken:
    """Somebody with a seat came into the room."""

    crew_id: CrewId
    person: UserId


@frozen
class SeatFreed:
    """Somebody's seat is free again."""

    crew_id: CrewId
    person: UserId
    why: Freeing


@frozen
class CrewAskedAboutSize:
    """The crew fell below its least size and was asked what it wants; asked once."""

    crew_id: CrewId


CrewFact = CrewBegan | SeatGiven | SeatTaken | SeatFreed | CrewAskedAboutSize
