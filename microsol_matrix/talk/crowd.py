"""The crowd in words: our neighbours, how each stands, and whom they say that they know.

Owns the lines and their order, and that what a porch says alone is told as its saying. Refuses to know who asks,
and how a porch was read.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Final

from microsol_matrix.ids import RoomId, Text, server_of
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.scales.link import Beyond, Link, LinkState, Scope, Trouble
from microsol_matrix.scales.publishing import band
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import World

LINES: Final = 30
"""So many lines are said at once; who wants more asks for the next page."""
_CREWS: Final = 8
"""Crews of one neighbour that are named in its line."""
_LIVING: Final = frozenset(
    one.value for one in (CrewState.FORMING, CrewState.ACTIVE, CrewState.RESTING)
)

Line = Callable[[], Said]
"""Put into words only if it is said: of 500 neighbours a page shows thirty lines."""


def paged(lines: Iterator[Line] | Sequence[Line], page: int, *, command: str) -> Said:
    """Say one page of lines.

    Args:
        lines: All there are.
        page: From 1; a page after the last one says how many there are.
        command: As it is typed: `!crowd`.
    """
    every = tuple(lines)
    pages = max(-(-len(every) // LINES), 1)
    if page > pages:
        if pages == 1:
            return say("crowd.one-page", command=command)
        return say("crowd.last-page", pages=pages, command=f"{command} {pages}")
    begin = (page - 1) * LINES
    said = [line() for line in every[begin : begin + LINES]]
    left = len(every) - begin - len(said)
    if left:
        said.append(say("crowd.more", count=left, command=f"{command} {page + 1}"))
    return joined(said)


# -------------------------------------------------------------------------------------------- crowd


def crowd_lines(world: World) -> Iterator[Line]:
    """Give the lines of the crowd: us, our neighbours, and below each whom it says that it knows."""
    yield partial(say, "crowd.us", name=world.name, size=band(len(world.members)))
    for link in neighbours(world):
        yield partial(_neighbour, world, link)
        reading = link.reading
        if reading is None:
            continue
        for one in reading.beyond:
            if one.porch != link.porch:  # nobody is their own neighbour
                yield partial(_beyond, world, link, one)
        if reading.newer:
            yield partial(say, "crowd.newer")
        elif reading.left_out:
            yield partial(say, "crowd.left-out")


def neighbours(world: World) -> tuple[Link, ...]:
    """Give the links that both sides stand by, by the neighbours' names."""
    mutual = (link for link in world.links.values() if link.is_mutual)
    return tuple(sorted(mutual, key=_by_name))


def _by_name(link: Link) -> tuple[str, RoomId]:
    return (link.name.casefold(), link.porch)


def _neighbour(world: World, link: Link) -> Said:
    card = None if link.reading is None else link.reading.card
    if card is None and link.reading is not None:
        return say(
            "crowd.neighbour.silent-porch",
            name=_name(link),
            server=server_of(link.bot),
            trouble=_trouble(world, link),
        )
    return say(
        "crowd.neighbour",
        name=_name(link),
        server=server_of(link.bot),
        size=_size("" if card is None else card.size),
        trouble=_trouble(world, link),
    )


def _beyond(world: World, link: Link, one: Beyond) -> Said:
    """Say whom a neighbour says that it knows: what two of our neighbours say of each other is more than a claim."""
    known = world.links.get(one.porch)
    if known is not None and known.is_mutual:
        name = _name(known)
        is_said_by_both = known.reading is not None and any(
            back.porch == link.porch and back.is_mutual for back in known.reading.beyond
        )
        if one.is_mutual and is_said_by_both:
            return say("crowd.beyond.both", name=name)
    else:
        name = one.name or next(iter(one.via), Text(one.porch))
    phrase = "crowd.beyond" if one.is_mutual else "crowd.beyond.proposed"
    return say(phrase, name=name, size=_size(one.size))


def _name(link: Link) -> str:
    return link.name or link.address or link.porch


def _size(size: str) -> Said:
    return say("crowd.size", size=size) if size else Said()


def _trouble(world: World, link: Link) -> Said:
    match link.trouble:
        case None:
            return Said()
        case Trouble.SILENT:
            return say("crowd.silent", day=world.day_of(link.heard_at or link.since))
        case Trouble.NO_PORCH:
            return say("crowd.no-porch")
        case Trouble.MOVED:
            return say("crowd.moved")


# --------------------------------------------------------------------------------------- neighbours


def neighbour_lines(world: World) -> Iterator[Line]:
    """Give a line for each link: first those that stand, then those that are asked for, then those that are over."""
    order = list(_SHOWN)
    shown = [link for link in world.links.values() if _is_shown(link)]
    for link in sorted(shown, key=lambda one: (order.index(one.state), *_by_name(one))):
        yield partial(_how_it_stands, world, link)


_SHOWN: Final = {
    LinkState.MUTUAL: "neighbours.mutual",
    LinkState.AGREED: "neighbours.agreed",
    LinkState.PROPOSED: "neighbours.proposed",
    LinkState.ASKED: "neighbours.asked",
    LinkState.ENDED: "neighbours.ended",
}


def _is_shown(link: Link) -> bool:
    """Whether members are told of it: who was asked and said no, and who asked in vain, is nobody's business."""
    return link.is_live or link.was_mutual


def _how_it_stands(world: World, link: Link) -> Said:
    values: dict[str, str | Said] = {
        "name": _name(link),
        "server": server_of(link.bot),
        "trouble": _trouble(world, link),
    }
    card = None if link.reading is None else link.reading.card
    purpose = link.purpose if card is None else card.purpose
    said = say("neighbours.purpose", purpose=purpose) if purpose else Said()
    return say(
        _SHOWN[link.state],
        **values,
        purpose=said,
        since=world.day_of(link.since),
        until=world.day_of(link.expires_at or link.since),
        crews=_crews(link),
    )


def _crews(link: Link) -> Said:
    """Name the crews on a neighbour's porch, if both sides let them be told: the narrower of the two counts."""
    reading = link.reading
    theirs = None if reading is None else reading.claim
    if reading is None or theirs is None or {link.scope, theirs.scope} != {Scope.CREWS}:
        return Said()
    living = [crew for crew in reading.crews if crew.state in _LIVING]
    if not living:
        return Said()
    named = [
        say("neighbours.crew", name=crew.name, state=say(f"state.{crew.state}"))
        for crew in islice(living, _CREWS)
    ]
    if len(living) > _CREWS:
        named.append(say("neighbours.crews.more", count=len(living) - _CREWS))
    return say("neighbours.crews", crews=joined(named, between=", "))
