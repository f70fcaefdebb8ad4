"""Dates of a conversation that stands written as on one day, said on another.

Owns the moving of dates, as the bot writes them in each language and as people write them to it.
Refuses to know who says them.
"""

import re
from calendar import month_name
from datetime import date, timedelta
from functools import cache
from typing import Final

from microsol_matrix.languages import Language, written_date, written_day

WRITTEN: Final = date(2026, 11, 23)
"""The day on which every dated conversation begins, as it is written."""
_SPAN: Final = range(-30, 800)
"""Days around it that may stand in one."""
_ISO: Final = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_YEAR: Final = range(366)
"""Days within which one without a year means one day."""
_QUOTED: Final = re.compile(r"(?<=\")(\d{1,2}) ([A-Z]\w+) (\d{4})(?=\")")


def moved_dates(text: str, *, today: date) -> str:
    """Write a text's dates as many days later as today is after `WRITTEN`.

    Long dates and those without a year stay so in their language, whoever says them; quoted ones become
    `YYYY-MM-DD`.
    """
    later = today - WRITTEN
    pattern, days = _long_dates()
    short_pattern, short_days = _short_dates()

    def long_date(found: re.Match[str]) -> str:
        day, language = days[found[0]]
        return written_date(day + later, language)

    def short_date(found: re.Match[str]) -> str:
        day, language = short_days[found[0]]
        return written_day(day + later, language)

    text = short_pattern.sub(short_date, text)
    text = pattern.sub(long_date, text)
    text = _ISO.sub(lambda one: (date.fromisoformat(one[0]) + later).isoformat(), text)
    return _QUOTED.sub(lambda one: (_spoken(one) + later).isoformat(), text)


@cache
def _long_dates() -> tuple[re.Pattern[str], dict[str, tuple[date, Language]]]:
    days = {
        written_date(day, language): (day, language)
        for language in Language
        for day in (WRITTEN + timedelta(days=offset) for offset in _SPAN)
    }
    longest_first = sorted(days, key=len, reverse=True)
    return re.compile("|".join(re.escape(written) for written in longest_first)), days


@cache
def _short_dates() -> tuple[re.Pattern[str], dict[str, tuple[date, Language]]]:
    days = {
        written_day(day, language): (day, language)
        for language in Language
        for day in (WRITTEN + timedelta(days=offset) for offset in _YEAR)
    }
    longest_first = "|".join(map(re.escape, sorted(days, key=len, reverse=True)))
    return re.compile(rf"(?<!until )\b(?:{longest_first})\b(?! (?:de )?\d{{4}})"), days


def _spoken(written: re.Match[str]) -> date:
    day, month, year = written.groups()
    return date(int(year), list(month_name).index(month), int(day))
