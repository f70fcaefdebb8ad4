"""Evolve: a world and a fact give the next world.

Never refuses and never asks: a fact already happened. Facts about something that the world does not
hold change nothing, so that a lane's history can always be replayed. One module per noun: calls,
crews, their life, questions, rooms, what is kept of them, congregation, newcomers, mandates, seasons, links,
releasing, persons.
"""

from collections.abc import Iterable
from typing import TypeVar, assert_never, cast

from microsol_matrix.evolve.adopting import evolve_ownership
from microsol_matrix.evolve.calls import evolve_call
from microsol_matrix.evolve.congregations import evolve_congregation
from microsol_matrix.evolve.crew_life import evolve_crew_life
from microsol_matrix.evolve.crews import evolve_crew
from microsol_matrix.evolve.kept import evolve_kept
from microsol_matrix.evolve.links import evolve_guest, evolve_link
from microsol_matrix.evolve.mandates import evolve_mandate
from microsol_matrix.evolve.newcomers import evolve_newcomer
from microsol_matrix.evolve.persons import evolve_person
from microsol_matrix.evolve.questions import evolve_question
from microsol_matrix.evolve.rooms import evolve_seen
from microsol_matrix.evolve.seasons import evolve_season
from microsol_matrix.evolve.upgrades import evolve_upgrade
from microsol_matrix.facts import Fact
from microsol_matrix.kept import KeptFact
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.scales.adoption import AdoptionFact
from microsol_matrix.scales.call import CallFact
from microsol_matrix.scales.congregation import CongregationFact
from microsol_matrix.scales.crew import SeatFact
from microsol_matrix.scales.crew_life import CrewLifeFact
from microsol_matrix.scales.growth import GrowthFact
from microsol_matrix.scales.knock import KnockFact
from microsol_matrix.scales.link import LinkFact
from microsol_matrix.scales.mandate import MandateFact
from microsol_matrix.scales.person import PersonFact
from microsol_matrix.scales.question import QuestionFact
from microsol_matrix.scales.release import ReleaseFact
from microsol_matrix.scales.season import SeasonFact
from microsol_matrix.scales.tier import TierFact
from microsol_matrix.seen import SeenFact
from microsol_matrix.upgrades import UpgradeFact
from microsol_matrix.world import LaneWorld, World

_AnyWorld = TypeVar("_AnyWorld", bound=LaneWorld)


def replay(world: _AnyWorld, facts: Iterable[Fact]) -> _AnyWorld:
    """Evolve a world by many facts, oldest first."""
    for fact in facts:
        world = evolve(world, fact)
    return world


def evolve(world: _AnyWorld, fact: Fact) -> _AnyWorld:
    """Give the world after a fact; facts of the other kind of lane change nothing."""
    following = (
        evolve_person(world, fact) if isinstance(world, PersonWorld) else _evolve_world(world, fact)
    )
    return cast("_AnyWorld", following)


def _evolve_world(world: World, fact: Fact) -> World:
    # By family: each module matches the facts of its own union, and mypy says which is missing.
    world = evolve_guest(world, fact)
    if isinstance(fact, SeenFact):
        return evolve_seen(world, fact)
    if isinstance(fact, KeptFact):
        return evolve_kept(world, fact)
    if isinstance(fact, UpgradeFact):
        return evolve_upgrade(world, fact)
    if isinstance(fact, SeatFact):
        return evolve_crew(world, fact)
    if isinstance(fact, CrewLifeFact):
        return evolve_crew_life(world, fact)
    if isinstance(fact, QuestionFact):
        return evolve_question(world, fact)
    if isinstance(fact, CallFact):
        return evolve_call(world, fact)
    if isinstance(fact, CongregationFact):
        return evolve_congregation(world, fact)
    if isinstance(fact, TierFact | KnockFact):
        return evolve_newcomer(world, fact)
    if isinstance(fact, SeasonFact | GrowthFact):
        return evolve_season(world, fact)
    if isinstance(fact, MandateFact):
        return evolve_mandate(world, fact)
    if isinstance(fact, LinkFact):
        return evolve_link(world, fact)
    if isinstance(fact, AdoptionFact | ReleaseFact):
        return evolve_ownership(world, fact)
    if isinstance(fact, PersonFact):
        return world
    assert_never(fact)


def empty_world(lane: str) -> LaneWorld:
    """Give the world of a lane in which nothing has happened yet; its id says which kind it is."""
    return PersonWorld() if lane.startswith("self-") else World()
