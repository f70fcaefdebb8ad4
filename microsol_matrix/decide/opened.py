"""Judge that a room which people made is opened to everybody's eyes by them: it is theirs to say, and is told.

Owns who hears of it, and that each opening is told once. Refuses to put anything back: in rooms that the service made
who reads what is the service's, and `by_hand` does.
"""

from enum import Enum
from typing import Final

from microsol_matrix.decide.course import Course
from microsol_matrix.decide.once import once_ref, told_by_letter
from microsol_matrix.decide.outside import called, tell_hosts
from microsol_matrix.house import House
from microsol_matrix.ids import CrewId, Ref, RoomKey
from microsol_matrix.observe import SEEN_BY, RuleWritten
from microsol_matrix.words import Said, say
from microsol_matrix.world import World

SEEN_BY_ALL: Final = (SEEN_BY, "")
"""Where a room's state says who reads it."""


class _Ear(Enum):
    """Who is told."""

    CREW = "crew"
    HOSTS = "hosts"


def is_opening(world: World, key: RoomKey, rule: RuleWritten, *, house: House) -> bool:
    """Whether somebody lets everybody read a room that people made, and nobody was told of that yet."""
    room = world.room(key)
    return (
        room is not None
        and room.adopted is not None
        and (rule.type, rule.state_key) == SEEN_BY_ALL
        and rule.lets_all_read
        and rule.by != house.bot
        and not any(_ref(key, rule, house=house, to=to) in world.once for to in _Ear)
    )


def tell_of_opening(course: Course, key: RoomKey, rule: RuleWritten) -> None:
    """Tell the hosts, and a crew whose room it is; of a hidden one nobody else hears."""
    world, house = course.world, course.moment.house
    crew = world.crews.get(CrewId(key.partition("/")[2]))
    if crew is not None:
        text = _text(course, rule, say("by-hand.here"))
        ref = _ref(key, rule, house=house, to=_Ear.CREW)
        course.say(ref, world.rooms[key].room_id, text=text)
    if crew is None or not crew.is_hidden:
        text = _text(course, rule, say("by-hand.in", room=called(world, key)))
        tell_hosts(course, _ref(key, rule, house=house, to=_Ear.HOSTS), text=text)
    if is_opening(course.world, key, rule, house=house):
        ref = _ref(key, rule, house=house, to=_Ear.HOSTS)
        course.add(*told_by_letter(ref, about=world.rooms[key].room_id))


def _text(course: Course, rule: RuleWritten, where: Said) -> Said:
    return say("by-hand.opened", person=course.world.name_of(rule.by), where=where)


def _ref(key: RoomKey, rule: RuleWritten, *, house: House, to: _Ear) -> Ref:
    # By its event: who closes it again and opens it anew has done it anew.
    opaque = house.entropy.derive("opened", key, rule.event_id, to.value).hex()[:32]
    return once_ref("opened", opaque)
