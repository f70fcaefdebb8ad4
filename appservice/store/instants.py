"""Moments as integers: microseconds since the epoch, so that every `datetime` comes back exactly.

Owns that one conversion. Refuses to know what time it is.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def to_us(moment: datetime) -> int:
    """Count the microseconds since 1970 began in UTC; a naive moment raises `TypeError`."""
    return (moment - _EPOCH) // _MICROSECOND


def from_us(microseconds: int) -> datetime:
    """Give the moment, aware, in UTC."""
    return _EPOCH + timedelta(microseconds=microseconds)
