"""An almanac lets time pass for whoever goes by it, while they go."""

import asyncio
from datetime import timedelta
from pathlib import Path

from appservice.clock import SystemClock
from appservice.demo.almanac import Almanac, MovedClock


def test_without_a_file_it_is_now(tmp_path: Path) -> None:
    clock = MovedClock(Almanac(tmp_path / "almanac"))

    assert clock.now() - SystemClock().now() < timedelta(seconds=1)


def test_turns_add_up(tmp_path: Path) -> None:
    almanac = Almanac(tmp_path / "almanac")

    almanac.turn(timedelta(days=8))
    almanac.turn(timedelta(hours=1))

    assert Almanac(tmp_path / "almanac").ahead == timedelta(days=8, hours=1)


async def test_who_sleeps_for_days_wakes_when_it_is_turned(tmp_path: Path) -> None:
    almanac = Almanac(tmp_path / "almanac")
    clock = MovedClock(almanac)
    before = clock.now()
    async with asyncio.TaskGroup() as group:
        sleeping = group.create_task(clock.sleep(timedelta(days=8)))
        await SystemClock().sleep(timedelta())
        assert not sleeping.done()

        almanac.turn(timedelta(days=8))

    assert clock.now() - before >= timedelta(days=8)
