"""Dates as people write them, in every language of ours; those that may mean two days are not guessed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from microsol_matrix.dates import Ambiguous, end_of, read_deadline
from microsol_matrix.zones import read_zone
from tests.core.said import NOW

FOURTH, FIRST_OF_APRIL = date(2027, 1, 4), date(2027, 4, 1)


def day(written: str, *, now: datetime = NOW) -> date | Ambiguous | None:
    """Read a day as on Monday 23 November 2026."""
    read = read_deadline(written, now=now)
    return read.date() if isinstance(read, datetime) else read


@pytest.mark.parametrize(
    ("written", "days"),
    [
        *((one, 10) for one in ("10d", "10 D", "in 10 days", "dentro de 10 días", "dans 10 jours")),
        *((one, 14) for one in ("2W", "2 weeks", "2 semanas", "in 2 semaines")),
        *((one, 3) for one in (" 3 d ", "3days", "3j", "٣ d")),
        *((one, 1) for one in ("1 day", "tomorrow", "mañana", "manana", "Demain")),
        *(
            (one, 0)
            for one in ("today", "hoy", "aujourd'hui", "aujourd\N{RIGHT SINGLE QUOTATION MARK}hui")
        ),
    ],
)
def test_a_span_ends_with_its_last_day(written: str, days: int) -> None:
    assert day(written) == NOW.date() + timedelta(days=days)


@pytest.mark.parametrize(
    "written",
    [
        *("2027-01-04", "2027/1/4", "2027.01.04"),
        *("4 January", "4 january 2027", "January 4", "Jan 4, 2027", "4th of January", "4th Jan."),
        *("Monday 4 January", "Mon, Jan 4", "on the 4th of January", "4jan"),
        *("4 de enero", "4 de enero de 2027", "el 4 de enero", "lunes 4 ene", "lunes, 4 de Enero"),
        *("4 janvier", "le 4 janvier 2027", "lundi 4 janv.", "d'ici le 4 janvier"),
    ],
)
def test_a_day_is_read_in_any_of_our_languages(written: str) -> None:
    assert day(written) == FOURTH


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1er décembre", date(2026, 12, 1)),
        ("1er decembre", date(2026, 12, 1)),
        ("4 mar", date(2027, 3, 4)),
        ("mar 4", date(2027, 3, 4)),
        ("mar 2 mar", date(2027, 3, 2)),
        ("5 miércoles", None),
        ("5 jui", None),
        ("5 juil.", date(2027, 7, 5)),
        ("3 août", date(2027, 8, 3)),
        ("25/12", date(2026, 12, 25)),
        ("12/25", date(2026, 12, 25)),
        ("25.12.", date(2026, 12, 25)),
        ("25-12-26", date(2026, 12, 25)),
        ("25/12/2026", date(2026, 12, 25)),
        ("12/12", date(2026, 12, 12)),
        ("13/13", None),
        ("0/5", None),
        ("29 February", date(2028, 2, 29)),
        ("30 February", None),
        ("2026-02-30", None),
        ("2026-13-01", None),
        ("4 January 27", None),
        ("January", None),
        ("January 2027", None),
        ("4", None),
        ("soon", None),
        ("99999999 days", None),
        ("9999-12-31", date(9999, 12, 31)),
        ("", None),
    ],
)
def test_what_is_no_day_is_not_made_one(written: str, read: date | None) -> None:
    assert day(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Friday", date(2026, 11, 27)),
        ("fri", date(2026, 11, 27)),
        ("viernes", date(2026, 11, 27)),
        ("vendredi", date(2026, 11, 27)),
        ("mar", date(2026, 11, 24)),
        ("this Friday", date(2026, 11, 27)),
        ("this Monday", date(2026, 11, 23)),
        ("este viernes", date(2026, 11, 27)),
        ("el viernes", date(2026, 11, 27)),
    ],
)
def test_a_weekday_is_the_coming_one(written: str, read: date) -> None:
    assert day(written) == read


@pytest.mark.parametrize(
    ("written", "one", "other"),
    [
        ("4/1", FOURTH, FIRST_OF_APRIL),
        ("1/4", FOURTH, FIRST_OF_APRIL),
        ("4.1.", FOURTH, FIRST_OF_APRIL),
        ("04/01/2027", FOURTH, FIRST_OF_APRIL),
        ("04-01-27", FOURTH, FIRST_OF_APRIL),
        ("Monday", date(2026, 11, 23), date(2026, 11, 30)),
        ("next Friday", date(2026, 11, 27), date(2026, 12, 4)),
        ("próximo viernes", date(2026, 11, 27), date(2026, 12, 4)),
        ("vendredi prochain", date(2026, 11, 27), date(2026, 12, 4)),
        ("next Monday", date(2026, 11, 30), date(2026, 12, 7)),
        ("Monday 5 January", FOURTH, date(2027, 1, 5)),
    ],
)
def test_what_may_mean_two_days_is_both(written: str, one: date, other: date) -> None:
    assert day(written) == Ambiguous(one, other)


def test_a_day_without_a_year_is_the_next_one_to_come() -> None:
    assert day("23 November") == NOW.date()
    assert day("22 November") == date(2027, 11, 22)


@pytest.mark.parametrize(
    ("zone", "end"),
    [
        ("UTC", datetime(2026, 12, 7, 23, 59, 59, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 12, 7, 10, 59, 59, tzinfo=UTC)),
        ("America/Lima", datetime(2026, 12, 8, 4, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_day_ends_where_its_people_are(zone: str, end: datetime) -> None:
    there = NOW.astimezone(ZoneInfo(zone))

    assert read_deadline("7 December", now=there) == end
    assert end_of(there + timedelta(days=14)) == end


def test_tomorrow_comes_earlier_in_the_east() -> None:
    late = datetime(2026, 11, 23, 20, tzinfo=UTC)

    assert read_deadline("today", now=late.astimezone(ZoneInfo("Pacific/Auckland"))) == datetime(
        2026, 11, 24, 10, 59, 59, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("Pacific/Auckland", "Pacific/Auckland"),
        ("pacific/auckland", "Pacific/Auckland"),
        ("Auckland", "Pacific/Auckland"),
        ("mexico city", "America/Mexico_City"),
        ("UTC", "UTC"),
        ("utc", "UTC"),
        ("Middle Earth", None),
        ("../../etc/passwd", None),
        ("America", None),
        ("", None),
    ],
)
def test_a_time_zone_is_named_by_its_region_or_its_city(written: str, zone: str | None) -> None:
    assert read_zone(written) == zone
