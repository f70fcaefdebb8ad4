"""How facts about tiers and knocks change a congregation's world."""

from typing import assert_never

from attrs import evolve as changed

from microsol_matrix.scales.knock import KEPT, Knock, KnockAnswered, Knocked, KnockFact, KnockState
from microsol_matrix.scales.tier import SeasonAsked, Standing, TierFact, TierGiven
from microsol_matrix.world import World


def evolve_newcomer(world: World, fact: TierFact | KnockFact) -> World:
    """Give the world after a fact about somebody's coming in."""
    match fact:
        case TierGiven(person=person, tier=tier, at=at):
            return changed(world, tiers={**world.tiers, person: Standing(tier, since=at)})
        case SeasonAsked(person=person, at=at):
            standing = world.tiers.get(person)
            if standing is None:
                return world
            return changed(world, tiers={**world.tiers, person: changed(standing, since=at)})
        case Knocked(knock=knock):
            return changed(world, knocks=_remembered((*world.knocks, knock)))
        case KnockAnswered(knock_id=knock_id, state=state, by=by):
            knocks = tuple(
                changed(knock, state=state, by=by) if knock.id == knock_id else knock
                for knock in world.knocks
            )
            return changed(world, knocks=knocks)
        case _:
            assert_never(fact)


def _remembered(knocks: tuple[Knock, ...]) -> tuple[Knock, ...]:
    """Forget the oldest answered knocks past `KEPT`; open ones stay."""
    answered = [knock.id for knock in knocks if knock.state is not KnockState.OPEN]
    forgotten = frozenset(answered[: max(0, len(answered) - KEPT)])
    return tuple(knock for knock in knocks if knock.id not in forgotten)
