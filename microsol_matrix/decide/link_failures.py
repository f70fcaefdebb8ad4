"""Judge what could not be done about a neighbour: tried again, told, or the end of the link.

Owns that nothing waits for a neighbour for ever. Refuses to know what is done instead (`plan.links`).
"""

from typing import assert_never

from microsol_matrix.decide.course import Course
from microsol_matrix.decide.happenings import Failed
from microsol_matrix.decide.link_following import not_followed_to
from microsol_matrix.decide.links import end_unasked, moved, tell
from microsol_matrix.decide.once import once, once_ref
from microsol_matrix.decide.outside import tell_hosts
from microsol_matrix.ids import RoomAlias
from microsol_matrix.places import HOSTS
from microsol_matrix.plan.intents import (
    EnterPorch,
    FollowPorch,
    LeavePorch,
    LookForPorch,
    ProbePorch,
    Propose,
    ReadPorch,
)
from microsol_matrix.scales.link import (
    LinkEnd,
    LinkState,
    NeighbourHeard,
    SearchEnded,
    SeatLeft,
)
from microsol_matrix.seen import Notice
from microsol_matrix.talk.links import who
from microsol_matrix.words import say

AboutNeighbours = (
    LookForPorch | EnterPorch | LeavePorch | ReadPorch | FollowPorch | ProbePorch | Propose
)


def decide_link_failure(course: Course, intent: AboutNeighbours, failure: Failed) -> None:
    """Judge an intent about a neighbour that failed."""
    if not failure.is_final:
        if isinstance(intent, LookForPorch):
            _not_reached(course, intent.address)
        return
    match intent:
        case LookForPorch(address=address):
            _not_found(course, address, errcode=failure.errcode)
        case EnterPorch(porch=porch):
            link = course.world.links.get(porch)
            if link is not None and link.state is LinkState.AGREED:
                end_unasked(course, link, LinkEnd.NOT_BACKED)
        case LeavePorch(porch=porch):
            course.add(SeatLeft(porch))  # whatever keeps us from leaving, we are not there any more
        case ReadPorch(porch=porch):
            # We may be in there still, as where it has grown too large to be read: the seat is given back, too.
            link = course.world.links.get(porch)
            if link is not None and link.is_live:
                end_unasked(course, link, LinkEnd.LEFT)
        case FollowPorch(porch=porch):
            not_followed_to(course, porch)
        case ProbePorch(porch=porch):
            course.add(NeighbourHeard(porch, at=course.moment.now))  # it says no, so it is there
        case Propose(to=porch):
            link = course.world.links.get(porch)
            if link is not None and link.state is LinkState.PROPOSED:
                moved(course, link, LinkState.ENDED, end=LinkEnd.NOT_BACKED)
                tell(course, link, "undone", text=say("link.ended.undone", who=who(link)))
        case _:
            assert_never(intent)


def _not_reached(course: Course, address: RoomAlias) -> None:
    """Tell the hosts once that a porch cannot be reached yet."""
    search, hosts = course.world.searches.get(address), course.world.room(HOSTS)
    if search is None or hosts is None:
        return
    text = say("link.found.unreached", address=address).in_language(course.world.language)
    ref = once_ref("link-unreached", search.because)
    notice = Notice(ref, hosts.room_id, text, reply_to=None, thread=None)
    course.add(*once(course.world, notice))


def _not_found(course: Course, address: RoomAlias, *, errcode: str) -> None:
    search = course.world.searches.get(address)
    if search is None:
        return
    course.add(SearchEnded(address))
    phrase = "link.found.none" if errcode == "M_NOT_FOUND" else "link.found.closed"
    tell_hosts(course, f"link-found/{search.because}", text=say(phrase, address=address))
