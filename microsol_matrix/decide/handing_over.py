"""Judge that the homeserver does not let us hand a released room over: we stay in it, and its people are told.

Owns who is told, what they can do, and when it is tried once more. Refuses to know in which order rooms are handed over
(`plan.releasing`).
"""

from microsol_matrix.decide.course import Course
from microsol_matrix.decide.happenings import Failed
from microsol_matrix.decide.once import once_ref, told_by_letter
from microsol_matrix.decide.outside import called
from microsol_matrix.ids import RoomKey, UserId
from microsol_matrix.observe import RuleWritten
from microsol_matrix.places import role_of
from microsol_matrix.plan.intents import HandOver, name_of
from microsol_matrix.plan.releasing import people_in, stays_ours
from microsol_matrix.seen import IntentRefused, IntentsRetried
from microsol_matrix.words import Said, say


def not_handed_over(course: Course, intent: HandOver, failure: Failed) -> None:
    """Stay in a room whose power we may not give away, and write to those who can do something about it.

    By letter: what the room is for us is settled no more, so nothing is said in it, and hosts hear nothing of a crew.
    """
    key = intent.key
    course.add(IntentRefused(name_of(intent), errcode=failure.errcode))
    if not stays_ours(course.world, key):
        return  # its people have all power there already, or nobody is in it
    house = course.moment.house
    ref = once_ref("stays", key, failure.errcode)
    if ref in course.world.once:
        return  # each start tries once more
    text = say(
        "release.stays",
        room=_named(course, key),
        errcode=failure.errcode,
        server=house.server,
        bot=house.bot,
    )
    for person in _concerned(course, key):
        course.write(ref, person, text=text)
    course.add(*told_by_letter(ref, about=intent.room_id))


def power_changed(course: Course, key: RoomKey, rule: RuleWritten) -> None:
    """Try once more to hand a room over in which somebody has just changed who may do what."""
    if rule.power is not None and stays_ours(course.world, key):
        course.add(IntentsRetried())


def _concerned(course: Course, key: RoomKey) -> tuple[UserId, ...]:
    """Give a crew's people, or the hosts; everybody who is in where none of them is."""
    parting, present = course.world.partings[key], people_in(course.world.rooms[key])
    if role_of(key) == "crew":
        return present
    return tuple(one for one in parting.heirs if one in present) or present


def _named(course: Course, key: RoomKey) -> Said:
    """Name a room; a crew that is released has its name in what is to become of its room alone."""
    name = course.world.partings[key].name
    return say("out.crew", name=name) if name else called(course.world, key)
