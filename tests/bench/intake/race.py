"""The race of intakes: ours beside the floor and the peer, in short turns on one machine.

Owns turns, figures and bars. All contenders run the whole time and are sent to in turn, some tenths
of a second each, so that whatever else the machine does meets all of them; ratios are medians of
the ratios within one round.
"""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

from appservice.store import open_store
from tests.bench.bars import Bar, at_least, at_most
from tests.bench.intake.ours import DATABASE
from tests.bench.intake.runner import Kind, Runner, Score
from tests.bench.intake.traffic import EVENTS, Place, Traffic
from tests.bench.sheet import Sheet
from tests.bench.villages import settle_in

ROUNDS = 6
TURN_S = 0.4
WARMING_UP = 20
"""Transactions that tell how many fill a turn."""
CREWS = 20
STEADY_AFTER = 0.2
"""The part of all events after which memory may not grow any more: caches and pools are full then."""

OURS = "ours"
FLOOR = "durable reference"
PEER = "mautrix-python"
PEER_ON_UVLOOP = "mautrix-python on uvloop"
CONTENDERS: Mapping[str, tuple[str, ...]] = {
    OURS: ("tests.bench.intake.ours",),
    FLOOR: ("tests.bench.intake.reference",),
    PEER: ("tests.bench.intake.peer",),
    PEER_ON_UVLOOP: ("tests.bench.intake.peer", "uvloop"),
}

LARGE = Kind("100 events, 10 for us", Traffic.large, EVENTS)
RELEVANT = Kind("1 event, for us", Traffic.one_relevant, 1)
IRRELEVANT = Kind("1 event, not for us", Traffic.one_irrelevant, 1)

Scores = Mapping[str, Score]


async def race(sheet: Sheet, directory: Path, *, events_for_memory: int) -> None:
    """Measure intake.

    Args:
        sheet: Takes the figures.
        directory: Empty.
        events_for_memory: How many go through before memory is looked at.
    """
    sheet.head(
        "Intake: transactions one after the other on one connection, each when the last is answered"
    )
    homes = {name: directory / name.replace(" ", "-") for name in CONTENDERS}
    for home in homes.values():
        home.mkdir()
    traffic = Traffic(await _place(homes[OURS]))
    async with AsyncExitStack() as ending:
        runners: dict[str, Runner] = {}
        for name, (module, *arguments) in CONTENDERS.items():
            runners[name] = await Runner.start(module, *arguments, directory=homes[name])
            ending.push_async_callback(runners[name].stop)
        for kind in (LARGE, RELEVANT, IRRELEVANT):
            scores = _rounds(kind, runners, traffic)
            _tell(sheet, kind, scores)
            sheet.hold(*_bars(kind, scores))
        sheet.hold(_memory(runners[OURS], traffic, events=events_for_memory))


async def _place(directory: Path) -> Place:
    store = await open_store(directory / DATABASE)
    (settled,) = await settle_in(store, congregations=1, crews=CREWS)
    await store.close()
    return Place(
        space=settled.space, rooms=(settled.commons, *settled.crews), people=settled.people
    )


def _rounds(kind: Kind, runners: Mapping[str, Runner], traffic: Traffic) -> Scores:
    scores = {name: Score() for name in runners}
    fills = {name: _fill(runner, kind, traffic) for name, runner in runners.items()}
    for _ in range(ROUNDS):
        for name, runner in runners.items():
            runner.turn(kind, traffic, scores[name], transactions=fills[name])
    return scores


def _fill(runner: Runner, kind: Kind, traffic: Traffic) -> int:
    warm = Score()
    for _ in range(2):  # the first is colder than any that counts
        runner.turn(kind, traffic, warm, transactions=WARMING_UP)
    return max(WARMING_UP // 4, round(warm.rates[-1] / kind.events * TURN_S))


def _tell(sheet: Sheet, kind: Kind, scores: Scores) -> None:
    rows = [
        (
            name,
            f"{median(score.rates):,.0f}",
            f"{score.cpu_of_100k:.2f}",
            f"{_ratio(scores, name):.2f}",
        )
        for name, score in scores.items()
    ]
    sheet.table((kind.name, "events/s", "CPU s per 100k", "ours is so many times as fast"), rows)


def _bars(kind: Kind, scores: Scores) -> tuple[Bar, ...]:
    if kind is LARGE:
        share, cpu = _ratio(scores, FLOOR) * 100, scores[OURS].cpu_of_100k
        return (
            at_least(80, "100 events, of the durable reference", figure=share, unit=" %"),
            at_least(
                8, "100 events, against mautrix-python", figure=_ratio(scores, PEER), unit="x"
            ),
            at_most(1.0, "100 events, CPU of 100,000", figure=cpu, unit=" s"),
        )
    bound = 1.2 if kind is RELEVANT else 1.3
    what = f"{kind.name}, against mautrix-python"
    return (at_least(bound, what, figure=_ratio(scores, PEER), unit="x"),)


def _ratio(scores: Scores, name: str) -> float:
    rounds = zip(scores[OURS].rates, scores[name].rates, strict=True)
    return median(ours / theirs for ours, theirs in rounds)


def _memory(runner: Runner, traffic: Traffic, *, events: int) -> Bar:
    """Send many, and look how much memory grew once it should be steady."""
    turns, score = events // (EVENTS * 100), Score()
    before = runner.memory_mb
    for turn in range(turns):
        if turn == round(turns * STEADY_AFTER):
            before = runner.memory_mb
        runner.turn(LARGE, traffic, score, transactions=100)
    what = f"memory grown over {events:,} events, from {before:.0f} MB"
    return at_most(5, what, figure=runner.memory_mb - before, unit=" MB")
