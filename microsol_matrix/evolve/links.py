"""How facts about links to neighbours change a congregation's world."""

from collections.abc import Callable
from typing import assert_never

from attrs import evolve as changed

from microsol_matrix.ids import RoomId
from microsol_matrix.scales.link import (
    MOVES,
    Link,
    LinkBegan,
    LinkFact,
    LinkForgotten,
    LinkMoved,
    LinkRenewed,
    NeighbourHeard,
    NeighbourTroubled,
    PorchRead,
    PorchSought,
    PorchStirred,
    ProbeDue,
    RenewalAsked,
    SearchEnded,
    SeatLeft,
    ServerHeardAgain,
    ServerRefused,
)
from microsol_matrix.world import World


def evolve_link(world: World, fact: LinkFact) -> World:
    """Give the world after a fact about links; an unknown porch changes nothing."""
    match fact:
        case PorchSought(search=search):
            return changed(world, searches={**world.searches, search.address: search})
        case SearchEnded(address=address):
            left = {key: one for key, one in world.searches.items() if key != address}
            return changed(world, searches=left)
        case LinkBegan(link=link):
            return changed(world, links={**world.links, link.porch: link})
        case LinkForgotten(porch=porch):
            return changed(
                world, links={key: one for key, one in world.links.items() if key != porch}
            )
        case LinkMoved(porch=porch):
            return _on(world, porch, lambda link: _moved(link, fact))
        case LinkRenewed(porch=porch, expires_at=expires_at, by=by):
            return _on(
                world,
                porch,
                lambda link: changed(link, expires_at=expires_at, by=by, reminded=False),
            )
        case RenewalAsked(porch=porch):
            return _on(world, porch, lambda link: changed(link, reminded=True))
        case PorchStirred(porch=porch, at=at):
            return _on(world, porch, lambda link: changed(link, stirred_at=at))
        case ProbeDue(porch=porch, at=at):
            return _on(world, porch, lambda link: changed(link, probed_at=at, is_probing=True))
        case PorchRead():
            return _on(world, fact.porch, lambda link: _read(link, fact))
        case NeighbourHeard(porch=porch, at=at):
            return _on(
                world,
                porch,
                lambda link: changed(link, heard_at=at, trouble=None, told=0, is_probing=False),
            )
        case NeighbourTroubled(porch=porch, trouble=trouble, is_told=is_told):
            return _on(
                world,
                porch,
                lambda link: changed(
                    link,
                    trouble=trouble,
                    told=(link.told if link.trouble is trouble else 0) + int(is_told),
                    is_probing=False,
                ),
            )
        case SeatLeft(porch=porch):
            return _on(world, porch, _unseated)
        case ServerRefused(server=server):
            return changed(world, refused_servers=world.refused_servers | {server})
        case ServerHeardAgain(server=server):
            return changed(world, refused_servers=world.refused_servers - {server})
        case _:
            assert_never(fact)


def _on(world: World, porch: RoomId, change: Callable[[Link], Link]) -> World:
    link = world.links.get(porch)
    return world if link is None else changed(world, links={**world.links, porch: change(link)})


def _moved(link: Link, fact: LinkMoved) -> Link:
    if fact.to not in MOVES[link.state]:
        return link
    return changed(
        link,
        state=fact.to,
        since=fact.at,
        by=fact.by or link.by,
        expires_at=fact.expires_at or link.expires_at,
        end=fact.end,
    )


def _read(link: Link, fact: PorchRead) -> Link:
    # What stirred while it was being read is read again: a reading may be of just before.
    is_newer = link.stirred_at is not None and link.stirred_at > fact.at
    card = fact.reading.card
    return changed(
        link,
        reading=fact.reading,
        bot=fact.reading.bot,
        name=link.name if card is None else card.name,
        via=fact.via or link.via,
        read_at=fact.at,
        heard_at=fact.at,
        stirred_at=link.stirred_at if is_newer else None,
    )


def _unseated(link: Link) -> Link:
    reading = None if link.reading is None else changed(link.reading, is_seated=False)
    return changed(link, reading=reading, is_left=True)
