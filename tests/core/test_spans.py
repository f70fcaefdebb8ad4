"""Spans of time as people write them."""

from datetime import timedelta

import pytest

from microsol_matrix.spans import parts_of, read_span, written_span

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("36h", 36 * HOUR),
        ("10d", 10 * DAY),
        ("6w", 6 * WEEK),
        ("6 W", 6 * WEEK),
        (" 3 days", 3 * DAY),
        ("3 días", 3 * DAY),
        ("2 semanas", 2 * WEEK),
        ("12 heures", 12 * HOUR),
        ("5j", 5 * DAY),
    ],
)
def test_a_span_is_read_as_people_write_it(written: str, span: timedelta) -> None:
    assert read_span(written) == span


@pytest.mark.parametrize("written", ["", "10", "d", "10m", "1.5d", "-3d", "10d 2h", "99999d", "٣d"])
def test_what_is_no_span_is_none(written: str) -> None:
    assert read_span(written) is None


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (DAY, "24h"),
        (2 * DAY, "48h"),
        (3 * DAY, "72h"),
        (4 * DAY, "4d"),
        (7 * DAY, "7d"),
        (14 * DAY, "14d"),
        (4 * WEEK, "4w"),
        (30 * DAY, "30d"),
        (26 * WEEK, "26w"),
        (100 * HOUR, "100h"),
    ],
)
def test_a_span_is_written_in_the_unit_in_which_people_count_it(
    span: timedelta, written: str
) -> None:
    assert written_span(span) == written
    assert read_span(written) == span
    number, unit = parts_of(span)
    assert number * unit == span
