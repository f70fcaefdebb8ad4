"""What every rule about links shares: which neighbour is meant, how a link ends, who hears of it.

Owns that a link ends in the same way whoever ends it. Refuses to know commands (`linking`) and what neighbours do
(`neighbours`).
"""

from collections.abc import Iterator
from typing import Final

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.naming import named
from microsol_matrix.decide.outside import tell_hosts
from microsol_matrix.ids import UserId
from microsol_matrix.places import PORCH
from microsol_matrix.plan.link_prompts import proposal_prompt
from microsol_matrix.plan.links import is_standing
from microsol_matrix.scales.link import (
    Link,
    LinkEnd,
    LinkForgotten,
    LinkMoved,
    LinkState,
    Scope,
    SearchEnded,
)
from microsol_matrix.scales.publishing import Publishing
from microsol_matrix.talk.links import address_of_neighbour, who
from microsol_matrix.times import to_ms
from microsol_matrix.words import Said, joined, say, span
from microsol_matrix.world import World

LINKS_LIMIT: Final = 500
"""Links and proposals of one congregation: far more neighbours than anybody can know."""
OPEN_LIMIT: Final = 20
"""Proposals of ours that wait for an answer at once: whoever asks everybody asks nobody."""


def with_state(world: World, *states: LinkState) -> tuple[Link, ...]:
    """Give the links that stand in one of these ways, the oldest first."""
    links = (link for link in world.links.values() if link.state in states)
    return tuple(sorted(links, key=lambda link: (link.since, link.porch)))


def live(world: World) -> tuple[Link, ...]:
    """Give the links and proposals that are not over, the oldest first."""
    return with_state(world, *(one for one in LinkState if one is not LinkState.ENDED))


def one_meant(links: tuple[Link, ...], given: str) -> Link | Refused:
    """Find the link that somebody means, by the neighbour's name, address or porch."""
    exact = tuple(link for link in links if given in (link.address, link.porch))
    found = exact or named(links, given)
    match found:
        case (link,):
            return link
        case ():
            return Refused(say("unlink.unknown", given=given))
        case _:
            return Refused(say("unlink.which", lines=joined(list(_lines(found)))))


def _lines(links: tuple[Link, ...]) -> Iterator[Said]:
    for link in links:
        yield say("unlink.line", who=who(link), address=address_of_neighbour(link))


def moved(
    course: Course,
    link: Link,
    to: LinkState,
    *,
    by: UserId | None = None,
    end: LinkEnd | None = None,
    scope: Scope | None = None,
) -> None:
    """Let a link move; one that becomes mutual gets its end."""
    now = course.moment.now
    expires_at = now + course.world.numbers.link_term if to is LinkState.MUTUAL else None
    course.add(
        LinkMoved(link.porch, to, at=now, by=by, expires_at=expires_at, end=end, scope=scope)
    )


def become_mutual(course: Course, link: Link) -> None:
    """Note that both porches name each other, and tell the hosts."""
    moved(course, link, LinkState.MUTUAL)
    until = course.world.day_of(course.moment.now + course.world.numbers.link_term)
    text = say("link.mutual", name=course.world.name, who=who(link), until=until)
    tell(course, link, "mutual", text=joined([text, *_wider(course.world.links[link.porch])], " "))


def _wider(link: Link) -> Iterator[Said]:
    """Say which side alone would have crews told: the narrower of the two counts, and nothing else would show it."""
    claim = None if link.reading is None else link.reading.claim
    match link.scope, None if claim is None else claim.scope:
        case Scope.CARD, Scope.CREWS:
            yield say("link.wider.theirs", name=link.name, address=address_of_neighbour(link))
        case Scope.CREWS, Scope.CARD:
            yield say("link.wider.ours")
        case _:
            pass


def end_unasked(course: Course, link: Link, end: LinkEnd) -> None:
    """End a link that none of our hosts ended, and tell them where they waited for something or had something."""
    moved(course, link, LinkState.ENDED, end=end)
    phrase = _told_as(link, end)
    if phrase is not None:
        text = say(phrase, who=who(link), span=span(course.world.numbers.link_lapse))
        tell(course, link, end.value.replace(" ", "-"), text=text)


def _told_as(link: Link, end: LinkEnd) -> str | None:
    """Give what hosts are told; None where the prompt by which they were asked shows it."""
    match end, link.state:
        case _, LinkState.ASKED:
            return None
        case LinkEnd.LEFT, LinkState.PROPOSED:
            return "link.ended.declined"
        case LinkEnd.LEFT, _:
            return "link.ended.left"
        case LinkEnd.LAPSED, _:
            return "link.ended.lapsed"
        case LinkEnd.EXPIRED, _:
            return "link.ended.expired"
        case LinkEnd.NOT_BACKED, _:
            return "link.ended.not-backed"
        case _:
            return None


def tell(course: Course, link: Link, why: str, *, text: Said) -> None:
    """Tell the hosts something of a link."""
    moment = to_ms(course.moment.now)
    tell_hosts(course, f"link-{why}/{link.because}/{moment}", text=text)


def end_all(course: Course, *, by: UserId | None) -> None:
    """End every link, proposal and search: nothing is published any more. Hosts hear of it with what ended them."""
    for link in live(course.world):
        moved(course, link, LinkState.ENDED, by=by, end=LinkEnd.CLOSED)
    for address in sorted(course.world.searches):
        course.add(SearchEnded(address))


def is_publishing(world: World) -> bool:
    """Whether there is a porch to link with."""
    return world.publishing is not Publishing.OFF and world.room(PORCH) is not None


def forget_declined(course: Course) -> None:
    """Forget proposals of which nobody was told, once nothing stands of them."""
    for link in with_state(course.world, LinkState.ENDED):
        is_untold = proposal_prompt(link) not in course.world.prompts
        is_declined = link.end is LinkEnd.DECLINED and is_untold
        if is_declined and not is_standing(course.world, course.moment.house, link):
            course.add(LinkForgotten(link.porch))
