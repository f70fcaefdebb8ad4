"""Read what the homeserver sent: any bytes become an `Observation`, or `Ignored` with a reason.

    observations    what can be seen, as values
    events          one event of any kind
    messages        the inside of a message
    fields          single fields, of the right shape or misshapen

The only reader of raw event JSON, but for the few fields of a `glance`. Owns which fields of an
event matter and what shape they must have; refuses to judge what an observation means. Total: no
bytes make it raise.
"""

from microsol_matrix.observe.events import REASON_LIMIT, observe
from microsol_matrix.observe.observations import (
    NO_WORDS,
    BotInvited,
    EncryptedSaid,
    EncryptionTurnedOn,
    Ignored,
    MembershipChanged,
    MessageSaid,
    Observation,
    Reacted,
    WasRedacted,
)

__all__ = [
    "NO_WORDS",
    "REASON_LIMIT",
    "BotInvited",
    "EncryptedSaid",
    "EncryptionTurnedOn",
    "Ignored",
    "MembershipChanged",
    "MessageSaid",
    "Observation",
    "Reacted",
    "WasRedacted",
    "observe",
]
