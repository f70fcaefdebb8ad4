"""What stands in a room, against what is believed of it: only what differs is news.

Owns which differences matter: who is in, what we wrote, who may do what, what people call it. What is in
doubt already is not looked at again, and names that people have for themselves alone are no difference.
Refuses to judge what follows (`looked`), and to know how a room was read.
"""

from collections.abc import Collection, Iterator

from microsol_matrix.decide.by_hand import taken_over
from microsol_matrix.decide.opened import SEEN_BY_ALL, is_opening
from microsol_matrix.decide.upgrading import is_news
from microsol_matrix.house import House
from microsol_matrix.ids import CrewId, EventId, RoomId, RoomKey, Text, UserId
from microsol_matrix.kept import Alias
from microsol_matrix.observe import (
    DESCRIBING,
    TOMBSTONE,
    MembershipChanged,
    RoomDescribed,
    RoomLooked,
    RuleWritten,
)
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.places import PORCH
from microsol_matrix.plan.aliases import ADDRESS, names_itself
from microsol_matrix.plan.power import POWER_LEVELS, wanted_levels
from microsol_matrix.seen import UNKNOWN, WITHDRAWN, Membership, RoomSeen
from microsol_matrix.structure.types import OURS, digest
from microsol_matrix.world import LaneWorld, World

Difference = MembershipChanged | RuleWritten | RoomDescribed

_EMPTY = digest({})


def differing(world: World, looked: RoomLooked, *, house: House) -> tuple[Difference, ...]:
    """Give what is not as a world believes, as if it had just been seen happening.

    Args:
        world: What is believed.
        looked: What stands in one room; one that is none of the world's differs in nothing.
        house: Whose bot we are.
    """
    key = world.key_of(looked.room_id)
    room = world.room(key) if key is not None else None
    if key is None or room is None or key in world.partings:
        return ()  # a room that is handed over is what its people make of it
    return (
        *_people(key, room, looked=looked, bot=house.bot),
        *_rules(world, key, looked=looked, bot=house.bot),
        *_opened(world, key, looked=looked, house=house),
        *(one for one in looked.described if taken_over(world, one) is not None),
    )


def left_unseen(
    world: LaneWorld, joined: Collection[RoomId], *, bot: UserId
) -> tuple[MembershipChanged, ...]:
    """Give our being out of rooms in which we believe to be.

    Args:
        world: What is believed.
        joined: All rooms that we are in, read after the world was looked at.
        bot: Our own user id.
    """
    if isinstance(world, PersonWorld):
        believed = {room_id for room_id, direct in world.directs.items() if direct.is_joined}
    else:
        believed = {room.room_id for room in world.rooms.values() if not room.is_out}
    return tuple(
        MembershipChanged(
            room_id,
            EventId(""),
            person=bot,
            membership=Membership.LEAVE,
            by=bot,
            name=Text(""),
        )
        for room_id in sorted(believed.difference(joined))
    )


def _people(
    key: RoomKey, room: RoomSeen, *, looked: RoomLooked, bot: UserId
) -> Iterator[MembershipChanged]:
    for one in looked.people:
        if one.person == bot:
            if one.membership is Membership.JOIN and room.is_out:
                yield one
        elif key != PORCH and room.people.get(one.person) is not one.membership:
            is_awaited = one.membership is Membership.LEAVE and one.person in room.asked_back
            if not is_awaited:
                yield one


def _rules(world: World, key: RoomKey, *, looked: RoomLooked, bot: UserId) -> Iterator[RuleWritten]:
    room = world.rooms[key]
    for place, known in sorted(room.state.items()):
        if known == UNKNOWN or place == POWER_LEVELS or _is_peoples(world, key, place[0]):
            continue
        there = looked.rules.get(place)
        if _shown(there.digest if there is not None else _EMPTY) != _shown(known):
            yield there or _emptied(looked.room_id, place, bot=bot)
    for place, there in sorted(looked.rules.items()):
        is_forged = place[0] in OURS and place not in room.state and there.by != bot
        if is_forged and _shown(there.digest) != _EMPTY:
            yield there
    address = looked.rules.get(ADDRESS)
    if (
        names_itself(world, key)
        and room.alias is Alias.HERE
        and ADDRESS not in room.state
        and (address is None or address.digest == _EMPTY)
    ):
        yield _emptied(looked.room_id, ADDRESS, bot=bot)
    tombstone = looked.rules.get((TOMBSTONE, ""))
    if (
        tombstone is not None
        and tombstone.by != bot
        and tombstone.replacement is not None
        and is_news(world, key, tombstone.replacement)
    ):
        yield tombstone
    yield from _power(world, key, looked=looked, bot=bot)


def _opened(
    world: World, key: RoomKey, *, looked: RoomLooked, house: House
) -> Iterator[RuleWritten]:
    """Give what lets everybody read a room that people made: it is theirs to say, and is to be told."""
    rule = looked.rules.get(SEEN_BY_ALL)
    if rule is not None and is_opening(world, key, rule, house=house):
        yield rule


def _power(world: World, key: RoomKey, *, looked: RoomLooked, bot: UserId) -> Iterator[RuleWritten]:
    wanted, there = wanted_levels(world, key), looked.rules.get(POWER_LEVELS)
    if wanted is None or there is None or there.power is None:
        return
    known = world.rooms[key].state.get(POWER_LEVELS)
    # What is still to be written differs anyway, and is being written.
    is_in_force = known is None or known == wanted.digest
    if is_in_force and not wanted.are_in(there.power, bot=bot):
        yield there


def _is_peoples(world: World, key: RoomKey, kind: str) -> bool:
    """Whether people say this of a room, so that what we once wrote there is of no account."""
    crew = world.crews.get(CrewId(key.partition("/")[2]))
    is_closed = key == PORCH or (crew is not None and not crew.is_living)
    return kind in DESCRIBING and not is_closed


def _shown(known: str) -> str:
    return _EMPTY if known == WITHDRAWN else known


def _emptied(room_id: RoomId, place: tuple[str, str], *, bot: UserId) -> RuleWritten:
    kind, state_key = place
    return RuleWritten(room_id, EventId(""), by=bot, type=kind, state_key=state_key, digest=_EMPTY)
