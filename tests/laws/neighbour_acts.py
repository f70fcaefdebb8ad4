"""What neighbours do in any life of a congregation, and strangers who would be neighbours.

Owns which of it can happen to which link: all of it to any, in any order. Refuses to know what follows.
"""

from collections.abc import Sequence

from attrs import evolve

from microsol_matrix.decide.afar import (
    Looked,
    Neighbouring,
    NeighbourProbed,
    NeighbourStirred,
    PorchFound,
    PorchInvited,
    PorchWasRead,
    SeatDoubted,
    SeatLost,
)
from microsol_matrix.ids import EventId, RoomAlias, RoomId, Text, UserId, server_of
from microsol_matrix.observe import MembershipChanged
from microsol_matrix.places import PORCH
from microsol_matrix.plan.link_prompts import link_hands
from microsol_matrix.scales.link import PorchReading, Trouble
from microsol_matrix.seen import Membership
from tests.core.life import Village
from tests.core.neighbours import CARD, FAR, MUTUAL, OTHER, PROPOSED, reading
from tests.core.said import AMARA, BOT, ESI, membership

OF_NEIGHBOURS = (
    f"!link #porch1:{FAR}",
    f"!link #porch4:{FAR} scope=crews",
    f"!link #porch5:{OTHER}",
    "!link yes Neighbour 3",
    "!link no Neighbour 3",
    f"!link no {OTHER} for good",
    f"!link hear {OTHER}",
    "!link renew Neighbour 1",
    "!unlink Neighbour 1",
    "!unlink Neighbour 2",
    f"!unlink #porch4:{FAR}",
    "!settings link-lapse=1d link-term=4w link-renewal=7d",
    "!crowd",
    "!neighbours",
)
"""What hosts say about neighbours, and others ask."""

_PURPOSES = ("hedges", f"ask {AMARA}", f"ask {ESI} or us", "\u202eturned\x00", "", "x" * 500)
_TROUBLES = (None, *Trouble)


def of_neighbour(
    village: Village, *, whom: int, which: int, how: int
) -> Neighbouring | MembershipChanged:
    """Let a neighbour, or a stranger, do something."""
    world = village.world
    porches = sorted({*world.links, RoomId(f"!porch4:{FAR}"), RoomId(f"!porch5:{OTHER}")})
    porch = porches[whom % len(porches)]
    link = world.links.get(porch)
    bot = UserId(f"@microsol:{porch.partition(':')[2]}") if link is None else link.bot
    addresses = sorted({*world.searches, RoomAlias(f"#porch4:{FAR}")})
    read = _reading(bot, which=which, how=how)
    own = world.room(PORCH)
    match how % 8:
        case 0:
            address = addresses[which % len(addresses)]
            looked = tuple(Looked)[which % len(Looked)]
            seen = read if looked is Looked.PORCH else None
            via = (server_of(bot),)
            return PorchFound(address, porch, via=via, looked=looked, reading=seen, at=village.now)
        case 1:
            return _proposal(porch, bot, which=which, to=None if own is None else own.room_id)
        case 2:
            return NeighbourStirred(porch, card_by=(None, bot)[which % 2])
        case 3 | 4:
            via = (server_of(bot),)
            return PorchWasRead(porch, via=via, reading=read, at=village.now)
        case 5:
            return SeatDoubted(porch) if which % 2 else SeatLost(porch)
        case 6 if own is not None:
            to = (Membership.JOIN, Membership.LEAVE, Membership.INVITE)[which % 3]
            by = BOT if which % 5 == 0 else bot
            return membership(bot, to, at=own.room_id, by=by)
        case _:
            return NeighbourProbed(porch, _TROUBLES[which % len(_TROUBLES)])


def asked_of_hosts(village: Village) -> Sequence[EventId]:
    """Give the prompts about links that stand in Hosts."""
    prompts = village.world.prompts
    return [prompts[ref].event_id for ref, _ in link_hands(village.world) if ref in prompts]


def _proposal(porch: RoomId, bot: UserId, *, which: int, to: RoomId | None) -> PorchInvited:
    named = (to, None, RoomId("!another:here.example"))[which % 3]
    return PorchInvited(
        EventId(f"$proposal-{which % 4}"),
        porch,
        by=bot,
        to=named,
        name=Text(f"Neighbour {which % 4}"),
        purpose=Text(_PURPOSES[which % len(_PURPOSES)]),
        address=None,
        via=(server_of(bot),),
    )


def _reading(bot: UserId, *, which: int, how: int) -> PorchReading:
    claim = (None, PROPOSED, MUTUAL)[which % 3]
    card = evolve(
        CARD, purpose=Text(_PURPOSES[how % len(_PURPOSES)]), size=("3-9", "many")[how % 2]
    )
    return evolve(reading(claim, bot=bot), card=None if which % 7 == 0 else card)
