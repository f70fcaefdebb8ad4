"""What a crew is named that is called again, and what its call says."""

import pytest

from microsol_matrix.scales.call import Answering, Kind
from microsol_matrix.scales.encryption import Encryption
from tests.core.archived import LETTERS, archived
from tests.core.lineage import begins
from tests.core.said import BO, CLEO, DOV
from tests.crash.phrases import opening


def test_a_crew_is_called_again_as_it_was_under_its_next_name() -> None:
    village, old = archived()

    said = village.tells(BO, "!call again Salt Notebook")

    call = village.call
    assert said.startswith(opening("call.done", name="Salt Notebook II"))
    assert (call.name, call.intention, call.caller) == ("Salt Notebook II", LETTERS, BO)
    assert (call.kind, call.seats_min, call.seats_max) == (Kind.WRITING, 3, 5)
    assert (call.weeks, call.rhythm, call.relaunches) == (6, "Wed 18:00", old.id)
    assert [answer.person for answer in call.answers] == [BO]


def test_the_call_says_what_it_grew_from() -> None:
    village, _ = archived()

    village.says(CLEO, "!call again Salt Notebook")
    village.settle()

    assert any(
        said.endswith("It grew from Salt Notebook.") for said in village.said_in(village.commons)
    )


@pytest.mark.parametrize(
    ("words", "name", "intention"),
    [
        ('Salt Notebook "Tide Book"', "Tide Book", LETTERS),
        ('"Salt Notebook" "Tide Book" Letters to the sea', "Tide Book", "Letters to the sea"),
        ("salt notebook Letters to the sea", "Salt Notebook II", "Letters to the sea"),
        ("salt", "Salt Notebook II", LETTERS),
        ("", "Salt Notebook II", LETTERS),
    ],
)
def test_another_name_or_intention_may_be_given(words: str, name: str, intention: str) -> None:
    village, old = archived()

    village.tells(BO, f"!call again {words}")

    call = village.call
    assert (call.name, call.intention, call.relaunches) == (name, intention, old.id)


@pytest.mark.parametrize("again", ["!convocar otra vez", "!appeler à nouveau", "!call Again"])
def test_it_can_be_said_in_every_language(again: str) -> None:
    village, old = archived()

    village.tells(BO, f"{again} Salt Notebook")

    assert village.call.relaunches == old.id


def test_options_are_those_of_a_call() -> None:
    village, _ = archived()

    village.tells(BO, "!call again Salt Notebook | kind=support seats=4-6 answers=private weeks=3")

    call = village.call
    assert (call.kind, call.seats_min, call.weeks) == (Kind.SUPPORT, 4, 3)
    assert call.answering is Answering.PRIVATE


def test_answers_are_as_private_as_they_were() -> None:
    village, _ = archived("Night Ferry kind=support")

    village.tells(BO, "!call again Night Ferry kind=practice")

    assert village.call.answering is Answering.PRIVATE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", Encryption.OFF),
        (" encrypted=yes", Encryption.UNREAD),
    ],
)
def test_the_new_room_is_encrypted_if_the_old_one_was(before: str, after: Encryption) -> None:
    village, _ = archived(f"Slow Kettle{before}")

    village.tells(BO, "!call again Slow Kettle")

    assert village.call.encryption is after


def test_whoever_calls_again_may_say_that_the_room_is_not_encrypted() -> None:
    village, _ = archived("Slow Kettle encrypted=yes")

    village.tells(BO, "!call again Slow Kettle encrypted=no")

    assert village.call.encryption is Encryption.OFF


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Salt Notebook", "Salt Notebook II"),
        ("Salt Notebook II", "Salt Notebook III"),
        ("Salt Notebook III", "Salt Notebook IV"),
        ("Salt Notebook VIII", "Salt Notebook IX"),
        ("Salt Notebook XIX", "Salt Notebook XX"),
        ("Salt Notebook XXXIX", "Salt Notebook XXXIX II"),
        ("Henry V", "Henry VI"),
        ("Vivid", "Vivid II"),
        ("X" * 60, "X" * 57 + " II"),
    ],
)
def test_names_count_on(before: str, after: str) -> None:
    village, _ = archived(f'"{before}"')

    village.tells(BO, "!call again")

    assert village.call.name == after


def test_a_name_that_another_crew_has_is_passed_over() -> None:
    village, _ = archived()
    begins(village, '"Salt Notebook II"', CLEO, DOV)

    village.tells(BO, "!call again Salt Notebook")

    assert village.call.name == "Salt Notebook III"
