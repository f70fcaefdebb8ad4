"""How facts about links to neighbours change a congregation's world."""

from typing import assert_never

from attrs import evolve as changed

from microsol_matrix.facts import Fact
from microsol_matrix.ids import EventId
from microsol_matrix.places import PORCH
from microsol_matrix.scales.link import (
    COUNTED_FOR,
    MOVES,
    RECOVERY,
    Link,
    LinkBegan,
    LinkFact,
    LinkFollowed,
    LinkForgotten,
    LinkLeftAsItIs,
    LinkMoved,
    LinkRenewed,
    LinkState,
    NeighbourHeard,
    NeighbourInvited,
    NeighbourTroubled,
    PorchRead,
    PorchSought,
    PorchStirred,
    ProbeDue,
    Proposal,
    RenewalAsked,
    SearchEnded,
    SeatLeft,
    ServerHeardAgain,
    ServerRefused,
)
from microsol_matrix.seen import OUT, MembershipSeen
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
            return _counted(changed(world, links={**world.links, link.porch: link}), link)
        case LinkForgotten(porch=porch):
            others = {key: one for key, one in world.links.items() if key != porch}
            return changed(world, links=others)
        case LinkFollowed():
            return _followed(world, fact)
        case ServerRefused(server=server):
            return changed(world, refused_servers=world.refused_servers | {server})
        case ServerHeardAgain(server=server):
            return changed(world, refused_servers=world.refused_servers - {server})
        case _:
            known = world.links.get(fact.porch)
            if known is None:
                return world
            return changed(world, links={**world.links, fact.porch: _after(known, fact)})


_OfOneLink = (
    NeighbourInvited
    | LinkMoved
    | LinkRenewed
    | RenewalAsked
    | PorchStirred
    | PorchRead
    | ProbeDue
    | NeighbourHeard
    | NeighbourTroubled
    | SeatLeft
    | LinkLeftAsItIs
)


def _after(link: Link, fact: _OfOneLink) -> Link:
    match fact:
        case NeighbourInvited():
            return changed(link, is_invited=True)
        case LinkMoved():
            return _moved(link, fact)
        case LinkRenewed(expires_at=expires_at, by=by):
            return changed(link, expires_at=expires_at, by=by)
        case RenewalAsked():
            return changed(link, renewal_for=link.expires_at)
        case PorchStirred(at=at, is_settled=is_settled):
            return changed(link, stirred_at=at, is_settled=is_settled or link.is_settled)
        case PorchRead():
            return _read(link, fact)
        case ProbeDue(at=at):
            return changed(link, probed_at=at, is_probing=True)
        case NeighbourHeard(at=at):
            return changed(link, heard_at=at, trouble=None, told=0, stays_by=None, is_probing=False)
        case NeighbourTroubled(trouble=trouble, told=told):
            return changed(link, trouble=trouble, told=told, is_probing=False)
        case SeatLeft():
            return _unseated(link)
        case LinkLeftAsItIs(by=by):
            return changed(link, stays_by=by)
        case _:
            assert_never(fact)


def _counted(world: World, link: Link) -> World:
    """Count a proposal of a neighbour's, and forget those of more than a day ago."""
    if link.state is not LinkState.ASKED:
        return world
    recent = (one for one in world.proposals if one.at > link.since - COUNTED_FOR)
    return changed(world, proposals=(*recent, Proposal(link.bot, at=link.since)))


def evolve_guest(world: World, seen: Fact) -> World:
    """Give the world after a neighbour's service came to our porch, or went; other facts change nothing here."""
    if not isinstance(seen, MembershipSeen) or seen.key != PORCH:
        return world
    theirs = {
        porch: changed(link, is_rid=seen.membership in OUT)
        for porch, link in world.links.items()
        if link.bot == seen.person and (link.is_live or seen.membership in OUT)
    }
    return changed(world, links={**world.links, **theirs}) if theirs else world


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
        scope=fact.scope or link.scope,
    )


def _read(link: Link, fact: PorchRead) -> Link:
    # What stirred while it was being read is read again: a reading may be of just before.
    is_newer = link.stirred_at is not None and link.stirred_at > fact.at
    card = fact.reading.card
    rest = 0 if link.read_at is None else int((fact.at - link.read_at) / RECOVERY)
    return changed(
        link,
        haste=max(link.haste - rest, 0) + 1,
        reading=fact.reading,
        # Whoever made the room need not be whom we invited: a porch without a card names nobody anew.
        bot=link.bot if card is None else fact.reading.bot,
        # We left while we were coming in, and are in there all the same.
        is_left=link.is_left and not fact.reading.is_seated,
        name=link.name if card is None else card.name,
        purpose=link.purpose if card is None else card.purpose,
        via=fact.via or link.via,
        read_at=fact.at,
        heard_at=fact.at,
        stirred_at=link.stirred_at if is_newer else None,
        is_settled=False,
    )


def _followed(world: World, fact: LinkFollowed) -> World:
    link = world.links.get(fact.porch)
    if link is None:
        return world
    there = changed(
        _read(link, PorchRead(fact.porch, fact.reading, at=fact.at, via=fact.via)),
        porch=fact.to,
        # Prompts are named after it, and those of before are about the other room.
        because=EventId(f"{link.because}/{fact.to}"),
        stirred_at=None,
        trouble=None,
        told=0,
        stays_by=None,
        is_probing=False,
        is_left=False,
    )
    others = {key: one for key, one in world.links.items() if key != fact.porch}
    return changed(world, links={**others, fact.to: there})


def _unseated(link: Link) -> Link:
    reading = None if link.reading is None else changed(link.reading, is_seated=False)
    return changed(link, reading=reading, is_left=True)
