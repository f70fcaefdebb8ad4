"""How the story looks: pages that grow while it happens, beside what Matrix holds.

Owns layout, colour and what is left out for width. Refuses to know what happens and whether it is
true. Where nobody is at a terminal each page is printed once, plain, when it is complete.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from attrs import Factory, define
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.rule import Rule
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from appservice.demo.holding import Change

_WIDEST: Final = 112
"""Wider lines are hard to read, however wide the terminal is."""
_NARROWEST_PAIR: Final = 92
"""Below this the two columns stand one below the other."""
_PLAIN_WIDTH: Final = 104
"""Where there is no terminal whose width could be asked."""
_LONGEST_LINE: Final = 116
"""Of a quote: three lines beside what Matrix holds."""
_MOST_LINES: Final = 4
_FRAMES: Final = 12
"""A second: enough for the spinner to turn."""

_SEA: Final = "cyan"


class NobodyReads(Exception):
    """Whoever read what we print has gone away, as `head` does."""


class _Console(Console):
    """A console that lets the demo end in order when nobody reads it any more."""

    def on_broken_pipe(self) -> None:
        """Print nothing from now on, not even at exit, and say so (docs.python.org, SIGPIPE)."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise NobodyReads


def new_console() -> Console:
    """Make the console for standard output."""
    console = _Console(highlight=False)
    console.width = min(console.width, _WIDEST) if console.is_terminal else _PLAIN_WIDTH
    return console


@define
class Page:
    """One chapter: what was told and said on the left, what is new in Matrix on the right."""

    width: int
    _told: list[RenderableType] = Factory(list)
    _changes: list[Change] = Factory(list)
    _step: str = ""

    def tell(self, words: str) -> None:
        """Tell something in the storyteller's own words."""
        self._told.append(Text(words))

    def later(self, words: str) -> None:
        """Tell that time has passed."""
        self._told.append(Text(f"— {words} —", style=f"italic {_SEA}", justify="center"))

    def quote(self, speaker: str, where: str, *, words: str, is_bot: bool) -> None:
        """Show what somebody said, and where."""
        line = Table.grid(padding=(0, 1))
        line.add_column(width=19, justify="right", no_wrap=True)
        line.add_column(ratio=1, overflow="fold")
        head = Text.assemble(
            (speaker, _SEA if is_bot else "bold"),
            (" → ", "dim"),
            (where, "dim"),
            overflow="ellipsis",
        )
        line.add_row(head, Text(shortened(words), style=_SEA) if is_bot else Text(words))
        self._told.append(line)

    def step(self, words: str) -> None:
        """Say what is being done or awaited just now; the next step takes its place."""
        self._step = words

    def show(self, changes: Iterable[Change]) -> None:
        """Show what is new in Matrix."""
        self._changes += changes

    def finish(self) -> None:
        """Nothing is being done any more."""
        self._step = ""

    def __rich__(self) -> RenderableType:
        """Draw the page as it is now."""
        left, right = Group(*self._told), self._held()
        parts: list[RenderableType] = []
        if self.width < _NARROWEST_PAIR:
            parts += [left, Padding(right, (0, 0, 0, 2))]
        else:
            pair = Table.grid(padding=(0, 3), expand=True)
            pair.add_column(ratio=8, overflow="fold")
            pair.add_column(ratio=5, overflow="fold")
            pair.add_row(left, right)
            parts.append(pair)
        if self._step:
            parts.append(Spinner("dots", text=Text(self._step, style="dim"), style=_SEA))
        return Padding(Group(*parts), (0, 0, 1, 0))

    def _held(self) -> Table:
        table = Table.grid(padding=(0, 1))
        table.add_column(width=1)
        table.add_column(ratio=1, overflow="fold")
        for change in self._changes:
            table.add_row(_mark(change), _changed(change))
        return table


@define
class Telling:
    """The whole story on one console."""

    console: Console
    chapters: int
    _begun: int = 0

    def open(self, title: str, *, subtitle: str) -> None:
        """Say what this is."""
        self.console.print()
        self.console.print(Text.assemble((title, f"bold {_SEA}"), "  ", (subtitle, "dim")))
        self.console.print()

    @contextmanager
    def chapter(self, title: str) -> Iterator[Page]:
        """Begin a chapter; its page is drawn anew as it grows."""
        self._begun += 1
        head = Text.assemble((f"{self._begun}/{self.chapters}", "dim"), "  ", (title, "bold"))
        self.console.print(Rule(head, align="left", style="dim"))
        page = Page(self.console.width)
        if not self.console.is_terminal:
            yield page
            page.finish()
            self._print(page)
            return
        with Live(page, console=self.console, refresh_per_second=_FRAMES):
            yield page
            page.finish()

    def heading(self, title: str) -> None:
        """Begin something that is not a chapter."""
        self.console.print(Rule(Text(title, style="bold"), align="left", style="dim"))

    def verdict(self, claim: str, *, misfit: str | None) -> None:
        """Tell whether something is as it was told.

        Args:
            claim: What was told.
            misfit: What is there instead; None if it is as told.
        """
        mark, style = ("✓", "green") if misfit is None else ("✗", "bold red")
        self._marked(mark, Text(claim), style=style)
        if misfit is not None:
            self._marked("", Text(misfit, style="red"), style="")

    def pairs(self, rows: Iterable[tuple[str, str]]) -> None:
        """List things with what they are."""
        table = Table.grid(padding=(0, 2))
        table.add_column(style="dim", no_wrap=True)
        table.add_column(ratio=1, overflow="fold")
        for name, value in rows:
            table.add_row(name, Text(value))
        self._print(Padding(table, (0, 0, 1, 0)))

    def line(self, words: str, *, style: str = "") -> None:
        """Print one line or paragraph."""
        self.console.print(Text(words, style=style))

    def to_copy(self, words: str) -> None:
        """Print something on one line, however long: it is copied as it stands."""
        self.console.print(Text(f"  {words}"), soft_wrap=True)

    def heard(
        self, at: datetime, *, speaker: str, where: str, words: str, took_ms: int | None
    ) -> None:
        """Show something that was said after the story.

        Args:
            at: When.
            speaker: Who said it.
            where: In which room.
            words: What.
            took_ms: How long it took to answer; None if it answers nothing.
        """
        style = "" if took_ms is None else _SEA
        took = "" if took_ms is None else f"  after {took_ms / 1000:.1f} s"
        first, *rest = words.splitlines() or [""]
        line = Text.assemble(
            (f"{at.astimezone():%H:%M:%S}  ", "dim"),
            (f"{speaker} → {where}  ", "dim"),
            (shortened(first) + (" …" if rest else ""), style),
            (took, "dim"),
        )
        self.console.print(line)

    def log(self, title: str, lines: Iterable[str]) -> None:
        """Show the end of a log as it is."""
        self.heading(title)
        for line in lines:
            self.console.print(Text(line, style="dim", overflow="fold"))
        self.console.print()

    def _print(self, columns: RenderableType) -> None:
        """Print columns; where there is no terminal, without the blanks that they end in."""
        if self.console.is_terminal:
            self.console.print(columns)
            return
        with self.console.capture() as captured:
            self.console.print(columns)
        for line in captured.get().splitlines():
            self.console.out(line.rstrip())

    def _marked(self, mark: str, words: Text, *, style: str) -> None:
        line = Table.grid(padding=(0, 1))
        line.add_column(width=1, style=style)
        line.add_column(ratio=1, overflow="fold")
        line.add_row(mark, words)
        self._print(line)


def _mark(change: Change) -> Text:
    if change.before is None:
        return Text("+", style="green")
    return Text("-", style="red") if change.now is None else Text("~", style="yellow")


def _changed(change: Change) -> Text:
    what = Text(change.what, style="red" if change.now is None else "")
    return what.append(f"  {change.now or 'gone'}", style="dim")


def shortened(words: str, *, limit: int = _LONGEST_LINE) -> str:
    """Let long lines end early at a word, and long lists after a few lines."""
    lines = words.splitlines()
    kept = [_cut(line, limit=limit) for line in lines[:_MOST_LINES]]
    return "\n".join([*kept, "…"] if len(lines) > len(kept) else kept)


def _cut(line: str, *, limit: int) -> str:
    if len(line) <= limit:
        return line
    return line[:limit].rpartition(" ")[0].rstrip(",.;:- ") + " …"
