"""One person's private lane, read again: the rooms in which we talk with them.

Owns which rooms those are. Refuses to read what was said there: in which language they are spoken with, and which
congregation they mean, only they can tell again.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from microsol_matrix.facts import Fact
from microsol_matrix.house import House
from microsol_matrix.ids import LaneId, RoomId, UserId
from microsol_matrix.observe.remembered import RoomRead
from microsol_matrix.rebuild.crews import CREATE
from microsol_matrix.rebuild.standing import MEMBER, membership_of, people_of
from microsol_matrix.scales.person import (
    DirectEncrypted,
    DirectEnded,
    DirectInvited,
    DirectJoined,
    DirectMade,
    DirectMarked,
    DirectOpened,
    DirectRead,
    FoundingCounted,
    PersonMet,
)
from microsol_matrix.seen import Membership

_THERE = (Membership.JOIN, Membership.INVITE)


def directs_of(
    ours: tuple[RoomRead, ...],
    marked: Mapping[UserId, tuple[RoomId, ...]],
    rooms: Mapping[RoomId, RoomRead],
    *,
    house: House,
) -> Mapping[UserId, tuple[RoomRead, ...]]:
    """Say which rooms are for talking with whom, the oldest first.

    Args:
        ours: Direct rooms that we made.
        marked: Our `m.direct`.
        rooms: All rooms that we are in.
        house: Who we are.
    """
    made = {read.room_id for read in ours}
    found: dict[UserId, dict[RoomId, RoomRead]] = {}
    for person, room_ids in marked.items():
        for room_id in room_ids:
            if room_id in rooms and person != house.bot:
                found.setdefault(person, {})[room_id] = rooms[room_id]
    placed = {room_id for its in found.values() for room_id in its}
    for read in ours:
        if read.room_id not in placed:
            for person in people_of(read, house=house):
                found.setdefault(person, {})[read.room_id] = read
    return {
        person: tuple(
            sorted(
                its.values(),
                key=lambda one: (_since(one, house, is_ours=one.room_id in made), one.room_id),
            )
        )
        for person, its in sorted(found.items())
    }


def person_facts(
    person: UserId,
    directs: tuple[RoomRead, ...],
    *,
    ours: frozenset[RoomId],
    marked: frozenset[RoomId],
    founded: tuple[LaneId, ...],
    house: House,
) -> Iterator[Fact]:
    """Say what is known of one person's private things.

    Args:
        person: Whose.
        directs: Rooms for talking with them.
        ours: Which of those we made.
        marked: Which of those stand in our `m.direct`.
        founded: The congregations that they founded.
        house: Who we are.
    """
    yield PersonMet(person)
    for read in directs:
        yield from _direct(person, read, is_ours=read.room_id in ours, house=house)
        if read.room_id in marked:
            yield DirectMarked(read.room_id)
    for lane in founded:
        yield FoundingCounted(lane)


def _direct(person: UserId, read: RoomRead, *, is_ours: bool, house: House) -> Iterator[Fact]:
    at = _since(read, house, is_ours=is_ours)
    their = read.state.get((MEMBER, person))
    is_there = their is not None and membership_of(their) in _THERE
    if is_ours:
        yield DirectMade(read.room_id, at=at)
        if is_there:
            yield DirectOpened(read.room_id)
        elif their is not None:
            yield DirectEnded(read.room_id)
    else:
        yield DirectInvited(read.room_id, at=at, is_unwelcome=False)
        yield DirectJoined(read.room_id)
        yield DirectRead(read.room_id)
        if not is_there:
            yield DirectEnded(read.room_id)
    sealed = read.state.get(("m.room.encryption", ""))
    if sealed is not None:
        yield DirectEncrypted(read.room_id, because=sealed.event_id)


def _since(read: RoomRead, house: House, *, is_ours: bool) -> datetime:
    place = (CREATE, "") if is_ours else (MEMBER, house.bot)
    seen = read.state.get(place) or read.state.get((CREATE, ""))
    return datetime.fromisoformat("1970-01-01T00:00:00+00:00") if seen is None else seen.at
