"""Judge what follows when people go on in another room than ours: the service goes along.

Owns what hosts are told of it, and what they can do where the service cannot come. Refuses to know what is
written in the new room: nothing of it is known to stand, and the plan does the rest.
"""

from microsol_matrix.decide.course import Course
from microsol_matrix.decide.happenings import Failed
from microsol_matrix.decide.outside import called, tell_hosts
from microsol_matrix.errors import NO_POWER, NOT_A_SUCCESSOR
from microsol_matrix.ids import CrewId, RoomId, RoomKey
from microsol_matrix.observe import RuleWritten
from microsol_matrix.plan.intents import FollowRoom, name_of
from microsol_matrix.seen import IntentRefused
from microsol_matrix.times import to_ms
from microsol_matrix.upgrades import RoomUpgraded, Successor
from microsol_matrix.words import say
from microsol_matrix.world import World


def decide_upgraded(course: Course, key: RoomKey, tombstone: RuleWritten) -> None:
    """Take in that a room of ours goes on in another one."""
    room, successor = course.world.rooms[key], tombstone.replacement
    if successor is None or tombstone.by == course.moment.house.bot:
        return
    if is_news(course.world, key, successor):
        course.add(RoomUpgraded(key, Successor(successor, by=tombstone.by)))
        person = course.world.name_of(tombstone.by)
        text = say("upgraded", room=called(course.world, key), person=person)
        tell_hosts(course, f"upgraded/{key}/{room.room_id}", text=text)


def is_news(world: World, key: RoomKey, successor: RoomId) -> bool:
    """Whether a room of ours goes on in a room that is not known; an archived crew's goes on nowhere."""
    room, crew = world.rooms[key], world.crews.get(CrewId(key.partition("/")[2]))
    if room.kept is not None or (crew is not None and not crew.is_living):
        return False
    known = room.successor.room_id if room.successor is not None else None
    return successor not in (known, room.room_id, *room.before)


def try_again(course: Course, room_id: RoomId) -> None:
    """Try once more to go into a successor: somebody there has invited us, or changed who may do what."""
    for key, room in sorted(course.world.rooms.items()):
        if room.successor is not None and room.successor.room_id == room_id:
            course.add(RoomUpgraded(key, room.successor))


def not_followed(course: Course, intent: FollowRoom, failure: Failed) -> None:
    """Tell hosts what keeps us out of a successor, and what they can do."""
    course.add(IntentRefused(name_of(intent), errcode=failure.errcode))
    match failure.errcode:
        case errcode if errcode == NO_POWER:
            phrase = "followed.powerless"
        case errcode if errcode == NOT_A_SUCCESSOR:
            phrase = "followed.stranger"
        case _:
            phrase = "followed.closed"
    text = say(
        phrase,
        room=called(course.world, intent.key),
        successor=intent.successor,
        bot=course.moment.house.bot,
    )
    tell_hosts(course, f"{phrase}/{intent.key}/{to_ms(course.moment.now)}", text=text)
