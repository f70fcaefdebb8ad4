"""Dates as they are written for people, and moments as they are published."""

from datetime import UTC, date, datetime, timedelta, timezone

from microsol_matrix.times import long_date, to_ms


def test_a_date_is_written_so_that_nobody_can_misread_it() -> None:
    assert long_date(date(2026, 12, 7)) == "Monday 7 December 2026"
    assert long_date(datetime(2026, 12, 7, tzinfo=UTC)) == "Monday 7 December 2026"


def test_a_date_is_written_in_one_zone() -> None:
    late = datetime(2026, 12, 7, 23, 30, tzinfo=timezone(timedelta(hours=-2)))

    assert long_date(late) == "Tuesday 8 December 2026"


def test_what_is_published_counts_milliseconds() -> None:
    assert to_ms(datetime(2026, 12, 7, 0, 0, 0, 1500, tzinfo=UTC)) == 1796601600002
