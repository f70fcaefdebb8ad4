"""The peer: mautrix-python's application service with its state store on SQLite, as its bots run it.

    python -m tests.bench.intake.peer PORT DIRECTORY [uvloop]

It answers 200 before anything is written, and what it writes is not flushed. So its time counts
until all that it was given is done with, which is still less than ours promises with the answer.
Its package runs on asyncio's own loop; with `uvloop` it runs on ours.
"""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from mautrix.appservice import AppService
from mautrix.appservice.state_store.asyncpg import PgASStateStore
from mautrix.types import Event
from mautrix.util import background_task
from mautrix.util.async_db import Database

from tests.bench.intake.sender import HS_TOKEN
from tests.bench.intake.serving import MAX_BODY_BYTES, Contender, nothing, serve


@asynccontextmanager
async def peer(directory: Path) -> AsyncIterator[Contender]:
    """Put it together on a database of its own, with a handler as the smallest bot has one."""
    logging.disable(logging.INFO)
    database = Database.create(
        f"sqlite:///{directory / 'mautrix.db'}", upgrade_table=PgASStateStore.upgrade_table
    )
    await database.start()
    service = AppService(
        server="http://127.0.0.1:1",  # asked for nothing
        domain="here.example",
        as_token="never-shown",
        hs_token=HS_TOKEN,
        bot_localpart="microsol",
        id="microsol",
        state_store=PgASStateStore(database),
        aiohttp_params={"client_max_size": MAX_BODY_BYTES, "handler_args": {"access_log": None}},
    )

    async def handle(_: Event) -> None:
        """Want nothing of it."""

    async def drain() -> None:
        while background_task._tasks:  # noqa: SLF001 - it has no other way to tell
            await asyncio.wait(background_task._tasks)  # noqa: SLF001

    service.matrix_event_handler(handle)
    try:
        yield Contender(service.app, drain=drain, clear=nothing)
    finally:
        await database.stop()


if __name__ == "__main__":
    serve(peer(Path(sys.argv[2])), port=int(sys.argv[1]), on_uvloop="uvloop" in sys.argv)
