"""Name the servers through which a room of ours can be joined, when those that were named would be wrong.

They are a fact: a replayed history must not depend on what people are called, who may be forgotten.
"""

from microsol_matrix.decide.course import Course
from microsol_matrix.ids import RoomId
from microsol_matrix.plan.servers import servers_kept
from microsol_matrix.seen import ServersNamed


def name_servers(course: Course, room_id: RoomId) -> None:
    """Name servers anew after somebody came or went."""
    key = course.world.key_of(room_id)
    room = course.world.room(key) if key is not None else None
    if key is None or room is None:
        return
    named = servers_kept(room.through, room.people, ours=course.moment.house.server)
    if named != room.through:
        course.add(ServersNamed(key, named))
