"""A year of a congregation: 150 people and some thirty crews at a time, every law held at each step."""

from collections import Counter
from random import Random

from microsol_matrix.evolve import replay
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.scales.crew_life import CrewMoved
from microsol_matrix.scales.question import Asking, QuestionAsked
from microsol_matrix.scales.transitions import Move
from microsol_matrix.world import World
from tests.core.a_year import DAYS, PEOPLE, Year, inhabited
from tests.laws.watching import Watch


def test_a_year_of_a_congregation_keeps_every_law() -> None:
    village = inhabited()
    watch = Watch(village)
    watch.look()
    year = Year(Random(150), village, watch.hear, watch.hold)  # noqa: S311 - the same year each time

    for day in range(DAYS):
        year.pass_day(day)
    village.settle()

    world = village.world
    moves = Counter(fact.move for fact in village.facts if isinstance(fact, CrewMoved))
    states = Counter(crew.state for crew in world.crews.values())
    assert village.plan() == ()
    assert replay(World(), village.facts) == world
    assert len(world.members) > PEOPLE - 50
    # It was a year worth looking at: everything has come about that may.
    assert set(Move) - moves.keys() <= NOT_SEEN
    assert states[CrewState.ACTIVE] > 10
    assert states[CrewState.RELAUNCHED]
    asked = {fact.question.asking for fact in village.facts if isinstance(fact, QuestionAsked)}
    assert asked == set(Asking)


NOT_SEEN = {
    Move.EMPTY,
    Move.REVIEW,
    Move.SPLIT,
    Move.MERGE,
    Move.HOST,
    Move.JOINING,
    Move.VISIBILITY,
    Move.HARVEST,
}
"""Moves that leave a crew where it is in its life, of which other facts tell; and nobody left a crew empty."""
