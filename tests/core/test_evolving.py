"""How facts become worlds: what is unknown changes nothing, and nothing is ever refused."""

from typing import get_args

import pytest
from attrs import evolve as changed
from hypothesis import given, settings, strategies as st

from microsol_matrix.deeds import DEEDS_KEPT
from microsol_matrix.evolve import empty_world, evolve, replay
from microsol_matrix.evolve.questions import QUESTIONS_KEPT
from microsol_matrix.facts import Fact
from microsol_matrix.ids import LaneId
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.quotas import Quotas
from microsol_matrix.world import World
from tests.core.kettle import active, says
from tests.core.life import called, harbourlight
from tests.core.said import AMARA, BO, CLEO, DAY, HOUSE
from tests.values import any_of


def lively() -> World:
    """Give a world in which there is something of everything."""
    village = called("!call Slow Kettle seats=2")
    village.tells(BO, "yes")
    return village.world


LIVELY = lively()


@pytest.mark.parametrize("kind", get_args(Fact), ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(max_examples=20)
def test_any_fact_has_its_place_in_any_world(kind: type[Fact], data: st.DataObject) -> None:
    fact = data.draw(any_of(kind))

    for world in (World(), PersonWorld(), LIVELY):
        assert type(evolve(world, fact)) is type(world)


def test_a_fact_does_not_change_the_world_that_it_comes_to() -> None:
    village = harbourlight(BO, CLEO)
    before, copy = village.world, replay(World(), village.facts)
    village.says(AMARA, "!call Slow Kettle seats=2")
    village.tells(BO, "yes")
    village.settle()

    assert before == copy
    assert village.world != before


def test_a_lane_begins_empty_and_its_id_says_what_it_is() -> None:
    assert empty_world(LaneId("self-abc")) == PersonWorld()
    assert empty_world(LaneId("01JZHARBOURLIGHT0000000000")) == World()


def test_only_the_last_deeds_are_kept() -> None:
    village = harbourlight(BO)
    village.house = changed(HOUSE, quotas=Quotas(calls_a_day=DEEDS_KEPT, open_calls=DEEDS_KEPT))
    for number in range(DEEDS_KEPT):
        village.says(AMARA, f"!call Boats {number} closes=1d")
        village.settle()

    assert len(village.world.deeds) == DEEDS_KEPT
    assert village.world.deeds[-1].about == f"Boats {DEEDS_KEPT - 1}"


def test_of_questions_that_a_crew_no_longer_remembers_nothing_is_kept() -> None:
    village = active()
    for _ in range(QUESTIONS_KEPT + 3):
        says(village, BO, "!review")
        village.settle()
        says(village, BO, "!review keep")
        village.pass_time(2 * DAY)
        village.settle()

    refs = {ref for ref in village.world.prompts if ref.startswith("review/")}
    assert refs == {question.ref for question in village.crew.questions}
    assert len(refs) == QUESTIONS_KEPT + 1


def test_a_room_is_named_by_its_crew_or_congregation() -> None:
    village = called("!call Slow Kettle seats=2")
    village.tells(BO, "yes")
    village.settle()
    titles = {village.world.title_of(key) for key in village.world.rooms}

    assert titles == {"Harbourlight", "Slow Kettle"}
    assert World().title_of(next(iter(village.world.rooms))) == ""
