"""A crew: a few people, for a while.

Owns what a crew is: its people and how each seat stands, where it is in its life, what it agreed and
grew from. Which move is possible when stands in `transitions`, its facts in `crew_life`. Refuses to
know rooms: an invitation's sending is the plan's matter.
"""

from datetime import datetime
from enum import Enum
from typing import Final

from attrs import frozen

from microsol_matrix.ids import CallId, CrewId, Text, UserId
from microsol_matrix.scales.call import Kind
from microsol_matrix.scales.congregation import Joining
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.scales.numbers import USUAL
from microsol_matrix.scales.question import Asking, Question


class CrewState(Enum):
    """Where a crew is in its life."""

    FORMING = "forming"
    """It has a room; its people find out how they want to be together, when they meet, what they commit to."""
    ACTIVE = "active"
    """It has agreed on a rhythm and on when to look back."""
    RESTING = "resting"
    """The room stays open and nobody is reminded of anything."""
    CLOSING = "closing"
    """It has said that it ends: time for appreciation, harvest and farewells."""
    ARCHIVED = "archived"
    """Its room is read-only, readable for its people."""
    RELAUNCHED = "relaunched"
    """It was called again, and goes on in another room."""


class Visibility(Enum):
    """Who sees that there is such a crew, from the fewest to the most."""

    HIDDEN = "hidden"
    """Its people alone."""
    CONGREGATION = "congregation"
    """Members of the congregation."""
    PORCH = "porch"
    """Everybody."""

    def is_wider_than(self, other: "Visibility") -> bool:
        """Whether more people see it than with the other."""
        order = list(Visibility)
        return order.index(self) > order.index(other)


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


NO_PICTURE: Final = Text("")


@frozen
class Seat:
    """One person's place in a crew.

    Attributes:
        since: When it was given; once the invitation is out, when that was.
        has_been_taken: Whether its person has been in the crew, be it long ago.
    """

    person: UserId
    state: SeatState
    since: datetime
    has_been_taken: bool = False


@frozen
class Agreement:
    """What a crew agreed for its cycle.

    Attributes:
        rhythm: When it meets, in its own words.
        review_on: The day on which it looks back: its last second.
        by: Who recorded it.
    """

    rhythm: Text
    review_on: datetime
    by: UserId
    at: datetime


@frozen
class Harvest:
    """Something that a crew leaves behind for the congregation.

    Attributes:
        stays: Whether it was left while nobody but the crew saw it: then it stays with its people, for good.
    """

    words: Text
    by: UserId
    at: datetime
    stays: bool = False


@frozen
class Before:
    """How a crew was before what was recorded last, so that it can be taken back.

    Attributes:
        move: What was recorded, by its word in `transitions`.
        by: Who recorded it; None if its time had come.
        at: When it was recorded.
    """

    move: str
    by: UserId | None
    at: datetime
    state: CrewState
    since: datetime
    cycle: int
    cycle_ends_at: datetime | None


@frozen
class Crew:
    """One crew.

    Attributes:
        call_id: The call that it came by; None for one that came from a split or a merge.
        host: Who hosts; the caller while it is forming.
        first: Who had a seat from the beginning; the welcome waits until each was sent an
            invitation or could not be.
        seats: Every seat that was ever given, free again or not, in the order of giving.
        is_asked_about_size: Whether the crew was asked what it wants, having become too small.
        is_welcomed: Whether the welcome was said.
        encryption: Of its room, for good.
        caller: Who called it; None for one that came from a split or a merge.
        weeks: How long one cycle is.
        cycle: The number of the cycle, from 1.
        cycle_ends_at: When it looks back; None before it agreed on it.
        since: When it came into its state; None: when it began.
        asked_at: When it was last asked about being where it is; None if it was not yet.
        agreements: All that it ever agreed, the newest last.
        joining: Whether it takes newcomers, once its call is over.
        lineage: Which crews it grew from.
        successor: Which crew goes on from it; None unless it was relaunched.
        relaunches: Of which crew it is the relaunch; None if it is none's.
        questions: What it was asked, the oldest first; settled ones are kept only as long as they show.
        before: How it was before what was recorded last; None if that cannot be taken back.
        archived_from: What it was before it was archived; None unless it is.
        archived_at: When it was archived; None while it lives.
        harvests: What it leaves for the congregation.
        visibility: Who sees that there is such a crew.
        sizes_told: At which sizes it was told that it is growing.
        picture: Where its room's picture lies (`mxc://`); empty if it has none.
        waiting: Who would come in late and waits for a seat, the longest first.
        not_now: Who heard "not this cycle", as long as this cycle is.
        turned_away: Who would have come in late as it began to close, while it does.
    """

    id: CrewId
    call_id: CallId | None
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
    caller: UserId | None = None
    weeks: int = USUAL.cycle_weeks
    cycle: int = 1
    cycle_ends_at: datetime | None = None
    since: datetime | None = None
    asked_at: datetime | None = None
    agreements: tuple[Agreement, ...] = ()
    joining: Joining = Joining.CLOSED
    visibility: Visibility = Visibility.CONGREGATION
    lineage: tuple[CrewId, ...] = ()
    successor: CrewId | None = None
    relaunches: CrewId | None = None
    questions: tuple[Question, ...] = ()
    harvests: tuple[Harvest, ...] = ()
    before: Before | None = None
    archived_from: CrewState | None = None
    archived_at: datetime | None = None
    sizes_told: frozenset[int] = frozenset()
    picture: Text = NO_PICTURE
    waiting: tuple[UserId, ...] = ()
    not_now: frozenset[UserId] = frozenset()
    turned_away: tuple[UserId, ...] = ()

    @property
    def is_hidden(self) -> bool:
        """Whether only its people are to know that there is such a crew."""
        return self.visibility is Visibility.HIDDEN

    @property
    def takes_newcomers(self) -> bool:
        """Whether somebody may ask to come in late, or come in."""
        is_there = self.state in (CrewState.ACTIVE, CrewState.RESTING) and not self.is_hidden
        return is_there and self.joining is not Joining.CLOSED

    @property
    def is_living(self) -> bool:
        """Whether it is neither archived nor relaunched."""
        return self.state not in (CrewState.ARCHIVED, CrewState.RELAUNCHED)

    @property
    def state_since(self) -> datetime:
        """Give when it came into its state."""
        return self.since or self.begun_at

    @property
    def agreement(self) -> Agreement | None:
        """Give what it agreed last; None if it never did."""
        return self.agreements[-1] if self.agreements else None

    @property
    def people(self) -> tuple[UserId, ...]:
        """Those who are in: who came into the room and has not left."""
        return tuple(seat.person for seat in self.seats if seat.state is SeatState.TAKEN)

    @property
    def all_people(self) -> frozenset[UserId]:
        """Those who are in or have been: it is their crew to call again."""
        past = (seat.person for seat in self.seats if seat.has_been_taken)
        return frozenset((*past, *self.people))

    @property
    def review(self) -> Question | None:
        """Give the review that is open; None if none is."""
        return next((one for one in self.open_questions if one.asking is Asking.REVIEW), None)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Give what it is being asked, the oldest first."""
        return tuple(question for question in self.questions if question.is_open)

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


SeatFact = CrewBegan | SeatGiven | SeatTaken | SeatFreed | CrewAskedAboutSize
