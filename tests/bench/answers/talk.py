"""How long people wait for us: from a command's arriving to the answer's being sent, and to a room's being made.

Owns the whole service as a process beside a real Synapse, and what two members say to it. What is
ours is measured at its door; what the homeserver takes for its part is told beside it, and is what
a bare client that only sends waits for too.
"""

import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import trustme
from attrs import define

from appservice.demo.loopback import LOOPBACK, reserve_loopback_port
from appservice.demo.synapse import Synapse
from appservice.demo.waiting import until
from microsol_matrix.ids import EventId
from tests.bench.answers.between import Between, Passed
from tests.bench.bars import Spread, at_most
from tests.bench.sheet import Sheet
from tests.live.service import RunningService
from tests.live.village import Neighbour, Village, found

WARMING_UP = 5


@define
class Doors:
    """Both directions between a homeserver and its service.

    Attributes:
        arriving: Transactions.
        leaving: What the service asks of the homeserver.
    """

    arriving: Between
    leaving: Between

    def arrival_of(self, event_id: EventId) -> Passed | None:
        """Find the transaction that brought an event; None before it has come."""
        wanted = event_id.encode()
        return next((one for one in self.arriving.passed if wanted in one.body), None)

    def first_after(self, moment: float, *, method: str, holding: str) -> Passed | None:
        """Find the first request of the service after a moment, with its answer; None before that."""
        return next(
            (
                one
                for one in self.leaving.passed
                if one.came > moment
                and one.method == method
                and holding in one.path
                and one.answered
            ),
            None,
        )


@define
class Waits:
    """Durations in seconds, of one kind of thing.

    Attributes:
        ours: From what arrives to what is asked of the homeserver.
        whole: To the homeserver's having done that.
    """

    ours: list[float]
    whole: list[float]


async def talk(sheet: Sheet, directory: Path, *, commands: int, crews: int) -> None:
    """Measure answers.

    Args:
        sheet: Takes the figures.
        directory: Empty.
        commands: How many are given.
        crews: How many are called together.
    """
    sheet.head(f"Answers: the whole service beside Synapse; {commands} commands, {crews} crews")
    async with AsyncExitStack() as ending:
        service, doors = await begin(directory, ending)
        village = await found(service, people=("Bo",))
        answers = await _commands(village, doors, number=commands)
        bare = await _bare_sends(village, number=commands)
        rooms = await _crews(village, doors, number=crews)
    ours, whole, sends = Spread.of(answers.ours), Spread.of(answers.whole), Spread.of(bare)
    made = Spread.of(rooms.ours)
    sheet.table(
        ("", "p50 ms", "p99 ms"),
        [
            ("command arrives -> answer is sent", *_told(ours)),
            ("command arrives -> homeserver has the answer", *_told(whole)),
            ("a bare client sends -> homeserver has it", *_told(sends)),
            ("deciding answer arrives -> createRoom is asked for", *_told(made)),
            ("deciding answer arrives -> room is made", *_told(Spread.of(rooms.whole))),
        ],
    )
    sheet.say(
        f"with the way of the answer, {whole.p50 / sends.p50:.2f} times what a bare client takes"
    )
    sheet.hold(
        at_most(20, "from the deciding answer to createRoom, p50", figure=made.p50, unit=" ms")
    )


def _told(spread: Spread) -> tuple[str, str]:
    return f"{spread.p50:.1f}", f"{spread.p99:.1f}"


async def begin(
    directory: Path,
    ending: AsyncExitStack,
    *,
    settings: Mapping[str, str | int] | None = None,
    authority: trustme.CA | None = None,
) -> tuple[RunningService, Doors]:
    """Start a service by an almanac's time beside a homeserver, with something between them in both directions.

    Args:
        directory: Empty, or not there.
        ending: Ends them.
        settings: Further ones of the service.
        authority: Homeservers with the same one federate; None is one of its own.
    """
    synapse = Synapse(directory=directory / "homeserver", authority=authority or trustme.CA())
    inner, inward, outward = (reserve_loopback_port() for _ in range(3))
    service = RunningService.beside(
        synapse,
        directory=directory / "microsol",
        settings={
            "homeserver.url": f"http://{LOOPBACK}:{outward}",
            "appservice.url": f"http://{LOOPBACK}:{inward}",
            "appservice.listen_port": inner,
            **(settings or {}),
        },
    )
    service.by_almanac()
    doors = Doors(arriving=Between(f"http://{LOOPBACK}:{inner}"), leaving=Between(synapse.url))
    await ending.enter_async_context(doors.arriving.standing(inward))
    await ending.enter_async_context(doors.leaving.standing(outward))
    await ending.enter_async_context(service)
    return service, doors


async def _commands(village: Village, doors: Doors, *, number: int) -> Waits:
    waits = Waits([], [])
    for index in range(number + WARMING_UP):
        said = await village.founder.tell("!crews" if index % 2 else "!calls")
        await _note(doors, said, waits, method="PUT", holding="/send/m.room.message/")
        await village.founder.hears("", after=said)
    return Waits(waits.ours[WARMING_UP:], waits.whole[WARMING_UP:])


async def _crews(village: Village, doors: Doors, *, number: int) -> Waits:
    waits = Waits([], [])
    bo = village["Bo"]
    for index in range(number):
        name = f"Kettle {index}"
        await village.founder.tell(
            f'!call "{name}" A weekly hour to listen | kind=support seats=2-3'
        )
        await village.founder.hears(f"Your call for {name} is in Commons")
        deciding = await bo.tell(f"yes {name}")
        await _note(doors, deciding, waits, method="POST", holding="/createRoom")
        await bo.member.wait_for_message(village.commons, containing=f"{name} is beginning")
    return waits


async def _note(doors: Doors, said: EventId, waits: Waits, *, method: str, holding: str) -> None:
    async def brought() -> Passed | None:
        return doors.arrival_of(said)

    arrival = await until(brought, hint="a transaction with what was said")

    async def asked() -> Passed | None:
        return doors.first_after(arrival.came, method=method, holding=holding)

    request = await until(asked, hint=f"the service to ask for {holding}")
    assert request.answered is not None, "only what has its answer is found"
    waits.ours.append(request.came - arrival.came)
    waits.whole.append(request.answered - arrival.came)


async def _bare_sends(village: Village, *, number: int) -> list[float]:
    """Let a member without any service just send."""
    talker: Neighbour = village["Bo"]
    room_id = await talker.member.create_room(name="Echo")
    took: list[float] = []
    for index in range(number):
        say = partial(talker.member.say, room_id, f"number {index}")
        began = time.perf_counter()
        await say()
        took.append(time.perf_counter() - began)
    return took
