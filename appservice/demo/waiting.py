"""Waiting for something to become true.

Owns the poll and its bound. Refuses to know what is waited for.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from appservice.clock import SystemClock

Found = TypeVar("Found")

PATIENCE_S = 45.0
"""Longer than the half minute after which the service asks by itself what it was not told; far above what a loaded
machine needs for one step, far below a test's own time limit."""

_PAUSE = timedelta(milliseconds=40)  # two of these are too short for a person to notice
_LONGEST_PAUSE = timedelta(milliseconds=250)  # what is slow is not made faster by many questions
_CLOCK = SystemClock()


class NeverCame(Exception):
    """What was waited for did not become true in time."""

    def __init__(self, hint: str, *, waited_s: float) -> None:
        """Tell what was waited for, in words, and how long."""
        super().__init__(f"waited {waited_s:g} s in vain for {hint}")


async def until(
    check: Callable[[], Awaitable[Found | None]],
    *,
    hint: str | Callable[[], str],
    timeout_s: float = PATIENCE_S,
) -> Found:
    """Ask again and again until the answer is true, and give that answer.

    Args:
        check: Asked at least once; None and anything else that is false means not yet. What it
            raises ends the waiting.
        hint: What is waited for, completing "waited in vain for ..."; a function is asked at the
            end, when it can tell what was seen instead.
        timeout_s: How long to go on asking; a check that began in time is always awaited.

    Raises:
        NeverCame: The time is over.
    """
    deadline = _CLOCK.monotonic() + timeout_s
    pause = _PAUSE
    while not (answer := await check()):
        if _CLOCK.monotonic() >= deadline:
            raise NeverCame(hint if isinstance(hint, str) else hint(), waited_s=timeout_s)
        await _CLOCK.sleep(pause)
        pause = min(pause * 1.25, _LONGEST_PAUSE)
    return answer
