"""Who hosts a crew: the caller while it is forming, then whoever its people say, in turn.

Any of its people may pass the role on to any of them, or take it: it is a task and no rank. When the host leaves,
nobody hosts until somebody says so; power in the room goes with the role (`plan.power`). Refuses to know the
congregation's hosts (`hosting`).
"""

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.moving import refuse_move
from microsol_matrix.decide.naming import said_name, same
from microsol_matrix.decide.own_crew import own_crew
from microsol_matrix.decide.to_crew import tell_all, tell_crew
from microsol_matrix.ids import UserId, localpart_of
from microsol_matrix.navigation import person_linked
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.crew import Crew, CrewState
from microsol_matrix.scales.crew_life import CrewHostChanged
from microsol_matrix.scales.transitions import Move, is_possible
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import Said, say
from microsol_matrix.world import World


def host_crew(
    course: Course, command: Command, *, message: MessageSaid, name: str
) -> Said | Refused:
    """Tell who hosts a crew, or give the role to one of its people."""
    crew = own_crew(course, message, name=name, move=Move.HOST)
    if isinstance(crew, Refused):
        return crew
    given = said_name(command)
    if not given and not message.mentions - {course.moment.house.bot}:
        return _tell(course.world, crew)
    if crew.state is CrewState.FORMING:
        host, can = host_said(course.world, crew), say("next.forming")
        return Refused(say("crew-host.forming", name=crew.name, host=host, next=can))
    if refusal := refuse_move(crew, Move.HOST):
        return refusal
    person = message.by if given.lower() == "me" else _one_of(course, crew, given, message=message)
    shown = course.world.name_of(person) if person is not None else ""
    if person is None:
        people = ", ".join(sorted(course.world.name_of(one) for one in crew.people))
        return Refused(say("crew-host.not-in", given=given, name=crew.name, people=people))
    if person == crew.host:
        return Refused(say("crew-host.same", person=shown, name=crew.name))
    course.add(CrewHostChanged(crew.id, person, at=course.moment.now))
    text = say("crew-host.changed", person=shown, name=crew.name)
    return tell_all(course, crew, message, text=text)


def has_host(crew: Crew) -> bool:
    """Whether somebody hosts a crew: whoever did may have left."""
    return crew.host in crew.holders


def host_said(world: World, crew: Crew) -> Said:
    """Say who hosts a crew."""
    if not has_host(crew):
        return say("crew-host.none")
    return say("person", name=world.name_of(crew.host))


def next_host(crew: Crew) -> UserId | None:
    """Give whose turn it would be to host: who came in after the present host; None where there is nobody else."""
    others = [person for person in crew.people if person != crew.host]
    if not others:
        return None
    order = [seat.person for seat in crew.seats]
    place = order.index(crew.host) if crew.host in order else -1
    return next((one for one in others if order.index(one) > place), others[0])


def ask_who_hosts(course: Course, crew: Crew) -> None:
    """Ask a crew who hosts, after its host has left; while it is forming nobody has to."""
    if crew.people and not has_host(crew) and is_possible(Move.HOST, crew.state):
        tell_crew(course, crew, "who-hosts", text=say("crew-host.nobody", name=crew.name))


def _tell(world: World, crew: Crew) -> Said:
    if not has_host(crew):
        return say("crew-host.nobody", name=crew.name)
    return say("crew-host.is", person=world.name_of(crew.host), name=crew.name)


def _one_of(course: Course, crew: Crew, given: str, *, message: MessageSaid) -> UserId | None:
    """Read one of a crew's people: by address, link, mention or name; None if it is nobody, or several."""
    mentioned = message.mentions - {course.moment.house.bot}
    written = person_linked(given) or given
    if not written.startswith("@") and len(mentioned) == 1:
        written = next(iter(mentioned))
    bare = written.removeprefix("@")
    ways = (
        [one for one in crew.people if one == written],
        [one for one in crew.people if bare in (one, localpart_of(one))],
        [one for one in crew.people if same(course.world.name_of(one), bare)],
    )
    found = next((way for way in ways if way), [])
    return found[0] if len(found) == 1 else None
