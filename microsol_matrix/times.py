"""Dates as they are written for people, and moments as they are published.

Owns the writing of a date with its weekday and year. Refuses to read any (`dates`), and to know what
time it is: the present comes in as an argument.
"""

from datetime import UTC, date, datetime
from typing import Final

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


def long_date(moment: date) -> str:
    """Write a date so that nobody can misread it: `Monday 7 December 2026`. Of a moment it is the day in UTC."""
    day = moment.astimezone(UTC) if isinstance(moment, datetime) else moment
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def to_ms(moment: datetime) -> int:
    """Give milliseconds since the epoch, the unit of every time that is published."""
    return round(moment.timestamp() * 1000)
