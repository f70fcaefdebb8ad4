"""A call: somebody names a direction, others answer, at quorum a crew begins.

Owns what a call is, who has answered, and whether it takes answers. Refuses to know rooms and
messages, but for the ids of the reactions that count as answers.
"""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from attrs import frozen

from microsol_matrix.ids import CallId, CrewId, EventId, Text, UserId, ZoneName
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.scales.numbers import COUNT_BOUNDS, MOST_OF_A_CREW


class Kind(Enum):
    """What a crew is for (domain: the eight kinds that practitioners name)."""

    SUPPORT = "support"
    PRACTICE = "practice"
    READING = "reading"
    WRITING = "writing"
    WORKING = "working"
    LIVELIHOOD = "livelihood"
    WELCOME = "welcome"
    EVENT = "event"


class Answering(Enum):
    """How a call may be answered: for all in Commons to see, or known to the caller alone until the crew begins."""

    OPEN = "open"
    PRIVATE = "private"


class Start(Enum):
    """When the crew begins: by itself at quorum, or when the caller says so."""

    AT_QUORUM = "at-quorum"
    WHEN_I_SAY = "when-i-say"


class CallState(Enum):
    """Where a call is; `BEGUN` still takes answers while there are seats and the window is open."""

    OPEN = "open"
    BEGUN = "begun"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


LONGEST_WINDOW: Final = timedelta(days=90)
"""Past a season's length a call is a standing wish, not a call."""
SEATS_LIMITS: Final = (2, MOST_OF_A_CREW)
"""Whatever a congregation chooses: where it says that a crew is full (at ten, usually), no call promises more;
two is the least that is not alone."""
WEEKS_LIMITS: Final = COUNT_BOUNDS["cycle_weeks"]
"""The fewest and the most weeks of a cycle."""
LONGEST_CYCLE: Final = timedelta(days=365)
"""A crew looks back once a year at least."""
NAME_LIMIT: Final = 60
"""Characters; longer names are cut by clients' room lists."""
INTENTION_LIMIT: Final = 400
"""Characters; a direction, clear enough to attract those who resonate, and no more."""
NOTE_LIMIT: Final = 80
"""Characters of a rhythm or an audience."""


@frozen
class Answer:
    """One person's yes.

    Attributes:
        at: When it arrived; answers are taken in this order.
        is_spoken: Whether it was said (direct message or reply); otherwise only reactions carry it.
        reactions: The live reactions that say yes; un-clicking the last one takes an unspoken
            answer back.
    """

    person: UserId
    at: datetime
    is_spoken: bool
    reactions: frozenset[EventId]


@frozen
class Call:
    """One call, with everybody who has answered in order, the caller first.

    Attributes:
        encryption: Of the room that its crew will have.
        relaunches: The crew that is called again; None if it is a new one.
        zone: In whose days its caller spoke; None for the congregation's.
    """

    id: CallId
    caller: UserId
    name: Text
    intention: Text
    kind: Kind
    rhythm: Text
    audience: Text
    weeks: int
    seats_min: int
    seats_max: int
    opened_at: datetime
    closes_at: datetime
    answering: Answering
    start: Start
    state: CallState
    answers: tuple[Answer, ...]
    crew: CrewId | None
    encryption: Encryption = Encryption.OFF
    relaunches: CrewId | None = None
    zone: ZoneName | None = None

    @property
    def is_taking_answers(self) -> bool:
        """Whether a yes still counts."""
        return self.state in (CallState.OPEN, CallState.BEGUN)

    @property
    def has_quorum(self) -> bool:
        """Whether enough people have answered for a crew to begin, the caller counted."""
        return len(self.answers) >= self.seats_min

    def answer_of(self, person: UserId) -> Answer | None:
        """Give a person's answer; None if there is none."""
        return next((answer for answer in self.answers if answer.person == person), None)


@frozen
class CallOpened:
    """A member called; the caller counts as the first answer."""

    call: Call


@frozen
class AnswerGiven:
    """Somebody said yes, or said it in one more way.

    Attributes:
        reaction: The reaction that said it; None if it was said in words.
    """

    call_id: CallId
    person: UserId
    at: datetime
    reaction: EventId | None


@frozen
class ReactionTaken:
    """A reaction that said yes was taken back by the person; the answer stands if it was given otherwise too."""

    call_id: CallId
    person: UserId
    reaction: EventId


@frozen
class AnswerTaken:
    """Somebody's answer ended: taken back, or the person left or was removed from the congregation."""

    call_id: CallId
    person: UserId


@frozen
class CallEnded:
    """A call takes no more answers; `state` says which ending it was."""

    call_id: CallId
    state: CallState
    at: datetime


CallFact = CallOpened | AnswerGiven | ReactionTaken | AnswerTaken | CallEnded
