"""What commands share that take a while: a bar to look at, and an end by SIGTERM that tidies up.

Owns how progress looks, and that a machine never sees it. Refuses to know what is being done.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeAlias

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn

Show: TypeAlias = Callable[[str, int, int], None]
"""Shows which step it is, how far it is, and of how much."""


@contextmanager
def progress_bar(*, is_wanted: bool) -> Iterator[Show]:
    """Show a bar for each step on stderr, if that is a terminal; the last one is wiped away."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    is_shown = is_wanted and console.is_terminal
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console, transient=True, disable=not is_shown) as bar:

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step)
            bar.update(tasks[step], completed=done, total=total)

        yield show


@contextmanager
def tidying_at_sigterm() -> Iterator[None]:
    """Let SIGTERM end this like Ctrl-C does: half-made files, which hold private things, are taken away."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    earlier = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, earlier)
