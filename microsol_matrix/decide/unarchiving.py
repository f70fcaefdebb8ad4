"""Open an archived crew again: anybody who is in it may, and nobody else.

Owns which crew is meant. Refuses to know how its room is given back (`plan.crew_rooms`).
"""

from datetime import datetime

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.cycles import cycle_end
from microsol_matrix.decide.moving import move, refuse_move
from microsol_matrix.decide.naming import named, names_of, same
from microsol_matrix.decide.own_crew import crews_of
from microsol_matrix.ids import UserId
from microsol_matrix.observe import MessageSaid
from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import Crew, CrewState
from microsol_matrix.scales.transitions import Move, is_possible
from microsol_matrix.times import to_ms
from microsol_matrix.words import Said, say
from microsol_matrix.world import World


def unarchive(course: Course, message: MessageSaid, *, name: str) -> Said | Refused:
    """Let a crew go on as what it was before it was archived; its spans of time begin anew."""
    crew = _meant(course.world, message.by, name)
    if isinstance(crew, Refused):
        return crew
    if refusal := refuse_move(crew, Move.UNARCHIVE):
        return refusal
    now = course.moment.now
    opened = move(
        course,
        crew.id,
        Move.UNARCHIVE,
        to=crew.archived_from or CrewState.ACTIVE,
        by=message.by,
        cycle_ends_at=_whole_cycle(course, crew),
    )
    state = say(f"state.{opened.state.value}")
    room = course.world.room(crew_room(crew.id))
    if room is not None:
        person = course.world.name_of(message.by)
        text = say("unarchive.told", person=person, name=crew.name, state=state)
        course.say(f"unarchived/{crew.id}/{to_ms(now)}", room.room_id, text=text)
    return say("unarchive.done", name=crew.name, state=state)


def _whole_cycle(course: Course, crew: Crew) -> datetime | None:
    """Give a whole new cycle to a crew whose day to look back has passed meanwhile."""
    now, ends_at = course.moment.now, crew.cycle_ends_at
    is_over = ends_at is not None and ends_at <= now
    return cycle_end(course.world, crew, after=now) if is_over else None


def _meant(world: World, person: UserId, name: str) -> Crew | Refused:
    """Find the crew that is meant: of several with one name the one that was archived last."""
    own = crews_of(world, person)
    if not own:
        return Refused(say("unarchive.none", congregation=world.name))
    found = named(own, name) if name else own
    if not found:
        return Refused(say("crew.none-such", name=name, crews=names_of(own)))
    archived = tuple(one for one in found if is_possible(Move.UNARCHIVE, one.state))
    if not archived:
        return found[-1] if name else Refused(say("unarchive.none", congregation=world.name))
    last = max(archived, key=lambda one: (one.state_since, one.id))
    if all(same(one.name, last.name) for one in archived):
        return last
    example = f'"{last.name}"'
    return Refused(say("crew.which", crews=names_of(archived), example=example))
