"""What every store promises about histories: whole commits, numbered, as they were written."""

import secrets

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings, strategies as st

from microsol_matrix.errors import LaneMoved
from microsol_matrix.facts import Fact
from microsol_matrix.ids import LaneId
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.ports import LaneEntry, LaneRecord, Store
from microsol_matrix.world import LaneWorld, World
from tests.contracts.store.examples import (
    AMARA,
    COMMONS,
    JOINED,
    LANE,
    MET,
    NOW,
    OTHER,
    arrival,
    commit,
    letter,
)
from tests.contracts.store.shelf import Shelf
from tests.values import any_of


async def test_a_lane_that_does_not_exist_is_empty(store: Store) -> None:
    record = await store.load(LANE)

    assert record == LaneRecord(snapshot=None, snapshot_seq=0, facts=(), seq=0)


async def test_facts_are_numbered_from_one_and_come_back_in_order(store: Store) -> None:
    await store.append(commit(MET, JOINED))
    await store.append(commit(JOINED, after=2))

    assert await store.load(LANE) == LaneRecord(
        snapshot=None, snapshot_seq=0, facts=(MET, JOINED, JOINED), seq=3
    )
    assert (await store.load(OTHER)).seq == 0


async def test_a_commit_that_expects_another_number_changes_nothing(store: Store) -> None:
    (waiting,) = await store.accept([arrival("a")], arrived_at=NOW, sync_position=None)
    await store.append(commit(MET))
    before = await store.load(LANE)

    late = evolve(
        commit(JOINED, after=0),
        consumed=(waiting.inbox_id,),
        letters=(letter("x"),),
        addresses={COMMONS: "commons"},
        next_due=NOW,
        is_unsettled=True,
        snapshot=World(),
    )
    with pytest.raises(LaneMoved):
        await store.append(late)

    assert await store.load(LANE) == before
    assert await store.waiting() == (waiting,)
    assert await store.find(COMMONS) == ()
    assert (await store.next_due(), await store.unsettled()) == (None, ())


async def test_a_commit_that_expects_too_much_of_an_unknown_lane_leaves_no_lane(
    store: Store,
) -> None:
    with pytest.raises(LaneMoved):
        await store.append(evolve(commit(after=1), is_unsettled=True))

    assert await store.unsettled() == ()
    assert (await store.load(LANE)).seq == 0


async def test_loading_gives_the_last_snapshot_and_what_came_after(store: Store) -> None:
    await store.append(evolve(commit(MET), snapshot=PersonWorld()))
    await store.append(evolve(commit(JOINED, after=1), snapshot=PersonWorld(person=AMARA)))
    await store.append(commit(JOINED, JOINED, after=2))

    assert await store.load(LANE) == LaneRecord(
        snapshot=PersonWorld(person=AMARA), snapshot_seq=2, facts=(JOINED, JOINED), seq=4
    )


# Each example has a lane of its own, so that they do not meet in the one store.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=st.lists(any_of(Fact), max_size=3), world=any_of(LaneWorld))
async def test_any_fact_and_any_world_come_back_as_they_were(
    store: Store, facts: list[Fact], world: LaneWorld
) -> None:
    lane = LaneId(secrets.token_hex(8))
    await store.append(commit(*facts, lane=lane))
    written = await store.load(lane)
    await store.append(evolve(commit(lane=lane, after=len(facts)), snapshot=world))
    kept = await store.load(lane)

    assert written.facts == tuple(facts)
    assert kept == LaneRecord(snapshot=world, snapshot_seq=len(facts), facts=(), seq=len(facts))


async def test_history_outlives_the_process(shelf: Shelf) -> None:
    whole = evolve(
        commit(MET),
        letters=(letter("x"),),
        addresses={COMMONS: "commons"},
        next_due=NOW,
        is_unsettled=True,
        snapshot=PersonWorld(person=AMARA),
    )
    await shelf.store.append(whole)
    await shelf.store.append(evolve(whole, expected_seq=1, snapshot=None))
    before = await shelf.store.load(LANE)

    reopened = await shelf.reopen()

    assert await reopened.load(LANE) == before
    assert await reopened.find(COMMONS) == (LaneEntry(lane=LANE, role="commons"),)
    assert [each.item for each in await reopened.waiting()] == [letter("x")]
    assert (await reopened.next_due(), await reopened.unsettled()) == (NOW, (LANE,))
