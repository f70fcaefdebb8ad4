"""What a run prints: on which machine, then table after table, then whether the bars are met."""

import os
import platform
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from attrs import Factory, define
from rich.console import Console
from rich.table import Table

from appservice.clock import SystemClock
from tests.bench.bars import Bar

_WIDTH = 100
_FLUSHES = 50


@define
class Sheet:
    """Where figures are written, and which bars were held against them."""

    bars: list[Bar] = Factory(list)
    _console: Console = Factory(lambda: Console(width=_WIDTH, highlight=False, soft_wrap=True))

    def begin(self) -> None:
        """Say when and where this is measured: figures of different machines are not for comparing."""
        now = SystemClock().now().strftime("%Y-%m-%d %H:%M UTC")
        load = os.getloadavg()[0]
        self.say(f"{now}, {os.cpu_count()} cores ({_processor()}), load {load:.1f}")
        self.say(f"one flush of its disk takes {_flush_ms():.2f} ms; nothing durable is faster")
        self.say(f"Python {platform.python_version()}, {platform.system()} {platform.release()}")

    def head(self, title: str) -> None:
        """Begin a part."""
        self.say(f"\n[bold]{title}[/]")

    def say(self, words: str) -> None:
        """Write a line."""
        self._console.print(words)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Write figures, a line for each contender."""
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for index, column in enumerate(columns):
            table.add_column(column, justify="right" if index else "left")
        for row in rows:
            table.add_row(*row)
        self._console.print(table)

    def hold(self, *bars: Bar) -> None:
        """Hold figures against their bars."""
        for bar in bars:
            self.bars.append(bar)
            self.say(f"[{'green' if bar.is_met else 'red'}]{bar}[/]")


def _flush_ms() -> float:
    """Write a page and have it flushed, as a commit of SQLite does; the median of some."""
    took: list[float] = []
    with tempfile.TemporaryFile() as file:
        for _ in range(_FLUSHES):
            began = time.perf_counter()
            file.write(bytes(4096))
            file.flush()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - began)
    return median(took) * 1e3


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
