"""The system's clock tells aware time and waits without hurry."""

from datetime import UTC, timedelta

from appservice.clock import SystemClock


def test_now_is_aware_and_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


async def test_sleeping_lasts_at_least_as_long_as_asked() -> None:
    clock = SystemClock()
    before = clock.monotonic()

    await clock.sleep(timedelta(milliseconds=20))

    assert clock.monotonic() - before >= 0.02


async def test_sleeping_for_less_than_nothing_returns() -> None:
    await SystemClock().sleep(timedelta(seconds=-1))
