"""Judge a neighbour's porch that goes on in another room: its link goes along once both rooms and its service say so.

Owns that nothing is concluded from an old porch that was cleared, and that no word of one side alone moves a link.
Refuses to know how the other room is read.
"""

from typing import Final

from attrs import evolve as changed

from microsol_matrix.decide.afar import PorchFollowed, PorchWasRead
from microsol_matrix.decide.course import Course
from microsol_matrix.decide.links import become_mutual, tell
from microsol_matrix.ids import RoomId
from microsol_matrix.places import PORCH
from microsol_matrix.scales.link import Link, LinkFollowed, LinkState, PorchRead
from microsol_matrix.talk.links import who
from microsol_matrix.words import say

_SEATED: Final = (LinkState.PROPOSED, LinkState.MUTUAL)


def goes_on_elsewhere(course: Course, link: Link, read: PorchWasRead) -> bool:
    """Take in that a porch says that it goes on in another room: what it said before stands until that is looked at."""
    before, successor = link.reading, read.reading.successor
    if before is None or successor is None or link.state not in _SEATED:
        return False
    if not _may_be_it(course, successor):
        return False
    kept = changed(before, successor=successor, is_seated=read.reading.is_seated)
    course.add(PorchRead(read.porch, kept, at=read.at, via=read.via))
    return True


def _may_be_it(course: Course, successor: RoomId) -> bool:
    """Whether a room may be a neighbour's porch: it is not known as our own, or as another neighbour's."""
    own, other = course.world.room(PORCH), course.world.links.get(successor)
    is_own = own is not None and successor in (own.room_id, *own.before)
    return not is_own and (other is None or not other.is_live)


def followed(course: Course, there: PorchFollowed) -> None:
    """Let a link go along with its neighbour's porch."""
    link = course.world.links.get(there.porch)
    if link is None or link.state not in _SEATED or not _may_be_it(course, there.to):
        return
    is_same = link.reading is not None and link.reading.successor == there.to
    if not is_same or there.reading.bot != link.bot or there.reading.claim is None:
        return
    course.add(LinkFollowed(there.porch, there.to, there.reading, at=there.at, via=there.via))
    moved = course.world.links[there.to]
    if moved.state is LinkState.PROPOSED:
        become_mutual(course, moved)
    tell(course, moved, "followed", text=say("link.followed", who=who(moved)))


def not_followed_to(course: Course, porch: RoomId) -> None:
    """Take in that a porch does not go on where it says: as it was read before, it stands until hosts are asked."""
    link = course.world.links.get(porch)
    if link is None or link.reading is None:
        return
    kept = changed(link.reading, successor=None)
    course.add(PorchRead(porch, kept, at=course.moment.now))
