"""Links in words: who a neighbour is, and what stands in the prompts by which hosts are asked.

Owns their texts. Refuses to know where and when they are said.
"""

from typing import Final

from microsol_matrix.ids import RoomAlias, server_of
from microsol_matrix.scales.link import Link, LinkEnd, LinkState, Trouble
from microsol_matrix.words import Said, joined, say, span
from microsol_matrix.world import World

_ENDS: Final = {
    LinkEnd.REFUSED: "link.asked.refused",
    LinkEnd.LAPSED: "link.asked.lapsed",
    LinkEnd.LEFT: "link.asked.taken-back",
    LinkEnd.NOT_BACKED: "link.asked.not-backed",
}


def who(link: Link) -> Said:
    """Name a neighbour to our people: by its own name, and by its homeserver, which nobody can borrow."""
    name = link.name or link.address or link.porch
    return say("link.who", name=name, server=server_of(link.bot))


def asked_text(world: World, link: Link) -> Said:
    """Say that a neighbour asks for a link, and how it was answered."""
    match link.state:
        case LinkState.ASKED:
            return _asking(world, link)
        case LinkState.AGREED | LinkState.MUTUAL if link.by is not None:
            return _answered(world, link, "link.asked.agreed")
        case LinkState.ENDED if link.end in _ENDS and not link.was_mutual:
            return _answered(world, link, _ENDS[link.end])
        case _:
            return say("link.asked.over", who=who(link), name=world.name)


def _asking(world: World, link: Link) -> Said:
    lines = []
    if link.purpose:
        lines.append(say("link.ask.purpose", purpose=link.purpose))
    if link.address is not None:
        lines.append(say("link.ask.address", address=link.address))
    return say(
        "link.ask",
        who=who(link),
        name=world.name,
        purpose=joined(lines, ""),
        server=server_of(link.bot),
        span=span(world.numbers.link_lapse),
    )


def _answered(world: World, link: Link, phrase: str) -> Said:
    by = "" if link.by is None else world.name_of(link.by)
    return say(phrase, who=who(link), name=world.name, by=by)


def renewal_text(world: World, link: Link) -> Said:
    """Ask whether a link goes on, or say that it does."""
    if not link.is_mutual or link.expires_at is None:
        return say("link.renewal.over", who=who(link))
    until = world.day_of(link.expires_at)
    if link.is_renewal_open:
        length = span(world.numbers.link_term)
        return say("link.renewal", who=who(link), until=until, span=length)
    by = "" if link.by is None else world.name_of(link.by)
    return say("link.renewal.done", who=who(link), until=until, by=by)


def moved_text(world: World, link: Link) -> Said:
    """Ask what to do about a neighbour whose address leads elsewhere, or say what came of it."""
    if not link.is_live:
        return say("link.moved.done", who=who(link))
    if link.trouble is not Trouble.MOVED:
        return say("link.moved.over", who=who(link))
    if link.stays_by is not None:
        return say("link.moved.no", who=who(link), by=world.name_of(link.stays_by))
    return say("link.moved", who=who(link))


def address_of_neighbour(link: Link) -> RoomAlias | str:
    """Give the address by which a neighbour is told apart; without one the id of its porch."""
    return link.address or link.porch
