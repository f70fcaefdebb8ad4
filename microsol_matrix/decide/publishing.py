"""Publishing: hosts let everybody read of the congregation, and take it back.

Owns that nobody publishes alone, that it is shown before it is done, and that less is at once. Refuses to know
what stands there (`talk.porch`), and how it is written.
"""

from collections.abc import Collection

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.links import end_all
from microsol_matrix.decide.naming import said_name
from microsol_matrix.ids import CrewId
from microsol_matrix.observe import MessageSaid
from microsol_matrix.places import HOSTS, PORCH, crew_room
from microsol_matrix.scales.congregation import Congregation
from microsol_matrix.scales.publishing import Publishing, PublishingChanged
from microsol_matrix.talk.grammar import Command
from microsol_matrix.talk.porch import address_of, crews_for_all, read_there
from microsol_matrix.words import Said, say

HOSTS_NEEDED = 2
"""What is published stays published, so it is not for one person to say (structure)."""


def publish(course: Course, command: Command, *, message: MessageSaid) -> Said | Refused:
    """Tell what everybody can read, show what they could, or change it."""
    congregation = course.world.congregation
    if congregation is None:
        return Refused(say("publish.unclear", given=said_name(command)))
    wanted, _, sure = said_name(command).lower().partition(" ")
    if not wanted:
        return _told(course, congregation)
    to = next((one for one in Publishing if one.value == wanted), None)
    if to is None or sure.strip() not in ("", "yes"):
        return Refused(say("publish.unclear", given=said_name(command)))
    if to is congregation.publishing:
        return _told(course, congregation)
    if not to.is_wider_than(congregation.publishing):
        return _narrow(course, congregation, to, message=message)
    if len(course.world.hosts) < HOSTS_NEEDED:
        return Refused(say("publish.alone", name=congregation.name))
    if not sure:
        return _shown(course, congregation, "publish.preview", to=to)
    return _widen(course, congregation, to, message=message)


def _widen(
    course: Course, congregation: Congregation, to: Publishing, *, message: MessageSaid
) -> Said:
    before = {crew.id for crew in crews_for_all(course.world, congregation.publishing)}
    course.add(PublishingChanged(to, by=message.by))
    _tell_crews(course, congregation, but=before, because=message)
    done = _shown(course, congregation, "publish.done", to=to)
    _announce(course, done, message=message)
    return done


def _narrow(
    course: Course, congregation: Congregation, to: Publishing, *, message: MessageSaid
) -> Said:
    course.add(PublishingChanged(to, by=message.by))
    if to is Publishing.OFF:
        end_all(course, by=message.by)
    done = say(f"publish.narrowed.{to.value}", name=congregation.name)
    _announce(course, done, message=message)
    return done


def _tell_crews(
    course: Course, congregation: Congregation, *, but: Collection[CrewId], because: MessageSaid
) -> None:
    """Tell crews that had agreed to it that everybody can read of them from now on."""
    address = address_of(congregation, PORCH, course.moment.house)
    for crew in crews_for_all(course.world, course.world.publishing):
        room = course.world.room(crew_room(crew.id))
        if crew.id not in but and room is not None:
            text = say("publish.crew", crew=crew.name, name=congregation.name, address=address)
            course.say(f"publish/{crew.id}/{because.event_id}", room.room_id, text=text)


def _announce(course: Course, done: Said, *, message: MessageSaid) -> None:
    """Tell all hosts, where it was not said among them."""
    hosts = course.world.room(HOSTS)
    if hosts is not None and message.room_id != hosts.room_id:
        text = say("publish.changed", by=course.world.name_of(message.by), done=done)
        course.say(f"publish/{message.event_id}", hosts.room_id, text=text)


def _told(course: Course, congregation: Congregation) -> Said:
    publishing = congregation.publishing
    if publishing is Publishing.OFF:
        return say("publish.off", name=congregation.name)
    return _shown(course, congregation, f"publish.{publishing.value}", to=publishing)


def _shown(course: Course, congregation: Congregation, phrase: str, *, to: Publishing) -> Said:
    """Say a phrase with all that could be read."""
    house = course.moment.house
    return say(
        phrase,
        name=congregation.name,
        address=address_of(congregation, PORCH, house),
        lines=read_there(course.world, house, publishing=to),
        level=to.value,
    )
