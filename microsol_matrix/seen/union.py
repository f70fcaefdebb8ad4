"""Every fact of what was seen."""

from microsol_matrix.seen.intents import IntentRefused, IntentsRetried
from microsol_matrix.seen.rooms import (
    ListingPut,
    MembershipSeen,
    PersonInvited,
    PersonUnreached,
    RoomMade,
    ServersNamed,
    StatePut,
    WeAreIn,
    WeAreOut,
    WeWereAsked,
)
from microsol_matrix.seen.talk import (
    NoticeDropped,
    NoticeSent,
    NoticeWanted,
    PromptEdited,
    PromptReacted,
    PromptSent,
    Redacted,
    RedactionWanted,
)

SeenFact = (
    RoomMade
    | StatePut
    | ListingPut
    | PersonInvited
    | PersonUnreached
    | MembershipSeen
    | ServersNamed
    | WeAreOut
    | WeWereAsked
    | WeAreIn
    | NoticeWanted
    | NoticeSent
    | NoticeDropped
    | PromptSent
    | PromptEdited
    | PromptReacted
    | RedactionWanted
    | Redacted
    | IntentRefused
    | IntentsRetried
)
