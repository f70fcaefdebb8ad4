"""Looking, from outside, whether everything is as it was told.

Owns the order of the checks, how long they may take to become true, and the verdict. Refuses to
know how a single one looks, and how the story came about.
"""

from typing import Final

from appservice.clock import SystemClock
from appservice.demo.call_truths import call_truths
from appservice.demo.client import MatrixRefused
from appservice.demo.crowd_truths import crowd_truths
from appservice.demo.life_truths import life_truths
from appservice.demo.room_truths import room_truths
from appservice.demo.sight import Sight, Truth
from appservice.demo.telling import Telling
from appservice.demo.waiting import NeverCame, until
from appservice.exits import Exit

PATIENCE_S: Final = 10.0
"""For all checks together: what was told is true already, or on its way."""


def truths(sight: Sight) -> tuple[Truth, ...]:
    """Give everything that must be true, in the order in which it is told."""
    return (
        *room_truths(sight),
        *life_truths(sight),
        *crowd_truths(sight),
        *call_truths(sight),
    )


async def examine(sight: Sight, *, telling: Telling, patience_s: float = PATIENCE_S) -> Exit:
    """Check everything that was told, say of each thing whether it is true, and give the exit code."""
    clock = SystemClock()
    deadline = clock.monotonic() + patience_s
    telling.heading("Is it true? What people see, over the client API alone")
    wrong = 0
    for truth in (claimed := truths(sight)):
        misfit = await misfit_of(truth, within_s=deadline - clock.monotonic())
        telling.verdict(truth.claim, misfit=misfit)
        wrong += misfit is not None
    if wrong:
        verdict = f"\n{wrong} of {len(claimed)} are not as they were told."
        telling.line(verdict, style="bold red")
        return Exit.CHECKS_FAILED
    telling.line(f"\nAll {len(claimed)} are as they were told.", style="bold green")
    return Exit.OK


async def misfit_of(truth: Truth, *, within_s: float) -> str | None:
    """Give what is there instead when the time is over; None as soon as it is as claimed.

    Args:
        truth: Looked at once at least.
        within_s: In seconds; nothing or less looks once.
    """
    last: str | None = None

    async def is_true() -> bool:
        nonlocal last
        try:
            last = await truth.look()
        except MatrixRefused as refused:
            last = f"the homeserver does not show it: {refused}"
        return last is None

    try:
        await until(is_true, hint=truth.claim, timeout_s=within_s)
    except NeverCame:
        return last
    return None
