"""The clock: the time of day and its passing. Refuses to know whose system it is."""

from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """The time of day and its passing; the only source of both."""

    def now(self) -> datetime:
        """Give the present, aware, in UTC."""
        ...

    async def sleep(self, span: timedelta) -> None:
        """Let a span of time pass."""
        ...
