"""Which congregation is meant: how the question is answered, remembered, and let go."""

from datetime import timedelta

import pytest
from attrs import evolve as changed

from microsol_matrix.decide import next_due
from microsol_matrix.decide.course import Decision
from microsol_matrix.decide.happenings import LeftBehind, Sure, Tick, Unsure
from microsol_matrix.decide.meant import Choice, choices_of, chosen, title_of, told_which
from microsol_matrix.ids import InboxId, LaneId, Text
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.scales.person import WHICH_WITHIN
from microsol_matrix.words import Said
from microsol_matrix.world import World
from tests.core.life import Life, harbourlight
from tests.core.said import AMARA, BO, message

HARBOURLIGHT, THORNFIELD = LaneId("lane-0"), LaneId("lane-1")


def choice(lane: LaneId, slug: str, name: str) -> Choice:
    return Choice(lane, slug, name=Text(name), has_twin=False)


CHOICES = (
    choice(HARBOURLIGHT, "harbourlight", "Harbourlight"),
    choice(THORNFIELD, "thornfield-loop", "Thornfield Loop"),
)


@pytest.mark.parametrize(
    "said", ["2", " 2. ", "thornfield-loop", "Thornfield  loop", "thorn", "in=thornfield-loop"]
)
def test_an_answer_is_a_number_a_name_or_a_slug(said: str) -> None:
    assert chosen(said, CHOICES) == THORNFIELD


@pytest.mark.parametrize("said", ["0", "3", "", "Ninebridges", "yes", "²"])
def test_anything_else_is_no_answer(said: str) -> None:
    assert chosen(said, CHOICES) is None


def test_a_number_means_what_it_meant_when_it_was_asked() -> None:
    assert chosen("1", CHOICES, numbered=(THORNFIELD, HARBOURLIGHT)) == THORNFIELD
    assert chosen("1", CHOICES[1:], numbered=(HARBOURLIGHT, THORNFIELD)) is None


def test_the_beginning_of_two_names_is_no_answer() -> None:
    twins = (*CHOICES, choice(LaneId("lane-2"), "thornfield-yard", "Thornfield Yard"))

    assert chosen("thornfield", twins) is None


def namesakes() -> dict[LaneId, World]:
    world = harbourlight().world
    assert world.congregation is not None
    other = changed(world, congregation=changed(world.congregation, slug="harbourlight-2"))
    return {THORNFIELD: other, HARBOURLIGHT: world}


def test_two_of_one_name_show_their_slugs() -> None:
    choices = choices_of(namesakes())

    assert [one.lane for one in choices] == [HARBOURLIGHT, THORNFIELD]
    assert title_of(choices, THORNFIELD) == "**Harbourlight** (harbourlight-2)"
    assert chosen("Harbourlight", choices) == HARBOURLIGHT  # its slug, too
    assert "2. **Harbourlight** (harbourlight-2)" in told_which(choices, None)


def test_whoever_is_in_one_sees_no_title() -> None:
    assert title_of(CHOICES[:1], HARBOURLIGHT) is None


def asked(life: Life[PersonWorld], words: str, *, row: int) -> Decision:
    unsure = Unsure(
        message(BO, words),
        InboxId(row),
        choices=(HARBOURLIGHT, THORNFIELD),
        text=Text(Said("Which?")),
    )
    decision = life.judge(unsure)
    assert isinstance(decision, Decision)
    again = life.judge(unsure)
    assert again == Decision(), "asked twice about one message"
    return decision


def bo() -> Life[PersonWorld]:
    return Life(PersonWorld(person=BO))


def test_a_message_that_waits_is_kept_in_no_fact() -> None:
    life = bo()

    asked(life, "!call Slow Kettle", row=7)

    assert "Slow Kettle" not in repr(life.facts)
    assert life.world.asked is not None
    assert next_due(life.world) == life.now + WHICH_WITHIN


def test_what_is_chosen_is_remembered_until_it_is_left() -> None:
    life = bo()
    asked(life, "!calls", row=7)

    life.happen(Sure(message(BO, "2"), THORNFIELD, text=None))
    assert (life.world.about, life.world.asked) == (THORNFIELD, None)
    life.happen(LeftBehind(HARBOURLIGHT))
    assert life.world.about == THORNFIELD
    life.happen(LeftBehind(THORNFIELD))

    assert life.world.about is None


def test_a_second_message_takes_the_place_of_the_one_that_waits() -> None:
    life = bo()
    asked(life, "!calls", row=7)

    decision = asked(life, "!crews", row=8)

    assert decision.consumed == (7,)


def test_a_question_without_an_answer_lets_the_message_go_after_a_day() -> None:
    life = bo()
    asked(life, "!calls", row=7)

    life.pass_time(WHICH_WITHIN - timedelta(seconds=1))
    assert life.world.asked is not None
    life.now += timedelta(seconds=1)
    decision = life.judge(Tick())

    assert isinstance(decision, Decision)
    assert decision.consumed == (7,)
    assert next_due(life.world) is None


def test_with_one_congregation_its_name_is_told_to_whoever_asks() -> None:
    assert "Harbourlight" in harbourlight(BO).tells(AMARA, "!in")
