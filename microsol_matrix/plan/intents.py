"""What the service can do on a homeserver: the closed union of intents."""

from collections.abc import Mapping

from attrs import field, frozen

from microsol_matrix.ids import EventId, Ref, RoomAlias, RoomId, RoomKey, Text, UserId
from microsol_matrix.rooms import Json, RoomSpec, StatePiece
from microsol_matrix.seen import IntentName


@frozen
class MakeRoom:
    """Make one of our rooms."""

    key: RoomKey
    spec: RoomSpec


@frozen
class PutState:
    """Write a state event that differs from what was last written.

    Attributes:
        clears_past: Whether every earlier version is taken away first, so that only the present one can be read.
    """

    key: RoomKey
    room_id: RoomId
    piece: StatePiece
    digest: str
    clears_past: bool = False


@frozen
class Withdraw:
    """Take away all that ever stood in a place of a room's state, and leave the place empty.

    Attributes:
        type: Of the state event.
    """

    key: RoomKey
    room_id: RoomId
    type: str
    state_key: str


@frozen
class PutPower:
    """Say anew who holds power in a room; what the bot itself has there stays.

    Attributes:
        users: Power of people, the bot left out: the door keeps its own.
    """

    key: RoomKey
    room_id: RoomId
    power: Mapping[str, Json] = field(hash=False)
    users: Mapping[UserId, int] = field(hash=False)
    digest: str


@frozen
class KeepState:
    """Read what a room holds, before it is archived and anything of it is changed."""

    key: RoomKey
    room_id: RoomId


@frozen
class DropAlias:
    """Let the alias that a room was made under lead nowhere."""

    key: RoomKey
    room_id: RoomId
    alias: RoomAlias


@frozen
class NameAlias:
    """Let the alias that a room was made under lead there again."""

    key: RoomKey
    room_id: RoomId
    alias: RoomAlias


@frozen
class GiveBack:
    """Give a room its power back as it was, the last of what was kept: it is open again.

    Attributes:
        power: None if there was none to be kept.
    """

    key: RoomKey
    room_id: RoomId
    power: StatePiece | None


@frozen
class Invite:
    """Invite one person to one room.

    Attributes:
        is_local: Whether the person's homeserver is ours; others may be slow or gone.
    """

    key: RoomKey
    room_id: RoomId
    person: UserId
    is_local: bool


@frozen
class Remove:
    """Withdraw an invitation."""

    key: RoomKey
    room_id: RoomId
    person: UserId
    reason: str


@frozen
class PutOut:
    """Carry a removal from the space to another room of the congregation."""

    key: RoomKey
    room_id: RoomId
    person: UserId
    reason: str


@frozen
class Ban:
    """Carry a ban from the space to another room of the congregation."""

    key: RoomKey
    room_id: RoomId
    person: UserId
    reason: str


@frozen
class LiftBan:
    """Take back a ban that we carried, because the space's was lifted."""

    key: RoomKey
    room_id: RoomId
    person: UserId


@frozen
class Say:
    """Say a notice once."""

    ref: Ref
    room_id: RoomId
    text: Text
    reply_to: EventId | None
    thread: EventId | None


@frozen
class SendPrompt:
    """Put up a message that is kept up to date."""

    ref: Ref
    room_id: RoomId
    text: Text
    digest: str


@frozen
class EditPrompt:
    """Bring a prompt up to date.

    Attributes:
        edit: Its number, from 1; part of the transaction id.
    """

    ref: Ref
    room_id: RoomId
    event_id: EventId
    text: Text
    digest: str
    edit: int


@frozen
class React:
    """Put the bot's own reaction to a prompt, so that phones need only tap."""

    ref: Ref
    room_id: RoomId
    event_id: EventId
    emoji: str


@frozen
class Redact:
    """Take away an event that should not show."""

    room_id: RoomId
    event_id: EventId
    reason: str


@frozen
class EnterRoom:
    """Go back into a room of ours to which somebody has invited us."""

    key: RoomKey
    room_id: RoomId
    via: tuple[str, ...]


@frozen
class JoinDirect:
    """Accept an invitation to a direct message."""

    room_id: RoomId
    via: tuple[str, ...]


@frozen
class Decline:
    """Decline an invitation that is not for us."""

    room_id: RoomId


@frozen
class ReadBack:
    """Read what was said in a direct message before we were in it."""

    room_id: RoomId


@frozen
class MarkDirect:
    """Note a direct room in the bot's account data."""

    person: UserId
    room_id: RoomId


@frozen
class MakeDirect:
    """Make a direct room of our own."""

    spec: RoomSpec


@frozen
class InviteToDirect:
    """Invite a person to the direct room that we made."""

    room_id: RoomId
    person: UserId
    is_local: bool


Farewell = Remove | PutOut | Ban | LiftBan
"""What is done about people who are out: of a crew's seat, or of the space."""

Archiving = KeepState | DropAlias | NameAlias | GiveBack
"""What is done to a crew's room as it is archived and taken up again, besides writing state."""

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


def name_of(intent: Intent) -> IntentName:  # noqa: C901, PLR0911, PLR0912 - one case per intent
    """Name an intent: of two with one name at most one is under way."""
    match intent:
        case MakeRoom(key=key):
            return IntentName(f"make/{key}")
        case PutState(key=key, piece=piece):
            return IntentName(f"put/{key}/{piece.type}/{piece.state_key}")
        case Withdraw(key=key, type=kind, state_key=state_key):
            return IntentName(f"put/{key}/{kind}/{state_key}")
        case PutPower(key=key) | GiveBack(key=key):
            return IntentName(f"put/{key}/m.room.power_levels/")
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
