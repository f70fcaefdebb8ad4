"""Moments as they are published. Refuses to know what time it is: the present comes in as an argument."""

from datetime import datetime


def to_ms(moment: datetime) -> int:
    """Give milliseconds since the epoch, the unit of every time that is published."""
    return round(moment.timestamp() * 1000)
