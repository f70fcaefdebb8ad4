"""The gap in rooms that are handed over: what they are to be without us, and that we leave them.

Owns the order. People are given all power beside us first; where that is refused for good the room stays as it is,
and we in it. Then who comes in and what we published is settled, our own power goes, then the marker, and only then we
leave: a room that we left half-way would be nobody's, and one restricted to the space, without anybody in it who may
let people in, would be locked for good. Refuses to know who may release what.
"""

from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Final

from microsol_matrix.house import House
from microsol_matrix.ids import RoomKey, UserId
from microsol_matrix.kept import OwnPower
from microsol_matrix.places import ARCHIVE, PORCH, SPACE, role_of
from microsol_matrix.plan.directory import plan_directory
from microsol_matrix.plan.doors import JOIN_RULES
from microsol_matrix.plan.intents import HandOver, Intent, LeaveRoom, PutState, name_of
from microsol_matrix.plan.links import plan_links
from microsol_matrix.plan.porch import plan_porch
from microsol_matrix.plan.power import BOT, PEOPLE, POWER_LEVELS
from microsol_matrix.plan.servers import servers_in
from microsol_matrix.rooms import Json, StatePiece
from microsol_matrix.scales.congregation import Joining
from microsol_matrix.scales.release import Parting
from microsol_matrix.seen import HANDED_OVER, SHARED, WITHDRAWN, Membership, RoomSeen
from microsol_matrix.structure import types
from microsol_matrix.world import World

OWN: Final = PEOPLE
"""What we keep of our power for the last thing that we write: whoever has all of it can take this, too."""

_RULES: Final = {Joining.CLOSED: "invite", Joining.ASK: "knock", Joining.OPEN: "public"}
_ALL_OF_IT: Final[Mapping[str, Json]] = dict.fromkeys(
    (
        "m.room.power_levels",
        "m.room.history_visibility",
        "m.room.encryption",
        "m.room.tombstone",
        "m.room.server_acl",
        "m.room.join_rules",
    ),
    BOT,
)
"""What only those may change who have all power; whatever is not named needs what hosts always had."""
_READ_ONLY: Final[Mapping[str, Json]] = {
    "m.room.redaction": 0,
    **dict.fromkeys(types.OURS, PEOPLE),
}
"""What is possible in a read-only room all the same: to take back one's own words, and to empty our marker."""


def plan_release(world: World, house: House) -> Iterator[Intent]:
    """Plan what is left to be done in rooms that are handed over; the space is left last."""
    for key, parting in sorted(world.partings.items(), key=itemgetter(0)):
        room = world.room(key)
        if room is None:
            continue
        if room.is_out:
            yield _leaving(world, key, room=room, house=house)
        else:
            yield from _hand_over(world, key, room=room, parting=parting, house=house)


def _hand_over(
    world: World, key: RoomKey, *, room: RoomSeen, parting: Parting, house: House
) -> Iterator[Intent]:
    if key == PORCH and not _is_unmarked(key, room):
        # Neighbours are taken leave of as long as we have a porch to do it from.
        closing = (
            *plan_porch(world, house),
            *plan_directory(world, house),
            *plan_links(world, house),
        )
        yield from closing
        if _are_open(world, closing):
            return
    elsewhere = tuple(_elsewhere(world, key, room=room))
    yield from elsewhere
    if not _is_shared(key, room):
        shared = _handing_over(key, room=room, parting=parting, own=BOT)
        yield shared
        if _are_open(world, (shared,)) or stays_ours(world, key):
            return
    gap = tuple(_settle(world, key, room=room, parting=parting))
    yield from gap
    if _are_open(world, (*elsewhere, *gap)) or world.has_words_for(room.room_id):
        return
    if key == SPACE and (_are_others_left(world) or world.released_at is None):
        return  # who is a member, and who a host, is read there
    yield from _let_go(world, key, room=room, parting=parting, house=house)


def _let_go(
    world: World, key: RoomKey, *, room: RoomSeen, parting: Parting, house: House
) -> Iterator[Intent]:
    """Plan the last three things, one after the other: our power, the marker, leaving."""
    if room.state.get(POWER_LEVELS) != HANDED_OVER:
        given = _handing_over(key, room=room, parting=parting, own=OWN)
        yield given
        if _are_open(world, (given,)):
            return
    last = tuple(_put(key, room, [StatePiece(_marker(key), "", {})]))
    yield from last
    if not _are_open(world, last):
        yield _leaving(world, key, room=room, house=house)


def stays_ours(world: World, key: RoomKey) -> bool:
    """Whether we stay in a released room, because the homeserver refuses for good that its people get its power.

    Not where nobody is in it but us, or where somebody in it has all power anyway, because people made it.
    """
    room, parting = world.room(key), world.partings.get(key)
    if room is None or parting is None or room.is_out or _is_shared(key, room):
        return False
    sharing = _handing_over(key, room=room, parting=parting, own=BOT)
    return not _are_open(world, (sharing,)) and not _is_peoples(room)


def _is_shared(key: RoomKey, room: RoomSeen) -> bool:
    """Whether nobody is locked out if we go; nobody but services is on a porch."""
    is_given = room.state.get(POWER_LEVELS) in (SHARED, HANDED_OVER)
    return is_given or key == PORCH or not people_in(room)


def _is_peoples(room: RoomSeen) -> bool:
    adopted = room.adopted
    return adopted is not None and any(
        person in adopted.creators or adopted.users.get(person, 0) >= BOT
        for person in people_in(room)
    )


def _are_others_left(world: World) -> bool:
    return any(key != SPACE and not stays_ours(world, key) for key in world.rooms)


def _handing_over(key: RoomKey, *, room: RoomSeen, parting: Parting, own: int) -> HandOver:
    # Nobody but services is on a porch: it ends with us.
    power, users = free_power(parting), {} if key == PORCH else heirs(room, parting)
    if room.adopted is not None:
        power, users = _given_back(room.adopted, power, users, parting=parting)
    digest = HANDED_OVER if own == OWN else SHARED
    return HandOver(key, room.room_id, power=power, users=users, own=own, digest=digest)


def _given_back(
    adopted: OwnPower,
    power: Mapping[str, Json],
    users: Mapping[UserId, int],
    *,
    parting: Parting,
) -> tuple[Mapping[str, Json], Mapping[UserId, int]]:
    """Give a room that people made back as they had it, and everybody at least as much as they had."""
    ours = dict.fromkeys(types.OURS, PEOPLE)
    whole: dict[str, Json] = {**adopted.levels, "events": {**adopted.events, **ours}}
    if parting.joining is None:
        whole["invite"] = power["invite"]
    listed = {
        person: max(adopted.users.get(person, 0), users.get(person, 0))
        for person in sorted({*adopted.users, *users} - set(adopted.creators))
    }
    return whole, listed


def _settle(world: World, key: RoomKey, *, room: RoomSeen, parting: Parting) -> Iterator[PutState]:
    """Plan what is written while all power is still ours; the porch has a plan of its own."""
    space = world.room(SPACE)
    adopted = room.adopted
    # What people called it is theirs.
    pieces = [] if adopted is not None else [StatePiece("m.room.canonical_alias", "", {})]
    if key != PORCH:
        others: Json = [] if adopted is None else list(adopted.services)
        pieces += [
            *_rule(parting, space=space),
            StatePiece("io.element.functional_members", "", {"service_members": others}),
            *_forgotten(key, room),
            *_children(world.rooms.values(), room),
        ]
    yield from _put(key, room, pieces)


def _rule(parting: Parting, *, space: RoomSeen | None) -> Iterator[StatePiece]:
    if parting.joining is not None:
        yield StatePiece(*JOIN_RULES, {"join_rule": _RULES[parting.joining]})
    elif space is not None:  # what we have left already is named by the rule that stands
        allow: Json = [{"type": "m.room_membership", "room_id": space.room_id}]
        yield StatePiece(*JOIN_RULES, {"join_rule": "restricted", "allow": allow})


def _forgotten(key: RoomKey, room: RoomSeen) -> Iterator[StatePiece]:
    """Say that nothing of ours stands there any more, but for the marker: it is the last."""
    for kind, state_key in sorted(room.state):
        if kind in types.OURS and (kind, state_key) != (_marker(key), ""):
            yield StatePiece(kind, state_key, {})


def _children(rooms: Iterable[RoomSeen], space: RoomSeen) -> Iterator[StatePiece]:
    """Say through whom rooms that stand in this one are found once we are not in them."""
    for room in rooms:
        place = ("m.space.child", room.room_id)
        if space.state.get(place) not in (None, types.digest({})):
            servers: Json = list(servers_in(room.people))
            # A room with nobody in it but us ends with us.
            yield StatePiece(*place, {"via": servers} if servers else {})


def _elsewhere(world: World, key: RoomKey, *, room: RoomSeen) -> Iterator[PutState]:
    """Take away what the space and the Archive say of a crew, and name its people's servers there.

    Where everything is released, it goes with the space itself.
    """
    if world.released_at is not None:
        return
    card = (types.CREW, key.partition("/")[2])
    for place in (SPACE, ARCHIVE):
        space = world.room(place)
        if space is not None:
            pieces = [*_children([room], space)]
            if card in space.state:
                pieces.append(StatePiece(*card, {}))
            yield from _put(place, space, pieces)


def heirs(room: RoomSeen, parting: Parting) -> Mapping[UserId, int]:
    """Say who holds how much power in a room: nobody is left without somebody who can do everything."""
    present = people_in(room)
    able = [person for person in parting.heirs if person in present]
    if present and not able:
        return dict.fromkeys(present, BOT)
    others = dict.fromkeys(present, PEOPLE) if parting.is_shared else {}
    return {**others, **dict.fromkeys(parting.heirs, BOT)}


def free_power(parting: Parting) -> Mapping[str, Json]:
    """Give the power levels of a room that is its people's: whoever is in may invite, where people talk.

    So a room that is for whoever is in the space can be joined as long as anybody is in it: some homeserver in it
    always has somebody who may invite (client-server, restricted rooms).
    """
    is_quiet = parting.is_read_only or parting.is_a_space
    is_for_hosts = parting.is_a_space and parting.joining is not None
    invites = BOT if parting.is_read_only else PEOPLE if is_for_hosts else 0
    return {
        "events": {**_ALL_OF_IT, **(_READ_ONLY if parting.is_read_only else {})},
        "events_default": BOT if is_quiet else 0,
        "state_default": BOT if parting.is_read_only else PEOPLE,
        "users_default": 0,
        "invite": invites,
        "kick": PEOPLE,
        "ban": PEOPLE,
        "redact": PEOPLE,
    }


def people_in(room: RoomSeen) -> tuple[UserId, ...]:
    """Give who is in a room, in a fixed order."""
    return tuple(sorted(one for one, how in room.people.items() if how is Membership.JOIN))


def _marker(key: RoomKey) -> str:
    match role_of(key):
        case "space":
            return types.CONGREGATION
        case "crew":
            return types.CREW
        case _:
            return types.ROOM


def _is_unmarked(key: RoomKey, room: RoomSeen) -> bool:
    return room.state.get((_marker(key), "")) == types.digest({})


def _put(key: RoomKey, room: RoomSeen, pieces: Iterable[StatePiece]) -> Iterator[PutState]:
    for piece in pieces:
        known = room.state.get(piece.place)
        is_gone = known == WITHDRAWN and not piece.content
        if known != piece.digest and not is_gone:
            yield PutState(key, room.room_id, piece=piece, digest=piece.digest)


def _are_open(world: World, wanted: tuple[Intent, ...]) -> bool:
    """Whether any of it can still be done: what the homeserver refuses for good holds nobody up."""
    return any(name_of(one) not in world.refused for one in wanted)


def _leaving(world: World, key: RoomKey, *, room: RoomSeen, house: House) -> LeaveRoom:
    owner = world.congregation
    alias = (
        None
        if owner is None
        else house.alias(house.alias_localpart(owner=owner.id, key=key, slug=owner.slug))
    )
    return LeaveRoom(key, room.room_id, alias=alias)
