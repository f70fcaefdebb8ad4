"""What the service can do on a homeserver: intents, by what they are about.

`union` says which there are and `naming` which are one undertaking.
"""

from microsol_matrix.plan.intents.adopting import (
    AdoptingIntent,
    LetRoomBe,
    LookAtSpace,
    MarkRoom,
    ReadRoom,
)
from microsol_matrix.plan.intents.direct import (
    Decline,
    DirectIntent,
    InviteToDirect,
    JoinDirect,
    MakeDirect,
    MarkDirect,
    ReadBack,
)
from microsol_matrix.plan.intents.links import (
    Afar,
    EnterPorch,
    FollowPorch,
    LeavePorch,
    LookForPorch,
    ProbePorch,
    Propose,
    ReadPorch,
)
from microsol_matrix.plan.intents.naming import name_of
from microsol_matrix.plan.intents.parting import HandOver, LeaveRoom, PartingIntent
from microsol_matrix.plan.intents.people import (
    Ban,
    Farewell,
    Invite,
    LiftBan,
    PeopleIntent,
    PutOut,
    Remove,
)
from microsol_matrix.plan.intents.rooms import (
    Archiving,
    DropAlias,
    EnterRoom,
    FollowRoom,
    GiveBack,
    KeepState,
    MakeRoom,
    NameAlias,
    PutListing,
    PutPower,
    PutState,
    RoomIntent,
    Withdraw,
)
from microsol_matrix.plan.intents.talk import EditPrompt, React, Redact, Say, SendPrompt, TalkIntent
from microsol_matrix.plan.intents.union import Intent

__all__ = [
    "AdoptingIntent",
    "Afar",
    "Archiving",
    "Ban",
    "Decline",
    "DirectIntent",
    "DropAlias",
    "EditPrompt",
    "EnterPorch",
    "EnterRoom",
    "Farewell",
    "FollowPorch",
    "FollowRoom",
    "GiveBack",
    "HandOver",
    "Intent",
    "Invite",
    "InviteToDirect",
    "JoinDirect",
    "KeepState",
    "LeavePorch",
    "LeaveRoom",
    "LetRoomBe",
    "LiftBan",
    "LookAtSpace",
    "LookForPorch",
    "MakeDirect",
    "MakeRoom",
    "MarkDirect",
    "MarkRoom",
    "NameAlias",
    "PartingIntent",
    "PeopleIntent",
    "ProbePorch",
    "Propose",
    "PutListing",
    "PutOut",
    "PutPower",
    "PutState",
    "React",
    "ReadBack",
    "ReadPorch",
    "ReadRoom",
    "Redact",
    "Remove",
    "RoomIntent",
    "Say",
    "SendPrompt",
    "TalkIntent",
    "Withdraw",
    "name_of",
]
