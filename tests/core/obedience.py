"""An obedient homeserver, as a pure function: every intent succeeds and gives the facts of success.

Owns what a done intent makes of the world. Refuses to know rules of Matrix: `FakeHomeserver` has those.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from microsol_matrix.facts import Fact
from microsol_matrix.ids import EventId, Ref, RoomId, Text, UserId
from microsol_matrix.kept import Alias, AliasMoved, KeptFact, StateGivenBack, StateKept
from microsol_matrix.observe.keeping import read_kept
from microsol_matrix.places import OF_THE_SPACE, role_of
from microsol_matrix.plan.intents import (
    Afar,
    Archiving,
    Ban,
    Decline,
    DropAlias,
    EditPrompt,
    EnterPorch,
    EnterRoom,
    Farewell,
    FollowPorch,
    FollowRoom,
    GiveBack,
    HandOver,
    Intent,
    Invite,
    InviteToDirect,
    JoinDirect,
    KeepState,
    LeavePorch,
    LeaveRoom,
    LetRoomBe,
    LiftBan,
    LookAtSpace,
    LookForPorch,
    MakeDirect,
    MakeRoom,
    MarkDirect,
    MarkRoom,
    NameAlias,
    ProbePorch,
    Propose,
    PutListing,
    PutOut,
    PutPower,
    PutState,
    React,
    ReadBack,
    ReadPorch,
    ReadRoom,
    Redact,
    Remove,
    Say,
    SendPrompt,
    Withdraw,
)
from microsol_matrix.plan.power import POWER_LEVELS, crew_power, made_state
from microsol_matrix.plan.taking_in import state_when_marked
from microsol_matrix.rooms import Json
from microsol_matrix.scales.adoption import LookedRoomLeft, RoomTaken
from microsol_matrix.scales.link import (
    LinkEnd,
    LinkFollowed,
    LinkMoved,
    LinkState,
    NeighbourHeard,
    NeighbourInvited,
    PorchRead,
    PorchReading,
    SearchEnded,
    SeatLeft,
)
from microsol_matrix.scales.person import (
    DirectEnded,
    DirectJoined,
    DirectMade,
    DirectMarked,
    DirectOpened,
    DirectRead,
)
from microsol_matrix.scales.release import RoomLeft
from microsol_matrix.seen import (
    WITHDRAWN,
    ListingPut,
    Membership,
    MembershipSeen,
    NoticeSent,
    PersonInvited,
    PromptEdited,
    PromptReacted,
    PromptSent,
    Redacted,
    RoomMade,
    StatePut,
    WeAreIn,
)
from microsol_matrix.structure.schemas import check
from microsol_matrix.upgrades import RoomFollowed
from tests.core.said import AMARA, BOT

EMPTY_PORCH = PorchReading(
    bot=UserId("@microsol:there.example"),
    card=None,
    crews=(),
    beyond=(),
    claim=None,
    left_out=0,
    newer=False,
    is_seated=True,
)


def obey(intent: Intent, *, now: datetime) -> Fact:  # noqa: C901, PLR0911, PLR0912 - one case per intent
    """Do one thing."""
    match intent:
        case MakeRoom(key=key, spec=spec):
            return RoomMade(key, _room(spec.alias_localpart), state=made_state(spec))
        case PutState() | PutPower():
            return _put(intent)
        case HandOver(key=key, digest=digest):
            return StatePut(key, *POWER_LEVELS, digest=digest)
        case MarkRoom(key=key, marker=marker, space=space):
            return RoomTaken(key, state_when_marked(marker, key=key, space=space))
        case LetRoomBe(room_id=room_id):
            return LookedRoomLeft(room_id)
        case LookAtSpace() | ReadRoom():
            message = f"{intent} asks what only a test knows"
            raise AssertionError(message)
        case LeaveRoom(key=key):
            return RoomLeft(key)
        case Withdraw(key=key, type=kind, state_key=state_key):
            return StatePut(key, kind, state_key=state_key, digest=WITHDRAWN)
        case PutListing(key=key, is_listed=is_listed):
            return ListingPut(key, is_listed)
        case KeepState() | DropAlias() | NameAlias() | GiveBack():
            return _archive(intent)
        case Invite(key=key, person=person):
            return PersonInvited(key, person, at=now)
        case Remove() | PutOut() | LiftBan():
            return _out(intent, Membership.LEAVE)
        case Ban():
            return _out(intent, Membership.BAN)
        case Say(ref=ref):
            return NoticeSent(ref, _event(ref))
        case SendPrompt(ref=ref, room_id=room_id):
            return PromptSent(ref, room_id, event_id=_event(ref), digest=intent.digest)
        case EditPrompt(ref=ref):
            event_id = _event(Ref(f"{ref}/edit/{intent.edit}"))
            return PromptEdited(ref, digest=intent.digest, event_id=event_id)
        case React(ref=ref, emoji=emoji):
            return PromptReacted(ref, emoji)
        case Redact(event_id=event_id):
            return Redacted(event_id)
        case FollowRoom(key=key, successor=successor):
            return RoomFollowed(key, successor, came=frozenset())
        case EnterRoom(key=key):
            return WeAreIn(key)
        case JoinDirect(room_id=room_id):
            return DirectJoined(room_id)
        case Decline(room_id=room_id):
            return DirectEnded(room_id)
        case ReadBack(room_id=room_id):
            return DirectRead(room_id)
        case MarkDirect(room_id=room_id):
            return DirectMarked(room_id)
        case MakeDirect(spec=spec):
            return DirectMade(_room(spec.alias_localpart), at=now)
        case InviteToDirect(room_id=room_id):
            return DirectOpened(room_id)
        case Propose(to=porch):
            return NeighbourInvited(porch)
        case (
            LookForPorch()
            | EnterPorch()
            | LeavePorch()
            | ReadPorch()
            | FollowPorch()
            | ProbePorch()
        ):
            return _afar(intent, now=now)


def _afar(intent: Afar, *, now: datetime) -> Fact:
    """Find neighbours where they were, and nobody where one was looked for."""
    match intent:
        case LookForPorch(address=address):
            return SearchEnded(address)
        case EnterPorch(porch=porch):
            return LinkMoved(porch, LinkState.ENDED, at=now, end=LinkEnd.NOT_BACKED)
        case LeavePorch(porch=porch):
            return SeatLeft(porch)
        case ReadPorch(porch=porch):
            return PorchRead(porch, EMPTY_PORCH, at=now)
        case FollowPorch(porch=porch, successor=successor):
            return LinkFollowed(porch, successor, EMPTY_PORCH, at=now, via=intent.via)
        case ProbePorch(porch=porch):
            return NeighbourHeard(porch, at=now)


def _put(intent: PutState | PutPower) -> StatePut:
    place = POWER_LEVELS
    if isinstance(intent, PutState):
        check(intent.piece.type, intent.piece.content)
        place = (intent.piece.type, intent.piece.state_key)
    return StatePut(intent.key, *place, digest=intent.digest)


def _archive(intent: Archiving) -> KeptFact:
    match intent:
        case KeepState(key=key):
            return StateKept(key, read_kept(_held()))
        case DropAlias(key=key):
            return AliasMoved(key, Alias.NOWHERE)
        case NameAlias(key=key):
            return AliasMoved(key, Alias.HERE)
        case GiveBack(key=key):
            return StateGivenBack(key)


def _held() -> Iterator[bytes]:
    """Give what a crew's room holds: the homeserver is asked for no more than this."""
    pieces: dict[str, Mapping[str, Json]] = {
        "m.room.name": {"name": "Slow Kettle"},
        "m.room.join_rules": {"join_rule": "invite"},
        "m.room.canonical_alias": {"alias": "#_microsol_kettle:here.example"},
        "m.room.power_levels": {**crew_power(), "users": {BOT: 100, AMARA: 50}},
        "m.space.parent": {"via": ["here.example"], "canonical": True},
    }
    for kind, content in pieces.items():
        state_key = "!space:here.example" if kind == "m.space.parent" else ""
        yield json.dumps({"type": kind, "state_key": state_key, "content": content}).encode()


def _out(intent: Farewell, membership: Membership) -> MembershipSeen:
    return MembershipSeen(
        key=intent.key,
        person=intent.person,
        membership=membership,
        by=BOT,
        name=Text(""),
        is_carried=role_of(intent.key) in OF_THE_SPACE,
    )


def _room(alias_localpart: str) -> RoomId:
    return RoomId(f"!{alias_localpart}:here.example")


def _event(ref: str) -> EventId:
    return EventId(f"$ours-{hashlib.sha256(ref.encode()).hexdigest()[:20]}")
