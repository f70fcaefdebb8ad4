"""Judge where the service itself stands: put out of a room of ours, asked back, in again.

Owns what hosts are told of it. Refuses to come back unasked: who put us out may have meant it.
"""

from microsol_matrix.decide.course import Course
from microsol_matrix.ids import CrewId, RoomKey
from microsol_matrix.observe import BotInvited, MembershipChanged
from microsol_matrix.places import HOSTS, role_of
from microsol_matrix.seen import OUT, IntentsRetried, Membership, WeAreIn, WeAreOut, WeWereAsked
from microsol_matrix.times import to_ms
from microsol_matrix.words import Said, say
from microsol_matrix.world import World


def decide_own(course: Course, key: RoomKey, change: MembershipChanged) -> None:
    """Take in that we are out of a room of ours, or in it again."""
    room = course.world.room(key)
    if room is None:
        return
    if change.membership in OUT and key in course.world.partings:
        course.add(WeAreOut(key))  # on the way out anyway
    elif change.membership in OUT and not (room.is_out and room.asked_by is None):
        is_news = not room.is_out
        course.add(WeAreOut(key))
        if is_news:
            _tell(course, key, phrase="out.of-room")
    elif change.membership is Membership.JOIN and room.is_out:
        # What was refused while we were out may be possible now.
        course.add(WeAreIn(key), IntentsRetried())
        _tell(course, key, phrase="out.back")


def decide_asked_back(course: Course, invitation: BotInvited) -> None:
    """Go back to a room of ours to which somebody invites us; whoever is invited was out, noticed or not."""
    key = course.world.key_of(invitation.room_id)
    room = course.world.room(key) if key is not None else None
    if key is None or room is None or room.asked_by is not None:
        return
    if not room.is_out:
        course.add(WeAreOut(key))
    course.add(WeWereAsked(key, by=invitation.by))


def _tell(course: Course, key: RoomKey, *, phrase: str) -> None:
    text = say(phrase, room=called(course.world, key), bot=course.moment.house.bot)
    tell_hosts(course, f"{phrase}/{key}/{to_ms(course.moment.now)}", text=text)


def tell_hosts(course: Course, ref: str, *, text: Said) -> None:
    """Tell the hosts where they all read it, each by letter where we cannot write there."""
    hosts = course.world.room(HOSTS)
    if hosts is not None and not hosts.is_out:
        course.say(ref, hosts.room_id, text=text)
    else:
        for host in sorted(course.world.hosts):
            course.write(ref, host, text=text)


def called(world: World, key: RoomKey) -> Said:
    """Name a room of ours to the hosts."""
    crew = world.crews.get(CrewId(key.partition("/")[2]))
    if crew is not None and crew.is_hidden:
        return say("out.crew.hidden")
    return say(f"out.{role_of(key)}", name=world.title_of(key))
