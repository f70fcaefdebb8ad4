"""What a crew has recorded can be taken back for two days."""

import pytest

from microsol_matrix.scales.crew import CrewState
from tests.core.kettle import (
    KETTLE,
    active,
    as_was,
    asked,
    question,
    reacts,
    says,
)
from tests.core.reviews import HOUR, ask_reads
from tests.core.said import BO, CLEO, DAY
from tests.core.told import told


@pytest.mark.parametrize("choice", ["keep", "change", "rest", "finish"])
def test_what_was_recorded_is_undone_for_two_days(choice: str) -> None:
    village = asked()
    before = as_was(village.crew)
    reacts(village, CLEO, choice)

    village.now += 47 * HOUR
    answer = says(village, BO, "!undo")

    assert as_was(village.crew) == before
    assert answer.startswith(
        told("undo.done", person="Bo", what=told(f"recorded.{choice}"), name=KETTLE, state="active")
    )


def test_after_an_undo_the_crew_is_asked_again_the_next_morning() -> None:
    village = asked()
    reacts(village, CLEO, "keep")

    answer = says(village, BO, "!undo")
    village.pass_time(DAY)

    assert answer.endswith(told("outcome.will-ask", asked="Tuesday 29 December 2026"))
    assert question(village).is_open


def test_what_was_recorded_longer_ago_stands() -> None:
    village = asked()
    reacts(village, CLEO, "rest")

    village.now += 49 * HOUR
    answer = says(village, BO, "!undo")

    assert village.crew.state is CrewState.RESTING
    assert answer == told(
        "undo.late",
        at="Monday 28 December 2026",
        span="48 hours",
        name=KETTLE,
        state="resting",
        next=told("next.resting"),
    )


def test_what_was_undone_is_not_undone_twice() -> None:
    village = asked()
    reacts(village, CLEO, "rest")
    says(village, BO, "!undo")

    answer = says(village, BO, "!undo")

    assert answer == told("undo.none", name=KETTLE, state="active", next=told("next.active"))


def test_an_agreement_is_no_slip() -> None:
    village = active()

    assert says(village, BO, "!undo").startswith("Slow Kettle is active, and nothing is recorded")
    assert village.crew.agreement is not None


def test_the_prompt_of_what_was_undone_says_so() -> None:
    village = asked()
    reacts(village, CLEO, "rest")
    village.settle()

    says(village, BO, "!undo")
    village.settle()

    assert ask_reads(village).endswith(told("review.taken-back", choice="rest"))


def test_what_was_gone_on_from_stays_recorded_when_that_is_undone() -> None:
    village = asked()
    reacts(village, CLEO, "rest")
    says(village, BO, "!wake")

    says(village, BO, "!undo")
    village.settle()

    assert village.crew.state is CrewState.RESTING
    assert ask_reads(village).endswith(told("review.recorded", choice="rest"))
