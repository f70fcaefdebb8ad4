"""A clock that stands still until a test moves it.

Owns time and whoever sleeps. `calm` waits until nobody has anything left to do.
"""

import asyncio
import types
from collections.abc import Callable, Generator
from datetime import UTC, datetime, timedelta

from attrs import Factory, define

BREATHS = 60
"""Turns without a change after which nothing more is coming: fakes wait for nothing but the clock."""
LONGEST = 20_000
"""Turns after which something goes round in circles."""


@types.coroutine
def breathe() -> Generator[None, None, None]:
    """Let everybody else run once."""
    yield


async def calm(*signs: Callable[[], object]) -> None:
    """Wait until nothing changes any more.

    Args:
        signs: What changes as long as something goes on.
    """
    before = [sign() for sign in signs]
    quiet = 0
    for _ in range(LONGEST):
        await breathe()
        now = [sign() for sign in signs]
        quiet = quiet + 1 if now == before else 0
        before = now
        if quiet == BREATHS:
            return
    message = "it never became calm"
    raise AssertionError(message)


@define
class FakeClock:
    """Time as a test wants it (`microsol_matrix.ports.Clock`)."""

    present: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    _sleepers: list[tuple[datetime, asyncio.Future[None]]] = Factory(list)

    def now(self) -> datetime:
        return self.present

    async def sleep(self, span: timedelta) -> None:
        """Sleep until the test has moved time past the end of it."""
        awake: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.present + span, awake))
        await awake

    @property
    def next_waking(self) -> datetime | None:
        """Tell when the next sleeper wants to be woken."""
        return min((at for at, awake in self._sleepers if not awake.done()), default=None)

    def advance_to(self, moment: datetime) -> None:
        """Move time, and wake whoever is due."""
        self.present = max(self.present, moment)
        due = [one for one in self._sleepers if one[0] <= self.present]
        self._sleepers = [one for one in self._sleepers if one[0] > self.present]
        for _, awake in sorted(due, key=lambda one: one[0]):
            if not awake.done():
                awake.set_result(None)
