"""The tray holds a part of the inbox, and gives all of it: each row once, in order."""

import asyncio
from datetime import UTC, datetime

import pytest
from attrs import define, field

from appservice.tray import AT_ONCE, ROOM, Tray
from microsol_matrix.errors import StoreUnavailable
from microsol_matrix.ids import EventId, InboxId, RoomId
from microsol_matrix.ports import BEGINNING, Arrival, Waiting
from tests.fakes.store import MemoryStore

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SOME = 3


async def come(store: MemoryStore, *names: object) -> tuple[Waiting, ...]:
    """Let events come in."""
    room = RoomId("!commons:here.example")
    arrivals = [Arrival(EventId(f"${name}"), room, raw=b"{}") for name in names]
    return await store.accept(arrivals, arrived_at=NOW, sync_position=None)


async def everything(tray: Tray) -> list[str]:
    """Take until nothing is left."""
    taken: list[str] = []
    while (row := await tray.take()) is not None:
        assert isinstance(row.item, Arrival)
        taken.append(row.item.event_id)
    return taken


def names(*numbers: object) -> list[str]:
    return [f"${number}" for number in numbers]


async def test_what_is_put_is_taken_in_order() -> None:
    store = MemoryStore()
    tray = Tray(store)
    assert await everything(tray) == []

    tray.put(await come(store, 1, 2))
    tray.put(await come(store, 3))

    assert tray.is_filled.is_set()
    assert await everything(tray) == names(1, 2, 3)
    assert await everything(tray) == []


async def test_what_waited_before_the_start_comes_before_what_comes_in_meanwhile() -> None:
    store = MemoryStore()
    await come(store, *range(AT_ONCE + SOME))
    tray = Tray(store)

    tray.put(await come(store, "new"))

    assert await everything(tray) == names(*range(AT_ONCE + SOME), "new")


async def test_a_start_reads_no_more_of_what_waits_than_it_needs() -> None:
    store = MemoryStore()
    await come(store, *range(10 * AT_ONCE))
    tray = Tray(store)

    await tray.take()

    assert len(tray) == AT_ONCE - 1


async def test_what_does_not_fit_waits_in_the_store_and_nothing_passes_it_by() -> None:
    store = MemoryStore()
    tray = Tray(store)
    assert await everything(tray) == []

    for number in range(ROOM + SOME):
        tray.put(await come(store, number))
    first = await tray.take()
    tray.put(await come(store, "last"))

    assert first is not None
    assert len(tray) == ROOM - 1
    assert await everything(tray) == names(*range(1, ROOM + SOME), "last")


async def test_rows_whose_makers_say_so_in_another_order_are_taken_in_theirs() -> None:
    store = MemoryStore()
    tray = Tray(store)
    assert await everything(tray) == []
    earlier, later = await come(store, 1), await come(store, 2)

    tray.put(later)
    tray.put(earlier)

    assert await everything(tray) == names(1, 2)


async def test_a_row_that_was_read_before_it_was_put_is_given_once() -> None:
    store = MemoryStore()
    tray = Tray(store)
    rows = await come(store, 1)
    assert await everything(tray) == names(1)

    tray.put(rows)

    assert await everything(tray) == []


async def test_what_is_put_back_comes_before_all_else() -> None:
    store = MemoryStore()
    tray = Tray(store)
    await come(store, 1, 2, 3)
    taken = [await tray.take(), await tray.take()]

    tray.put_back([row for row in taken if row is not None])

    assert await everything(tray) == names(1, 2, 3)


@define
class SlowStore(MemoryStore):
    """A store that takes its time to say what waits."""

    asked: asyncio.Event = field(factory=asyncio.Event, init=False)
    may_answer: asyncio.Event = field(factory=asyncio.Event, init=False)

    async def waiting(self, *, after: InboxId = BEGINNING, limit: int = 256) -> tuple[Waiting, ...]:
        rows = await super().waiting(after=after, limit=limit)
        self.asked.set()
        await self.may_answer.wait()
        return rows


async def test_what_comes_while_the_store_is_being_read_is_not_overlooked() -> None:
    store = SlowStore()
    tray = Tray(store)
    await come(store, 1)

    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(everything(tray))
        await store.asked.wait()
        tray.put(await come(store, 2))
        store.may_answer.set()

    assert reading.result() == names(1, 2)


async def test_a_store_that_is_away_loses_nothing() -> None:
    store = MemoryStore()
    tray = Tray(store)
    await come(store, 1)
    store.trouble = StoreUnavailable("away")
    with pytest.raises(StoreUnavailable):
        await tray.take()

    store.trouble = None

    assert await everything(tray) == names(1)
