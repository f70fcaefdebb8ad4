"""The tray: what of the inbox lies in memory, next to be handed on, and never more than fits.

The inbox itself is in the store. What does not fit waits there and is taken up in its order when there
is room; a start takes up the first of what waits and nothing else. Owns where in the inbox we are.
Refuses to look into what it gives.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Final

from attrs import Factory, define

from microsol_matrix.ids import InboxId
from microsol_matrix.ports import BEGINNING, Store, Waiting

ROOM: Final = 1_000
"""Rows, of 64 KiB at most each. Whatever a homeserver sends at once fits; a long absence does not."""
AT_ONCE: Final = 256
"""Rows read from the store together: about a millisecond, for the event loop waits meanwhile."""


@define(eq=False)
class Tray:
    """Gives every row of the inbox once, in the order of the inbox.

    A row's number follows that of the row before, so whatever does not continue what lies here shows
    that there is something in the store that has to come first.
    """

    store: Store
    is_filled: asyncio.Event = Factory(asyncio.Event)
    """Set when something may be there to take."""
    _rows: deque[Waiting] = Factory(deque)
    _last: InboxId = BEGINNING
    """The number of the last row that lay here."""
    _is_more_in_store: bool = True
    _is_reading: bool = False

    def __len__(self) -> int:
        """Count what lies here."""
        return len(self._rows)

    def put(self, rows: Sequence[Waiting]) -> None:
        """Lay down what is in the store already, or leave it there if it does not fit or is not next."""
        for row in rows:
            if row.inbox_id <= self._last:
                continue  # read from the store before whoever stored it could say so
            if self._is_reading or self._is_more_in_store or not self._is_next(row):
                self._is_more_in_store = True
                break
            self._rows.append(row)
            self._last = row.inbox_id
        self.is_filled.set()

    def _is_next(self, row: Waiting) -> bool:
        return row.inbox_id == self._last + 1 and len(self._rows) < ROOM

    def put_back(self, rows: Sequence[Waiting]) -> None:
        """Lay rows on top that were taken before, oldest first."""
        self._rows.extendleft(reversed(rows))
        self.is_filled.set()

    async def take(self) -> Waiting | None:
        """Give the next row; None if nothing waits, neither here nor in the store.

        Raises:
            StoreUnavailable: What comes next cannot be read now.
        """
        if not self._rows and self._is_more_in_store:
            await self._read_on()
        return self._rows.popleft() if self._rows else None

    async def _read_on(self) -> None:
        self._is_reading, self._is_more_in_store = True, False
        rows: Sequence[Waiting] | None = None
        try:
            rows = await self.store.waiting(after=self._last, limit=AT_ONCE)
        finally:
            self._is_reading = False
            if rows is None or len(rows) == AT_ONCE:
                self._is_more_in_store = True
        self._rows.extend(rows)
        if rows:
            self._last = rows[-1].inbox_id
