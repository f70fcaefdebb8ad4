"""Dates and spans as people read and write them.

Owns the reading of `7d`, `2w` and `2026-12-07`, and the writing of a date with its weekday and
year. Refuses to know what time it is: the present comes in as an argument.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

_SPAN = re.compile(r"(\d{1,3})\s*([dw])", re.ASCII | re.IGNORECASE)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def long_date(moment: datetime) -> str:
    """Write a date so that nobody can misread it: `Monday 7 December 2026`."""
    day = moment.astimezone(UTC)
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def read_deadline(written: str, *, now: datetime) -> datetime | None:
    """Read a span from now (`10d`, `2w`) or the end of a day (`2026-12-07`, UTC); None if it is neither."""
    if span := _SPAN.fullmatch(written.strip()):
        count, unit = int(span.group(1)), span.group(2).lower()
        return now + timedelta(days=count if unit == "d" else 7 * count)
    if date := _ISO_DATE.fullmatch(written.strip()):
        try:
            year, month, day_of_month = (int(part) for part in date.groups())
            return datetime(year, month, day_of_month, hour=23, minute=59, second=59, tzinfo=UTC)
        except ValueError:
            return None
    return None


def to_ms(moment: datetime) -> int:
    """Give milliseconds since the epoch, the unit of every time that is published."""
    return round(moment.timestamp() * 1000)
