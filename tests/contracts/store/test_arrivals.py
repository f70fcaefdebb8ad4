"""What every store promises about what arrives: each once, in order, until a lane has it."""

import asyncio
from datetime import timedelta

from attrs import evolve

from microsol_matrix.ports import Store
from tests.contracts.store.examples import HOUR, MET, NOW, OTHER, arrival, commit, letter
from tests.contracts.store.shelf import Shelf


async def test_arrivals_wait_in_the_order_in_which_they_came(store: Store) -> None:
    first = await store.accept([arrival("b"), arrival("a")], arrived_at=NOW, sync_position="s1")
    second = await store.accept([arrival("c")], arrived_at=NOW + HOUR, sync_position=None)

    assert [each.item for each in first] == [arrival("b"), arrival("a")]
    assert await store.waiting() == first + second
    assert [each.arrived_at for each in first + second] == [NOW, NOW, NOW + HOUR]
    ids = [each.inbox_id for each in first + second]
    assert ids == sorted(set(ids))


async def test_what_waits_is_given_in_pages_from_any_row_on(store: Store) -> None:
    rows = await store.accept(
        [arrival(name) for name in "abcdef"], arrived_at=NOW, sync_position=None
    )
    await store.discard([rows[3].inbox_id])

    first = await store.waiting(limit=2)
    second = await store.waiting(after=first[-1].inbox_id, limit=2)
    third = await store.waiting(after=second[-1].inbox_id, limit=2)

    assert (first, second, third) == (rows[:2], (rows[2], rows[4]), rows[5:])
    assert await store.waiting(after=rows[5].inbox_id, limit=2) == ()


async def test_rows_are_numbered_one_after_the_other_and_no_number_comes_again(
    store: Store,
) -> None:
    (first,) = await store.accept([arrival("a")], arrived_at=NOW, sync_position=None)
    await store.discard([first.inbox_id])
    await store.accept([arrival("a")], arrived_at=NOW, sync_position=None)  # known: takes no number
    (second,) = await store.append(evolve(commit(), letters=(letter("x"),)))
    (third,) = await store.accept([arrival("b")], arrived_at=NOW, sync_position=None)

    start = first.inbox_id
    assert (second.inbox_id, third.inbox_id) == (start + 1, start + 2)


async def test_an_event_is_taken_in_once(store: Store) -> None:
    first = await store.accept([arrival("a"), arrival("a")], arrived_at=NOW, sync_position=None)
    again = await store.accept([arrival("a"), arrival("b")], arrived_at=NOW, sync_position=None)

    assert [each.item for each in first] == [arrival("a")]
    assert [each.item for each in again] == [arrival("b")]


async def test_an_event_that_was_consumed_does_not_come_again(store: Store) -> None:
    (row,) = await store.accept([arrival("a")], arrived_at=NOW, sync_position=None)
    await store.discard([row.inbox_id])

    assert await store.accept([arrival("a")], arrived_at=NOW, sync_position=None) == ()
    assert await store.waiting() == ()


async def test_an_event_is_known_for_ninety_days(store: Store) -> None:
    await store.accept([arrival("a")], arrived_at=NOW, sync_position=None)
    await store.accept([arrival("b")], arrived_at=NOW + timedelta(days=89), sync_position=None)
    before = await store.accept(
        [arrival("a")], arrived_at=NOW + timedelta(days=90), sync_position=None
    )
    await store.accept([arrival("c")], arrived_at=NOW + timedelta(days=91), sync_position=None)
    after = await store.accept(
        [arrival("a"), arrival("b")], arrived_at=NOW + timedelta(days=92), sync_position=None
    )

    assert before == ()
    assert [each.item for each in after] == [arrival("a")]


async def test_two_who_bring_the_same_event_at_once_bring_it_once(store: Store) -> None:
    brought = await asyncio.gather(
        *(
            store.accept([arrival("a")], arrived_at=NOW, sync_position=f"s{number}")
            for number in range(8)
        )
    )

    assert sum(map(len, brought)) == 1
    assert len(await store.waiting()) == 1


async def test_the_sync_position_is_kept_until_another_is_given(store: Store) -> None:
    positions = [await store.sync_position()]
    await store.accept([], arrived_at=NOW, sync_position="s1")
    positions.append(await store.sync_position())
    await store.accept([arrival("a")], arrived_at=NOW, sync_position=None)
    positions.append(await store.sync_position())
    await store.accept([arrival("a")], arrived_at=NOW, sync_position="s2")
    positions.append(await store.sync_position())

    assert positions == [None, "s1", "s1", "s2"]


async def test_arrivals_and_their_position_outlive_the_process(shelf: Shelf) -> None:
    accepted = await shelf.store.accept([arrival("a")], arrived_at=NOW, sync_position="s1")

    reopened = await shelf.reopen()

    assert await reopened.waiting() == accepted
    assert await reopened.sync_position() == "s1"
    assert await reopened.accept([arrival("a")], arrived_at=NOW, sync_position=None) == ()


async def test_inbox_ids_are_never_used_again(shelf: Shelf) -> None:
    (first,) = await shelf.store.accept([arrival("a")], arrived_at=NOW, sync_position=None)
    await shelf.store.discard([first.inbox_id])

    reopened = await shelf.reopen()
    (second,) = await reopened.accept([arrival("b")], arrived_at=NOW, sync_position=None)

    assert second.inbox_id > first.inbox_id


async def test_a_commit_takes_its_arrivals_out_of_the_inbox(store: Store) -> None:
    first, second = await store.accept(
        [arrival("a"), arrival("b")], arrived_at=NOW, sync_position=None
    )
    await store.append(evolve(commit(MET), consumed=(first.inbox_id,)))

    assert await store.waiting() == (second,)


async def test_letters_join_the_end_of_the_inbox(store: Store) -> None:
    arrived = await store.accept([arrival("a")], arrived_at=NOW, sync_position=None)
    posted = await store.append(evolve(commit(), letters=(letter("x"), letter("y"))))

    assert [each.item for each in posted] == [letter("x"), letter("y")]
    assert [each.arrived_at for each in posted] == [NOW, NOW]
    assert await store.waiting() == arrived + posted


async def test_a_letter_with_the_same_ref_is_the_same_letter_even_after_it_was_taken(
    store: Store,
) -> None:
    (first,) = await store.append(evolve(commit(), letters=(letter("x"), letter("x"))))
    again = await store.append(evolve(commit(), letters=(letter("x"),)))
    await store.append(evolve(commit(lane=OTHER), consumed=(first.inbox_id,)))
    later = await store.append(evolve(commit(), letters=(letter("x"),)))

    assert (again, later) == ((), ())
    assert await store.waiting() == ()


async def test_discarding_what_is_gone_is_fine(store: Store) -> None:
    (row,) = await store.accept([arrival("a")], arrived_at=NOW, sync_position=None)
    await store.discard([])
    await store.discard([row.inbox_id])
    await store.discard([row.inbox_id])

    assert await store.waiting() == ()
