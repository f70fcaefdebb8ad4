"""How long a neighbour's changed card takes to be in our store, beside a bare client that waits for the same event.

Owns two homeservers that federate, a service beside each, and two congregations that are linked. Both clocks
begin when the neighbour's service asks its homeserver to put the card on its porch.
"""

import asyncio
import json
import sqlite3
import time
from contextlib import AsyncExitStack, closing
from datetime import timedelta
from pathlib import Path
from typing import Final

import trustme
from attrs import define

from appservice.clock import SystemClock
from appservice.demo.almanac import Almanac
from appservice.demo.client import MatrixRefused
from appservice.demo.member import Member
from appservice.demo.waiting import until
from appservice.side_by_side import both
from microsol_matrix.ids import EventId, RoomAlias, RoomId
from microsol_matrix.scales.link import RECOVERY
from microsol_matrix.structure import types
from tests.bench.answers.between import Passed
from tests.bench.answers.talk import Doors, begin
from tests.bench.bars import Spread, at_most
from tests.bench.sheet import Sheet
from tests.live.service import RunningService
from tests.live.village import Village, found

WARMING_UP: Final = 2
_OFTEN: Final = timedelta(milliseconds=1)
_LONG_POLL_MS: Final = 30_000


@define
class Neighbours:
    """Two linked congregations, and somebody who only listens.

    Attributes:
        porch: Of the neighbour whose card changes.
        listener: Is on that porch, with an account on our homeserver.
    """

    ours: Village
    theirs: Village
    their_doors: Doors
    porch: RoomId
    listener: Member

    @property
    def store(self) -> Path:
        """Where ours keeps what it has read."""
        return self.ours.service.config.database_path


async def arrivals(sheet: Sheet, directory: Path, *, changes: int) -> None:
    """Measure arrivals.

    Args:
        sheet: Takes the figures.
        directory: Empty.
        changes: How many there are, one after the other.
    """
    sheet.head(f"A neighbour's card: two Synapses, a service beside each; {changes} changes")
    ours: list[float] = []
    bare: list[float] = []
    async with AsyncExitStack() as ending:
        neighbours = await _linked(directory, ending)
        for number in range(changes + WARMING_UP):
            _pass_the_pause(neighbours)
            in_store, in_client = await _changed(neighbours, number)
            ours.append(in_store)
            bare.append(in_client)
    stored, heard = Spread.of(ours[WARMING_UP:]), Spread.of(bare[WARMING_UP:])
    sheet.table(
        ("from the neighbour's putting it on its porch", "p50 ms", "p95 ms"),
        [
            ("until it is in our store", f"{stored.p50:.0f}", f"{stored.p95:.0f}"),
            ("until a bare client there has it by /sync", f"{heard.p50:.0f}", f"{heard.p95:.0f}"),
        ],
    )
    times = stored.p50 / heard.p50
    sheet.say(
        f"ours reads the porch anew, and commits: {times:.1f} times as long as the bare client"
    )
    beyond = stored.p50 - heard.p50
    sheet.hold(at_most(500, "in our store, beyond a bare client", figure=beyond, unit=" ms"))


def _pass_the_pause(neighbours: Neighbours) -> None:
    """Let so much time pass that nothing is left of the pauses between readings that follow each other closely."""
    for village in (neighbours.ours, neighbours.theirs):
        Almanac(village.service.directory / "almanac").turn(2 * RECOVERY)


async def _changed(neighbours: Neighbours, number: int) -> tuple[float, float]:
    """Have the neighbour say anew what it is for; give how long that took to our store, and to a bare client."""
    purpose = f"gardens and workshops along lane {number}"
    host, since = neighbours.theirs.founder.member, await _position(neighbours.listener)
    before = len(neighbours.their_doors.leaving.passed)
    topic = {"topic": purpose}
    stored, heard, _ = await asyncio.gather(
        _in_store(neighbours.store, purpose),
        _in_client(neighbours, purpose, since=since),
        host.set_state(neighbours.theirs.space, "m.room.topic", content=topic),
    )
    began = _put(neighbours.their_doors, before, porch=neighbours.porch, purpose=purpose).came
    return stored - began, heard - began


def _put(doors: Doors, before: int, *, porch: RoomId, purpose: str) -> Passed:
    words = json.dumps(purpose).encode()
    return next(
        one
        for one in doors.leaving.passed[before:]
        if one.method == "PUT"
        and porch in one.path
        and types.CONGREGATION in one.path
        and words in one.body
    )


async def _in_store(store: Path, words: str) -> float:
    clock = SystemClock()
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as database:
        while not database.execute("SELECT 1 FROM texts WHERE words = ?", (words,)).fetchone():
            await clock.sleep(_OFTEN)
    return time.perf_counter()


async def _position(listener: Member) -> str:
    return str((await listener.api.call("GET", "sync"))["next_batch"])


async def _in_client(neighbours: Neighbours, words: str, *, since: str) -> float:
    while True:
        query = [("since", since), ("timeout", str(_LONG_POLL_MS))]
        answer = await neighbours.listener.api.call("GET", "sync", query=query)
        room = answer.get("rooms", {}).get("join", {}).get(neighbours.porch, {})
        events = room.get("timeline", {}).get("events", ())
        if any(one["content"].get("purpose") == words for one in events):
            return time.perf_counter()
        since = answer["next_batch"]


# ------------------------------------------------------------------------------------ who they are


async def _linked(directory: Path, ending: AsyncExitStack) -> Neighbours:
    authority = trustme.CA()
    (here, _), (there, their_doors) = await both(
        begin(directory / "here", ending, authority=authority),
        begin(directory / "there", ending, authority=authority),
    )
    ours, theirs = await both(
        _published(here, "Harbourlight"), _published(there, "Thornfield Loop")
    )
    address = _address(theirs)
    await ours.founder.tell(f"!link {address}")
    prompt = await theirs.founder.member.wait_for_message(
        theirs.hosts, containing="Harbourlight", sender=there.bot
    )
    await theirs.founder.member.react(theirs.hosts, "✅", to=EventId(prompt.event_id))
    listener = await here.homeserver.newcomer("Listener")
    porch = await listener.join(address)
    await until(lambda: _is_child(ours, porch), hint="the porches to name each other")
    return Neighbours(ours, theirs, their_doors, porch, listener)


async def _published(service: RunningService, name: str) -> Village:
    village = await found(service, name, people=("Bo",))
    amara, bo = village.founder, village["Bo"]
    await amara.ask(f"!tier {bo.user_id} partner", expecting="partner")
    await amara.ask(f"!host {bo.user_id}", expecting="I have asked")
    await bo.ask("!host yes", expecting="You are a host")
    await amara.ask("!publish card yes", expecting="From now on everybody can read")
    await until(lambda: _is_open(village), hint=f"the porch of {name} to be open")
    return village


def _address(village: Village) -> RoomAlias:
    slug = village.name.lower().replace(" ", "-")
    return RoomAlias(f"#_microsol.porch_{slug}:{village.service.homeserver.server_name}")


async def _is_open(village: Village) -> bool:
    """Whether its card stands on its porch, and the way there in its space."""
    member = village.founder.member
    porch = await member.resolve(_address(village))
    card = await member.state_event(village.space, types.CONGREGATION) or {}
    if porch is None or card.get("porch") != porch:
        return False
    try:
        return bool(await member.state_event(porch, types.CONGREGATION))
    except MatrixRefused:  # it is not open to everybody yet
        return False


async def _is_child(village: Village, porch: RoomId) -> bool:
    member = village.founder.member
    card = await member.state_event(village.space, types.CONGREGATION) or {}
    child = await member.state_event(card["porch"], "m.space.child", key=porch)
    return bool(child)
