"""The demo from its first line to its exit code.

Owns the order of things: the stage, the chapters, then either the checks or staying up, and that
everything ends when it is told to end. Refuses to know what happens in each.
"""

import asyncio
import signal
import sys
from contextlib import AsyncExitStack
from importlib.metadata import version
from typing import Final

from attrs import define, evolve

from appservice.clock import SystemClock
from appservice.demo.beginning import founding, neighbours
from appservice.demo.calling import (
    answered_by_hand,
    answered_in_private,
    asking,
    waiting,
    withdrawn,
)
from appservice.demo.checks import examine
from appservice.demo.crowd import linked, opened, proposed, walked
from appservice.demo.elsewhere import founded_elsewhere
from appservice.demo.living import agreed, finished, gone_on, notebook, silent
from appservice.demo.people import gather
from appservice.demo.play import Play
from appservice.demo.relaunch import called_again
from appservice.demo.season import Season
from appservice.demo.sight import Sight
from appservice.demo.stage import Stage, StageFell
from appservice.demo.staying import stay_up
from appservice.demo.telling import NobodyReads, Telling, new_console
from appservice.exits import Exit
from appservice.side_by_side import both

_BEFORE: Final = (neighbours, answered_in_private, answered_by_hand, notebook, agreed)
"""What follows the founding on the same day, while congregations are founded elsewhere too."""
_AFTER: Final = (
    *(gone_on, finished, silent, called_again),
    *(waiting, withdrawn, asking),
    *(opened, linked, proposed, walked),
)
"""What follows when time begins to pass."""

_ENDINGS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Ctrl-C, a service manager, a terminal that is closed."""

_SIGNALLED: Final = 128
"""Added to a signal's number for the exit code of what it ended (POSIX shells)."""


def run_demo(*, once: bool) -> int:
    """Tell the story of Harbourlight on a homeserver of its own.

    Args:
        once: Check what was told and end; otherwise stay up until a signal comes.

    Returns:
        The exit code.
    """
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr] # a text file, always
    telling = Telling(new_console(), chapters=len(_BEFORE + _AFTER) + 2)
    return asyncio.run(Demo(telling, is_once=once).run())


@define
class Demo:
    """One run.

    Attributes:
        is_once: Whether it ends by itself.
    """

    telling: Telling
    is_once: bool
    _is_up: bool = False

    async def run(self) -> int:
        """Play, until the end or a signal."""
        told_to_end: list[signal.Signals] = []
        playing = asyncio.current_task()
        loop = asyncio.get_running_loop()

        def end(number: signal.Signals) -> None:
            if not told_to_end and playing is not None:  # clearing away is not interrupted
                told_to_end.append(number)
                playing.cancel()

        for number in _ENDINGS:
            loop.add_signal_handler(number, end, number)
        try:
            return await self._play()
        except NobodyReads:
            return _SIGNALLED + signal.SIGPIPE
        except asyncio.CancelledError:
            if not told_to_end:
                raise
            if told_to_end[0] is not signal.SIGHUP:  # else there is no terminal any more
                self.telling.line("\nAll of it is ended and deleted.")
            return Exit.OK if self._is_up else _SIGNALLED + told_to_end[0]

    async def _play(self) -> int:
        clock = SystemClock()
        started = clock.monotonic()
        telling = self.telling
        telling.open(
            "microsol-matrix", subtitle="congregations live, on real homeservers made for them"
        )
        try:
            async with AsyncExitStack() as taking_down:
                with telling.chapter("Two homeservers, and a service beside each") as page:
                    setting_up = Stage.set_up(page.step)
                    stage = await taking_down.enter_async_context(setting_up)
                    page.step("people get accounts")
                    here, elsewhere = stage.here, stage.elsewhere
                    people = await stage.carry(gather(here, elsewhere))
                    page.tell(
                        f"Synapse {version('matrix-synapse')} at {here.synapse.url}, the service "
                        f"as {here.bot}. Another at {elsewhere.synapse.url}, for neighbours, with a "
                        f"service of its own as {elsewhere.bot}. {len(people)} people have accounts."
                    )
                play = Play(bot=here.bot, people=people, telling=telling, almanac=stage.almanac)
                season = await stage.carry(tell(play))
                telling.line(f"Told in {clock.monotonic() - started:.0f} seconds.\n", style="dim")
                if self.is_once:
                    return await stage.carry(
                        examine(Sight(season, people, play.bot), telling=telling)
                    )
                self._is_up = True
                await stage.carry(stay_up(stage, season=season, play=play))
        except StageFell as fell:
            telling.line(f"It went wrong: {fell}\n", style="bold red")
            for words in fell.last_words:
                telling.log(f"The last lines of {words.of}", words.lines)
            return Exit.SOFTWARE
        return Exit.OK


async def tell(play: Play) -> Season:
    """Tell the whole story, and give what was told."""
    season, elsewhere = await both(_first_day(play), founded_elsewhere(play))
    season = evolve(season, neighbours=elsewhere)
    for chapter in _AFTER:
        season = await chapter(play, season)
    return season.quoting(play.quotes)


async def _first_day(play: Play) -> Season:
    season = await founding(play)
    for chapter in _BEFORE:
        season = await chapter(play, season)
    return season
