"""A question that a crew is asked in its room: answered by reaction, by reply or by direct message.

Owns what is asked, who has answered what, and whether it is still open. Refuses to know what follows
from the answers, and which message the question is.
"""

from datetime import datetime
from enum import Enum

from attrs import evolve as changed, frozen

from microsol_matrix.ids import CrewId, EventId, Ref, Text, UserId


class Asking(Enum):
    """What a crew is asked."""

    REVIEW = "review"
    """How it wants to go on, as its cycle ends."""
    NEWCOMER = "newcomer"
    """Whether somebody may come in late: no objection for 72 hours is a yes."""
    WIDENING = "widening"
    """Whether more people may see it: no objection for 72 hours is a yes."""
    SPLIT = "split"
    """Which of two sides each wants to be on."""
    MERGE_OFFER = "merge offer"
    """Whether it wants to become one with another crew, which has proposed it."""
    MERGE = "merge"
    """Who comes along into the crew that two become."""
    OLD_ROOM = "old room"
    """Whether the room that a split or a merge has left behind is to be archived."""


class QuestionState(Enum):
    """How a question stands."""

    OPEN = "open"
    SETTLED = "settled"
    """It came to what `Question.outcome` says."""
    OVER = "over"
    """It came to nothing: unanswered, objected to, taken back, or no longer to be asked."""


@frozen
class Reply:
    """What one person answered.

    Attributes:
        choice: One of the question's choices.
        reaction: The reaction that says so; None if it was said in words.
    """

    person: UserId
    choice: str
    at: datetime
    reaction: EventId | None = None


@frozen
class Question:
    """One question.

    Attributes:
        ref: Names the prompt that asks it.
        by: Who wanted it asked; None if its time had come.
        closes_at: When it is settled by what was answered until then.
        choices: What may be answered, in the order of the prompt.
        labels: What people call the choices, where they named them (the two sides of a split).
        person: The newcomer whom it is about.
        other: The crew with which it would become one.
        wanted: Who is to see the crew, by the value of `Visibility`, where more people are to.
        replies: The last of each person, in the order of their first.
        is_objected: Whether somebody objected. By whom is nobody's to know, so it is kept nowhere.
        is_reminded: Whether the crew was reminded of it.
        is_disputed: Whether different answers came and the crew was asked to find out which it is.
        outcome: The choice that it came to.
        settled_at: When it came to it; None while it has not.
        ends_at: When the cycle ends that a review looks back upon.
        is_first: Whether a review is the crew's first.
        is_taken_back: Whether what a review came to was taken back, by `!undo` or by different answers.
    """

    ref: Ref
    asking: Asking
    by: UserId | None
    asked_at: datetime
    closes_at: datetime
    choices: tuple[str, ...]
    labels: tuple[Text, ...] = ()
    person: UserId | None = None
    other: CrewId | None = None
    replies: tuple[Reply, ...] = ()
    is_objected: bool = False
    is_reminded: bool = False
    is_disputed: bool = False
    state: QuestionState = QuestionState.OPEN
    outcome: str = ""
    settled_at: datetime | None = None
    ends_at: datetime | None = None
    is_first: bool = False
    wanted: str = ""
    is_taken_back: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it still takes answers."""
        return self.state is QuestionState.OPEN

    def reply_of(self, person: UserId) -> Reply | None:
        """Give what a person answered; None if nothing."""
        return next((reply for reply in self.replies if reply.person == person), None)


def begun_again(question: Question) -> Question:
    """Give a question as it was when it was asked: what its prompt begins with, whatever happened meanwhile."""
    return changed(
        question,
        replies=(),
        is_objected=False,
        is_reminded=False,
        is_disputed=False,
        state=QuestionState.OPEN,
        outcome="",
        settled_at=None,
        is_taken_back=False,
    )


@frozen
class QuestionAsked:
    """A crew is to be asked something."""

    crew_id: CrewId
    question: Question


@frozen
class QuestionAnswered:
    """Somebody answered; an earlier answer of theirs is over."""

    crew_id: CrewId
    ref: Ref
    reply: Reply


@frozen
class ReplyTaken:
    """Somebody took their answer back."""

    crew_id: CrewId
    ref: Ref
    person: UserId


@frozen
class Objected:
    """Somebody of the crew objected. Who it was is not kept: nobody is to learn it, ever."""

    crew_id: CrewId
    ref: Ref


@frozen
class QuestionReminded:
    """The crew was reminded that it was asked."""

    crew_id: CrewId
    ref: Ref


@frozen
class QuestionDisputed:
    """Different answers came: what it had come to counts no more, and the crew was asked which it is."""

    crew_id: CrewId
    ref: Ref
    closes_at: datetime


@frozen
class QuestionSettled:
    """A question is over: with an outcome, or without if that is empty."""

    crew_id: CrewId
    ref: Ref
    outcome: str
    at: datetime


QuestionFact = (
    QuestionAsked
    | QuestionAnswered
    | ReplyTaken
    | Objected
    | QuestionReminded
    | QuestionDisputed
    | QuestionSettled
)
