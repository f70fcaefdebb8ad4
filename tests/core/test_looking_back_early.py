"""A crew may look back before its cycle ends."""

from microsol_matrix.scales.crew import CrewState
from microsol_matrix.scales.question import QuestionState
from tests.core.kettle import (
    KETTLE,
    active,
    asked,
    forming,
    here,
    question,
    says,
)
from tests.core.reviews import ASK
from tests.core.said import BO, CLEO, DAY
from tests.core.told import told


def test_any_of_them_may_look_back_early() -> None:
    village = active()

    answer = says(village, BO, "!review")

    assert answer == ""
    assert here(village)[-1].startswith(ASK)
    assert village.tells(CLEO, "!review") == told("review.asked-already", name=KETTLE)


def test_a_review_asked_for_by_direct_message_is_said_to_be_asked() -> None:
    assert active().tells(BO, "!review") == told("review.begun", name=KETTLE)


def test_an_early_review_may_be_answered_in_the_same_breath() -> None:
    village = active()

    says(village, BO, "!review keep")

    assert village.crew.cycle == 2
    assert str(village.crew.cycle_ends_at)[:10] == "2027-01-04"  # six weeks from today


def test_an_early_review_that_nobody_answers_is_let_go_and_asked_again_in_time() -> None:
    village = active()
    says(village, BO, "!review")

    village.pass_time(16 * DAY)
    first = question(village).state
    village.pass_time(20 * DAY)

    assert first is QuestionState.OVER
    assert village.crew.state is CrewState.ACTIVE
    assert question(village).is_open


def test_an_answer_that_is_none_is_refused_with_the_choices() -> None:
    village = active()

    answer = says(village, BO, "!review dance")

    assert answer == told("answer.unclear", choices="keep, change, rest, split, merge, finish")
    assert village.crew.review is None


def test_agreeing_anew_answers_an_open_review() -> None:
    village = asked()

    says(village, BO, "!agree Sunday, review 1 February")

    assert village.crew.review is None
    assert village.crew.state is CrewState.ACTIVE


def test_a_forming_crew_has_nothing_to_look_back_on() -> None:
    village = forming()

    answer = says(village, BO, "!review")

    assert answer.startswith(
        told("move.impossible", word="review", name=KETTLE, state="forming", next="")
    )
