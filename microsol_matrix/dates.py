"""Dates as people write them, in any of our languages, whichever they are talking in.

Owns the reading of spans (`10d`), dates (`2026-12-07`, `4 January`, `le 4 janvier 2027`, `25/12`) and
weekdays (`Friday`), and the telling of those that may mean two days. Refuses to guess between them,
and to know what day it is: the present comes in as an argument, in the time zone whose days are
meant.

Names of months and weekdays are those of CLDR (unicode.org/reports/tr35), as Babel gives them.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from attrs import frozen
from babel import Locale

from microsol_matrix.spans import DAYS, WEEKS

LANGUAGES: Final = ("en", "es", "fr")
"""Whose names of months and weekdays are read."""

_LAST: Final = time(23, 59, 59)
"""A call that is open until a day is open all that day."""
_SHORTEST: Final = 3
"""Letters of a name that are enough, as long as no other begins so; two are too few in every language of ours."""
_WEEK: Final = timedelta(weeks=1)
_MONTHS_IN_A_YEAR: Final = 12
_LONGEST_YEAR: Final = 8
"""Years within which every day of the year comes once, the 29th of February too."""

_TODAY: Final = frozenset({"today", "hoy", "aujourd'hui"})
_TOMORROW: Final = frozenset({"tomorrow", "manana", "demain"})
_THIS: Final = frozenset({"this", "este", "ce"})
_NEXT: Final = frozenset({"next", "proximo", "prochain"})
_EMPTY: Final = frozenset(
    {"on", "the", "of", "in", "until", "by"}
    | {"el", "de", "del", "en", "dentro", "hasta"}
    | {"le", "au", "dans", "jusqu'au", "d'ici"}
)
"""Words that stand around a date and change nothing."""

_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_FIGURES: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}|\d{2}))?[.]?", re.ASCII)
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|re|ro|o|a)\b", re.ASCII)
_YEAR: Final = re.compile(r"\d{4}", re.ASCII)
_BORDER: Final = re.compile(r"(?<=\d)(?=[a-z])")


@frozen
class Ambiguous:
    """It may mean either of two days, the earlier one first."""

    one: date
    other: date


def read_deadline(written: str, *, now: datetime) -> datetime | Ambiguous | None:
    """Read a day, of which the end is meant.

    Args:
        written: What a person wrote: a span, a date, a weekday. A day without a year is the next one
            to come.
        now: The present, in the time zone whose days are meant.

    Returns:
        The last second of that day (UTC), past or to come; None if it is no date.
    """
    try:
        day = _read(written, now.date())
        return end_of(datetime.combine(day, time(12), now.tzinfo)) if isinstance(day, date) else day
    except (ValueError, OverflowError):  # a 30th of February, or days past the end of the calendar
        return None


def end_of(moment: datetime) -> datetime:
    """Give the last second of a moment's day in its own time zone (UTC).

    Raises:
        OverflowError: It is past the end of the calendar.
    """
    return datetime.combine(moment.date(), _LAST, tzinfo=moment.tzinfo).astimezone(UTC)


def _read(written: str, today: date) -> date | Ambiguous | None:
    plain = " ".join(word for word in _plain(written).split() if word not in _EMPTY)
    if iso := _ISO.fullmatch(plain):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if figures := _FIGURES.fullmatch(plain):
        year = figures[3] and int(figures[3]) % 100 + 2000
        return _of_figures(int(figures[1]), int(figures[2]), year=year or None, today=today)
    words = _BORDER.sub(" ", _ORDINAL.sub("", plain)).replace(".", " ").split()
    return _of_words([word for word in words if word not in _EMPTY], today)


def _of_figures(one: int, other: int, *, year: int | None, today: date) -> date | Ambiguous | None:
    """Read a date whose day and month come in the order of some country."""
    readings = {
        _dated(day, month, year=year, today=today)
        for day, month in ((one, other), (other, one))
        if 1 <= month <= _MONTHS_IN_A_YEAR
    }
    return _either(readings)


def _of_words(words: list[str], today: date) -> date | Ambiguous | None:
    match words:
        case [word] if word in _TODAY:
            return today
        case [word] if word in _TOMORROW:
            return today + timedelta(days=1)
        case [count, unit] if count.isdecimal() and unit in DAYS:
            return today + timedelta(days=int(count))
        case [count, unit] if count.isdecimal() and unit in WEEKS:
            return today + timedelta(weeks=int(count))
        case [name] if name in _WEEKDAY:
            coming = _coming(_WEEKDAY[name], today)
            return Ambiguous(coming, coming + _WEEK) if coming == today else coming
        case [which, name] if which in _THIS and name in _WEEKDAY:
            return _coming(_WEEKDAY[name], today)
        case [which, name] if which in _NEXT and name in _WEEKDAY:
            coming = _coming(_WEEKDAY[name], today + timedelta(days=1))
            return Ambiguous(coming, coming + _WEEK)
        case [name, which] if which in _NEXT and name in _WEEKDAY:
            return _of_words([which, name], today)
        case [name, *rest] if name in _WEEKDAY and len(rest) > 1:
            return _checked(_of_month(rest, today), weekday=_WEEKDAY[name])
        case _:
            return _of_month(words, today)


def _checked(day: date | None, *, weekday: int) -> date | Ambiguous | None:
    """Give a day that was written with its weekday; if that is another's, they meant either."""
    if day is None or day.weekday() == weekday:
        return day
    return _either({day, _coming(weekday, day - timedelta(days=3))})


def _of_month(words: list[str], today: date) -> date | None:
    """Read a day and the name of a month in either order, with a year or without."""
    match words:
        case [name, day, *years] if name in _MONTH and day.isdecimal():
            month = _MONTH[name]
        case [day, name, *years] if name in _MONTH and day.isdecimal():
            month = _MONTH[name]
        case _:
            return None
    match years:
        case []:
            return _dated(int(day), month, year=None, today=today)
        case [year] if _YEAR.fullmatch(year):
            return _dated(int(day), month, year=int(year), today=today)
        case _:
            return None


def _dated(day: int, month: int, *, year: int | None, today: date) -> date:
    """Give a date; without a year the next to come that there is.

    Raises:
        ValueError: There is none.
    """
    if year is not None:
        return date(year, month, day)
    for coming in range(today.year, today.year + _LONGEST_YEAR + 1):
        try:
            found = date(coming, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError(day, month)


def _either(readings: Iterable[date]) -> date | Ambiguous | None:
    match sorted(readings):
        case [one]:
            return one
        case [one, other]:
            return Ambiguous(one, other)
        case _:
            return None


def _coming(weekday: int, day: date) -> date:
    """Give the first day from `day` on that is this weekday."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _plain(written: str) -> str:
    """Give a text in small letters without accents, commas and typographers' signs."""
    straight = (
        written.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        .replace(",", " ")
        .replace("º", "")
        .replace("°", "")
    )
    letters = unicodedata.normalize("NFKD", straight.casefold())
    return " ".join("".join(char for char in letters if not unicodedata.combining(char)).split())


def _names(kind: str) -> Mapping[str, int]:
    """Give every way to begin the name of a month or weekday that no other one begins with."""
    meanings: dict[str, set[int]] = {}
    for language in LANGUAGES:
        locale = Locale.parse(language)
        table = locale.months if kind == "months" else locale.days
        for name, number in (
            (name, number)
            for width in ("wide", "abbreviated")
            for number, name in table["format"][width].items()
        ):
            whole = _plain(name).rstrip(".")
            for length in range(_SHORTEST, len(whole) + 1):
                meanings.setdefault(whole[:length], set()).add(number)
    return {name: min(numbers) for name, numbers in meanings.items() if len(numbers) == 1}


_MONTH: Final = _names("months")
_WEEKDAY: Final = _names("days")
