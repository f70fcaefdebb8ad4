"""What every store promises about finding lanes: by address, by person, by what they still want."""

import asyncio

import pytest
from attrs import evolve

from microsol_matrix.errors import StoreUnavailable
from microsol_matrix.ids import LaneId
from microsol_matrix.ports import Address, AddressKind, LaneEntry, Store
from tests.contracts.store.examples import (
    AMARA,
    COMMONS,
    DOV,
    HOUR,
    JOINED,
    LANE,
    MEMBER,
    NEIGHBOUR,
    NOW,
    OTHER,
    arrival,
    commit,
)
from tests.contracts.store.shelf import Shelf

AMARA_ALONE = Address(kind=AddressKind.SELF, key=AMARA)


async def test_an_address_finds_its_lane_with_the_role_it_has_there(store: Store) -> None:
    await store.append(evolve(commit(), addresses={COMMONS: "commons"}))
    await store.append(evolve(commit(lane=OTHER), addresses={}))

    assert await store.find(COMMONS) == (LaneEntry(lane=LANE, role="commons"),)
    assert await store.find(Address(kind=AddressKind.EVENT, key=COMMONS.key)) == ()


async def test_many_addresses_are_looked_up_at_once(store: Store) -> None:
    crew = Address(kind=AddressKind.ROOM, key="!crew:here.example")
    await store.append(evolve(commit(), addresses={COMMONS: "commons"}))
    await store.append(evolve(commit(lane=OTHER), addresses={crew: "crew"}))
    some = ("!unknown:here.example", crew.key, COMMONS.key, '!odd"]:here.example')

    assert await store.find_all(AddressKind.ROOM, some) == {
        COMMONS.key: LaneEntry(lane=LANE, role="commons"),
        crew.key: LaneEntry(lane=OTHER, role="crew"),
    }
    assert await store.find_all(AddressKind.EVENT, some) == {}
    assert await store.find_all(AddressKind.ROOM, ()) == {}


async def test_every_address_of_a_kind_is_found_as_it_stands(store: Store) -> None:
    crew, other = (
        Address(kind=AddressKind.ENCRYPTED, key=f"!{name}:here.example")
        for name in ("crew", "other")
    )
    await store.append(evolve(commit(), addresses={COMMONS: "commons", crew: "read"}))
    await store.append(evolve(commit(lane=OTHER), addresses={other: "unread"}))

    assert await store.find_every(AddressKind.ENCRYPTED) == {
        crew.key: LaneEntry(lane=LANE, role="read"),
        other.key: LaneEntry(lane=OTHER, role="unread"),
    }
    assert await store.find_every(AddressKind.AWAITED) == {}


async def test_what_was_looked_up_before_a_commit_is_looked_up_anew_after_it(store: Store) -> None:
    seen = [await store.find_all(AddressKind.ROOM, [COMMONS.key])]
    for change in (
        evolve(commit(), addresses={COMMONS: "commons"}),
        evolve(commit(), addresses=None),
        evolve(commit(), addresses={}),
        evolve(commit(lane=OTHER), addresses={COMMONS: "crew"}),
    ):
        await store.append(change)
        seen.append(await store.find_all(AddressKind.ROOM, [COMMONS.key]))

    assert seen == [
        {},
        {COMMONS.key: LaneEntry(lane=LANE, role="commons")},
        {COMMONS.key: LaneEntry(lane=LANE, role="commons")},
        {},
        {COMMONS.key: LaneEntry(lane=OTHER, role="crew")},
    ]


async def test_a_new_set_of_addresses_takes_the_place_of_the_old(store: Store) -> None:
    event = Address(kind=AddressKind.EVENT, key="$prompt")
    await store.append(evolve(commit(), addresses={COMMONS: "commons", event: ""}))
    await store.append(evolve(commit(), addresses={COMMONS: "crew", MEMBER: ""}))

    (commons,) = await store.find(COMMONS)
    assert commons.role == "crew"
    assert len(await store.find(MEMBER)) == 1
    assert await store.find(event) == ()


async def test_a_commit_without_addresses_leaves_them_as_they_are(store: Store) -> None:
    await store.append(evolve(commit(), addresses={COMMONS: "commons"}))
    await store.append(commit(JOINED))

    assert len(await store.find(COMMONS)) == 1


async def test_a_member_is_found_in_all_their_congregations(store: Store) -> None:
    for lane in (OTHER, LANE):
        await store.append(evolve(commit(lane=lane), addresses={MEMBER: ""}))

    assert [entry.lane for entry in await store.find(MEMBER)] == sorted((LANE, OTHER))


async def test_a_porch_is_the_neighbour_of_many_and_seen_to_be_one_as_long_as_of_any(
    store: Store,
) -> None:
    async def is_one() -> bool:
        return NEIGHBOUR.key in await store.find_all(AddressKind.NEIGHBOUR, [NEIGHBOUR.key])

    seen = [await is_one()]
    for lane in (OTHER, LANE):
        await store.append(evolve(commit(lane=lane), addresses={NEIGHBOUR: ""}))
        seen.append(await is_one())
    both = await store.find(NEIGHBOUR)
    for lane in (LANE, OTHER):
        await store.append(evolve(commit(lane=lane), addresses={}))
        seen.append(await is_one())

    assert [entry.lane for entry in both] == sorted((LANE, OTHER))
    assert seen == [False, True, True, True, False]


async def test_a_porch_of_ours_is_its_congregations_room_and_anothers_neighbour(
    store: Store,
) -> None:
    porch = Address(kind=AddressKind.ROOM, key=NEIGHBOUR.key)
    await store.append(evolve(commit(), addresses={porch: "porch"}))
    await store.append(evolve(commit(lane=OTHER), addresses={NEIGHBOUR: ""}))

    assert [entry.lane for entry in await store.find(porch)] == [LANE]
    assert [entry.lane for entry in await store.find(NEIGHBOUR)] == [OTHER]


async def test_a_room_stays_with_the_lane_that_has_it_until_it_lets_go(store: Store) -> None:
    await store.append(evolve(commit(), addresses={COMMONS: "commons"}))
    await store.append(evolve(commit(lane=OTHER), addresses={COMMONS: "direct"}))
    held = await store.find(COMMONS)
    await store.append(evolve(commit(), addresses={}))
    await store.append(evolve(commit(lane=OTHER), addresses={COMMONS: "direct"}))

    assert [(each.lane, each.role) for each in held] == [(LANE, "commons")]
    assert [(each.lane, each.role) for each in await store.find(COMMONS)] == [(OTHER, "direct")]


async def test_a_person_has_one_lane_of_their_own(store: Store) -> None:
    lanes = await asyncio.gather(*(store.self_lane(AMARA) for _ in range(8)))
    another = await store.self_lane(DOV)

    assert set(lanes) == {await store.self_lane(AMARA)}
    assert another not in lanes
    assert (await store.load(another)).seq == 0
    assert [entry.lane for entry in await store.find(AMARA_ALONE)] == [lanes[0]]


async def test_a_lane_of_ones_own_tells_nothing_of_the_person(store: Store) -> None:
    lane = await store.self_lane(AMARA)

    assert lane.startswith("self-")
    assert "amara" not in lane


async def test_a_lane_of_ones_own_stays_even_if_its_world_does_not_name_it(store: Store) -> None:
    lane = await store.self_lane(AMARA)
    await store.append(evolve(commit(lane=lane), addresses={COMMONS: "direct"}))
    unnamed = await store.self_lane(AMARA)
    await store.append(evolve(commit(lane=lane), addresses={AMARA_ALONE: ""}))

    assert unnamed == await store.self_lane(AMARA) == lane
    assert await store.find(COMMONS) == ()


async def test_a_lane_of_ones_own_outlives_the_process(shelf: Shelf) -> None:
    lane = await shelf.store.self_lane(AMARA)

    assert await (await shelf.reopen()).self_lane(AMARA) == lane


async def test_due_lanes_come_earliest_first(store: Store) -> None:
    third = LaneId("third")
    await store.append(evolve(commit(lane=LANE), next_due=NOW + HOUR))
    await store.append(evolve(commit(lane=OTHER), next_due=NOW))
    await store.append(evolve(commit(lane=third), next_due=NOW + 2 * HOUR))
    await store.append(commit(lane=LaneId("never")))

    assert await store.next_due() == NOW
    assert await store.due(NOW - HOUR) == ()
    assert await store.due(NOW + HOUR) == (OTHER, LANE)


async def test_a_lane_that_is_no_longer_due_is_not_woken(store: Store) -> None:
    await store.append(evolve(commit(), next_due=NOW))
    await store.append(evolve(commit(), next_due=None))

    assert await store.next_due() is None
    assert await store.due(NOW) == ()


async def test_lanes_with_something_left_to_perform_are_known(store: Store) -> None:
    await store.append(evolve(commit(lane=OTHER), is_unsettled=True))
    await store.append(evolve(commit(lane=LANE), is_unsettled=True))
    both = await store.unsettled()
    await store.append(evolve(commit(lane=OTHER), is_unsettled=False))

    assert both == tuple(sorted((LANE, OTHER)))
    assert await store.unsettled() == (LANE,)


async def test_a_closed_store_says_so_and_may_be_closed_again(store: Store) -> None:
    await store.close()
    await store.close()

    with pytest.raises(StoreUnavailable):
        await store.accept([arrival("a")], arrived_at=NOW, sync_position=None)
    with pytest.raises(StoreUnavailable):
        await store.append(commit(JOINED))
    with pytest.raises(StoreUnavailable):
        await store.load(LANE)


async def test_closing_finishes_what_was_begun(shelf: Shelf) -> None:
    lanes = [LaneId(f"lane-{number}") for number in range(50)]
    async with asyncio.TaskGroup() as group:
        for lane in lanes:
            group.create_task(shelf.store.append(commit(JOINED, lane=lane)))
        # A task that has begun has handed its commit over; closing comes last in the same queue.
        group.create_task(shelf.store.close())

    reopened = await shelf.reopen()

    assert [(await reopened.load(lane)).seq for lane in lanes] == [1] * len(lanes)
