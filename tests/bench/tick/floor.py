"""The floor of a tick: bare SQLite that reads and writes the rows that ours did, and understands none.

Owns which rows those are: all of a lane's names, its snapshot and the facts after it; then the same
facts, texts and letters once more, under numbers so high that ours goes on below them. Refuses to
decide anything.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from attrs import define, frozen

from appservice.store.sqlite.writer import BATCH_LIMIT
from microsol_matrix.ids import LaneId

_READ: Final = (
    "SELECT key, user_id FROM people WHERE lane = ?",
    "SELECT key, words FROM texts WHERE lane = ?",
    "SELECT seq, kind, body FROM snapshots WHERE lane = ?",
    "SELECT kind, body FROM facts WHERE lane = ? ORDER BY seq",
    "SELECT seq FROM lanes WHERE lane = ?",
)
_HELD: Final = "SELECT kind, key, role FROM address WHERE lane = ?"
_BEYOND: Final = 1_000_000
"""What ours will never have written here by the end of a bench."""
_Row = tuple[Any, ...]


@frozen
class Written:
    """What ours wrote for one lane.

    Attributes:
        seq: Of its last fact.
        facts: Kind and body of each.
        texts: Key, digest and words of each.
    """

    lane: LaneId
    seq: int
    next_due: int | None
    facts: Sequence[_Row]
    texts: Sequence[_Row]


@define
class Floor:
    """A database, with two connections as ours has."""

    reader: sqlite3.Connection
    writer: sqlite3.Connection

    @classmethod
    def on(cls, path: Path) -> "Floor":
        """Connect with the settings that ours has for what is durable."""
        reader, writer = (sqlite3.connect(path, isolation_level=None) for _ in range(2))
        for pragma in ("synchronous = FULL", "secure_delete = ON", "foreign_keys = ON"):
            writer.execute(f"PRAGMA {pragma}")
        return cls(reader, writer)

    def close(self) -> None:
        """Let go of it."""
        self.reader.close()
        self.writer.close()

    def counts(self, lane: LaneId) -> tuple[int, frozenset[str]]:
        """Give a lane's last fact and the keys of its texts, to tell later what is new."""
        (seq,) = self.reader.execute(_READ[-1], (lane,)).fetchone()
        return seq, frozenset(key for key, _ in self.reader.execute(_READ[1], (lane,)))

    def written(self, lane: LaneId, before: tuple[int, frozenset[str]]) -> Written:
        """Read what ours wrote for a lane since."""
        ask = self.reader.execute
        seq, next_due = ask("SELECT seq, next_due FROM lanes WHERE lane = ?", (lane,)).fetchone()
        facts = ask(
            "SELECT at, kind, body FROM facts WHERE lane = ? AND seq > ? ORDER BY seq",
            (lane, before[0]),
        ).fetchall()
        texts = ask("SELECT key, digest, words FROM texts WHERE lane = ?", (lane,)).fetchall()
        new = [row for row in texts if row[0] not in before[1]]
        return Written(lane, seq, next_due=next_due, facts=facts, texts=new)

    def letters(self, *, after: int) -> list[_Row]:
        """Read the letters that ours wrote after a row of the inbox."""
        asked = "SELECT arrived_at, ref, recipient, words FROM inbox WHERE id > ?"
        return self.reader.execute(asked, (after,)).fetchall()

    def last_letter(self) -> int:
        """Give the number of the inbox' last row."""
        (last,) = self.reader.execute("SELECT coalesce(max(id), 0) FROM inbox").fetchone()
        return int(last)

    def lay_to_rest(self, lanes: Sequence[LaneId]) -> None:
        """Let nobody wake these lanes again: they have had their turn."""
        rest = "UPDATE lanes SET next_due = NULL WHERE lane = ?"
        self.writer.execute("BEGIN IMMEDIATE")
        self.writer.executemany(rest, [(lane,) for lane in lanes])
        self.writer.execute("COMMIT")

    def repeat(self, lanes: Sequence[Written], letters: Sequence[_Row], *, now: int) -> None:
        """Read and write all of it once more."""
        self.reader.execute(
            "SELECT lane FROM lanes WHERE next_due <= ? ORDER BY next_due, lane", (now,)
        ).fetchall()
        share = -(-len(letters) // len(lanes))
        for first in range(0, len(lanes), BATCH_LIMIT):
            batch = lanes[first : first + BATCH_LIMIT]
            for lane in batch:
                self._read(lane.lane)
            self.writer.execute("BEGIN IMMEDIATE")
            for index, lane in enumerate(batch, first):
                self._write(lane, letters[index * share : (index + 1) * share])
            self.writer.execute("COMMIT")

    def _read(self, lane: LaneId) -> None:
        self.reader.execute("BEGIN")
        for statement in _READ:
            self.reader.execute(statement, (lane,)).fetchall()
        self.reader.execute("ROLLBACK")

    def _write(self, one: Written, letters: Sequence[_Row]) -> None:
        write = self.writer.execute
        lane, seq = one.lane, one.seq
        write("SELECT seq FROM lanes WHERE lane = ?", (lane,)).fetchone()
        write("UPDATE lanes SET seq = ?, next_due = ? WHERE lane = ?", (seq, one.next_due, lane))
        for _, digest, words in one.texts:
            key, other = f"again-{digest.hex()}", bytes(reversed(digest))
            write("INSERT INTO texts VALUES (?, ?, ?, ?)", (lane, key, other, words))
        self.writer.executemany(
            "INSERT INTO facts (lane, seq, at, kind, body) VALUES (?, ?, ?, ?, ?)",
            [(lane, number, *fact) for number, fact in enumerate(one.facts, seq + _BEYOND)],
        )
        write(_HELD, (lane,)).fetchall()
        for at, ref, recipient, words in letters:
            again = f"again-{ref}"
            write("INSERT INTO accepted VALUES (?, ?)", (f"letter:{again}", at))
            write(
                "INSERT INTO inbox (arrived_at, ref, recipient, words) VALUES (?, ?, ?, ?)",
                (at, again, recipient, words),
            )
