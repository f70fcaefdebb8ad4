"""Release: a crew, or the whole congregation, goes on without us.

Owns who may say so, that it is shown first and agreed to by a second one where there is one, and what people are told.
Refuses to know what becomes of the rooms: the plan hands them over.
"""

from microsol_matrix.decide.afar import PorchFound, PorchWasRead
from microsol_matrix.decide.by_hand import decide_written
from microsol_matrix.decide.course import Course, Decision, Refused
from microsol_matrix.decide.failures import decide_failure
from microsol_matrix.decide.happenings import Failed, Happening, Heard, Started
from microsol_matrix.decide.links import end_all
from microsol_matrix.decide.naming import said_name
from microsol_matrix.decide.neighbours import decide_neighbour
from microsol_matrix.decide.own_crew import own_crew
from microsol_matrix.decide.rights import for_hosts
from microsol_matrix.decide.to_crew import tell_all
from microsol_matrix.ids import RoomKey, UserId
from microsol_matrix.navigation import room_link
from microsol_matrix.observe import MembershipChanged, MessageSaid, RuleWritten
from microsol_matrix.places import COMMONS, HOSTS, SPACE, crew_room
from microsol_matrix.scales.call import CallEnded, CallState
from microsol_matrix.scales.congregation import Congregation
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.publishing import Publishing, PublishingChanged
from microsol_matrix.scales.release import (
    RELEASE_WITHIN,
    CongregationReleased,
    CrewReleased,
    ReleaseAsked,
    ReleaseTakenBack,
    ReleaseWish,
)
from microsol_matrix.seen import OUT, IntentsRetried, Membership, MembershipSeen, WeAreOut
from microsol_matrix.talk.given import Given
from microsol_matrix.talk.grammar import Command
from microsol_matrix.talk.options import CREW
from microsol_matrix.words import Said, joined, say

_SAID = ("", "yes", "no")


def release(
    course: Course, command: Command, *, given: Given, message: MessageSaid
) -> Said | Refused:
    """Show what releasing would do, take somebody's word for it, or take it back."""
    named = given.of(CREW)
    said = said_name(command).lower().strip(" .!")
    if said not in _SAID:
        return Refused(say("release.unclear", given=said_name(command)))
    if named is not None or course.world.crew_at(message.room_id) is not None:
        crew = own_crew(course, message, name=named or "")
        return crew if isinstance(crew, Refused) else _crew(course, crew, said, message=message)
    if refusal := for_hosts(course.world, message.by):
        return refusal
    congregation = course.world.congregation
    if congregation is None:
        return Refused(say("release.unclear", given=said_name(command)))
    return _congregation(course, congregation, said, message=message)


# ------------------------------------------------------------------------------------------ a crew


def _crew(course: Course, crew: Crew, said: str, *, message: MessageSaid) -> Said | Refused:
    room = course.world.room(crew_room(crew.id))
    if not crew.is_living:
        return Refused(say("release.crew.archived", name=crew.name))
    if room is None or room.kept is not None:
        return Refused(say("release.crew.opening", name=crew.name))
    match said:
        case "no":
            text = _taken_back(course, crew_room(crew.id), name=crew.name)
            return text if isinstance(text, Refused) else tell_all(course, crew, message, text=text)
        case "yes":
            return _agree_on_crew(course, crew, message)
        case _:
            has_others = len(crew.people) > 1
            return say(
                "release.crew.preview",
                name=crew.name,
                host=_host_of(course, crew),
                door=say("release.door.closed" if _is_closed(crew) else "release.door.ask"),
                congregation=course.world.name,
                second=say("release.crew.second") if has_others else Said(),
            )


def _agree_on_crew(course: Course, crew: Crew, message: MessageSaid) -> Said | Refused:
    key = crew_room(crew.id)
    answer = _agreed(course, key, by=message.by, is_alone=len(crew.people) == 1)
    if isinstance(answer, Refused):
        return answer
    if not answer:
        text = _asked(course, key, "release.crew.asked", name=crew.name)
        return tell_all(course, crew, message, text=text)
    call = course.world.call_of(crew)
    if call is not None and call.is_taking_answers:
        course.add(CallEnded(call.id, state=CallState.CLOSED, at=course.moment.now))
    done = say("release.crew.done", name=crew.name, host=_host_of(course, crew))
    answer_there = tell_all(course, crew, message, text=done)
    course.add(CrewReleased(crew.id, by=message.by, at=course.moment.now))
    _try_once_more(course)
    return answer_there


def _try_once_more(course: Course) -> None:
    """Try again what was refused for good: a room is not left with its power in no hands because of what once was."""
    if course.world.is_worth_retrying:
        course.add(IntentsRetried())


def _is_closed(crew: Crew) -> bool:
    return crew.is_hidden or crew.joining.value == "closed"


def _host_of(course: Course, crew: Crew) -> Said:
    if crew.host not in crew.people:
        return say("release.host.all")
    return say("release.host", host=course.world.name_of(crew.host))


# ---------------------------------------------------------------------------------- a congregation


def _congregation(
    course: Course, congregation: Congregation, said: str, *, message: MessageSaid
) -> Said | Refused:
    world = course.world
    is_alone = len(_present_hosts(course)) <= 1
    match said:
        case "no":
            text = _taken_back(course, SPACE, name=congregation.name)
            return text if isinstance(text, Refused) else _told(course, text, message=message)
        case "yes":
            answer = _agreed(course, SPACE, by=message.by, is_alone=is_alone)
            if isinstance(answer, Refused):
                return answer
            if not answer:
                text = _asked(course, SPACE, "release.asked", name=congregation.name)
                return _told(course, text, message=message)
            return _go(course, congregation, message)
        case _:
            is_of_makers = course.moment.house.room_version == "12"
            return say(
                "release.preview",
                name=congregation.name,
                hosts=_names(course, _present_hosts(course)),
                joining=say(f"release.joining.{world.congregation.joining.value}")
                if world.congregation is not None
                else Said(),
                creator=say("release.creator") if is_of_makers else Said(),
                second=Said() if is_alone else say("release.second"),
            )


def _go(course: Course, congregation: Congregation, message: MessageSaid) -> Said:
    """Tell everybody first: afterwards there is nobody whom we know."""
    world, now = course.world, course.moment.now
    hosts = _names(course, _present_hosts(course))
    text = say("release.done.told", name=congregation.name, hosts=hosts)
    for key in (COMMONS, HOSTS):
        room = world.room(key)
        if room is not None and room.room_id != message.room_id:
            course.say(f"released/{key}", room.room_id, text=text)
    for crew in world.crews_in_order:
        room = world.room(crew_room(crew.id))
        if room is not None and crew.is_living and room.kept is None:
            host = _host_of(course, crew)
            words = say(
                "release.crew.too", name=crew.name, congregation=congregation.name, host=host
            )
            course.say(f"released/{crew.id}", room.room_id, text=words)
    _write_to_others(course, congregation, hosts=hosts, by=message.by)
    end_all(course, by=message.by)
    if congregation.publishing is not Publishing.OFF:
        course.add(PublishingChanged(Publishing.OFF, by=message.by))
    course.add(CongregationReleased(by=message.by, at=now))
    _try_once_more(course)
    return say("release.done", name=congregation.name)


def _write_to_others(
    course: Course, congregation: Congregation, *, hosts: Said, by: UserId
) -> None:
    """Write to members who do not read Commons."""
    commons, space = course.world.room(COMMONS), course.world.room(SPACE)
    if space is None:
        return
    for person in sorted(course.world.members - {by}):
        if commons is None or not commons.has(person, Membership.JOIN):
            link = room_link(space.room_id, course.moment.house.server)
            text = say("release.letter", name=congregation.name, hosts=hosts, link=link)
            course.write("released", person, text=text)


def _told(course: Course, text: Said, *, message: MessageSaid) -> Said:
    """Tell all hosts, where it was not said among them."""
    hosts = course.world.room(HOSTS)
    if hosts is not None and message.room_id != hosts.room_id:
        course.say(f"release/{message.event_id}", hosts.room_id, text=text)
    return text


def _present_hosts(course: Course) -> tuple[UserId, ...]:
    return tuple(sorted(course.world.hosts & course.world.members))


def _names(course: Course, people: tuple[UserId, ...]) -> Said:
    return joined([say("person", name=course.world.name_of(person)) for person in people], ", ")


# -------------------------------------------------------------------------------------------- both


def _agreed(course: Course, key: RoomKey, *, by: UserId, is_alone: bool) -> bool | Refused:
    """Say whether it is agreed to now; whoever is first has said so, and one more has to."""
    wish, now = course.world.release_wishes.get(key), course.moment.now
    if is_alone:
        return True
    if wish is not None and wish.holds(now):
        if wish.by != by:
            return True
        until = course.world.day_of(wish.at + RELEASE_WITHIN)
        return Refused(say("release.again", until=until))
    course.add(ReleaseAsked(key, ReleaseWish(by, now)))
    return False


def _asked(course: Course, key: RoomKey, phrase: str, *, name: str) -> Said:
    wish = course.world.release_wishes[key]
    until = course.world.day_of(wish.at + RELEASE_WITHIN)
    return say(phrase, person=course.world.name_of(wish.by), name=name, until=until)


def _taken_back(course: Course, key: RoomKey, *, name: str) -> Said | Refused:
    wish = course.world.release_wishes.get(key)
    if wish is None or not wish.holds(course.moment.now):
        return Refused(say("release.nothing", name=name))
    course.add(ReleaseTakenBack(key))
    return say("release.taken-back")


def decide_released(course: Course, happening: Happening) -> Decision:
    """Judge what happens while a released congregation's rooms are handed over: nothing new begins."""
    world = course.world
    match happening:
        case Heard(message=message, role="direct"):
            text = course.shown(say("release.gone", name=world.name))
            course.add(course.answer(message, text, is_direct=True))
        case MembershipChanged(room_id=room_id, person=person, membership=membership):
            key = world.key_of(room_id)
            if key is None:
                return Decision()
            if person != course.moment.house.bot:
                seen = MembershipSeen(key, person, membership, by=happening.by, name=happening.name)
                is_news = not world.rooms[key].has(person, membership)
                course.add(*((seen,) if is_news else ()))
            elif membership in OUT:
                course.add(WeAreOut(key))
        case PorchFound() | PorchWasRead():
            # We were on the way to their porch: a seat that nobody noted would be kept for good.
            decide_neighbour(course, happening)
        case Failed():
            decide_failure(course, happening)
        case RuleWritten():
            decide_written(course, happening)
        case Started() if world.is_worth_retrying:
            course.add(IntentsRetried())
        case _:
            pass
    return course.decision()
