"""How fast it is, beside a floor and a peer in the same run, and whether the bars are met.

    python -m tests.bench [PART ...] [--full]

Ends with 1 if a bar is missed. `docs/bench.md` says how to read it.
"""

import asyncio
import shutil
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.bench.answers.lives import lives
from tests.bench.answers.talk import talk
from tests.bench.crowd.arrival import arrivals
from tests.bench.crowd.asked import crowded
from tests.bench.intake.race import race
from tests.bench.many.crowded import crowd
from tests.bench.rebuild.anew import anew
from tests.bench.round.going import rounds
from tests.bench.sheet import Sheet
from tests.bench.tick.woken import turn


async def _intake(sheet: Sheet, directory: Path, *, is_full: bool) -> None:
    await race(sheet, directory, events_for_memory=1_000_000 if is_full else 100_000)


async def _answers(sheet: Sheet, directory: Path, *, is_full: bool) -> None:
    await talk(sheet, directory, commands=500 if is_full else 60, crews=40 if is_full else 8)


async def _archive(sheet: Sheet, directory: Path, *, is_full: bool) -> None:
    await lives(sheet, directory, crews=10 if is_full else 4)


async def _many(sheet: Sheet, directory: Path, *, is_full: bool) -> None:
    congregations, crews = (10_000, 3) if is_full else (2_000, 1)
    await crowd(sheet, directory, congregations=congregations, crews=crews)


async def _tick(sheet: Sheet, directory: Path, *, is_full: bool) -> None:
    await turn(sheet, directory, congregations=10_000 if is_full else 2_500)


async def _crowd(sheet: Sheet, directory: Path, *, is_full: bool) -> None:
    await arrivals(sheet, directory, changes=60 if is_full else 20)
    await crowded(sheet, directory, neighbours=500)


async def _round(sheet: Sheet, directory: Path, *, is_full: bool) -> None:
    await rounds(sheet, directory, rooms=4_000 if is_full else 100)


async def _rebuild(sheet: Sheet, directory: Path, *, is_full: bool) -> None:
    await anew(sheet, directory, congregations=200 if is_full else 5)


PARTS: dict[str, Callable[..., Awaitable[None]]] = {
    "intake": _intake,
    "answers": _answers,
    "archive": _archive,
    "many": _many,
    "tick": _tick,
    "round": _round,
    "rebuild": _rebuild,
    "crowd": _crowd,
}


def _asked() -> Namespace:
    parser = ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument(
        "--full", action="store_true", help="a million events, 10,000 congregations"
    )
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return asked


async def _run(asked: Namespace) -> int:
    sheet = Sheet()
    sheet.begin()
    for name, part in PARTS.items():
        if asked.parts and name not in asked.parts:
            continue
        directory = Path(tempfile.mkdtemp(prefix="microsol-bench-"))
        try:
            await part(sheet, directory, is_full=asked.full)
        finally:
            shutil.rmtree(directory, ignore_errors=True)
    missed = sum(1 for bar in sheet.bars if not bar.is_met)
    sheet.say(f"\n{len(sheet.bars) - missed} of {len(sheet.bars)} bars met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(_run(_asked())))
