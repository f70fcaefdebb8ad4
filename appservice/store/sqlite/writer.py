"""The one thread that writes.

Owns the writing connection, its transactions and the order of commits. Whatever is queued at the
moment a commit begins goes into it together (group commit: one flush of the disk for all), each in
a savepoint of its own, so that one that fails takes nobody along. Refuses to know what is written.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Final, TypeVar

from attrs import define

from appservice.store.sqlite.connections import meaning_of
from microsol_matrix.errors import StoreUnavailable

_T = TypeVar("_T")

QUEUE_LIMIT: Final = 1024
"""Who comes when so many are waiting waits outside the queue: memory is bounded, order is kept."""
BATCH_LIMIT: Final = 256
"""So that the first of a long queue need not wait for its end."""


@define(eq=False)
class _Work:
    """One caller's writing and what became of it; the caller may have gone away meanwhile."""

    write: Callable[[sqlite3.Connection], Any]
    answer: asyncio.Future[Any]
    result: Any = None
    error: Exception | None = None


class Writer:
    """Runs pieces of writing in the order in which they were handed over."""

    def __init__(self, connection: sqlite3.Connection, *, at_end: Callable[[], object]) -> None:
        """Take over a connection and begin; needs a running event loop, whose calls alone it takes.

        Args:
            connection: Used by the writer's thread only from now on.
            at_end: Called there when all is written; closes the connection and lets go of the lock,
                which is so held for as long as anybody could write.
        """
        self._connection = connection
        self._at_end = at_end
        self._loop = asyncio.get_running_loop()
        self._queue: SimpleQueue[_Work | None] = SimpleQueue()
        self._places = asyncio.Semaphore(QUEUE_LIMIT)
        self._is_closing = False
        self._has_ended = asyncio.Event()
        # A daemon: a program that forgot to close still ends, and what was acknowledged is on disk.
        self._thread = Thread(target=self._serve, name="store-writer", daemon=True)
        self._thread.start()

    async def run(self, write: Callable[[sqlite3.Connection], _T]) -> _T:
        """Do one piece of writing; returns when it is on disk.

        Cancelling the caller stops the waiting, not the writing.

        Args:
            write: Called in the writer's thread, inside a transaction; it neither begins nor ends one.

        Raises:
            StoreUnavailable: The database could not take it, or is closed; nothing was changed.
            Exception: Whatever `write` raised; its changes were undone.
        """
        await self._places.acquire()
        if self._is_closing:
            self._places.release()
            message = "The database has been closed."
            raise StoreUnavailable(message)
        work = _Work(write=write, answer=self._loop.create_future())
        self._queue.put(work)
        answer: asyncio.Future[_T] = work.answer
        return await answer

    async def close(self) -> None:
        """Finish what was handed over, then close; calling again waits for the same."""
        if not self._is_closing:
            self._is_closing = True
            self._queue.put(None)
        await self._has_ended.wait()
        self._thread.join()

    # ------------------------------------------------------------------------- the writer's thread

    def _serve(self) -> None:
        is_open = True
        while is_open:
            batch, is_open = self._take()
            if batch:
                self._commit(batch)
                self._tell(partial(_deliver, batch, places=self._places))
        self._at_end()
        self._tell(self._has_ended.set)

    def _take(self) -> tuple[list[_Work], bool]:
        batch: list[_Work] = []
        work = self._queue.get()
        while work is not None:
            batch.append(work)
            if len(batch) == BATCH_LIMIT:
                return batch, True
            try:
                work = self._queue.get_nowait()
            except Empty:
                return batch, True
        return batch, False

    def _commit(self, batch: list[_Work]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for work in batch:
                self._perform(work)
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            # What could not be told from the others' fate: the beginning, the flush, or an error at
            # which SQLite gave up the whole transaction.
            self._undo()
            for work in batch:
                work.error = meaning_of(error)

    def _perform(self, work: _Work) -> None:
        self._connection.execute("SAVEPOINT work")
        try:
            work.result = work.write(self._connection)
        except Exception as error:  # told to the caller, who waits in another thread
            if isinstance(error, sqlite3.Error):
                if not self._connection.in_transaction:
                    raise
                error = meaning_of(error)
            work.error = error
            self._connection.execute("ROLLBACK TO work")
        self._connection.execute("RELEASE work")

    def _undo(self) -> None:
        if self._connection.in_transaction:
            # If even this fails, the next beginning fails too, is told, and tries to undo again.
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")

    def _tell(self, what: Callable[[], object]) -> None:
        # A loop that was closed first has nobody left who waits.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(what)


def _deliver(batch: list[_Work], *, places: asyncio.Semaphore) -> None:
    for work in batch:
        places.release()
        if work.answer.done():
            continue
        if work.error is None:
            work.answer.set_result(work.result)
        else:
            work.answer.set_exception(work.error)
