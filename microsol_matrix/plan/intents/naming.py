"""What an intent is called: the undertaking that it is, and what the homeserver refused by it."""

from microsol_matrix.plan.intents.adopting import LetRoomBe, LookAtSpace, MarkRoom, ReadRoom
from microsol_matrix.plan.intents.direct import (
    Decline,
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
from microsol_matrix.plan.intents.parting import HandOver, LeaveRoom
from microsol_matrix.plan.intents.people import Ban, Farewell, Invite, LiftBan, PutOut, Remove
from microsol_matrix.plan.intents.rooms import (
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
    Withdraw,
)
from microsol_matrix.plan.intents.talk import EditPrompt, React, Redact, Say, SendPrompt
from microsol_matrix.plan.intents.union import Intent
from microsol_matrix.seen import IntentName


def name_of(intent: Intent) -> IntentName:  # noqa: C901, PLR0911, PLR0912 - one case per intent
    """Name an intent: of two with one name at most one is under way."""
    match intent:
        case MakeRoom(key=key):
            return IntentName(f"make/{key}")
        case PutState(key=key, piece=piece):
            return IntentName(f"put/{key}/{piece.type}/{piece.state_key}")
        case Withdraw(key=key, type=kind, state_key=state_key):
            return IntentName(f"put/{key}/{kind}/{state_key}")
        case PutPower(key=key) | GiveBack(key=key) | HandOver(key=key):
            return IntentName(f"put/{key}/m.room.power_levels/")
        case LookAtSpace(ask=ask, look=look):
            return IntentName(f"look/{ask.event_id}/{look}")
        case LetRoomBe(room_id=room_id):
            return IntentName(f"let-be/{room_id}")
        case ReadRoom(key=key):
            return IntentName(f"survey/{key}")
        case MarkRoom(key=key):
            return IntentName(f"take/{key}")
        case LeaveRoom(key=key):
            return IntentName(f"leave/{key}")
        case PutListing(key=key):
            return IntentName(f"list/{key}")
        case KeepState(key=key):
            return IntentName(f"keep/{key}")
        case DropAlias(key=key) | NameAlias(key=key):
            return IntentName(f"alias/{key}")
        case Invite(key=key, person=person):
            return IntentName(f"invite/{key}", person)
        case Remove() | PutOut() | Ban() | LiftBan():
            return IntentName(f"{_verb(intent)}/{intent.key}", intent.person)
        case Say(ref=ref):
            return IntentName(f"say/{ref}")
        case SendPrompt(ref=ref) | EditPrompt(ref=ref):
            return IntentName(f"prompt/{ref}")
        case React(ref=ref):
            return IntentName(f"react/{ref}")
        case Redact(event_id=event_id):
            return IntentName(f"redact/{event_id}")
        case EnterRoom(key=key):
            return IntentName(f"enter/{key}")
        case FollowRoom(key=key):
            return IntentName(f"follow/{key}")
        case JoinDirect(room_id=room_id):
            return IntentName(f"join/{room_id}")
        case Decline(room_id=room_id):
            return IntentName(f"decline/{room_id}")
        case ReadBack(room_id=room_id):
            return IntentName(f"read/{room_id}")
        case MarkDirect(room_id=room_id):
            return IntentName(f"mark/{room_id}")
        case MakeDirect():
            return IntentName("make/direct")
        case InviteToDirect(room_id=room_id):
            return IntentName(f"invite/{room_id}")
        case Propose(to=porch, because=because):
            return IntentName(f"propose/{porch}/{because}")
        case (
            LookForPorch()
            | EnterPorch()
            | LeavePorch()
            | ReadPorch()
            | FollowPorch()
            | ProbePorch()
        ):
            return _name_afar(intent)


def _name_afar(intent: Afar) -> IntentName:
    match intent:
        case LookForPorch(because=because):
            return IntentName(f"look-for/{because}")
        case EnterPorch(because=because):
            return IntentName(f"enter-porch/{because}")
        case LeavePorch(porch=porch):
            return IntentName(f"leave-porch/{porch}")
        case ReadPorch(porch=porch):
            return IntentName(f"read-porch/{porch}")
        case FollowPorch(porch=porch, successor=successor):
            return IntentName(f"follow-porch/{porch}/{successor}")
        case ProbePorch(porch=porch):
            return IntentName(f"probe-porch/{porch}")


def _verb(farewell: Farewell) -> str:
    match farewell:
        case Remove():
            return "remove"
        case PutOut():
            return "put-out"
        case Ban():
            return "ban"
        case LiftBan():
            return "lift-ban"
