"""The floor: the least that reads transactions and has what matters on disk before it answers.

    python -m tests.bench.intake.reference PORT DIRECTORY

Bare aiohttp, one typed decode by msgspec, and for what matters (here: by its type alone) one commit
of SQLite with `synchronous=FULL`, in a thread, so that the loop does not stand still while the disk
does. It trusts every event's shape and asks nobody whose room it is: nobody could run it.
"""

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import msgspec
from aiohttp import web

from tests.bench.intake.sender import HS_TOKEN
from tests.bench.intake.serving import MAX_BODY_BYTES, Contender, nothing, serve


class _Event(msgspec.Struct, gc=False):
    event_id: str
    room_id: str
    type: str
    sender: str
    content: msgspec.Raw


class _Body(msgspec.Struct):
    events: list[_Event]


_BODY = msgspec.json.Decoder(_Body)
_NEW = "INSERT INTO event VALUES (?, ?, ?) ON CONFLICT DO NOTHING"


@asynccontextmanager
async def reference(directory: Path) -> AsyncIterator[Contender]:
    """Put it together on a database of its own."""
    path = directory / "reference.db"
    connecting = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    with closing(connecting) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("CREATE TABLE event (id TEXT PRIMARY KEY, room TEXT, raw BLOB)")

        def commit(rows: list[tuple[str, str, bytes]]) -> None:
            database.execute("BEGIN IMMEDIATE")
            database.executemany(_NEW, rows)
            database.execute("COMMIT")

        async def put(request: web.Request) -> web.Response:
            if request.headers.get("Authorization") != f"Bearer {HS_TOKEN}":
                return web.Response(status=403)
            rows = [
                (event.event_id, event.room_id, bytes(event.content))
                for event in _BODY.decode(await request.read()).events
                if event.type == "m.room.member"
            ]
            if rows:
                await asyncio.to_thread(commit, rows)
            return web.Response(body=b"{}", content_type="application/json")

        async def clear() -> None:
            database.execute("DELETE FROM event")

        app = web.Application(client_max_size=MAX_BODY_BYTES, handler_args={"access_log": None})
        app.router.add_put("/_matrix/app/v1/transactions/{txnId}", put)
        yield Contender(app, drain=nothing, clear=clear)


if __name__ == "__main__":
    serve(reference(Path(sys.argv[2])), port=int(sys.argv[1]))
