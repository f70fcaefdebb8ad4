"""Rows by which lanes are found: `address`.

Owns that an address leads to one lane, but for kinds `TO_MANY`: what a lane holds, another does not get
until it is let go. The address of a person's private lane is made with the lane and stays with it.
"""

import sqlite3
from collections.abc import Collection, Mapping
from typing import Final

import msgspec

from appservice.store.keys import new_key
from appservice.store.sqlite.lane_rows import begin_lane
from microsol_matrix.ids import LaneId, UserId
from microsol_matrix.ports import Address, AddressKind, LaneEntry

_PUT: Final = (
    "INSERT INTO address (kind, key, lane, role) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (kind, key, lane) DO UPDATE SET role = excluded.role"
    " ON CONFLICT DO NOTHING"
)

# The keys come as one JSON array: one statement for any number of them, without a limit. CROSS says
# in which order to go: through what is asked for, not through all that there is.
_FIND_ALL: Final = (
    "SELECT address.key, lane, role FROM json_each(?) AS wanted"
    " CROSS JOIN address ON address.kind = ? AND address.key = wanted.value"
)


def put_addresses(
    connection: sqlite3.Connection, lane: LaneId, *, addresses: Mapping[Address, str]
) -> None:
    """Make a lane's addresses these; only what differs is written."""
    rows = connection.execute("SELECT kind, key, role FROM address WHERE lane = ?", (lane,))
    held = {(kind, key): role for kind, key, role in rows}
    wanted = {(address.kind.value, address.key): role for address, role in addresses.items()}
    gone = [each for each in held.keys() - wanted.keys() if each[0] != AddressKind.SELF.value]
    connection.executemany(
        "DELETE FROM address WHERE kind = ? AND key = ? AND lane = ?",
        [(kind, key, lane) for kind, key in sorted(gone)],
    )
    changed = wanted.items() - held.items()
    connection.executemany(_PUT, [(kind, key, lane, role) for (kind, key), role in sorted(changed)])


def find(connection: sqlite3.Connection, address: Address) -> tuple[LaneEntry, ...]:
    """Read the lanes at an address, by id."""
    rows = connection.execute(
        "SELECT lane, role FROM address WHERE kind = ? AND key = ? ORDER BY lane",
        (address.kind.value, address.key),
    )
    return tuple(LaneEntry(lane=LaneId(lane), role=role) for lane, role in rows)


def find_all(
    connection: sqlite3.Connection, kind: AddressKind, keys: Collection[str]
) -> dict[str, LaneEntry]:
    """Read the lane at each of many addresses that lead to one lane."""
    rows = connection.execute(_FIND_ALL, (msgspec.json.encode(list(keys)).decode(), kind.value))
    return {key: LaneEntry(lane=LaneId(lane), role=role) for key, lane, role in rows}


def find_every(connection: sqlite3.Connection, kind: AddressKind) -> dict[str, LaneEntry]:
    """Read the lane at each address of a kind whose addresses lead to one lane."""
    rows = connection.execute("SELECT key, lane, role FROM address WHERE kind = ?", (kind.value,))
    return {key: LaneEntry(lane=LaneId(lane), role=role) for key, lane, role in rows}


def find_self(connection: sqlite3.Connection, user_id: UserId) -> LaneId | None:
    """Read which lane is a person's own; None before there is one."""
    found = find(connection, Address(kind=AddressKind.SELF, key=user_id))
    return found[0].lane if found else None


def make_self(connection: sqlite3.Connection, user_id: UserId) -> LaneId:
    """Give a person's own lane, and make it if there is none; its id tells nothing of the person."""
    lane = find_self(connection, user_id)
    if lane is None:
        lane = LaneId(f"self-{new_key()}")
        begin_lane(connection, lane)
        connection.execute(_PUT, (AddressKind.SELF.value, user_id, lane, ""))
    return lane
