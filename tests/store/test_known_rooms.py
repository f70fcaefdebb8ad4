"""What is remembered of rooms never outlives what it says."""

import asyncio
from threading import Event

import pytest
from attrs import evolve

from appservice.store.sqlite.known_rooms import LIMIT, KnownRooms
from microsol_matrix.errors import StoreUnavailable
from microsol_matrix.ports import AddressKind, LaneEntry
from tests.contracts.store.examples import COMMONS, LANE, OTHER, commit
from tests.store.conftest import OpenStore

ROOM = COMMONS.key
OURS = {ROOM: LaneEntry(lane=LANE, role="commons")}


async def looked_up(opened: OpenStore) -> object:
    return await opened.store.find_all(AddressKind.ROOM, [ROOM])


async def test_a_commit_that_its_caller_gave_up_on_is_seen_once_it_is_done(
    opened: OpenStore,
) -> None:
    is_held_up, may_go_on = Event(), Event()
    before = await looked_up(opened)

    def hold_up(_: object) -> None:
        is_held_up.set()
        may_go_on.wait()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(opened.writer.run(hold_up))
        await asyncio.to_thread(is_held_up.wait)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await opened.store.append(evolve(commit(), addresses={COMMONS: "commons"}))
        meanwhile = await looked_up(opened)
        may_go_on.set()
    await opened.writer.run(lambda _: None)

    assert before == meanwhile == {}
    assert await looked_up(opened) == OURS


async def test_what_is_remembered_is_not_told_by_a_closed_store(opened: OpenStore) -> None:
    await opened.store.append(evolve(commit(), addresses={COMMONS: "commons"}))
    await looked_up(opened)
    await opened.store.close()

    with pytest.raises(StoreUnavailable):
        await looked_up(opened)


def test_rooms_are_forgotten_with_their_lane_and_by_name() -> None:
    rooms = KnownRooms()
    crew = LaneEntry(lane=OTHER, role="crew")
    rooms.learn([ROOM, "!crew", "!nobody", "!other"], {**OURS, "!crew": crew})

    rooms.forget(LANE, ["!nobody"])

    assert rooms.known([ROOM, "!crew", "!nobody", "!other"]) == {"!crew": crew}
    assert rooms.missing([ROOM, "!crew", "!nobody", "!other"]) == [ROOM, "!nobody"]


def test_memory_is_bounded() -> None:
    rooms = KnownRooms()
    some = [f"!{number}" for number in range(LIMIT)]
    rooms.learn(some, {})

    rooms.learn([ROOM], OURS)

    assert rooms.known([ROOM]) == OURS
    assert rooms.missing(some) == some
