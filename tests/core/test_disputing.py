"""A crew whose people answer a review differently: what was recorded is taken back, and they find out."""

import pytest

from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import CrewState
from tests.core.kettle import (
    as_was,
    asked,
    here,
    question,
    reacts,
    says,
)
from tests.core.reviews import HOUR, ask_reads
from tests.core.said import AMARA, BO, CLEO, DOV, redaction
from tests.core.told import told


def test_a_different_answer_takes_back_what_was_recorded_and_asks_which_it_is() -> None:
    village = asked()
    before = as_was(village.crew)

    reacts(village, CLEO, "finish")
    village.now += 23 * HOUR
    reacts(village, BO, "keep")

    assert as_was(village.crew) == before
    assert question(village).is_open
    assert told("review.disputed", answers="keep, finish") in here(village)


def test_once_all_who_have_answered_say_the_same_it_is_recorded() -> None:
    village = asked()
    reacts(village, CLEO, "finish")
    reacts(village, BO, "keep")

    reacts(village, CLEO, "keep")

    assert (village.crew.state, village.crew.cycle) == (CrewState.ACTIVE, 2)
    assert question(village).outcome == "keep"


def test_what_was_taken_back_and_is_said_again_reads_as_recorded() -> None:
    village = asked()
    reacts(village, CLEO, "rest")
    reacts(village, BO, "finish")
    reacts(village, CLEO, "finish")
    village.settle()

    assert ask_reads(village).endswith(told("review.recorded", choice="finish"))


def test_while_they_find_out_a_third_voice_records_nothing() -> None:
    village = asked()
    reacts(village, CLEO, "finish")
    reacts(village, BO, "keep")
    said = len(here(village))

    reacts(village, AMARA, "keep")

    assert question(village).is_open
    assert len(here(village)) == said


def test_who_takes_an_answer_back_leaves_the_others_agreed() -> None:
    village = asked()
    reaction_id = reacts(village, CLEO, "finish")
    reacts(village, BO, "keep")

    village.happen(redaction(CLEO, reaction_id, at=village.crew_room))

    assert question(village).outcome == "keep"


def test_who_leaves_while_they_find_out_holds_nobody_up() -> None:
    village = asked()
    reacts(village, CLEO, "finish")
    reacts(village, BO, "keep")

    village.leaves(CLEO, at=crew_room(village.crew.id))

    assert question(village).outcome == "keep"


def test_one_person_may_change_their_mind() -> None:
    village = asked()
    reacts(village, CLEO, "finish")

    reacts(village, CLEO, "rest")

    assert village.crew.state is CrewState.RESTING
    assert question(village).outcome == "rest"


def test_the_same_answer_again_says_nothing_twice() -> None:
    village = asked()
    reacts(village, CLEO, "finish")
    said = len(here(village))

    reacts(village, BO, "finish")

    assert len(here(village)) == said
    assert village.crew.state is CrewState.CLOSING


def test_after_a_day_a_different_answer_comes_too_late() -> None:
    village = asked()
    reacts(village, CLEO, "keep")

    village.now += 25 * HOUR
    reacts(village, BO, "finish")

    assert village.crew.cycle == 2
    assert village.letters_to(BO)[-1].endswith(told("question.over"))


@pytest.mark.parametrize(("choice", "over"), [("rest", "!wake"), ("finish", "!stop-closing")])
def test_what_went_on_at_the_very_moment_cannot_be_disputed(choice: str, over: str) -> None:
    village = asked()
    reacts(village, CLEO, choice)
    says(village, BO, over)

    reacts(village, AMARA, "keep")

    assert village.crew.state is CrewState.ACTIVE
    assert question(village).outcome == choice


def test_what_was_undone_cannot_be_disputed() -> None:
    village = asked()
    reacts(village, CLEO, "keep")
    says(village, AMARA, "!undo")

    reacts(village, BO, "finish")

    assert village.crew.state is CrewState.ACTIVE
    assert village.crew.cycle == 1


def test_who_is_not_in_the_crew_has_no_voice_in_it() -> None:
    village = asked()

    reacts(village, DOV, "finish")

    assert village.crew.state is CrewState.ACTIVE
    assert not question(village).replies
