"""Ending links: a host ends one alone and at once, or takes a proposal back.

Owns what is said of it. Refuses to ask for a reason.
"""

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.links import live, moved, one_meant
from microsol_matrix.decide.naming import said_name
from microsol_matrix.ids import RoomAlias
from microsol_matrix.observe import MessageSaid
from microsol_matrix.places import HOSTS
from microsol_matrix.scales.link import LinkEnd, LinkState, SearchEnded
from microsol_matrix.talk.grammar import Command
from microsol_matrix.talk.links import who
from microsol_matrix.words import Said, say


def unlink(course: Course, command: Command, *, message: MessageSaid) -> Said | Refused:
    """End a link at once, or take a proposal or a search back."""
    words = said_name(command)
    if not words:
        return Refused(say("unlink.how"))
    if RoomAlias(words) in course.world.searches:
        course.add(SearchEnded(RoomAlias(words)))
        return say("unlink.sought", address=words)
    meant = one_meant(live(course.world), words)
    if isinstance(meant, Refused):
        return meant
    if meant.state is LinkState.ASKED:
        return Refused(say("unlink.asked", who=who(meant), name=meant.name))
    moved(course, meant, LinkState.ENDED, by=message.by, end=LinkEnd.UNLINKED)
    is_proposal = meant.state is LinkState.PROPOSED
    hosts = course.world.room(HOSTS)
    if hosts is not None and message.room_id != hosts.room_id:
        phrase = "unlink.told.taken-back" if is_proposal else "unlink.told"
        text = say(phrase, by=course.world.name_of(message.by), who=who(meant))
        course.say(f"unlink/{message.event_id}", hosts.room_id, text=text)
    return say("unlink.taken-back" if is_proposal else "unlink.done", who=who(meant))
