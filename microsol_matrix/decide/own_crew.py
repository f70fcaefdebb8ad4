"""Which crew somebody means, and whether it is theirs: by the room, by name, or the only one there is.

Owns that a crew is named nowhere but in its own room and in private: who else reads may not know of it, nor what is
said behind its door.
"""

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.naming import named, names_of
from microsol_matrix.ids import UserId
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.transitions import Move, is_possible
from microsol_matrix.words import say
from microsol_matrix.world import World


def own_crew(
    course: Course, message: MessageSaid, *, name: str = "", move: Move | None = None
) -> Crew | Refused:
    """Find the crew that a command is about; only somebody who is in it may mean it.

    Args:
        course: The deciding.
        message: Said in a crew's room, or in a direct message.
        name: Of the crew, as given; empty if none was.
        move: What is to be done: of several crews without a name those are meant in which it is
            possible.
    """
    world = course.world
    here = world.crew_at(message.room_id)
    if here is not None and not name:
        if message.by not in here.people:
            return Refused(say("crew.not-in", name=here.name))
        return here
    own = crews_of(world, message.by)
    if name and world.key_of(message.room_id) is not None:
        if here is not None and here in named(own, name):
            return here
        return Refused(say("crew.others-read"))
    if not own:
        return Refused(say("crew.none-yours", congregation=world.name))
    if name:
        found = named(own, name)
        if not found:
            return Refused(say("crew.none-such", name=name, crews=names_of(own)))
    else:
        found = tuple(one for one in own if move is not None and is_possible(move, one.state))
        found = found or own
    if len(found) == 1:
        return found[0]
    living = tuple(one for one in found if one.is_living)
    # Of two with one name the one that goes on; and whoever asks without a name asks about that one.
    if (name or move is None) and len(living) == 1:
        return living[0]
    example = f'"{found[0].name}"'
    return Refused(say("crew.which", crews=names_of(found), example=example))


def crews_of(world: World, person: UserId) -> tuple[Crew, ...]:
    """Give the crews that a person is in, archived ones too, the oldest first."""
    return tuple(crew for crew in world.crews_in_order if person in crew.people)
