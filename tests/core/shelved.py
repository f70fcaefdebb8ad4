"""A crew that is archived, and where it stands."""

from microsol_matrix.decide.course import Course
from microsol_matrix.decide.moving import move
from microsol_matrix.house import Moment
from microsol_matrix.ids import RoomKey, UserId
from microsol_matrix.places import crew_room
from microsol_matrix.scales.transitions import Move
from microsol_matrix.seen import WITHDRAWN
from microsol_matrix.structure import types
from tests.core.life import Village, called
from tests.core.said import BO, CLEO

EMPTY = types.digest({})


def begun(*people: UserId) -> Village:
    """Have Amara's crew begin with Bo and Cleo; those given come into its room."""
    village = called("!call Slow Kettle | seats=3-4")
    village.tells(BO, "yes")
    village.tells(CLEO, "yes")
    village.settle()
    village.joins(*people, at=crew_room(village.crew.id))
    village.settle()
    village.done.clear()
    village.letters.clear()
    return village


def archive(village: Village, *, by: Move = Move.EMPTY) -> None:
    """Let the crew be archived, whatever it was."""
    course = Course(world=village.world, moment=Moment(village.house, now=village.now))
    move(course, village.crew.id, by)
    village.become(course.facts)
    village.letters.extend(course.letters)


def key(village: Village) -> RoomKey:
    return crew_room(village.crew.id)


def stands(village: Village, place: RoomKey, kind: str, state_key: str) -> bool:
    """Whether something stands in a space that is not empty."""
    digest = village.world.rooms[place].state.get((kind, state_key))
    return digest not in (None, EMPTY, WITHDRAWN)


def is_child(village: Village, place: RoomKey, *, of: RoomKey | None = None) -> bool:
    return stands(village, place, "m.space.child", village.key_id(of or key(village)))
