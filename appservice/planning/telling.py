"""The plan in plain words: a line for each kind of thing in each room, with how often.

Owns what an admin is told and what not: no message's words, nothing of what people do in private, no name of a
hidden crew. Numbers take their place. Refuses to know how the lines are laid out, and why the plan is so.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import frozen

from appservice.planning.outlook import Outlook
from microsol_matrix.ids import CrewId, RoomId, RoomKey, SeasonId
from microsol_matrix.places import ARCHIVE, COMMONS, HOSTS, PORCH, SPACE, crew_room, role_of
from microsol_matrix.plan import Intent, name_of
from microsol_matrix.plan.intents import (
    Ban,
    Decline,
    DropAlias,
    EditPrompt,
    EnterPorch,
    EnterRoom,
    FollowPorch,
    FollowRoom,
    GiveBack,
    HandOver,
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
from microsol_matrix.plan.power import POWER_LEVELS
from microsol_matrix.scales.crew import Crew
from microsol_matrix.seen import UNKNOWN
from microsol_matrix.structure import types
from microsol_matrix.world import World

_CHILD: Final = "m.space.child"

_ROOMS: Final[Mapping[RoomKey, str]] = {
    SPACE: "the space",
    COMMONS: "Commons",
    HOSTS: "Hosts",
    ARCHIVE: "the Archive",
    PORCH: "the porch",
}
_PRIVATE: Final = "in private"
_ELSEWHERE: Final = "rooms that are not ours"

_WRITTEN: Final[Mapping[str, str]] = {
    "m.room.name": "its name",
    "m.room.topic": "its topic",
    "m.room.avatar": "its picture",
    "m.room.join_rules": "who may come in",
    "m.room.guest_access": "whether guests may come in",
    "m.room.history_visibility": "who may read what was said",
    "m.room.encryption": "that it is encrypted",
    "m.room.canonical_alias": "its address",
    "m.room.tombstone": "in which room it goes on",
    "m.space.parent": "in which space it is",
    "io.element.functional_members": "that the bot is no person",
    types.CONGREGATION: "the congregation's card",
    types.CALL: "the card of a call",
    types.MANDATE: "a host's mandate",
    types.LINK: "the record of a link",
    types.LEDGER: "what the service may do",
    types.ROOM: "the mark that says what room it is",
}


_DIRECT: Final = ("look after a direct room", "somebody talks with us")
_TAKING: Final = "somebody wants it to become ours"
_RELEASED: Final = "it is handed over to its people"
_LINKED: Final = "hosts want to link, or to see who did"

WORDS: Final[Mapping[type[Intent], tuple[str, str]]] = {
    MakeRoom: ("make the room", "it is not there"),
    EnterRoom: ("come back in", "somebody has invited us"),
    FollowRoom: ("go along to the room that takes its place", "people have moved it"),
    PutListing: ("show it in the room directory", "it is published"),
    KeepState: ("read what it holds", "its crew is archived"),
    DropAlias: ("let its address go", "its crew is archived"),
    NameAlias: ("let its address lead there", "it leads nowhere"),
    GiveBack: ("give its power back", "its crew is taken up again"),
    Invite: ("invite somebody", "they belong there"),
    Remove: ("withdraw an invitation, or answer a knock with no", "it is not to be"),
    PutOut: ("put somebody out", "they were removed from the space"),
    Ban: ("ban somebody", "they are banned from the space"),
    LiftBan: ("lift a ban", "the space's was lifted"),
    HandOver: ("give its people all power", _RELEASED),
    LeaveRoom: ("leave it", _RELEASED),
    Propose: ("invite a neighbour's service", _LINKED),
    LookForPorch: ("look for a porch, and go in to read it", _LINKED),
    EnterPorch: ("accept an invitation to a porch", _LINKED),
    LeavePorch: ("leave a porch", "it is linked no more"),
    ReadPorch: ("read a porch", _LINKED),
    FollowPorch: ("go along to where a porch goes on", _LINKED),
    ProbePorch: ("ask where a porch is", "nothing was heard of it for long"),
    LookAtSpace: ("come into a space and read it", _TAKING),
    ReadRoom: ("read a room that people made", _TAKING),
    MarkRoom: ("put our mark into a room that people made", _TAKING),
    LetRoomBe: ("leave a room that was only looked at", "it is not to be ours"),
    Say: ("say something", "it waits to be said"),
    SendPrompt: ("put up a message that is kept up to date", "it is not there"),
    EditPrompt: ("bring a message up to date", "what it says has changed"),
    React: ("put a reaction to tap on", "it is not there"),
    Redact: ("take an answer out of sight", "answers are private"),
    JoinDirect: _DIRECT,
    Decline: _DIRECT,
    ReadBack: _DIRECT,
    MarkDirect: _DIRECT,
    MakeDirect: _DIRECT,
    InviteToDirect: _DIRECT,
}
"""What is done and why, for every kind of intent of which it is always the same."""
OTHERWISE: Final = (PutState, Withdraw, PutPower)
"""Kinds of which it is said by what they write."""


@frozen
class Line:
    """One kind of thing that is to be done in one room.

    Attributes:
        deed: For machines: the kind of intent, as `put`, `invite`, `say`.
        room: In words.
        room_id: None for a room that does not exist yet, is a hidden crew's, or is private.
        what: What is done, in words.
        why: In words.
        count: How often.
    """

    deed: str
    room: str
    room_id: RoomId | None
    what: str
    why: str
    count: int


def lines_of(outlooks: Iterable[Outlook]) -> tuple[Line, ...]:
    """Tell what is to be done about some lanes, room by room; what is alike is counted together."""
    told = Counter(_told(one, intent) for one in outlooks for intent in one.intents)
    lines = [
        Line(deed, room, room_id, what=what, why=why, count=count)
        for (deed, room, room_id, what, why), count in told.items()
    ]
    rooms = list(dict.fromkeys(line.room for line in lines))
    return tuple(sorted(lines, key=lambda line: rooms.index(line.room)))


def _told(outlook: Outlook, intent: Intent) -> tuple[str, str, RoomId | None, str, str]:
    deed = name_of(intent).what.partition("/")[0]
    what, why = _said(outlook, intent)
    room, room_id = _where(outlook, intent)
    return deed, room, room_id, what, why


def _where(outlook: Outlook, intent: Intent) -> tuple[str, RoomId | None]:
    world = outlook.world
    if not isinstance(world, World):
        return _PRIVATE, None
    if isinstance(intent, MakeRoom):
        return room_name(world, intent.key), None
    room_id: RoomId | None = getattr(intent, "room_id", None)
    key = None if room_id is None else world.key_of(room_id)
    if key is None:
        return _ELSEWHERE, None
    return room_name(world, key), None if _is_hidden(world, key) else room_id


def room_name(world: World, key: RoomKey) -> str:
    """Name a room of a congregation; a hidden crew's has no name here."""
    if key in _ROOMS:
        return _ROOMS[key]
    kind, _, rest = key.partition("/")
    if kind == ARCHIVE:
        names = (one.name for one in world.seasons if one.id == SeasonId(rest))
        return f"the Archive, {next(names, 'a season')}"
    crew = world.crews.get(CrewId(rest))
    return _crew_name(crew)


def _crew_name(crew: Crew | None) -> str:
    return "a hidden crew" if crew is None or crew.is_hidden else f"crew {crew.name}"


def _is_hidden(world: World, key: RoomKey) -> bool:
    crew = world.crews.get(CrewId(key.partition("/")[2]))
    if crew is None:  # a released one may have been hidden
        return role_of(key) == "crew"
    return crew.is_hidden


def _said(outlook: Outlook, intent: Intent) -> tuple[str, str]:
    """Say what is done, and why."""
    match intent:
        case PutState(key=key, piece=piece):
            why = _reason(outlook, key, (piece.type, piece.state_key))
            return f"write {_piece(outlook, intent)}", why
        case Withdraw(key=key, type=kind, state_key=state_key):
            what = f"take away {_of_place(outlook, key, (kind, state_key))}"
            return what, "it is not to be read any more"
        case PutPower(key=key):
            return "say who may do what", _reason(outlook, key, POWER_LEVELS)
        case PutListing(is_listed=False):
            return "take it out of the room directory", "it is not to be there"
        case _:
            return WORDS[type(intent)]


def _piece(outlook: Outlook, intent: PutState) -> str:
    piece = intent.piece
    if piece.type == _CHILD and isinstance(outlook.world, World):
        child = outlook.world.key_of(RoomId(piece.state_key))
        name = room_name(outlook.world, child) if child is not None else "another room"
        return f"that {name} is in it" if piece.content else f"that {name} is not in it"
    return _of_place(outlook, intent.key, (piece.type, piece.state_key))


def _of_place(outlook: Outlook, key: RoomKey, place: tuple[str, str]) -> str:
    kind, state_key = place
    if kind == types.CREW and isinstance(outlook.world, World):
        if not state_key:
            return "the mark that says whose room it is"
        return f"the card of {room_name(outlook.world, crew_room(CrewId(state_key)))}"
    if kind == _CHILD:
        return "a room of the list"
    return _WRITTEN.get(kind, f"{kind} in {key}")


def _reason(outlook: Outlook, key: RoomKey, place: tuple[str, str]) -> str:
    """Say why something is written, from what was believed before the room was read, and is now."""
    before, now = (_known(world, key, place) for world in (outlook.believed, outlook.world))
    match before, now:
        case (None, _):
            return "it is not there"
        case (known, after) if known != UNKNOWN and after == UNKNOWN:
            return "somebody changed it"
        case (known, _) if known == UNKNOWN:
            return "nobody knows what stands there"
        case _:
            return "it is to be another now"


def _known(world: object, key: RoomKey, place: tuple[str, str]) -> str | None:
    room = world.room(key) if isinstance(world, World) else None
    return None if room is None else room.state.get(place)
