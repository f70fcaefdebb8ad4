"""The closed union of intents: whatever the service can do on a homeserver."""

from microsol_matrix.plan.intents.direct import (
    Decline,
    InviteToDirect,
    JoinDirect,
    MakeDirect,
    MarkDirect,
    ReadBack,
)
from microsol_matrix.plan.intents.people import Farewell, Invite
from microsol_matrix.plan.intents.rooms import (
    Archiving,
    EnterRoom,
    MakeRoom,
    PutPower,
    PutState,
    Withdraw,
)
from microsol_matrix.plan.intents.talk import EditPrompt, React, Redact, Say, SendPrompt

Intent = (
    MakeRoom
    | PutState
    | Withdraw
    | PutPower
    | Archiving
    | Invite
    | Farewell
    | Say
    | SendPrompt
    | EditPrompt
    | React
    | Redact
    | EnterRoom
    | JoinDirect
    | Decline
    | ReadBack
    | MarkDirect
    | MakeDirect
    | InviteToDirect
)
