"""Dates and spans as people read and write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from microsol_matrix.times import long_date, read_deadline, to_ms
from tests.core.said import NOW


@pytest.mark.parametrize(
    ("written", "deadline"),
    [
        ("10d", NOW + timedelta(days=10)),
        ("2W", NOW + timedelta(weeks=2)),
        (" 3 d ", NOW + timedelta(days=3)),
        ("2026-12-07", datetime(2026, 12, 7, 23, 59, 59, tzinfo=UTC)),
        ("9999-12-31", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("4/1", None),
        ("2026-02-30", None),
        ("2026-13-01", None),
        ("soon", None),
        ("10", None),
        ("٣d", None),
        ("", None),
    ],
)
def test_a_deadline_is_a_span_or_the_end_of_a_day(written: str, deadline: datetime | None) -> None:
    assert read_deadline(written, now=NOW) == deadline


def test_a_date_is_written_so_that_nobody_can_misread_it() -> None:
    assert long_date(datetime(2026, 12, 7, tzinfo=UTC)) == "Monday 7 December 2026"


def test_a_date_is_written_in_one_zone() -> None:
    late = datetime(2026, 12, 7, 23, 30, tzinfo=timezone(timedelta(hours=-2)))

    assert long_date(late) == "Tuesday 8 December 2026"


def test_what_is_published_counts_milliseconds() -> None:
    assert to_ms(datetime(2026, 12, 7, 0, 0, 0, 1500, tzinfo=UTC)) == 1796601600002
