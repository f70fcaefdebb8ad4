"""A store full of congregations: a few are lived, all others are copies of them under other names.

Owns how a copy is made: row by row in the database, with every name replaced that has to be the
congregation's own. What stands in its rooms has the digests of the one that was lived, which a plan
would repair: `made_true` brings those in order that are going to be woken. Facts from before the
snapshots are left out of copies: nobody reads them again.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from attrs import evolve as changed, frozen

from microsol_matrix.house import House
from microsol_matrix.ids import LaneId, UserId
from microsol_matrix.places import COMMONS, SPACE, crew_room
from microsol_matrix.ports import Store
from microsol_matrix.quotas import Quotas
from microsol_matrix.world import World
from tests.bench.villages import SERVER, whole
from tests.core.life import Village
from tests.core.said import HOUSE, to_the_bot

CREWS: Final = 20
IN_A_CREW: Final = 4
PEOPLE: Final = CREWS * IN_A_CREW // 2
"""Everybody is in two crews."""
CALLS_OVER: Final = timedelta(days=40)
"""After it nothing is due before the first crew is asked how it has been, seven weeks after it agreed."""

_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MARK_BITS: Final = 40
"""Whole letters both of a ULID and of an alias."""
_MARKS: Final = 0xC0FFEE << 16
"""What marks begin with, so that nothing else looks like one; the rest is the congregation's number."""


@frozen
class MarkedNames:
    """Names that begin with their congregation's number (`microsol_matrix.house.Entropy`)."""

    number: int

    def derive(self, *reason: str) -> bytes:
        mark = (_MARKS | self.number).to_bytes(_MARK_BITS // 8, "big")
        return mark + sha256("\x00".join(reason).encode()).digest()[len(mark) :]


def house_of(number: int) -> House:
    """Say who we are to one congregation, where nobody asks for too much."""
    quotas = Quotas(calls_a_day=CREWS, open_calls=CREWS, invitations_a_day=PEOPLE)
    return changed(HOUSE, entropy=MarkedNames(number), quotas=quotas)


def lived(number: int, *, at: datetime, apart: timedelta = timedelta(0)) -> Village:
    """Let a congregation found itself, begin its crews, and let them agree and live until their calls are over.

    Args:
        number: Names it.
        at: When.
        apart: How long after each other its crews begin.
    """
    people = [UserId(f"@person-{number}-{index}:{SERVER}") for index in range(PEOPLE)]
    founder = people[0]
    village = Village(World(), house=house_of(number), now=at)
    village.happen(to_the_bot(founder, f'!found "Village {number}" neighbours'))
    village.settle()
    for person in people[1:]:
        village.tells(founder, f"!invite {person}")
    for room in (SPACE, COMMONS):
        village.settle()
        village.joins(*people, at=room)
    for crew in range(CREWS):
        village.settle()
        first = crew * IN_A_CREW // 2
        its = [people[(first + seat) % PEOPLE] for seat in range(IN_A_CREW)]
        _begin_crew(village, its, name=f"Kettle {number}-{crew}")
        village.now += apart
    village.pass_time(at + CALLS_OVER - village.now)
    village.settle()
    return village


def _begin_crew(village: Village, people: list[UserId], *, name: str) -> None:
    caller, *others = people
    seats = f"seats=3-{len(people)}"
    village.says(caller, f'!call "{name}" A weekly hour to listen | kind=support {seats}')
    village.settle()
    for person in others:
        village.raises_hand(person)
    village.settle()
    village.joins(*people, at=crew_room(village.crew.id))
    village.says(caller, "!agree Tue 19:00 | review=8w", at=crew_room(village.crew.id))
    village.settle()


async def copied(
    store: Store, path: Path, village: Village, *, number: int, numbers: Iterable[int]
) -> tuple[LaneId, ...]:
    """Put a congregation and its copies into a store; give the lanes of the copies.

    Args:
        store: Takes the first.
        path: Of the same database, for the copies.
        village: As it was lived.
        number: Its own.
        numbers: Those of the copies.
    """
    commit = whole(village)
    await store.append(commit)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        lanes = tuple(_copy(database, commit.lane, number=number, copy=copy) for copy in numbers)
        database.execute("COMMIT")
    return lanes


_COPIES: Final = (
    "INSERT INTO lanes SELECT :copy, seq, next_due, is_unsettled FROM lanes WHERE lane = :lane",
    "INSERT INTO snapshots SELECT :copy, seq, kind, {body} FROM snapshots WHERE lane = :lane",
    "INSERT INTO address SELECT kind, {key}, :copy, role FROM address WHERE lane = :lane",
    "INSERT INTO people SELECT :copy, key, {user_id} FROM people WHERE lane = :lane",
    "INSERT INTO texts SELECT :copy, key, digest, words FROM texts WHERE lane = :lane",
)


def _copy(database: sqlite3.Connection, lane: LaneId, *, number: int, copy: int) -> LaneId:
    old, new = _names(number, ours="$ours-"), _names(copy, ours=f"$ours-{copy}-")
    renamed = LaneId(lane.replace(old[0], new[0]))
    names: dict[str, str] = {"lane": lane, "copy": renamed}
    for index, (before, after) in enumerate(zip(old, new, strict=True)):
        names |= {f"old{index}": before, f"new{index}": after}
    places = {column: _replaced(column, len(old)) for column in ("body", "key", "user_id")}
    for statement in _COPIES:
        database.execute(statement.format(**places), names)
    return renamed


def _replaced(column: str, pairs: int) -> str:
    """Write the SQL that gives a column with every name replaced."""
    expression = column
    for index in range(pairs):
        expression = f"replace({expression}, :old{index}, :new{index})"
    return expression


def _names(number: int, *, ours: str) -> tuple[str, ...]:
    """Give what stands in a congregation's rows and may stand in nobody else's.

    Args:
        number: The congregation's.
        ours: What the ids of our own events begin with; those that were lived differ by themselves.
    """
    mark = _MARKS | number
    shifts = range(_MARK_BITS - 5, -1, -5)
    ulid = "".join(_CROCKFORD[(mark >> shift) & 31] for shift in shifts)
    return (ulid, f"{mark:x}", f"village-{number}", f"@person-{number}-", ours)


async def made_true(store: Store, lane: LaneId, *, number: int, late: timedelta) -> datetime:
    """Write to a copy what its rooms hold, so that its plan is as empty as that of what was lived.

    Args:
        store: Holds it.
        lane: The copy's.
        number: Its number.
        late: How long after its time it is woken.

    Returns:
        When it is due.
    """
    record = await store.load(lane)
    assert isinstance(record.snapshot, World)
    village = Village(record.snapshot, house=house_of(number))
    village.settle()
    commit = whole(village, seq=record.seq)
    assert commit.next_due is not None, "it waits for something"
    woken = commit.next_due + late
    await store.append(changed(commit, next_due=woken))
    return woken
