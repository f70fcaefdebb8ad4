"""What can happen to a lane: the closed union that `decide` judges."""

from attrs import frozen

from microsol_matrix.ids import Text
from microsol_matrix.observe import (
    BotInvited,
    EncryptedSaid,
    EncryptionTurnedOn,
    MembershipChanged,
    MessageSaid,
    Reacted,
    WasRedacted,
)
from microsol_matrix.plan.intents import Intent
from microsol_matrix.ports import Letter


@frozen
class Heard:
    """A message meant for us, and the role of the room in which it was said."""

    message: MessageSaid
    role: str


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


Happening = (
    Heard
    | Unheard
    | MembershipChanged
    | Reacted
    | WasRedacted
    | BotInvited
    | EncryptedSaid
    | EncryptionTurnedOn
    | Letter
    | Tick
    | Started
    | Failed
)
