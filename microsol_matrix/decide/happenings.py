"""What can happen to a lane: the closed union that `decide` judges."""

from attrs import frozen

from microsol_matrix.decide.afar import Neighbouring
from microsol_matrix.decide.surveyed import Surveying
from microsol_matrix.ids import InboxId, LaneId, RoomId, Text, ZoneName
from microsol_matrix.languages import Language
from microsol_matrix.observe import (
    AliasLooked,
    BotInvited,
    EncryptedSaid,
    EncryptionTurnedOn,
    MembershipChanged,
    MessageSaid,
    Reacted,
    RoomDescribed,
    RoomLooked,
    RuleWritten,
    WasRedacted,
)
from microsol_matrix.plan.intents import Intent
from microsol_matrix.ports import Letter
from microsol_matrix.scales.adoption import Outline
from microsol_matrix.words import Said


@frozen
class Heard:
    """A message meant for us, and the role of the room in which it was said.

    Attributes:
        about: What the congregation is called, to be told with the answer to somebody who is in several.
        language: Which the person has chosen for direct messages; None if none.
        zone: In whose days the person lives; None if they do not say, or it does not matter.
        outline: What they were shown of a space to be adopted; None if nothing was.
    """

    message: MessageSaid
    role: str
    about: Said | None = None
    language: Language | None = None
    zone: ZoneName | None = None
    outline: Outline | None = None


@frozen
class Tick:
    """The time that the lane asked to be woken at has come."""


@frozen
class Started:
    """The service began to run, and the lane had something left to do."""


@frozen
class Failed:
    """An intent could not be performed.

    Attributes:
        is_final: Whether trying again the same way is useless.
        is_taken: Whether a room that is not ours stands where ours should be.
    """

    intent: Intent
    errcode: str
    is_final: bool
    is_taken: bool


@frozen
class Unheard:
    """A direct message that belongs to no congregation, answered in the person's own lane.

    Attributes:
        text: What to answer, in markup.
    """

    message: MessageSaid
    text: Text


@frozen
class Spoken:
    """A person chose the language of their direct messages.

    Attributes:
        text: What to answer, in markup.
    """

    message: MessageSaid
    language: Language
    text: Text


@frozen
class Unsure:
    """A direct message that may be about several congregations: its person is asked which, and it waits.

    Attributes:
        inbox_id: Where it waits.
        choices: As they are numbered in the question.
        text: The question, in markup.
    """

    message: MessageSaid
    inbox_id: InboxId
    choices: tuple[LaneId, ...]
    text: Text


@frozen
class Sure:
    """The person said which congregation they mean, from now on.

    Attributes:
        text: What to answer, in markup; None where what had waited is answered.
    """

    message: MessageSaid
    lane: LaneId
    text: Text | None


@frozen
class LeftBehind:
    """The person is no longer a member of a congregation."""

    lane: LaneId


@frozen
class Founding:
    """The person begins a congregation."""

    lane: LaneId


@frozen
class SuccessorLooked:
    """We came into the room in which a room of ours goes on, and hold power there.

    Attributes:
        before: The room that was ours until now.
        looked: What stands in the new one.
    """

    before: RoomId
    looked: RoomLooked


Happening = (
    Heard
    | Unheard
    | Spoken
    | Unsure
    | Sure
    | LeftBehind
    | Founding
    | Surveying
    | MembershipChanged
    | Reacted
    | WasRedacted
    | BotInvited
    | EncryptedSaid
    | EncryptionTurnedOn
    | RoomDescribed
    | RuleWritten
    | RoomLooked
    | AliasLooked
    | SuccessorLooked
    | Neighbouring
    | Letter
    | Tick
    | Started
    | Failed
)
