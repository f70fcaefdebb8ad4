"""Rows of what arrives: `accepted`, `inbox`, `sync_position`.

Owns taking in once, and in order. An inbox row is in clear text until its lane has it; deleting
overwrites it (`secure_delete`).
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from appservice.store.instants import from_us, to_us
from microsol_matrix.ids import EventId, InboxId, Ref, RoomId, Text, UserId
from microsol_matrix.languages import Language
from microsol_matrix.ports import Arrival, Letter, Waiting

REMEMBERED: Final = timedelta(days=90)
"""How long an event is known to have come; longer than any homeserver retries or stays away."""
_PRUNED_AT_ONCE: Final = 1_000
"""So that pruning never holds up those who wait; the rest goes with the next accepting."""


def sync_position(connection: sqlite3.Connection) -> str | None:
    """Read the `/sync` token."""
    row = connection.execute("SELECT token FROM sync_position").fetchone()
    return None if row is None else str(row[0])


def go_to(connection: sqlite3.Connection, token: str) -> bool:
    """Write the `/sync` token; tell whether it is another than the one that is there."""
    if token == sync_position(connection):
        return False
    connection.execute(
        "INSERT INTO sync_position (id, token) VALUES (1, ?)"
        " ON CONFLICT (id) DO UPDATE SET token = excluded.token",
        (token,),
    )
    return True


def put_arrivals(
    connection: sqlite3.Connection, arrivals: Sequence[Arrival], *, arrived_at: datetime
) -> tuple[Waiting, ...]:
    """Take in the events that have not come before."""
    waiting = []
    for arrival in arrivals:
        if _accept(connection, arrival.event_id, at=arrived_at):
            inbox_id = connection.execute(
                "INSERT INTO inbox (arrived_at, event_id, room_id, raw) VALUES (?, ?, ?, ?)",
                (to_us(arrived_at), arrival.event_id, arrival.room_id, arrival.raw),
            ).lastrowid
            waiting.append(_waiting(inbox_id, at=arrived_at, item=arrival))
    return tuple(waiting)


def put_letters(
    connection: sqlite3.Connection, letters: Sequence[Letter], *, at: datetime
) -> tuple[Waiting, ...]:
    """Take in the letters whose ref has not come before."""
    waiting = []
    for letter in letters:
        if _accept(connection, f"letter:{letter.ref}", at=at):
            inbox_id = connection.execute(
                "INSERT INTO inbox (arrived_at, ref, recipient, words) VALUES (?, ?, ?, ?)",
                (to_us(at), letter.ref, letter.to, _written(letter)),
            ).lastrowid
            waiting.append(_waiting(inbox_id, at=at, item=letter))
    return tuple(waiting)


def waiting(connection: sqlite3.Connection, *, after: InboxId, limit: int) -> tuple[Waiting, ...]:
    """Read so many rows of the inbox past one, oldest first."""
    rows = connection.execute(
        "SELECT id, arrived_at, event_id, room_id, raw, ref, recipient, words"
        " FROM inbox WHERE id > ? ORDER BY id LIMIT ?",
        (after, limit),
    )
    return tuple(_waiting(row[0], at=from_us(row[1]), item=_item(row[2:])) for row in rows)


def delete(connection: sqlite3.Connection, inbox_ids: Sequence[InboxId]) -> None:
    """Delete inbox rows; one that is gone already is fine."""
    connection.executemany("DELETE FROM inbox WHERE id = ?", [(each,) for each in inbox_ids])


def prune(connection: sqlite3.Connection, now: datetime) -> bool:
    """Forget the oldest of what came longer ago than `REMEMBERED`; tell whether that was all."""
    deleted = connection.execute(
        "DELETE FROM accepted WHERE key IN"
        " (SELECT key FROM accepted WHERE accepted_at < ? ORDER BY accepted_at LIMIT ?)",
        (to_us(now - REMEMBERED), _PRUNED_AT_ONCE),
    ).rowcount
    return deleted < _PRUNED_AT_ONCE


def _accept(connection: sqlite3.Connection, key: str, *, at: datetime) -> bool:
    once = "INSERT INTO accepted (key, accepted_at) VALUES (?, ?) ON CONFLICT DO NOTHING"
    return connection.execute(once, (key, to_us(at))).rowcount == 1


def _item(columns: tuple[Any, ...]) -> Arrival | Letter:
    event_id, room_id, raw, ref, recipient, words = columns
    if ref is None:
        return Arrival(event_id=EventId(event_id), room_id=RoomId(room_id), raw=raw)
    text, translations = msgspec.json.decode(words)
    return Letter(
        ref=Ref(ref),
        to=UserId(recipient),
        text=Text(text),
        translations={Language(code): Text(said) for code, said in translations},
    )


def _written(letter: Letter) -> str:
    pairs = [(language.value, said) for language, said in letter.translations.items()]
    return msgspec.json.encode((letter.text, pairs)).decode()


def _waiting(inbox_id: int | None, *, at: datetime, item: Arrival | Letter) -> Waiting:
    if inbox_id is None:
        message = "SQLite gave no number to a row that it took."
        raise sqlite3.ProgrammingError(message)
    return Waiting(inbox_id=InboxId(inbox_id), arrived_at=at, item=item)
