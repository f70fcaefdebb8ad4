"""The gap between us and our neighbours: whom to look for, invite, visit, read, ask after, and take leave of.

Owns what of a link stands on the homeserver besides the records on our own porch and space (`porch`, `rooms`).
Refuses to know who may propose and end one (`decide.linking`).
"""

from collections.abc import Iterator
from operator import attrgetter

from microsol_matrix.house import House
from microsol_matrix.ids import RoomId, server_of
from microsol_matrix.observe import CHILD, NO_WORDS
from microsol_matrix.places import PORCH, SPACE
from microsol_matrix.plan.intents import (
    Afar,
    EnterPorch,
    FollowPorch,
    LeavePorch,
    LookForPorch,
    ProbePorch,
    Propose,
    PutOut,
    ReadPorch,
)
from microsol_matrix.scales.link import Link, LinkState
from microsol_matrix.scales.publishing import Publishing
from microsol_matrix.seen import OUT, WITHDRAWN, Membership, RoomSeen
from microsol_matrix.structure import types
from microsol_matrix.structure.links import link_record
from microsol_matrix.world import World

_READ = (LinkState.PROPOSED, LinkState.MUTUAL)
"""Links to whose porches we have a seat."""
EMPTIED = types.digest({})


def plan_links(world: World, house: House) -> Iterator[Propose | PutOut | Afar]:
    """Plan what is to be done about neighbours; without a porch nothing but to take leave of them."""
    porch = world.room(PORCH)
    if porch is None:
        return
    links = sorted(world.links.values(), key=attrgetter("porch"))
    is_open = world.publishing is not Publishing.OFF
    if is_open:
        for search in sorted(world.searches.values(), key=attrgetter("at", "because")):
            yield LookForPorch(search.address, ours=porch.room_id, because=search.because)
    for link in links:
        match link.state:
            case LinkState.PROPOSED if is_open and link.bot != house.bot:
                yield from _propose(porch, link)
            case LinkState.AGREED if is_open:
                via = link.via or (server_of(link.bot),)
                yield EnterPorch(
                    link.porch,
                    via,
                    ours=porch.room_id,
                    because=link.because,
                    before=porch.before,
                )
            case LinkState.ENDED if not link.is_left:
                shared = link.bot == house.bot
                yield LeavePorch(
                    link.porch,
                    ours=porch.room_id if shared else None,
                    successor=_successor(link),
                )
            case _:
                pass
        if link.state in _READ:
            yield from _kept_in_touch(link, porch)
    yield from _put_out(world, porch, house)


def _propose(porch: RoomSeen, link: Link) -> Iterator[Propose]:
    """Invite their service once our porch says so: whoever is invited looks there first."""
    place = (types.LINK, link.porch)
    stands = porch.state.get(place) == types.digest(link_record(link))
    if stands and not link.is_invited and not porch.has(link.bot, Membership.JOIN):
        yield Propose(PORCH, porch.room_id, person=link.bot, to=link.porch, because=link.because)


def _kept_in_touch(link: Link, porch: RoomSeen) -> Iterator[ReadPorch | FollowPorch | ProbePorch]:
    successor = _successor(link)
    if link.is_stale:
        yield ReadPorch(link.porch, ours=porch.room_id, before=porch.before)
    elif successor is not None:
        yield FollowPorch(
            link.porch,
            successor,
            link.via or (server_of(link.bot),),
            bot=link.bot,
            ours=porch.room_id,
            before=porch.before,
        )
    if link.is_probing and link.address is not None:
        yield ProbePorch(link.address, porch=link.porch)


def _put_out(world: World, porch: RoomSeen, house: House) -> Iterator[PutOut]:
    """Take seat or invitation from the services of former neighbours; one may serve another neighbour, too."""
    kept = {link.bot for link in world.links.values() if link.is_live} | {house.bot}
    over = (link for link in world.links.values() if _may_be_seated(porch, link))
    for bot in sorted({link.bot for link in over} - kept):
        yield PutOut(PORCH, porch.room_id, person=bot, reason=NO_WORDS)


def _successor(link: Link) -> RoomId | None:
    return None if link.reading is None else link.reading.successor


def _may_be_seated(porch: RoomSeen, link: Link) -> bool:
    """Whether a former neighbour's service may be on our porch: it came for a look that nobody noted."""
    if link.is_live or link.is_rid:
        return False
    is_known = porch.has(link.bot, Membership.INVITE, Membership.JOIN)
    was_asked_in = link.was_mutual or link.is_invited
    return is_known or (was_asked_in and not porch.has(link.bot, *OUT))


def is_standing(world: World, house: House, link: Link) -> bool:
    """Whether anything is left of a link that is over: its records, its way, its seats."""
    porch, space = world.room(PORCH), world.room(SPACE)
    places = ((types.LINK, link.porch), (CHILD, link.porch))
    gone = (None, WITHDRAWN, EMPTIED)
    stands = any(
        room is not None and room.state.get(place) not in gone
        for room in (porch, space)
        for place in places
    )
    is_foreign = link.bot != house.bot
    may_be_seated = porch is not None and is_foreign and _may_be_seated(porch, link)
    return stands or may_be_seated or not link.is_left
