"""How facts about mandates change a congregation's world."""

from collections.abc import Callable
from functools import partial
from typing import assert_never

from attrs import evolve as changed

from microsol_matrix.evolve.congregations import without_absence
from microsol_matrix.ids import MandateId
from microsol_matrix.places import HOSTS
from microsol_matrix.scales.mandate import (
    HostAsked,
    HostOffered,
    Mandate,
    MandateBegan,
    MandateEnded,
    MandateFact,
    MandateProlonged,
    MandateReminded,
    MandateRenewed,
    Offer,
    OfferState,
)
from microsol_matrix.seen import IntentName
from microsol_matrix.world import World


def evolve_mandate(world: World, fact: MandateFact) -> World:
    """Give the world after a fact about a mandate; one that is unknown changes nothing."""
    match fact:
        case HostAsked(person=person):
            return changed(world, asked_hosts={**world.asked_hosts, person: fact})
        case HostOffered(offer=offer):
            return changed(world, offers=(*world.offers, offer))
        case MandateBegan(mandate=mandate):
            return _begun(world, mandate)
        case MandateReminded(mandate_id=mandate_id):
            return _on(world, mandate_id, lambda one: changed(one, is_reminded=True))
        case MandateRenewed(mandate_id=mandate_id, expires_at=expires_at):
            renewed = partial(
                changed, expires_at=expires_at, is_reminded=False, prolonged_until=None
            )
            return _on(world, mandate_id, renewed)
        case MandateProlonged(mandate_id=mandate_id, until=until):
            prolonged = partial(changed, is_reminded=True, prolonged_until=until)
            return _on(world, mandate_id, prolonged)
        case MandateEnded(mandate_id=mandate_id):
            return _on(world, mandate_id, lambda one: changed(one, is_live=False))
        case _:
            assert_never(fact)


def _begun(world: World, mandate: Mandate) -> World:
    known = {one.id: one for one in world.mandates_in_order}
    asked = {person: ask for person, ask in world.asked_hosts.items() if person != mandate.holder}
    invitation = IntentName(f"invite/{HOSTS}", mandate.holder)
    begun = changed(
        world,
        mandates={**known, mandate.id: mandate},
        asked_hosts=asked,
        offers=tuple(_answered(offer, mandate) for offer in world.offers),
        refused=world.refused - {invitation},
    )
    # Who says yes to being a host asks to be in Hosts, whatever they did there before.
    return without_absence(begun, HOSTS, mandate.holder)


def _answered(offer: Offer, mandate: Mandate) -> Offer:
    if offer.state is not OfferState.OPEN:
        return offer
    is_taken_up = offer.person == mandate.holder
    return changed(offer, state=OfferState.SECONDED if is_taken_up else OfferState.OVER)


def _on(world: World, mandate_id: MandateId, change: Callable[[Mandate], Mandate]) -> World:
    known = {one.id: one for one in world.mandates_in_order}
    mandate = known.get(mandate_id)
    if mandate is None:
        return world
    return changed(world, mandates={**known, mandate_id: change(mandate)})
