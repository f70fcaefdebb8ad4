"""The only place where real time comes in: reading clocks and waiting.

Owns `SystemClock`, the clock of the running service. Refuses to know what anybody waits for:
whoever needs time takes a clock as an argument, so that a test can hand over another one.
"""

import asyncio
import time
from datetime import UTC, datetime, timedelta

from attrs import frozen


@frozen
class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """Tell the date and time, aware and in UTC. It may jump when somebody sets the clock."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Tell the seconds since some fixed moment; never goes back, so it measures durations."""
        return time.monotonic()

    async def sleep(self, duration: timedelta) -> None:
        """Let others run for at least this long; nothing or less only yields once."""
        await asyncio.sleep(max(duration.total_seconds(), 0))
