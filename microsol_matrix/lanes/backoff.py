"""How long to wait before trying again: exponential, with jitter, never past an hour."""

from datetime import timedelta
from typing import Final

from microsol_matrix.house import House

FIRST: Final = timedelta(seconds=1)
LONGEST: Final = timedelta(hours=1)
_DOUBLINGS: Final = 12
"""2^12 seconds is past an hour; more would only make a large number."""


def wait_before(
    attempt: int, *, name: str, house: House, asked: timedelta | None = None
) -> timedelta:
    """Give the wait before one more attempt.

    Args:
        attempt: How many attempts have failed, from 1.
        name: What is attempted: its own jitter keeps many from trying at the same moment.
        house: Derives the jitter.
        asked: The wait that the homeserver asked for; never cut short.
    """
    doublings: int = min(attempt - 1, _DOUBLINGS)
    wait = min(FIRST * (1 << doublings), LONGEST)
    chance = house.entropy.derive("jitter", name, str(attempt))[0] / 255
    jittered = wait * (0.75 + chance / 2)
    return max(jittered, asked) if asked is not None else jittered
