"""What time brings to links: proposals lapse, terms end, neighbours are asked after, and old ones are forgotten.

Owns when. Refuses to know how a neighbour is reached.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from microsol_matrix.decide.course import Course
from microsol_matrix.decide.links import end_unasked, forget_declined, live, tell, with_state
from microsol_matrix.decide.outside import tell_hosts
from microsol_matrix.ids import RoomId
from microsol_matrix.scales.link import (
    Link,
    LinkEnd,
    LinkForgotten,
    LinkState,
    NeighbourTroubled,
    PorchStirred,
    ProbeDue,
    RenewalAsked,
    SearchEnded,
    Trouble,
)
from microsol_matrix.talk.links import who
from microsol_matrix.words import say
from microsol_matrix.world import World

SEARCHING: Final = timedelta(days=1)
"""So long a porch is looked for whose homeserver does not answer."""
SILENT_AFTER: Final = timedelta(days=7)
"""A homeserver that is away for less is being mended by somebody."""
GONE_AFTER: Final = timedelta(days=60)
"""After that hosts are told how to end a link that nobody answers for."""
REMEMBERED: Final = timedelta(days=30)
"""So long people are told of a neighbour that is none any more."""


_PHRASES: Final = {
    Trouble.SILENT: ("link.silent", "link.silent.long"),
    Trouble.NO_PORCH: ("link.no-porch",),
}
"""What hosts are told of a trouble the first time, and the second."""


def next_link_due(world: World) -> datetime | None:
    """Say when a link next wants something; None for never."""
    searches = [search.at + SEARCHING for search in world.searches.values()]
    links = [due for link in world.links.values() for due in _dues(world, link)]
    return min([*searches, *links], default=None)


def _dues(world: World, link: Link) -> Iterator[datetime]:
    match link.state:
        case LinkState.PROPOSED | LinkState.ASKED | LinkState.AGREED:
            yield link.since + world.numbers.link_lapse
        case LinkState.MUTUAL if link.expires_at is not None:
            yield link.expires_at
            if not link.is_renewal_open:
                yield link.expires_at - world.numbers.link_renewal
        case LinkState.ENDED:
            yield link.since + REMEMBERED
        case _:
            pass
    if _is_probed(link) and not link.is_probing:
        yield link.due_to_probe
    if link.reads_at is not None and not link.is_stale and link.is_live:
        yield link.reads_at


def _is_probed(link: Link) -> bool:
    is_in_touch = link.state in (LinkState.PROPOSED, LinkState.MUTUAL)
    return is_in_touch and link.address is not None


def decide_link_times(course: Course) -> None:
    """Let everything happen to links whose time has come."""
    now, numbers = course.moment.now, course.world.numbers
    for address, search in sorted(course.world.searches.items()):
        if search.at + SEARCHING <= now:
            course.add(SearchEnded(address))
            text = say("link.found.given-up", address=address)
            tell_hosts(course, f"link-given-up/{search.because}", text=text)
    for link in live(course.world):
        if not link.is_mutual and link.since + numbers.link_lapse <= now:
            never_came = link.state is LinkState.AGREED
            end_unasked(course, link, LinkEnd.NOT_BACKED if never_came else LinkEnd.LAPSED)
        elif link.is_mutual and link.expires_at is not None:
            _near_its_end(course, link, expires_at=link.expires_at)
    for link in live(course.world):
        if _is_probed(link) and not link.is_probing and link.due_to_probe <= now:
            course.add(ProbeDue(link.porch, at=now))
        if link.reads_at is not None and not link.is_stale and link.reads_at <= now:
            course.add(PorchStirred(link.porch, at=now, is_settled=True))
    _forget(course)


def _near_its_end(course: Course, link: Link, *, expires_at: datetime) -> None:
    now = course.moment.now
    if expires_at <= now:
        end_unasked(course, link, LinkEnd.EXPIRED)
    elif not link.is_renewal_open and expires_at - course.world.numbers.link_renewal <= now:
        course.add(RenewalAsked(link.porch))


def _forget(course: Course) -> None:
    forget_declined(course)
    for link in with_state(course.world, LinkState.ENDED):
        # Whatever could not be taken away by then is tried no more; our own rooms are kept right without it.
        if link.since + REMEMBERED <= course.moment.now:
            course.add(LinkForgotten(link.porch))


def troubled(course: Course, porch: RoomId, trouble: Trouble) -> None:
    """Take in that a neighbour could not be found where it was; hosts are told when it lasts."""
    link = course.world.links.get(porch)
    if link is None or not link.is_live:
        return
    now = course.moment.now
    before = link.told if link.trouble is trouble else 0
    heard = link.heard_at or link.since
    told = max(before, _to_be_told(trouble, silent_for=now - heard))
    course.add(NeighbourTroubled(porch, trouble, at=now, told=told))
    if told > before and trouble is not Trouble.MOVED:  # of that a prompt tells
        phrase = _PHRASES[trouble][told - 1]
        text = say(phrase, who=who(link), since=course.world.day_of(heard))
        tell(course, link, trouble.value.replace(" ", "-"), text=text)


def _to_be_told(trouble: Trouble, *, silent_for: timedelta) -> int:
    """Say how often hosts are to have been told of a trouble."""
    if trouble is not Trouble.SILENT:
        return 1
    return (silent_for >= SILENT_AFTER) + (silent_for >= GONE_AFTER)
