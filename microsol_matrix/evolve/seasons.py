"""How facts about seasons, formation rounds and the congregation's size change its world."""

from typing import assert_never

from attrs import evolve as changed

from microsol_matrix.scales.growth import GrowthFact, MarkLeft, MarkReached
from microsol_matrix.scales.season import (
    ROUNDS_KEPT,
    RoundEnded,
    RoundOpened,
    RoundState,
    SeasonBegan,
    SeasonEnded,
    SeasonFact,
)
from microsol_matrix.world import World


def evolve_season(world: World, fact: SeasonFact | GrowthFact) -> World:
    """Give the world after a fact about seasons, rounds or sizes; unknown ones change nothing."""
    match fact:
        case SeasonBegan(season=season):
            before = tuple(
                changed(one, ends_at=min(one.ends_at, season.begins_at), is_over=True)
                for one in world.seasons
            )
            return changed(world, seasons=(*before, season))
        case SeasonEnded(season_id=season_id):
            seasons = tuple(
                changed(one, is_over=True) if one.id == season_id else one for one in world.seasons
            )
            return changed(world, seasons=seasons)
        case RoundOpened(round=opened):
            return changed(world, rounds=(*world.rounds, opened)[-ROUNDS_KEPT:])
        case RoundEnded(round_id=round_id):
            rounds = tuple(
                changed(one, state=RoundState.OVER) if one.id == round_id else one
                for one in world.rounds
            )
            return changed(world, rounds=rounds)
        case MarkReached(mark=mark):
            return changed(world, marks=world.marks | {mark})
        case MarkLeft(mark=mark):
            return changed(world, marks=world.marks - {mark})
        case _:
            assert_never(fact)
