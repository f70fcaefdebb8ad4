"""A crew looks back: it is asked in time, answers in many ways, and nothing ends by one slip."""

from datetime import timedelta

import pytest

from microsol_matrix.decide import next_due
from microsol_matrix.decide.cycles import review_asked_at
from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.scales.question import Asking
from tests.core.kettle import (
    AGREE,
    KETTLE,
    active,
    asked,
    forming,
    here,
    prompt,
    question,
    reacts,
    says,
)
from tests.core.life import Village
from tests.core.reviews import ASK, HOUR
from tests.core.said import AMARA, BO, CLEO, DAY, DOV
from tests.core.told import told

FINISHED = (
    "Cleo recorded: finish. Until Monday 11 January 2027 anybody can stop this with !stop-closing. "
    "If you like, leave something for the congregation: !harvest ..."
)


def test_a_crew_is_asked_a_week_before_its_cycle_ends_in_the_morning() -> None:
    village = active()

    ends_at = village.crew.cycle_ends_at
    assert ends_at is not None
    due = review_asked_at(village.world, village.crew, ends_at=ends_at)
    village.pass_time(35 * DAY - HOUR)
    early = village.crew.review
    village.pass_time(HOUR)

    assert str(due) == "2026-12-28 09:00:00+00:00"
    assert early is None
    assert here(village)[-1].startswith(ASK)


def test_the_first_review_asks_whether_it_still_feels_like_the_callers_crew() -> None:
    assert here(asked())[-1] == f"{ASK}\n{told('review.caller', caller='Amara')}"


def test_later_reviews_do_not_ask_that_again() -> None:
    village = asked()
    reacts(village, BO, "keep")

    village.pass_time(42 * DAY)

    assert here(village)[-1] == ASK.replace("4 January", "15 February")


def test_one_reaction_is_recorded_at_once() -> None:
    village = asked()

    reacts(village, CLEO, "finish")

    assert FINISHED in here(village)
    assert village.crew.state is CrewState.CLOSING
    assert question(village).outcome == "finish"


@pytest.mark.parametrize("words", ["finish", "6", "Terminar.", "finir", "6️⃣"])
def test_a_reply_in_words_of_any_language_is_an_answer(words: str) -> None:
    village = asked()

    village.says(CLEO, words, at=crew_room(village.crew.id), reply_to=prompt(village))

    assert FINISHED in here(village)


@pytest.mark.parametrize("words", ["finish", "!answer finish"])
def test_an_answer_in_the_room_is_not_noted_besides_what_came_of_it(words: str) -> None:
    village = asked()

    village.says(CLEO, words, at=crew_room(village.crew.id), reply_to=prompt(village))
    village.says(BO, words, at=crew_room(village.crew.id), reply_to=prompt(village))

    noted = told("answer.noted", choice="finish")
    assert [one for one in here(village) if one in (noted, FINISHED)] == [FINISHED, noted]


def test_words_that_may_be_an_answer_are_told_once_what_the_answers_are() -> None:
    village = asked()
    at, reply_to = crew_room(village.crew.id), prompt(village)

    which = village.says(CLEO, "let us take a break", at=at, reply_to=reply_to)
    again = village.says(CLEO, "what do you all think?", at=at, reply_to=reply_to)

    answers = "keep, change, rest, split, merge, finish"
    assert (which, again) == (told("answer.which", choices=answers), "")


@pytest.mark.parametrize("words", ["!answer finish", "!review finish", "!answer 6", "!finish"])
def test_an_answer_by_direct_message_is_told_in_the_room(words: str) -> None:
    village = asked()

    answer = village.tells(CLEO, words)

    assert answer == told("answer.noted", choice="finish")
    assert FINISHED in here(village)


def test_keeping_going_begins_the_next_cycle_and_asks_who_is_next_to_host() -> None:
    village = asked()

    reacts(village, CLEO, "keep")

    crew = village.crew
    assert (crew.state, crew.cycle) == (CrewState.ACTIVE, 2)
    assert str(crew.cycle_ends_at) == "2027-02-15 23:59:59+00:00"
    said = told(
        "outcome.keep",
        person="Cleo",
        cycle=2,
        name=KETTLE,
        end="Monday 15 February 2027",
        undo="Wednesday 30 December 2026",
    )
    assert f"{said}\n{told('crew-host.turn', host='Amara', next='Bo')}" in here(village)


def test_changing_something_begins_the_next_cycle_and_asks_to_agree_anew() -> None:
    village = asked()

    reacts(village, CLEO, "change")
    answer = says(village, BO, "!agree Sunday, review 1 February")

    assert village.crew.cycle == 2
    assert any("when you agree, tell me: !agree" in one for one in here(village))
    assert answer == told(
        "agree.anew",
        rhythm="Sunday",
        end="Monday 1 February 2027",
        asked="Monday 25 January 2027",
        host="Amara",
    )


def test_resting_ends_the_review_and_nobody_is_asked_for_a_season() -> None:
    village = asked()

    reacts(village, CLEO, "rest")
    before = len(here(village))
    village.pass_time(80 * DAY)

    assert village.crew.state is CrewState.RESTING
    assert len(here(village)) == before


def test_a_merge_is_said_to_begin_by_its_command() -> None:
    village = asked()

    reacts(village, CLEO, "merge")

    assert told("outcome.merge", person="Cleo") in here(village)
    assert village.crew.state is CrewState.ACTIVE


def test_a_crew_too_small_to_split_is_told_so() -> None:
    village = asked()

    reacts(village, CLEO, "split")

    why = told("split.too-few", name=KETTLE, count=3, least=3, both=6)
    assert f"{told('outcome.split', person='Cleo')}\n{why}" in here(village)


def test_a_split_begins_at_once_and_a_different_answer_ends_it() -> None:
    village = asked()
    village.tells(AMARA, "!settings crew-min=2")
    village.joins(DOV, at=crew_room(village.crew.id))  # let in by the host
    village.settle()

    reacts(village, CLEO, "split")
    choosing = [one.asking for one in village.crew.open_questions]
    village.tells(BO, "!review keep")

    assert choosing == [Asking.SPLIT]
    assert [one.asking for one in village.crew.open_questions] == [Asking.REVIEW]


@pytest.mark.parametrize("choice", ["split", "merge"])
def test_a_crew_that_is_to_split_or_merge_has_time_for_it_and_is_asked_again(choice: str) -> None:
    village = asked()
    reacts(village, CLEO, choice)

    village.pass_time(13 * DAY)
    meanwhile = village.crew.review
    village.pass_time(2 * DAY)

    assert meanwhile is None
    assert village.crew.review is not None


def test_the_prompt_shows_what_came_of_it() -> None:
    village = asked()

    reacts(village, CLEO, "keep")

    shown = [one for one in here(village) if one.startswith(ASK)]
    assert shown[-1].endswith(told("review.recorded", choice="keep"))


# -------------------------------------------------------------------------------------- silence


def test_silence_is_reminded_of_once_and_rests_a_crew_but_never_ends_one() -> None:
    village = asked()

    village.pass_time(7 * DAY + 14 * HOUR)
    reminded = here(village)[-1]
    village.pass_time(7 * DAY)
    said = len(here(village))
    village.pass_time(8 * DAY)

    assert reminded == told("review.reminded", name=KETTLE, until="Monday 18 January 2027")
    assert village.crew.state is CrewState.RESTING
    assert told("silent", name=KETTLE) in here(village)[said:]


def test_what_is_disputed_to_the_end_rests_the_crew_too() -> None:
    village = asked()
    reacts(village, CLEO, "finish")
    reacts(village, BO, "keep")

    village.pass_time(30 * DAY)

    assert village.crew.state is CrewState.RESTING


def test_no_time_comes_due_twice() -> None:
    village = forming()

    for _ in range(400):
        due = next_due(village.world)
        if due is None:
            break
        village.now = max(village.now, due)
        village.pass_time(timedelta())
        village.settle()
        after = next_due(village.world)
        assert after is None or after > village.now


def test_the_host_goes_round_in_the_order_of_seats() -> None:
    village = asked()
    says(village, BO, "!host Cleo")

    reacts(village, BO, "keep")

    assert any(
        one.endswith(told("crew-host.turn", host="Cleo", next="Amara")) for one in here(village)
    )


def of_a_kettle_without_keys() -> Village:
    village = forming("seats=3 weeks=6 encrypted=yes bot-reads=no")
    village.tells(BO, AGREE)
    village.settle()
    village.letters.clear()
    return village


def test_where_we_cannot_write_a_review_goes_by_letter_and_is_answered_by_direct_message() -> None:
    village = of_a_kettle_without_keys()

    village.pass_time(35 * DAY + HOUR)
    letters = {person: village.letters_to(person)[-1] for person in (AMARA, BO, CLEO)}
    village.tells(CLEO, "!answer finish")

    assert all(ASK in letter and "!answer keep" in letter for letter in letters.values())
    assert village.crew.state is CrewState.CLOSING
    assert FINISHED in village.letters_to(AMARA)[-1]
