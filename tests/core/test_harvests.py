"""What a crew leaves for the congregation."""

import pytest

from microsol_matrix.places import COMMONS
from microsol_matrix.scales.crew import CrewState
from tests.core.kettle import (
    KETTLE,
    active,
    closing,
    says,
)
from tests.core.life import Village
from tests.core.said import BO, CLEO, DAY
from tests.core.told import told

HARVEST = "We learned to wait for the kettle."


def in_commons(village: Village) -> list[str]:
    village.settle()
    return village.said_in(village.key_id(COMMONS))


# -------------------------------------------------------------------------------------- harvest


def test_a_harvest_is_told_to_the_crew_and_read_in_commons_without_a_name_once_it_is_archived() -> (
    None
):
    village = closing()

    answer = says(village, CLEO, f"!harvest {HARVEST}")
    before = in_commons(village)
    village.pass_time(15 * DAY)
    said = in_commons(village)[len(before) :]

    assert answer == told("harvest.kept", person="Cleo", words=HARVEST, name=KETTLE)
    assert told("harvest.published", name=KETTLE, words=HARVEST) in said
    assert not any("Cleo" in one for one in said)


def test_a_harvest_of_a_hidden_crew_stays_with_it() -> None:
    village = active()
    says(village, BO, "!hide")
    village.settle()

    answer = says(village, CLEO, f"!harvest {HARVEST}")
    says(village, CLEO, "!finish")
    village.pass_time(15 * DAY)

    assert answer == told("harvest.hidden", person="Cleo", words=HARVEST, name=KETTLE)
    assert not any(HARVEST in one for one in in_commons(village))


def test_what_was_left_while_a_crew_was_hidden_stays_with_it_whoever_sees_it_later() -> None:
    village = closing()
    says(village, CLEO, "!hide")
    village.settle()
    says(village, CLEO, f"!harvest {HARVEST}")
    says(village, BO, "!visibility congregation")
    village.pass_time(4 * DAY)
    assert not village.crew.is_hidden

    village.pass_time(11 * DAY)

    assert village.crew.state is CrewState.ARCHIVED
    assert not any(HARVEST in said for said in in_commons(village))


def test_after_the_end_a_harvest_goes_to_commons_at_once_and_none_goes_twice() -> None:
    village = closing()
    says(village, CLEO, f"!harvest {HARVEST}")
    village.pass_time(15 * DAY)
    village.settle()

    answer = village.tells(BO, "!harvest And to pour slowly.")

    said = in_commons(village)
    assert answer == told("harvest.given", name=KETTLE, words="And to pour slowly.")
    assert said.count(told("harvest.published", name=KETTLE, words=HARVEST)) == 1
    assert said.count(told("harvest.published", name=KETTLE, words="And to pour slowly.")) == 1


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("!harvest", told("harvest.needs")),
        (
            "!harvest " + "word " * 401,
            told("harvest.too-long", length=2004, what="harvest", limit=2000),
        ),
    ],
)
def test_a_harvest_has_words_and_not_too_many(words: str, answer: str) -> None:
    assert says(closing(), CLEO, words) == answer
