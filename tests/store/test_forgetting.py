"""Forgetting is deleting rows: nothing else changes, and history stays in step with its snapshots."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from microsol_matrix.facts import Fact
from microsol_matrix.ids import CallId, CongregationId, EventId, RoomId, RoomKey, Text, UserId
from microsol_matrix.ports import LaneRecord
from microsol_matrix.scales.call import Answering, Call, CallOpened, CallState, Kind, Start
from microsol_matrix.scales.congregation import Congregation, CongregationFounded
from microsol_matrix.seen import Membership, MembershipSeen
from microsol_matrix.world import World
from tests.contracts.store.examples import AMARA, DOV, LANE, NOW, OTHER, ROOM, arrival, commit
from tests.store.conftest import OpenStore

Sql = Callable[..., list[tuple[object, ...]]]
SECRET = "a phrase that stands nowhere else"

HARBOURLIGHT = Congregation(
    id=CongregationId(LANE),
    slug="harbourlight",
    name=Text("Harbourlight"),
    purpose=Text("neighbours and makers"),
    place=Text("Severn estuary"),
    founder=AMARA,
    founded_at=datetime(2031, 9, 21, tzinfo=UTC),
    asked_in=RoomId("!direct:harbourlight.example"),
    asked_by_event=EventId("$found"),
)
SLOW_KETTLE = Call(
    id=CallId("01JZSLOWKETTLE"),
    caller=DOV,
    name=Text("Slow Kettle"),
    intention=Text(SECRET),
    kind=Kind.SUPPORT,
    rhythm=Text("Thursdays"),
    audience=Text(""),
    weeks=8,
    seats_min=3,
    seats_max=8,
    opened_at=NOW,
    closes_at=NOW + timedelta(days=14),
    answering=Answering.PRIVATE,
    start=Start.AT_QUORUM,
    state=CallState.OPEN,
    answers=(),
    crew=None,
)
HISTORY: tuple[Fact, ...] = (
    CongregationFounded(congregation=HARBOURLIGHT),
    CallOpened(call=SLOW_KETTLE),
    *(
        MembershipSeen(
            key=RoomKey("space"),
            person=person,
            membership=Membership.JOIN,
            by=person,
            name=Text(name),
        )
        for person, name in ((AMARA, "Amara"), (DOV, "Dov"))
    ),
)


def replay(record: LaneRecord) -> World:
    """Go through a record the way `evolve` does, as far as these facts need it."""
    world = record.snapshot or World()
    assert isinstance(world, World)
    for fact in record.facts:
        match fact:
            case CongregationFounded():
                world = evolve(world, congregation=fact.congregation)
            case CallOpened():
                world = evolve(world, calls={**world.calls, fact.call.id: fact.call})
            case MembershipSeen():
                world = evolve(world, names={**world.names, fact.person: fact.name})
            case _:
                pytest.fail(f"{fact} is not replayed here")
    return world


@pytest.mark.parametrize("gone", ["nobody", "dov", "everybody", "all words", "everything"])
async def test_snapshot_and_later_facts_equal_facts_from_the_start(
    opened: OpenStore, sql: Sql, gone: str
) -> None:
    await opened.store.append(commit(*HISTORY[:2]))
    half = replay(await opened.store.load(LANE))
    await opened.store.append(evolve(commit(*HISTORY[2:3], after=2), snapshot=None))
    await opened.store.append(
        evolve(commit(after=3), snapshot=replay(await opened.store.load(LANE)))
    )
    await opened.store.append(commit(*HISTORY[3:], after=3))

    if gone == "dov":
        sql("DELETE FROM people WHERE user_id = ?", DOV)
    if gone in {"everybody", "everything"}:
        sql("DELETE FROM people")
    if gone in {"all words", "everything"}:
        sql("DELETE FROM texts")
    from_snapshot = await opened.store.load(LANE)
    sql("DELETE FROM snapshots")
    from_start = await opened.store.load(LANE)

    assert half.congregation == HARBOURLIGHT
    assert (from_snapshot.snapshot_seq, len(from_snapshot.facts)) == (3, 1)
    assert (from_start.snapshot_seq, len(from_start.facts)) == (0, 4)
    assert replay(from_snapshot) == replay(from_start)


async def test_a_snapshot_taken_after_forgetting_brings_nobody_back(
    opened: OpenStore, sql: Sql
) -> None:
    await opened.store.append(commit(*HISTORY))
    sql("DELETE FROM people WHERE user_id = ?", DOV)
    sql("DELETE FROM texts WHERE words = ?", SECRET)
    rows = (sql("SELECT * FROM people"), sql("SELECT * FROM texts"))

    world = replay(await opened.store.load(LANE))
    await opened.store.append(evolve(commit(after=4), snapshot=world))

    assert replay(await opened.store.load(LANE)) == world
    assert (sql("SELECT * FROM people"), sql("SELECT * FROM texts")) == rows
    call = world.calls[SLOW_KETTLE.id]
    assert call.caller.endswith(":forgotten.invalid")
    assert call.intention == Text("")
    assert call.name == Text("Slow Kettle")
    assert set(world.names.values()) == {Text("Amara"), Text("Dov")}


async def test_who_comes_back_after_being_forgotten_is_somebody_new(
    opened: OpenStore, sql: Sql
) -> None:
    await opened.store.append(commit(HISTORY[3]))
    sql("DELETE FROM people")
    await opened.store.append(commit(HISTORY[3], after=1))

    before, after = (await opened.store.load(LANE)).facts
    assert after == HISTORY[3]
    assert isinstance(before, MembershipSeen)
    assert before.person.endswith(":forgotten.invalid")


async def test_a_person_has_one_key_a_lane_and_another_in_each(opened: OpenStore, sql: Sql) -> None:
    for lane in (LANE, OTHER):
        await opened.store.append(commit(*HISTORY, lane=lane))
        await opened.store.append(commit(*HISTORY, lane=lane, after=len(HISTORY)))

    keys = [key for (key,) in sql("SELECT key FROM people")]
    assert len(keys) == len(set(keys)) == 4
    assert sql("SELECT count(*) FROM people GROUP BY lane, user_id") == [(1,)] * 4
    assert sql("SELECT count(*) FROM texts GROUP BY lane, words HAVING count(*) > 1") == []


async def test_histories_hold_neither_people_nor_their_words(opened: OpenStore, sql: Sql) -> None:
    await opened.store.append(commit(*HISTORY))
    await opened.store.append(
        evolve(commit(after=4), snapshot=replay(await opened.store.load(LANE)))
    )

    bodies = " ".join(
        str(body) for (body,) in sql("SELECT body FROM facts UNION SELECT body FROM snapshots")
    )
    assert SECRET not in bodies
    assert UserId(AMARA) not in bodies
    assert "Amara" not in bodies


async def test_nothing_of_what_was_deleted_is_left_in_the_file(opened: OpenStore, sql: Sql) -> None:
    await opened.store.append(commit(*HISTORY))
    (row,) = await opened.store.accept(
        [evolve(arrival("a"), raw=SECRET.encode(), room_id=ROOM)],
        arrived_at=NOW,
        sync_position=None,
    )
    beside = opened.path.with_name(opened.path.name + "-wal")
    was_there = SECRET.encode() in opened.path.read_bytes() + beside.read_bytes()

    await opened.store.discard([row.inbox_id])
    sql("DELETE FROM texts")
    sql("DELETE FROM people")
    await opened.store.close()  # the last one out folds the WAL in and removes it

    left = opened.path.read_bytes()
    assert was_there
    assert not beside.exists()
    assert SECRET.encode() not in left
    assert AMARA.encode() not in left
