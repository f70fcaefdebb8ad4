"""A crew proposes to another to become one: what can be proposed, and to whom."""

import pytest
from attrs import evolve

from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.scales.question import Asking
from tests.core.lineage import asked, begins, comes_to, prompt_of, reacts, says_to
from tests.core.merging import agreed, proposed, two
from tests.core.said import BO, CLEO, DAY, DOV, ESI, GRETA
from tests.core.told import told
from tests.crash.phrases import opening


def test_the_other_crew_is_asked_in_its_room() -> None:
    village, ferry, boats = two()

    said = says_to(village, BO, ferry, "!merge paper")
    village.settle()

    assert said == told("merge.asked", name="Paper Boats", new="Night Ferry & Paper Boats")
    question = asked(village, boats, Asking.MERGE_OFFER)
    assert (question.other, question.labels) == (ferry.id, ("Night Ferry & Paper Boats",))
    assert question.closes_at == village.now + 7 * DAY
    assert village.said_in(village.key_id(crew_room(boats.id)))[-1].startswith(
        "Night Ferry - Rowing at dusk asks whether Paper Boats would like"
    )
    assert not village.world.crews[ferry.id].questions


@pytest.mark.parametrize("word", ["as", "como", "comme"])
def test_the_new_name_may_be_said(word: str) -> None:
    village, _, boats = proposed(f'!merge Paper Boats {word} "Evening Boats"')

    assert asked(village, boats, Asking.MERGE_OFFER).labels == ("Evening Boats",)


@pytest.mark.parametrize("answer", ["❌", ""])
def test_whoever_proposed_hears_only_that_the_other_goes_on(answer: str) -> None:
    village, ferry, boats = proposed()
    village.letters.clear()

    if answer:
        reacts(village, ESI, boats, to=Asking.MERGE_OFFER, key=answer)
    village.pass_time(7 * DAY)
    village.settle()

    assert village.letters_to(BO) == [told("merge.goes-on", name="Paper Boats")]
    assert not village.letters_to(CLEO)
    assert not village.world.crews[ferry.id].questions
    assert not asked(village, boats, Asking.MERGE_OFFER).is_open


def test_a_proposal_can_be_taken_back() -> None:
    village, ferry, boats = proposed()

    said = says_to(village, CLEO, ferry, "!merge stop")

    assert said == told("merge.taken-back", name="Night Ferry")
    assert not asked(village, boats, Asking.MERGE_OFFER).is_open


def test_who_proposes_what_was_proposed_to_them_says_yes() -> None:
    village, ferry, boats = proposed('!merge Paper Boats as "Evening Boats"')

    said = village.tells(DOV, "!merge Night Ferry")

    assert said == told("merge.agreed", name="Night Ferry")
    assert asked(village, boats, Asking.MERGE_OFFER).outcome == "yes"
    for crew in (ferry, boats):
        assert asked(village, crew, Asking.MERGE).labels == ("Evening Boats",)
    assert not any(
        one.asking is Asking.MERGE_OFFER for one in village.world.crews[ferry.id].questions
    )


def test_what_else_was_proposed_is_overtaken() -> None:
    village, ferry, boats = proposed()
    third = comes_to(village, begins(village, "Slow Kettle", GRETA, ESI), CrewState.ACTIVE)
    says_to(village, GRETA, third, "!merge Paper Boats")
    village.letters.clear()

    village.tells(DOV, "!merge Night Ferry")

    assert [one.asking for one in village.world.crews[boats.id].open_questions] == [Asking.MERGE]
    assert village.letters_to(GRETA) == [told("merge.goes-on", name="Paper Boats")]
    assert third.id in village.world.crews
    assert asked(village, ferry, Asking.MERGE).is_open


def test_a_resting_crew_may_be_asked_and_ask() -> None:
    village, ferry, boats = two(state=CrewState.RESTING)

    assert village.tells(DOV, "!merge Night Ferry").startswith(opening("merge.asked"))
    village.settle()
    reacts(village, BO, ferry, to=Asking.MERGE_OFFER, key="✅")

    assert asked(village, ferry, Asking.MERGE).other == boats.id


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("!merge", told("merge.needs-name")),
        ("!merge Slow Kettle", told("merge.none-such", name="Slow Kettle")),
        ("!merge night ferry", told("merge.itself", name="Night Ferry")),
        (f"!merge Paper Boats as {'B' * 61}", opening("merge.too-long", length="61")),
    ],
)
def test_what_cannot_be_proposed_changes_nothing(words: str, refusal: str) -> None:
    village, ferry, _ = two()
    before = village.world.crews

    assert says_to(village, BO, ferry, words).startswith(refusal)
    assert village.world.crews == before


def test_nobody_is_asked_the_same_twice() -> None:
    village, ferry, _ = proposed()

    assert says_to(village, CLEO, ferry, "!merge Paper Boats") == told(
        "merge.asked-already", name="Paper Boats"
    )


def test_whoever_is_choosing_already_does_that_first() -> None:
    village, ferry, boats = agreed()
    third = comes_to(village, begins(village, "Slow Kettle", GRETA, ESI), CrewState.ACTIVE)

    assert says_to(village, BO, ferry, "!merge Slow Kettle") == told(
        "choosing.open", name="Night Ferry"
    )
    assert says_to(village, GRETA, third, "!merge Paper Boats") == told(
        "merge.other-busy", name="Paper Boats"
    )
    assert says_to(village, ESI, boats, "!split") == told("choosing.open", name="Paper Boats")


def test_with_several_of_one_name_it_has_to_be_said_which() -> None:
    village, ferry, _ = two()
    begins(village, '"Paper Birds"', GRETA, ESI)

    assert says_to(village, BO, ferry, "!merge Paper").startswith(opening("merge.which"))


@pytest.mark.parametrize("state", [CrewState.FORMING, CrewState.CLOSING])
def test_a_crew_at_another_place_of_its_life_cannot_be_asked(state: CrewState) -> None:
    village, _, boats = two(state=CrewState.ACTIVE)
    third = begins(village, "Slow Kettle", GRETA, ESI)
    if state is not CrewState.FORMING:
        comes_to(village, third, state)

    said = says_to(village, DOV, boats, "!merge Slow Kettle")

    assert said == told("merge.other-state", name="Slow Kettle", state=told(f"state.{state.value}"))


def test_a_crew_at_another_place_of_its_life_cannot_ask() -> None:
    village, ferry, _ = two(state=CrewState.CLOSING)

    assert says_to(village, BO, ferry, "!merge Paper Boats").startswith(
        opening("move.impossible", word="merge", name="Night Ferry", state=told("state.closing"))
    )


def test_more_than_a_crew_has_cannot_become_one() -> None:
    village, ferry, _ = two()
    congregation = village.world.congregation
    assert congregation is not None
    numbers = evolve(village.world.numbers, crew_full=4)
    village.world = evolve(village.world, congregation=evolve(congregation, numbers=numbers))

    said = says_to(village, BO, ferry, "!merge Paper Boats")

    assert said == told("merge.too-many", name="Paper Boats", count=5, most=4)


def test_a_yes_in_words_is_an_answer_that_the_prompt_shows() -> None:
    village, ferry, boats = proposed()
    prompt = prompt_of(village, boats, Asking.MERGE_OFFER)

    answer = village.says(DOV, "yes", at=crew_room(boats.id), reply_to=prompt)

    assert answer == ""
    assert asked(village, boats, Asking.MERGE_OFFER).outcome == "yes"
    assert asked(village, ferry, Asking.MERGE).is_open
