"""A crew rests, wakes, closes, leaves something behind, and is archived when its time or its last one is gone."""

from datetime import timedelta

import pytest

from microsol_matrix.dates import end_of
from microsol_matrix.decide import next_due
from microsol_matrix.decide.cycles import MORNING
from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import CrewState
from tests.core.kettle import (
    KETTLE,
    KEYS,
    active,
    as_was,
    asked,
    closing,
    forming,
    here,
    prompt,
    reacts,
    says,
)
from tests.core.lineage import begins
from tests.core.said import AMARA, BO, CLEO, DAY, DOV, reaction
from tests.core.told import told


@pytest.mark.parametrize("words", ["!rest", "!descansar", "!reposer"])
def test_anybody_of_it_lets_a_crew_rest(words: str) -> None:
    village = active()

    answer = says(village, CLEO, words)

    assert village.crew.state is CrewState.RESTING
    assert answer == told(
        "outcome.rest", person="Cleo", name=KETTLE, undo="Wednesday 25 November 2026"
    )


def test_while_it_is_asked_how_to_go_on_resting_is_an_answer_like_any_other() -> None:
    village = asked()
    reacts(village, BO, "keep")

    village.tells(CLEO, "!answer rest")

    assert village.crew.cycle == 1
    assert told("review.disputed", answers="keep, rest") in here(village)
    says(village, CLEO, "!finish")
    assert village.crew.state is CrewState.ACTIVE


def test_a_resting_crew_is_asked_again_each_season_and_nothing_follows_from_silence() -> None:
    village = active()
    says(village, CLEO, "!rest")
    question = told("resting.asked", name=KETTLE, since="Monday 23 November 2026")

    for season in (1, 2, 3):
        village.pass_time(85 * DAY)
        assert here(village).count(question) == season
    assert village.crew.state is CrewState.RESTING


def test_a_woken_crew_goes_on_with_its_next_cycle() -> None:
    village = active()
    says(village, CLEO, "!rest")
    village.now += 30 * DAY

    answer = says(village, BO, "!wake")

    assert village.crew.state is CrewState.ACTIVE
    assert answer == told(
        "outcome.wake",
        person="Bo",
        name=KETTLE,
        cycle=2,
        end="Wednesday 3 February 2027",
        asked="Wednesday 27 January 2027",
    )


def test_a_crew_that_never_agreed_wakes_into_its_first_cycle() -> None:
    village = forming()
    village.pass_time(15 * DAY)
    village.pass_time(15 * DAY)

    says(village, BO, "!wake")

    assert (village.crew.state, village.crew.cycle) == (CrewState.ACTIVE, 1)


def test_a_forming_crew_may_finish_and_go_on_after_all() -> None:
    village = forming()

    says(village, BO, "!finish")
    answer = says(village, CLEO, "!stop-closing")

    assert village.crew.state is CrewState.ACTIVE
    assert "Monday 4 January 2027" in answer


def test_stopping_a_closing_keeps_the_cycle_as_it_was() -> None:
    village = active()
    before = as_was(village.crew)
    says(village, CLEO, "!finish")
    village.now += 10 * DAY

    answer = says(village, BO, "!stop-closing")

    assert as_was(village.crew) == before
    assert answer == told(
        "outcome.stop-closing",
        person="Bo",
        name=KETTLE,
        cycle=1,
        end="Monday 4 January 2027",
        asked="Monday 28 December 2026",
    )


def test_a_closing_stopped_after_the_cycle_has_ended_gives_it_as_long_again() -> None:
    village = asked()
    reacts(village, CLEO, "finish")
    village.now += 10 * DAY

    says(village, BO, "!stop-closing")

    assert str(village.crew.cycle_ends_at)[:10] == "2027-02-18"


def test_a_closing_that_nobody_stops_archives_the_crew_at_the_end_of_its_day() -> None:
    village = closing()

    due = next_due(village.world)
    village.pass_time(15 * DAY)

    assert str(due) == "2026-12-07 23:59:59+00:00"
    assert village.crew.state is CrewState.ARCHIVED


def test_what_cannot_be_is_refused_with_what_can() -> None:
    village = active()

    assert says(village, BO, "!wake") == told(
        "move.impossible", word="wake", name=KETTLE, state="active", next=told("next.active")
    )
    assert says(village, BO, "!stop-closing").startswith("!stop-closing is not possible now")


# ------------------------------------------------------------------------------------ the last one


def test_the_last_to_leave_archives_the_crew() -> None:
    village = active()
    room = crew_room(village.crew.id)
    village.pass_time(15 * DAY)  # its call is over

    for person in (AMARA, BO):
        village.leaves(person, at=room)
    alone = village.crew.state
    village.leaves(CLEO, at=room)

    assert alone is CrewState.ACTIVE
    assert village.crew.state is CrewState.ARCHIVED


def test_while_its_call_is_open_an_empty_crew_waits_for_who_may_still_come() -> None:
    village = active()
    room = crew_room(village.crew.id)

    for person in (AMARA, BO, CLEO):
        village.leaves(person, at=room)
    waiting = village.crew.state
    village.pass_time(15 * DAY)

    assert waiting is CrewState.ACTIVE
    assert village.crew.state is CrewState.ARCHIVED


def test_a_crew_that_waits_for_somebody_invited_is_archived_once_they_have_not_come() -> None:
    village = forming("seats=3-4")
    room = crew_room(village.crew.id)
    village.pass_time(13 * DAY)
    village.tells(DOV, "yes")
    village.settle()
    village.pass_time(2 * DAY)  # the call is over, the invitation is not

    for person in (AMARA, BO, CLEO):
        village.leaves(person, at=room)
    waiting = village.crew.state
    village.pass_time(6 * DAY)

    assert waiting is CrewState.FORMING
    assert village.crew.state is CrewState.ARCHIVED


def test_a_crew_that_is_opened_again_after_its_cycle_gets_a_whole_one_that_ends_with_a_day() -> (
    None
):
    village = closing()
    village.pass_time(60 * DAY)
    village.settle()

    village.tells(BO, "!unarchive")

    now = village.now.astimezone(village.world.zone)
    assert village.crew.cycle_ends_at == end_of(now + timedelta(weeks=village.crew.weeks))


def test_who_asks_about_their_crew_without_its_name_asks_about_the_one_that_goes_on() -> None:
    village = closing()
    village.pass_time(15 * DAY)
    village.settle()
    boats = begins(village, '"Paper Boats" seats=2-4', BO)

    assert village.tells(BO, "!agreements").startswith(boats.name)
    # What is done to one of several needs its name.
    assert village.tells(BO, "!hide").startswith("Which crew")


def test_once_a_crew_looks_back_anew_the_answer_of_before_is_no_longer_argued_about() -> None:
    village = asked()
    reacts(village, BO, "keep")
    village.settle()
    before = prompt(village)
    village.pass_time(timedelta(minutes=5))
    says(village, CLEO, "!review")
    village.settle()

    village.happen(reaction(AMARA, before, at=village.crew_room, key=KEYS["finish"]))

    newer = f"https://matrix.to/#/{village.crew_room}/{prompt(village)}?via=here.example"
    link = told("question.newer.link", link=newer)
    assert village.letters_to(AMARA)[-1] == f"{told('question.newer', name=KETTLE)}\n{link}"
    assert village.crew.cycle == 2
    assert len(village.crew.open_questions) == 1


@pytest.mark.parametrize("where", ["forming", "resting", "looking back"])
def test_who_is_asked_or_reminded_is_so_in_the_morning_and_not_as_a_day_ends(where: str) -> None:
    village = forming() if where == "forming" else active() if where == "resting" else asked()
    if where == "resting":
        says(village, CLEO, "!rest")
    village.settle()
    said = len(here(village))

    for _ in range(3):  # a call's end may come before
        due = next_due(village.world)
        assert due is not None
        village.pass_time(due - village.now)
        if len(here(village)) > said:
            break

    assert len(here(village)) == said + 1
    assert village.now.astimezone(village.world.zone).time() == MORNING
    village.pass_time(timedelta())
    assert len(here(village)) == said + 1


def test_nobody_is_called_into_a_crew_that_closes_and_its_last_one_archives_it() -> None:
    village = active()
    village.leaves(CLEO, at=crew_room(village.crew.id))
    says(village, BO, "!finish")
    village.settle()

    assert village.tells(DOV, "!calls") == told("calls.none", congregation="Harbourlight")
    village.tells(DOV, f"yes {KETTLE}")
    assert DOV not in village.crew.holders
    for person in (AMARA, BO):
        village.leaves(person, at=crew_room(village.crew.id))
    assert village.crew.state is CrewState.ARCHIVED
