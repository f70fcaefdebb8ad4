"""Spans of time as people write them: `36h`, `10d`, `6w`, `3 days`, `2 semanas`.

Owns the reading and the shortest writing of whole hours, days and weeks. Refuses to know which spans may
be, and how one is told in a sentence (`words`).
"""

import re
from datetime import timedelta
from typing import Final

_HOURS: Final = frozenset({"h", "hour", "hours", "hora", "horas", "heure", "heures"})
DAYS: Final = frozenset({"d", "day", "days", "dia", "dias", "día", "días", "j", "jour", "jours"})
WEEKS: Final = frozenset({"w", "wk", "week", "weeks", "semana", "semanas", "semaine", "semaines"})
_SPAN: Final = re.compile(r"([0-9]{1,4}) ?([a-zí]+)")

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(weeks=1)

_SIGNS: Final = {HOUR: "h", DAY: "d", WEEK: "w"}

_LEAST_DAYS: Final = 3 * DAY
"""Up to three days people count in hours: a note of 48 h, an objection within 72 h."""
_LEAST_WEEKS: Final = 4 * WEEK
"""From a month on people count in weeks."""


def read_span(written: str) -> timedelta | None:
    """Read a span of whole hours, days or weeks; None if it is none."""
    match = _SPAN.fullmatch(written.casefold().strip())
    if match is None:
        return None
    for unit, names in ((HOUR, _HOURS), (DAY, DAYS), (WEEK, WEEKS)):
        if match[2] in names:
            return int(match[1]) * unit
    return None


def parts_of(span: timedelta) -> tuple[int, timedelta]:
    """Give how many of which unit make a span of whole hours, as people would count it."""
    if span > _LEAST_DAYS and not span % DAY:
        unit = WEEK if span >= _LEAST_WEEKS and not span % WEEK else DAY
    else:
        unit = HOUR
    return span // unit, unit


def written_span(span: timedelta) -> str:
    """Write a span of whole hours as it can be typed: `12w`, `14d`, `48h`."""
    number, unit = parts_of(span)
    return f"{number}{_SIGNS[unit]}"
