"""Quotas: how much one person may ask for, what they are told, and when it is possible again."""

from datetime import timedelta

import pytest
from attrs import evolve as changed

from microsol_matrix.quotas import Quotas
from tests.core.life import Village, harbourlight
from tests.core.said import AMARA, BO, DAY, HOUSE

HOUR = timedelta(hours=1)


def village(**quotas: int) -> Village:
    there = harbourlight(BO)
    there.now += 2 * DAY  # what was asked for to make the village is long ago
    there.house = changed(HOUSE, quotas=Quotas(**quotas))
    return there


def test_calls_of_a_day_are_counted_and_told_when_the_next_may_be() -> None:
    there = village(calls_a_day=2)
    there.tells(AMARA, "!call One")
    there.now += HOUR
    there.tells(AMARA, "!call Two")
    there.now += HOUR

    refusal = there.tells(AMARA, "!call Three")

    assert refusal == (
        "You have called 2 times in Harbourlight within a day, which is the most. "
        "You can again from Thursday 26 November 2026, 09:00 UTC on."
    )
    assert len(there.world.calls) == 2
    assert there.tells(BO, "!call Three").startswith("Your call for Three")


def test_a_day_later_one_more_call_may_be_made_even_if_others_were_taken_back() -> None:
    there = village(calls_a_day=1)
    there.tells(AMARA, "!call One")
    there.tells(AMARA, "!withdraw One")
    assert "You can again from" in there.tells(AMARA, "!call Two")

    there.now += DAY

    assert there.tells(AMARA, "!call Two").startswith("Your call for Two")


def test_open_calls_are_counted_until_they_end() -> None:
    there = village(open_calls=1)
    there.tells(AMARA, "!call One")
    assert "1 is the most" in there.tells(AMARA, "!call Two")

    there.tells(AMARA, "!withdraw One")

    assert there.tells(AMARA, "!call Two").startswith("Your call for Two")


def test_invitations_of_a_day_are_counted_by_host() -> None:
    there = village(invitations_a_day=2)
    there.tells(AMARA, "!invite @dov:here.example")
    there.tells(AMARA, "!invite @esi:here.example")

    refusal = there.tells(AMARA, "!invite @kit:here.example")

    assert refusal.startswith("You have asked me to invite 2 people to Harbourlight within a day")
    there.now += DAY
    assert there.tells(AMARA, "!invite @kit:here.example").startswith("I am inviting")


@pytest.mark.parametrize(
    ("quota", "words", "told"),
    [
        ("calls_a_day", "!call One", "Nobody can make a call in Harbourlight just now"),
        ("open_calls", "!call One", "Nobody can make a call in Harbourlight just now"),
        ("invitations_a_day", "!invite @dov:here.example", "I invite nobody to Harbourlight"),
    ],
)
def test_none_at_all_is_said_so(quota: str, words: str, told: str) -> None:
    assert village(**{quota: 0}).tells(AMARA, words).startswith(told)
