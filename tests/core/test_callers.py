"""What only a caller does, as it is decided."""

import pytest

from microsol_matrix.places import SPACE
from tests.core.life import called, harbourlight
from tests.core.said import AMARA, BO, CLEO
from tests.core.told import told


def test_only_its_caller_starts_or_withdraws_a_call() -> None:
    village = called("!call Slow Kettle start=when-i-say seats=2")

    assert village.tells(BO, "!start Slow Kettle") == told(
        "start.caller-only", caller="Amara", name="Slow Kettle"
    )
    assert village.tells(BO, "!withdraw slow") == told(
        "withdraw.caller-only", caller="Amara", name="Slow Kettle"
    )


@pytest.mark.parametrize("word", ["!start", "!withdraw"])
def test_without_an_own_call_there_is_nothing_to_do(word: str) -> None:
    village = called("!call Slow Kettle")

    assert village.tells(BO, word) == told("own.none", congregation="Harbourlight")
    assert "I know no open call named Fast" in village.tells(BO, f"{word} Fast")


@pytest.mark.parametrize("word", ["!start", "!withdraw"])
def test_among_several_own_calls_the_name_decides(word: str) -> None:
    village = called("!call Slow Kettle start=when-i-say")
    village.tells(AMARA, "!call Slow Boats start=when-i-say")
    village.settle()

    assert village.tells(AMARA, word) == told("own.which", calls="- Slow Kettle\n- Slow Boats")


def test_ones_own_call_is_meant_before_somebody_elses() -> None:
    village = called("!call Slow Kettle")
    village.tells(BO, "!call Slow Boats")
    village.settle()

    assert village.tells(BO, "!withdraw slow") == told("withdraw.done", name="Slow Boats")


def test_what_has_begun_is_neither_started_nor_withdrawn() -> None:
    village = called("!call Slow Kettle seats=2")
    village.tells(BO, "yes")

    assert village.tells(AMARA, "!start") == told("start.begun", name="Slow Kettle")
    assert village.tells(AMARA, "!withdraw") == told("withdraw.begun", name="Slow Kettle")


def test_how_many_have_answered_is_not_said_in_commons() -> None:
    village = called("!call Slow Kettle start=when-i-say seats=3")
    village.tells(BO, "yes")

    assert village.says(AMARA, "!start") == ""
    assert village.letters_to(AMARA)[-1] == told(
        "start.too-few", name="Slow Kettle", count=2, least=3
    )


def test_more_answers_than_seats_before_a_start_make_a_waiting_list() -> None:
    village = called("!call Slow Kettle start=when-i-say seats=2-2")
    for person in (BO, CLEO):
        village.tells(person, "yes")
    village.tells(AMARA, "!start")

    assert village.crew.holders == (AMARA, BO)
    assert village.tells(CLEO, "yes") == told("yes.again", name="Slow Kettle")
    village.tells(BO, "no")
    assert village.crew.holders == (AMARA, CLEO)


def test_a_call_withdrawn_before_its_prompt_stood_is_not_published() -> None:
    village = harbourlight(BO)
    village.tells(AMARA, "!call Slow Kettle")
    village.tells(AMARA, "!withdraw")
    village.settle()

    assert village.said_in(village.commons)[-1] == told("call.over.withdrawn", name="Slow Kettle")
    assert ("org.microsol.call", village.call.id) not in village.world.rooms[SPACE].state
