"""What stands in a room of ours, as the world knows it: digests of what we wrote, and who is in it.

Owns which places of a room's state count as ours, and what is to be doubted because somebody else wrote it. Refuses
to know what is to stand there (`plan`).
"""

from collections.abc import Iterator, Mapping
from typing import Final

from microsol_matrix.house import House
from microsol_matrix.ids import RoomId, RoomKey, ServerName, Text, UserId
from microsol_matrix.kept import OwnPower
from microsol_matrix.observe.fields import is_user, written
from microsol_matrix.observe.messages import NAME_LIMIT
from microsol_matrix.observe.remembered import Place, RoomRead, StateSeen
from microsol_matrix.observe.state import CHILD, RULES, digest_of, power_of
from microsol_matrix.observe.surveying import CREATORS_SINCE
from microsol_matrix.places import ARCHIVE, OF_THE_SPACE, PORCH, SPACE, role_of
from microsol_matrix.plan.lineage import TOMBSTONE
from microsol_matrix.plan.power import POWER_LEVELS
from microsol_matrix.plan.ways import PARENT
from microsol_matrix.seen import (
    UNKNOWN,
    WITHDRAWN,
    Membership,
    MembershipSeen,
    RoomMade,
    ServersNamed,
)
from microsol_matrix.structure.types import OURS

MEMBER: Final = "m.room.member"
_THEIRS: Final = frozenset({"m.room.history_visibility", "m.room.guest_access"})
_OF_THE_PORCH: Final = (("m.room.name", ""), ("m.room.topic", ""))
_OF_CLOSED: Final = (("m.room.name", ""), ("m.room.canonical_alias", ""))
"""What people, or their homeserver, write elsewhere."""
_MADE_WITH: Final = frozenset({"m.room.encryption", "io.element.functional_members", TOMBSTONE[0]})
"""Of the service too, and not looked at when somebody changes them."""


def room_made(
    key: RoomKey,
    read: RoomRead,
    *,
    house: House,
    withdrawn: frozenset[Place] = frozenset(),
    is_closed: bool = False,
    siblings: frozenset[RoomId] = frozenset(),
) -> RoomMade:
    """Say that a room of ours exists, and what stands in it.

    Args:
        key: Its place in the house.
        read: What was read there.
        house: Who we are.
        withdrawn: Places that are emptied only by taking every version away.
        is_closed: Whether its crew is archived: then its name and its alias are ours, too.
        siblings: Rooms of the same house: their places in its spaces are ours, whoever wrote there.
    """
    described = frozenset(_OF_THE_PORCH if key == PORCH else _OF_CLOSED if is_closed else ())
    own = own_power(read, house)
    state = {
        place: digest
        for place, seen in read.state.items()
        if (digest := _digest(seen, house, described=described, siblings=siblings)) is not None
        and not (own is not None and _is_left_alone(seen, house))
    }
    if key == PORCH:
        withdrawn |= {place for place in state if place[0] in (*OURS, CHILD)}
    empty = {
        place: WITHDRAWN for place in withdrawn if place in state and not read.state[place].content
    }
    before = tuple(one.room_id for one in read.before)
    return RoomMade(key, read.room_id, state={**state, **empty}, adopted=own, before=before)


def own_power(read: RoomRead, house: House) -> OwnPower | None:
    """Say who may do what in a room that people made; None for one that we made. What we gave there stays theirs.

    Whoever moves a room of ours makes the next one, which is ours nonetheless.
    """
    first, made = (one.state.get(("m.room.create", "")) for one in (read.first, read))
    if first is None or made is None or first.sender == house.bot:
        return None
    version, power = made.content.get("room_version"), power_of(read.content(POWER_LEVELS[0]))
    is_supreme = isinstance(version, str) and version.isdecimal() and int(version) >= CREATORS_SINCE
    listed = read.content("io.element.functional_members").get("service_members")
    return OwnPower(
        power.levels,
        power.events,
        {person: level for person, level in power.users.items() if person != house.bot},
        creators=(made.sender, *_users(made.content.get("additional_creators")))
        if is_supreme
        else (),
        services=tuple(one for one in _users(listed) if one != house.bot),
    )


def _users(listed: object) -> list[UserId]:
    some = listed if isinstance(listed, list | tuple) else ()
    return [UserId(one) for one in some if isinstance(one, str) and is_user(one)]


def _is_left_alone(seen: StateSeen, house: House) -> bool:
    """Whether something in a room that people made is theirs to say: who reads what, and whether guests come in."""
    return seen.type in _THEIRS and seen.sender != house.bot


def _digest(
    seen: StateSeen, house: House, *, described: frozenset[Place], siblings: frozenset[RoomId]
) -> str | None:
    if seen.place == POWER_LEVELS:
        return UNKNOWN  # who has which power is compared, not how it is written
    if seen.type not in RULES | _MADE_WITH and seen.place not in described:
        return None
    if seen.sender == house.bot:
        return digest_of(seen.content)
    if seen.type == CHILD and seen.state_key not in siblings:
        return None  # hosts may let other rooms stand in the space, too
    return UNKNOWN


def ways_named(rooms: Mapping[RoomKey, RoomRead], *, house: House) -> Iterator[ServersNamed]:
    """Say through which servers besides ours rooms can be joined, as our spaces say, and of the space its rooms.

    Args:
        rooms: Of one congregation, by their place.
        house: Who we are.
    """
    homes = [read for key, read in rooms.items() if role_of(key) in (SPACE, ARCHIVE)]
    for key, read in sorted(rooms.items()):
        kind, tellers = (PARENT, list(rooms.values())) if key == SPACE else (CHILD, homes)
        told = (one.content(kind, read.room_id).get("via") for one in tellers)
        via = next((one for one in told if isinstance(one, list) and one), [])
        servers = tuple(
            ServerName(one) for one in via if isinstance(one, str) and one != house.server
        )
        if servers:
            yield ServersNamed(key, servers)


def memberships(key: RoomKey, read: RoomRead, *, house: House) -> Iterator[MembershipSeen]:
    """Say how everybody but us stands to a room, in the order in which it came so."""
    for seen in sorted(_members(read), key=lambda one: (one.at, one.event_id)):
        membership = membership_of(seen)
        person = UserId(seen.state_key)
        if membership is None or person == house.bot or not is_user(person):
            continue
        is_out = membership in (Membership.LEAVE, Membership.BAN)
        yield MembershipSeen(
            key=key,
            person=person,
            membership=membership,
            by=seen.sender,
            name=name_in(seen),
            is_carried=is_out and seen.sender == house.bot and role_of(key) in OF_THE_SPACE,
        )


def people_of(read: RoomRead, *, house: House) -> Mapping[UserId, StateSeen]:
    """Give the membership event of everybody but us."""
    return {
        UserId(seen.state_key): seen
        for seen in sorted(_members(read), key=lambda one: (one.at, one.event_id))
        if seen.state_key != house.bot and is_user(seen.state_key)
    }


def _members(read: RoomRead) -> Iterator[StateSeen]:
    return (seen for seen in read.state.values() if seen.type == MEMBER)


def membership_of(seen: StateSeen) -> Membership | None:
    """Read a membership event; None if it says nothing that there is."""
    try:
        return Membership(str(seen.content.get("membership")))
    except ValueError:
        return None


def name_in(seen: StateSeen) -> Text:
    """Give the display name that came with a membership; empty if none."""
    return Text((written(seen.content.get("displayname")) or "")[:NAME_LIMIT])


def words_in(read: RoomRead, kind: str, field: str) -> str:
    """Give a text of a room's state; empty if there is none."""
    return written(read.content(kind).get(field)) or ""


def strong_in(seen: StateSeen, *, house: House, least: int) -> tuple[UserId, ...]:
    """Say who but us had so much power by a power event, in the order of their ids."""
    users = seen.content.get("users")
    listed = users if isinstance(users, Mapping) else {}
    return tuple(
        sorted(
            UserId(user)
            for user, level in listed.items()
            if type(level) is int and level >= least and user != house.bot and is_user(user)
        )
    )
