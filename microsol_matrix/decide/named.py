"""Judge where the address of a room of ours leads.

Owns what hosts are told of it. Refuses to know how it is taken back (`plan.aliases`).
"""

from microsol_matrix.decide.course import Course
from microsol_matrix.decide.outside import called, tell_hosts
from microsol_matrix.ids import RoomKey
from microsol_matrix.kept import Alias, AliasMoved
from microsol_matrix.observe import AliasLooked
from microsol_matrix.plan.aliases import ADDRESS, alias_of, has_alias, names_itself
from microsol_matrix.seen import UNKNOWN, StatePut
from microsol_matrix.times import to_ms
from microsol_matrix.words import say


def decide_alias(course: Course, looked: AliasLooked) -> None:
    """Take in where an alias of ours leads; nowhere means that it can be taken again."""
    world = course.world
    key = world.key_of(looked.room_id)
    room = world.room(key) if key is not None else None
    if key is None or room is None or not has_alias(world, key):
        return
    if looked.leads is room.alias or looked.alias != alias_of(world, key, course.moment.house):
        return
    if looked.leads is Alias.ELSEWHERE:
        leads_elsewhere(course, key)
    else:
        course.add(AliasMoved(key, looked.leads))
        if names_itself(world, key):
            # Whoever takes an alias away takes it out of the room, too.
            course.add(StatePut(key, *ADDRESS, digest=UNKNOWN))


def leads_elsewhere(course: Course, key: RoomKey) -> None:
    """Go on without an alias that leads elsewhere now, and tell the hosts."""
    course.add(AliasMoved(key, Alias.ELSEWHERE))
    alias = alias_of(course.world, key, course.moment.house)
    if alias is not None:
        text = say("alias.elsewhere", alias=alias, room=called(course.world, key))
        tell_hosts(course, f"alias/{key}/{to_ms(course.moment.now)}", text=text)
