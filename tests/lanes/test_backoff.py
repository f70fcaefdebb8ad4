"""How long the service waits before it tries again."""

from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from microsol_matrix.lanes.backoff import LONGEST, wait_before
from tests.core.said import HOUSE


def wait(attempt: int, name: str = "invite", asked: timedelta | None = None) -> timedelta:
    return wait_before(attempt, name=name, house=HOUSE, asked=asked)


@given(attempt=st.integers(min_value=1, max_value=10_000), name=st.text())
def test_a_wait_is_never_nothing_and_never_much_past_an_hour(attempt: int, name: str) -> None:
    assert timedelta(milliseconds=750) <= wait(attempt, name) <= LONGEST * 1.25


def test_waits_grow() -> None:
    waits = [wait(attempt) for attempt in (1, 4, 8, 12)]

    assert waits == sorted(waits)
    assert waits[0] < timedelta(seconds=2)
    assert waits[-1] > timedelta(minutes=30)


def test_many_that_failed_together_do_not_try_again_together() -> None:
    assert len({wait(5, f"invite/{number}") for number in range(20)}) > 10


def test_the_same_attempt_waits_the_same() -> None:
    assert wait(3) == wait(3)


@pytest.mark.parametrize(("asked", "is_kept"), [(5, True), (3600 * 5, True), (0, False)])
def test_what_the_homeserver_asks_for_is_never_cut_short(asked: int, *, is_kept: bool) -> None:
    span = timedelta(seconds=asked)

    assert (wait(1, asked=span) == span) is is_kept
    assert wait(1, asked=span) >= span
