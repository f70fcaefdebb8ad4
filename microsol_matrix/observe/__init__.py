"""Read what the homeserver sent: any bytes become an `Observation`, or `Ignored` with a reason.

    observations    what can be seen, as values
    events          one event of any kind
    messages        the inside of a message
    state           what somebody wrote into a room's state
    looking         a room's whole state at once
    inviting        what an invitation shows of its room
    fields          single fields, of the right shape or misshapen

The only reader of raw event JSON, but for the few fields of a `glance`. Owns which fields of an
event matter and what shape they must have; refuses to judge what an observation means. Total: no
bytes make it raise.
"""

from microsol_matrix.observe.events import REASON_LIMIT, observe
from microsol_matrix.observe.looking import AliasLooked, RoomLooked, look
from microsol_matrix.observe.observations import (
    NO_WORDS,
    BotInvited,
    EncryptedSaid,
    EncryptionTurnedOn,
    Ignored,
    InvitedPorch,
    MembershipChanged,
    MessageSaid,
    Observation,
    OwnWritten,
    Power,
    Reacted,
    RoomDescribed,
    RuleWritten,
    Side,
    WasRedacted,
)
from microsol_matrix.observe.state import CHILD, DESCRIBING, POWER, RULES, SEEN_BY, SHOWN, TOMBSTONE

__all__ = [
    "CHILD",
    "DESCRIBING",
    "NO_WORDS",
    "POWER",
    "REASON_LIMIT",
    "RULES",
    "SEEN_BY",
    "SHOWN",
    "TOMBSTONE",
    "AliasLooked",
    "BotInvited",
    "EncryptedSaid",
    "EncryptionTurnedOn",
    "Ignored",
    "InvitedPorch",
    "MembershipChanged",
    "MessageSaid",
    "Observation",
    "OwnWritten",
    "Power",
    "Reacted",
    "RoomDescribed",
    "RoomLooked",
    "RuleWritten",
    "Side",
    "WasRedacted",
    "look",
    "observe",
]
