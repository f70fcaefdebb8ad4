"""Rows of what stands on porches: `listed`, and `listed_starts` by which names are found.

Owns that a search goes along an index and stops at its limit, however many congregations there are. Refuses to
know what stands on a porch, and how names are compared (`Listed.starts`).
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from microsol_matrix.ids import CrewId, LaneId, RoomAlias, Text
from microsol_matrix.ports import Listed

_PAST_ALL: Final = "\U0010ffff"
"""Sorts after everything that can follow in a name."""

_HELD: Final = (
    "SELECT crew, alias, congregation, slug, name FROM listed WHERE lane = ? ORDER BY crew"
)
_ALL: Final = (
    "SELECT crew, alias, congregation, slug, name, lane FROM listed ORDER BY lane, crew LIMIT ?"
)
_AT: Final = (
    "SELECT crew, alias, congregation, slug, name, lane FROM listed"
    " WHERE alias = ? ORDER BY lane, crew LIMIT ?"
)
# CROSS says in which order to go: from what is asked for. So rows come in the order of an index, as they are read.
_OF_CONGREGATION: Final = (
    "SELECT one.crew, alias, congregation, slug, name, one.lane FROM listed_starts AS found"
    " CROSS JOIN listed AS one ON one.lane = found.lane"
    " WHERE found.of_crew = FALSE AND found.start >= ? AND found.start < ?"
    " ORDER BY found.start, found.lane, one.crew"
)
_OF_CREW: Final = (
    "SELECT one.crew, alias, congregation, slug, name, one.lane FROM listed_starts AS found"
    " CROSS JOIN listed AS one ON one.lane = found.lane AND one.crew = found.crew"
    " WHERE found.of_crew = TRUE AND found.start >= ? AND found.start < ?"
    " ORDER BY found.start, found.lane, found.crew"
)
_OF_BOTH: Final = (
    "SELECT one.crew, alias, congregation, slug, name, one.lane FROM listed_starts AS house"
    " CROSS JOIN listed_starts AS found ON found.lane = house.lane AND found.of_crew = TRUE"
    " AND found.start >= ? AND found.start < ?"
    " CROSS JOIN listed AS one ON one.lane = found.lane AND one.crew = found.crew"
    " WHERE house.of_crew = FALSE AND house.start >= ? AND house.start < ?"
    " ORDER BY house.start, house.lane, found.start, found.crew"
)


def put_listed(connection: sqlite3.Connection, lane: LaneId, *, listed: Sequence[Listed]) -> None:
    """Make what is listed of a lane this; nothing is written if it is so already."""
    held = connection.execute(_HELD, (lane,)).fetchall()
    wanted = sorted(_row(one) for one in listed)
    if held == wanted:
        return
    connection.execute("DELETE FROM listed WHERE lane = ?", (lane,))
    connection.execute("DELETE FROM listed_starts WHERE lane = ?", (lane,))
    connection.executemany(
        "INSERT INTO listed (crew, alias, congregation, slug, name, lane) VALUES (?, ?, ?, ?, ?, ?)",
        [(*row, lane) for row in wanted],
    )
    connection.executemany(
        "INSERT INTO listed_starts (of_crew, start, lane, crew) VALUES (?, ?, ?, ?)",
        [
            (one.crew is not None, start, lane, one.crew or "")
            for one in listed
            for start in sorted(one.starts)
        ],
    )


def find_listed(
    connection: sqlite3.Connection, *, congregation: str, crew: str, limit: int
) -> tuple[Listed, ...]:
    """Read what is listed and begins so, or has a word that does; see the port."""
    house, found = _range(congregation), _range(crew)
    if congregation and crew:
        rows = connection.execute(_OF_BOTH, (*found, *house))
    elif crew:
        rows = connection.execute(_OF_CREW, found)
    elif congregation:
        rows = connection.execute(_OF_CONGREGATION, house)
    else:
        rows = connection.execute(_ALL, (limit,))
    return tuple(_first(rows, limit=limit))


def listed_at(
    connection: sqlite3.Connection, alias: RoomAlias, *, limit: int
) -> tuple[Listed, ...]:
    """Read what is listed of one porch."""
    return tuple(_listed(row) for row in connection.execute(_AT, (alias, limit)))


def _first(rows: Iterable[tuple[Any, ...]], *, limit: int) -> Iterator[Listed]:
    """Give the first so many, each once: several words of a name may begin alike."""
    seen: set[tuple[str, str]] = set()
    for row in rows:
        place = (row[5], row[0])
        if place in seen:
            continue
        seen.add(place)
        yield _listed(row)
        if len(seen) == limit:
            return


def _range(start: str) -> tuple[str, str]:
    return start, start + _PAST_ALL


def _row(one: Listed) -> tuple[str, str, str, str, str]:
    return (one.crew or "", one.alias, one.congregation, one.slug, one.name)


def _listed(row: tuple[Any, ...]) -> Listed:
    crew, alias, congregation, slug, name = row[:5]
    return Listed(
        CrewId(crew) if crew else None,
        RoomAlias(alias),
        congregation=Text(congregation),
        slug=slug,
        name=Text(name),
    )
