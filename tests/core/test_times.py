"""Moments as they are published, and as they are said."""

from datetime import UTC, date, datetime, timedelta, timezone

from microsol_matrix.times import to_ms
from microsol_matrix.words import say


def test_a_moment_is_said_as_its_day_in_one_zone() -> None:
    late = datetime(2026, 12, 7, 23, 30, tzinfo=timezone(timedelta(hours=-2)))

    assert say("call.begun.full", name="Slow", until=late) == say(
        "call.begun.full", name="Slow", until=date(2026, 12, 8)
    )


def test_what_is_published_counts_milliseconds() -> None:
    assert to_ms(datetime(2026, 12, 7, 0, 0, 0, 1500, tzinfo=UTC)) == 1796601600002
