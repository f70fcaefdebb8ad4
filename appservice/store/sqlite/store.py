"""The store's port on SQLite: which method reads at once, and which is handed to the writer.

Owns the two connections' roles and closing. The SQL is in the `*_rows` modules.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Concatenate, Final, ParamSpec, TypeVar

from appservice.store.sqlite import address_rows, inbox_rows, lane_rows, listed_rows
from appservice.store.sqlite.connections import meaning_of
from appservice.store.sqlite.known_rooms import KnownRooms
from appservice.store.sqlite.writer import Writer
from microsol_matrix.errors import StoreUnavailable
from microsol_matrix.ids import InboxId, LaneId, RoomAlias, UserId
from microsol_matrix.ports import (
    BEGINNING,
    Address,
    AddressKind,
    Append,
    Arrival,
    LaneEntry,
    LaneRecord,
    Listed,
    Waiting,
)

_T = TypeVar("_T")
_Asked = ParamSpec("_Asked")

_PRUNE_EVERY: Final = timedelta(days=1)

_OF_NO_ROOM: Final = (
    AddressKind.EVENT,
    AddressKind.LISTED,
    AddressKind.MEMBER,
    AddressKind.SELF,
)
"""Addresses that are asked for too seldom to be remembered."""


class SqliteStore:
    """A database file that this process alone has open (see `microsol_matrix.ports.Store`)."""

    def __init__(self, *, reader: sqlite3.Connection, writer: Writer) -> None:
        """Take over two ways into one database.

        Args:
            reader: Used on the event loop's thread, for short reads.
            writer: Everything that changes something goes through it; closes both when it ends.
        """
        self._reader = reader
        self._writer = writer
        self._is_closed = False
        self._prune_after: datetime | None = None
        self._rooms: dict[AddressKind, KnownRooms] = {
            kind: KnownRooms() for kind in AddressKind if kind not in _OF_NO_ROOM
        }

    async def accept(
        self, arrivals: Sequence[Arrival], *, arrived_at: datetime, sync_position: str | None
    ) -> tuple[Waiting, ...]:
        """Take events in, each once by its event id, which is remembered for 90 days.

        Once a day what is older is pruned, in the commit of whichever call comes first.
        """
        prunes = self._prune_after is None or arrived_at >= self._prune_after

        def write(connection: sqlite3.Connection) -> tuple[tuple[Waiting, ...], bool]:
            waiting = inbox_rows.put_arrivals(connection, arrivals, arrived_at=arrived_at)
            is_further = sync_position is not None and inbox_rows.go_to(connection, sync_position)
            # Who brings nothing new changes nothing: the disk is not asked to flush anything.
            is_pruned = (
                prunes and bool(waiting or is_further) and inbox_rows.prune(connection, arrived_at)
            )
            return waiting, is_pruned

        waiting, is_pruned = await self._writer.run(write)
        if is_pruned:
            self._prune_after = arrived_at + _PRUNE_EVERY
        return waiting

    async def waiting(self, *, after: InboxId = BEGINNING, limit: int = 256) -> tuple[Waiting, ...]:
        """Give inbox rows not consumed yet, oldest first."""
        return self._read(inbox_rows.waiting, after=after, limit=limit)

    async def discard(self, inbox_ids: Sequence[InboxId]) -> None:
        """Forget inbox rows that no lane wanted."""
        if inbox_ids:
            await self._writer.run(lambda connection: inbox_rows.delete(connection, inbox_ids))

    async def load(self, lane: LaneId) -> LaneRecord:
        """Read a lane; one that does not exist is empty (`seq` 0).

        Raises:
            StoreTooNew: It holds a fact or a world that this version does not know.
        """
        return self._read(lane_rows.load, lane)

    async def append(self, commit: Append) -> tuple[Waiting, ...]:
        """Write one lane's commit; returns the inbox rows that its letters became.

        Raises:
            LaneMoved: The lane is not at `expected_seq`; nothing was changed.
        """

        def write(connection: sqlite3.Connection) -> tuple[Waiting, ...]:
            lane_rows.put_history(connection, commit)
            inbox_rows.delete(connection, commit.consumed)
            if commit.addresses is not None:
                address_rows.put_addresses(connection, commit.lane, addresses=commit.addresses)
            if commit.listed is not None:
                listed_rows.put_listed(connection, commit.lane, listed=commit.listed)
            return inbox_rows.put_letters(connection, commit.letters, at=commit.at)

        try:
            return await self._writer.run(write)
        except asyncio.CancelledError:
            self._distrust_rooms()
            raise
        finally:
            self._forget_rooms(commit)

    async def find(self, address: Address) -> tuple[LaneEntry, ...]:
        """Find the lanes at an address: at most one but for kinds `TO_MANY`; empty if unknown."""
        return self._read(address_rows.find, address)

    async def find_all(self, kind: AddressKind, keys: Collection[str]) -> Mapping[str, LaneEntry]:
        """Find the lanes at many addresses of one kind at once; keys that are unknown are left out."""
        rooms = self._rooms.get(kind)
        if rooms is None:
            return self._read(address_rows.find_all, kind, keys) if keys else {}
        known = rooms.known(keys)
        if unknown := rooms.missing(keys):
            found = self._read(address_rows.find_all, kind, unknown)
            rooms.learn(unknown, found)
            known |= found
        return known

    async def find_every(self, kind: AddressKind) -> Mapping[str, LaneEntry]:
        """Find the lanes at all addresses of one kind; for kinds of which there are few."""
        return self._read(address_rows.find_every, kind)

    async def find_listed(self, *, congregation: str, crew: str, limit: int) -> tuple[Listed, ...]:
        """Give what stands on porches and is named so."""
        return self._read(
            listed_rows.find_listed, congregation=congregation, crew=crew, limit=limit
        )

    async def listed_at(self, alias: RoomAlias, *, limit: int) -> tuple[Listed, ...]:
        """Give what stands on one porch: the congregation, then its crews."""
        return self._read(listed_rows.listed_at, alias, limit=limit)

    async def self_lane(self, user_id: UserId) -> LaneId:
        """Give the lane of one person's private things; the first time it is made."""
        lane = self._read(address_rows.find_self, user_id)
        if lane is not None:
            return lane
        return await self._writer.run(
            lambda connection: address_rows.make_self(connection, user_id)
        )

    async def due(self, now: datetime) -> tuple[LaneId, ...]:
        """Give the lanes whose `next_due` is not after `now`, earliest first."""
        return self._read(lane_rows.due, now)

    async def next_due(self) -> datetime | None:
        """Give the earliest `next_due` of all lanes."""
        return self._read(lane_rows.next_due)

    async def unsettled(self) -> tuple[LaneId, ...]:
        """Give the lanes that had something left to perform."""
        return self._read(lane_rows.unsettled)

    async def sync_position(self) -> str | None:
        """Give the `/sync` token up to which events were accepted; None before the first."""
        return self._read(inbox_rows.sync_position)

    async def close(self) -> None:
        """Finish what was begun and let go of the database; calling again does nothing."""
        self._is_closed = True
        self._distrust_rooms()
        await self._writer.close()

    def _read(
        self,
        ask: Callable[Concatenate[sqlite3.Connection, _Asked], _T],
        *asked: _Asked.args,
        **how: _Asked.kwargs,
    ) -> _T:
        """Read something; short, for the event loop waits meanwhile."""
        if self._is_closed:
            message = "The database has been closed."
            raise StoreUnavailable(message)
        try:
            return ask(self._reader, *asked, **how)
        except sqlite3.Error as error:
            raise meaning_of(error) from error

    def _forget_rooms(self, commit: Append) -> None:
        for kind, rooms in self._rooms.items():
            named = [address.key for address in commit.addresses or () if address.kind is kind]
            rooms.forget(commit.lane, named)

    def _distrust_rooms(self) -> None:
        for rooms in self._rooms.values():
            rooms.distrust()
