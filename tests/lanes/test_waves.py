"""Lanes that are due together are woken in waves."""

import asyncio
from datetime import timedelta

from attrs import define, field

from microsol_matrix.ids import LaneId
from microsol_matrix.lanes.registry import WAVE
from microsol_matrix.ports import LaneRecord
from tests.fakes.clock import FakeClock, calm
from tests.fakes.homeserver import FakeHomeserver
from tests.fakes.store import KeptLane, MemoryStore
from tests.lanes.service import SERVER, running


@define
class SlowStore(MemoryStore):
    """A store that reads lanes only while its gate is open.

    Attributes:
        asked: The lanes that were to be read, in that order.
    """

    gate: asyncio.Event = field(factory=asyncio.Event)
    asked: list[LaneId] = field(factory=list)

    async def load(self, lane: LaneId) -> LaneRecord:
        self.asked.append(lane)
        await self.gate.wait()
        return await super().load(lane)


async def test_the_next_wave_is_woken_once_the_first_has_been_taken_in() -> None:
    clock, store = FakeClock(), SlowStore()
    people = [LaneId(f"self-{number:03}") for number in range(2 * WAVE + 1)]
    for lane in people:
        store.lanes[lane] = KeptLane(next_due=clock.present - timedelta(minutes=1))

    async with running(FakeHomeserver.named(SERVER), store, clock) as service:
        await calm(lambda: len(store.asked))
        first = list(store.asked)
        store.gate.set()
        await service.calm()

    assert first == people[:WAVE]
    assert store.asked == people
    assert all(kept.next_due is None for kept in store.lanes.values())
