"""Rows of lanes and their histories: `lanes`, `facts`, `snapshots`.

Owns the numbering of facts. Facts are only ever added.
"""

import sqlite3
from datetime import datetime

from appservice.store.codec import Written, read_fact, read_world, write
from appservice.store.instants import from_us, to_us
from appservice.store.sqlite.connections import of_one_moment
from appservice.store.sqlite.name_rows import LaneKeys, names_of
from microsol_matrix.errors import LaneMoved
from microsol_matrix.ids import LaneId
from microsol_matrix.ports import Append, LaneRecord


def begin_lane(connection: sqlite3.Connection, lane: LaneId) -> None:
    """Make the row of a lane in which nothing has happened; one that is there already is fine."""
    new = "INSERT INTO lanes (lane, seq, is_unsettled) VALUES (?, 0, FALSE) ON CONFLICT DO NOTHING"
    connection.execute(new, (lane,))


def put_history(connection: sqlite3.Connection, commit: Append) -> None:
    """Add a commit's facts, bring the lane's row up to date, and replace the snapshot if one came.

    Raises:
        LaneMoved: The lane's last fact is not the expected one.
    """
    begin_lane(connection, commit.lane)
    seq = _seq_of(connection, commit.lane)
    if seq != commit.expected_seq:
        message = (
            f"Lane {commit.lane} is at {seq}, not at {commit.expected_seq}:"
            " somebody else has written to it since it was read."
        )
        raise LaneMoved(message)
    seq += len(commit.facts)
    next_due = None if commit.next_due is None else to_us(commit.next_due)
    connection.execute(
        "UPDATE lanes SET seq = ?, next_due = ?, is_unsettled = ? WHERE lane = ?",
        (seq, next_due, commit.is_unsettled, commit.lane),
    )
    keys = LaneKeys(connection, commit.lane)
    rows = [
        (commit.lane, number, to_us(commit.at), written.kind, written.body)
        for number, fact in enumerate(commit.facts, start=commit.expected_seq + 1)
        for written in (write(fact, keys),)
    ]
    new = "INSERT INTO facts (lane, seq, at, kind, body) VALUES (?, ?, ?, ?, ?)"
    connection.executemany(new, rows)
    if commit.snapshot is not None:
        world = write(commit.snapshot, keys)
        connection.execute(
            "INSERT OR REPLACE INTO snapshots (lane, seq, kind, body) VALUES (?, ?, ?, ?)",
            (commit.lane, seq, world.kind, world.body),
        )


def load(connection: sqlite3.Connection, lane: LaneId) -> LaneRecord:
    """Read a lane; all of it is of one moment, whatever is committed meanwhile."""
    with of_one_moment(connection):
        return _load(connection, lane)


def _load(connection: sqlite3.Connection, lane: LaneId) -> LaneRecord:
    names = names_of(connection, lane)
    kept = connection.execute(
        "SELECT seq, kind, body FROM snapshots WHERE lane = ?", (lane,)
    ).fetchone()
    snapshot_seq = 0 if kept is None else int(kept[0])
    rows = connection.execute(
        "SELECT kind, body FROM facts WHERE lane = ? AND seq > ? ORDER BY seq", (lane, snapshot_seq)
    )
    return LaneRecord(
        snapshot=None if kept is None else read_world(Written(*kept[1:]), names),
        snapshot_seq=snapshot_seq,
        facts=tuple(read_fact(Written(*row), names) for row in rows),
        seq=_seq_of(connection, lane),
    )


def due(connection: sqlite3.Connection, now: datetime) -> tuple[LaneId, ...]:
    """Read which lanes are due, earliest first."""
    rows = connection.execute(
        "SELECT lane FROM lanes WHERE next_due <= ? ORDER BY next_due, lane", (to_us(now),)
    )
    return tuple(LaneId(lane) for (lane,) in rows)


def next_due(connection: sqlite3.Connection) -> datetime | None:
    """Read when the first lane is due."""
    (earliest,) = connection.execute("SELECT min(next_due) FROM lanes").fetchone()
    return None if earliest is None else from_us(earliest)


def unsettled(connection: sqlite3.Connection) -> tuple[LaneId, ...]:
    """Read which lanes had something left to perform, by id."""
    rows = connection.execute("SELECT lane FROM lanes WHERE is_unsettled ORDER BY lane")
    return tuple(LaneId(lane) for (lane,) in rows)


def _seq_of(connection: sqlite3.Connection, lane: LaneId) -> int:
    row = connection.execute("SELECT seq FROM lanes WHERE lane = ?", (lane,)).fetchone()
    return 0 if row is None else int(row[0])
