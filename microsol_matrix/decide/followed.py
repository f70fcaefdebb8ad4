"""Judge our coming into the room in which a room of ours goes on: it is ours now, and all of it is looked at.

Refuses to know how we came there (`upgrading`).
"""

from typing import Final

from microsol_matrix.decide.course import Course
from microsol_matrix.decide.happenings import SuccessorLooked
from microsol_matrix.decide.looked import decide_looked
from microsol_matrix.decide.outside import called, tell_hosts
from microsol_matrix.places import SPACE
from microsol_matrix.seen import UNKNOWN, Membership, StatePut
from microsol_matrix.structure.types import ROOM
from microsol_matrix.upgrades import RoomFollowed
from microsol_matrix.words import say

_SAY_WHERE_THE_SPACE_IS: Final = ((ROOM, ""), ("m.room.join_rules", ""))
"""Places in the rooms of the house that name the space; crews' own are compared with what they are to be anyway."""


def decide_followed(course: Course, came: SuccessorLooked) -> None:
    """Take the room in which people went on for ours."""
    key = course.world.key_of(came.before)
    room = course.world.room(key) if key is not None else None
    if key is None or room is None:
        return
    looked = came.looked
    there = {one.person for one in looked.people if one.membership is Membership.JOIN}
    both = frozenset(person for person in there if room.has(person, Membership.JOIN))
    course.add(RoomFollowed(key, looked.room_id, came=both, creators=looked.creators))
    if key == SPACE:
        _doubt_where_the_space_is(course)
    text = say("followed", room=called(course.world, key))
    tell_hosts(course, f"followed/{key}/{looked.room_id}", text=text)
    decide_looked(course, looked)


def _doubt_where_the_space_is(course: Course) -> None:
    for key, room in sorted(course.world.rooms.items()):
        for kind, state_key in _SAY_WHERE_THE_SPACE_IS:
            if key != SPACE and (kind, state_key) in room.state:
                course.add(StatePut(key, kind, state_key=state_key, digest=UNKNOWN))
