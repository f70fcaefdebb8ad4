"""An almanac: how far a demonstration's time is ahead of the machine's, in a file that can be turned while it runs.

Owns the file, and the clock that goes by it, so that a crew's year passes in a minute. Refuses to
know who goes by it: only demonstrations and tests do.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from attrs import frozen

from appservice.clock import SystemClock

_GLANCE: Final = timedelta(milliseconds=50)
"""How often whoever sleeps looks whether the almanac was turned meanwhile."""


@frozen
class Almanac:
    """How far time is ahead, as one number of seconds in a file; no file means not at all."""

    path: Path

    @property
    def ahead(self) -> timedelta:
        """Tell how far it is ahead now."""
        try:
            written = self.path.read_text(encoding="ascii")
        except FileNotFoundError:
            return timedelta()
        return timedelta(seconds=float(written))

    def turn(self, span: timedelta) -> None:
        """Let so much time pass at once; whoever goes by it notices within `_GLANCE`."""
        following = self.path.with_suffix(".following")
        following.write_text(str((self.ahead + span).total_seconds()), encoding="ascii")
        following.replace(self.path)  # nobody ever reads half a number


@frozen
class MovedClock:
    """The machine's own time, as far ahead as an almanac says."""

    almanac: Almanac

    def now(self) -> datetime:
        """Tell the date and time, aware and in UTC."""
        return SystemClock().now() + self.almanac.ahead

    async def sleep(self, duration: timedelta) -> None:
        """Let others run until so much of its own time has passed."""
        system = SystemClock()
        until = self.now() + duration
        await system.sleep(min(duration, _GLANCE))
        while (left := until - self.now()) > timedelta():
            await system.sleep(min(left, _GLANCE))
