"""Judge the porch that a host named: propose a link to it, or tell why there is nothing to propose to.

Owns what hosts are told of what was found. Refuses to know how it is looked for.
"""

from typing import Final

from attrs import evolve as changed

from microsol_matrix.decide.afar import Looked, PorchFound
from microsol_matrix.decide.course import Course
from microsol_matrix.decide.links import become_mutual, moved
from microsol_matrix.decide.outside import tell_hosts
from microsol_matrix.ids import EventId, server_of
from microsol_matrix.places import PORCH
from microsol_matrix.scales.link import (
    Link,
    LinkBegan,
    LinkEnd,
    LinkState,
    PorchRead,
    PorchReading,
    Scope,
    Search,
    SearchEnded,
)
from microsol_matrix.structure.legible import legible
from microsol_matrix.talk.links import who
from microsol_matrix.words import Said, say, span

NAME_LIMIT: Final = 60
PURPOSE_LIMIT: Final = 400
"""Characters of what a stranger is called and says of itself that are kept."""


def decide_found(course: Course, found: PorchFound) -> None:
    """Propose a link to the porch that was found, or tell why not; what is no neighbour is left again."""
    world = course.world
    search = world.searches.get(found.address)
    own = world.room(PORCH)
    reading = found.reading
    if search is not None:
        course.add(SearchEnded(found.address))
    refusal = _not_to_be_linked(found)
    is_own = own is not None and own.room_id == found.porch
    if is_own:
        refusal = say("link.own", address=found.address)
    before = world.links.get(found.porch)
    if search is None or refusal is not None or reading is None:
        if search is not None and refusal is not None:
            tell_hosts(course, f"link-found/{search.because}", text=refusal)
        if reading is not None and reading.is_seated and not is_own:
            _give_back_seat(course, found, reading=reading, search=search)
        return
    if before is not None and before.is_live:
        _found_again(course, before, search)
        return
    server = server_of(reading.bot)
    if server in world.refused_servers:
        tell_hosts(
            course, f"link-found/{search.because}", text=say("link.server-refused", server=server)
        )
        course.add(LinkBegan(over(_begun(course, found, reading=reading, search=search))))
        return
    link = _begun(course, found, reading=reading, search=search)
    course.add(LinkBegan(link))
    if reading.claim is not None:
        become_mutual(course, link)  # they have proposed it already
        return
    text = say(
        "link.proposed",
        by=world.name_of(search.by),
        who=who(link),
        span=span(world.numbers.link_lapse),
    )
    tell_hosts(course, f"link-found/{search.because}", text=text)


def _give_back_seat(
    course: Course, found: PorchFound, *, reading: PorchReading, search: Search | None
) -> None:
    """Note that we came to sit on a porch with which nothing is: what is over is taken leave of."""
    before = course.world.links.get(found.porch)
    if before is None:
        course.add(LinkBegan(over(_begun(course, found, reading=reading, search=search))))
    elif not before.is_live:
        # Who keeps the porch by now is another: whom we had invited is whom we put out.
        seated = changed(reading, card=None)
        course.add(PorchRead(found.porch, seated, at=found.at, via=found.via))


def _not_to_be_linked(found: PorchFound) -> Said | None:
    match found.looked:
        case Looked.PORCH if found.reading is None or found.reading.card is None:
            return say("link.found.empty", address=found.address)
        case Looked.PORCH:
            return None
        case Looked.SPACE | Looked.NOTHING | Looked.NEWER:
            return say(f"link.found.{found.looked.value}", address=found.address)


def _found_again(course: Course, before: Link, search: Search) -> None:
    """Answer that a neighbour is one already; to search for one that asks us is a yes."""
    if before.state is LinkState.ASKED:
        moved(course, before, LinkState.AGREED, by=search.by, scope=search.scope)
        text = say("link.yes", who=who(before))
    else:
        until = course.world.day_of(before.expires_at or before.since)
        text = say(f"link.already.{before.state.value}", who=who(before), until=until)
    tell_hosts(course, f"link-found/{search.because}", text=text)


def _begun(
    course: Course, found: PorchFound, *, reading: PorchReading, search: Search | None
) -> Link:
    """Make the link that begins with a proposal of ours."""
    card, now = reading.card, course.moment.now
    return Link(
        porch=found.porch,
        state=LinkState.PROPOSED,
        scope=Scope.CARD if search is None else search.scope,
        via=found.via,
        address=found.address,
        bot=reading.bot,
        since=now,
        because=EventId(found.address) if search is None else search.because,
        by=None if search is None else search.by,
        name=legible(None if card is None else card.name, limit=NAME_LIMIT),
        purpose=legible(None if card is None else card.purpose, limit=PURPOSE_LIMIT),
        reading=reading,
        read_at=found.at,
        heard_at=now,
    )


def over(link: Link) -> Link:
    """Give a link that never was: what stands of it is only to be taken away."""
    return changed(link, state=LinkState.ENDED, end=LinkEnd.DECLINED)
