"""Our intake: the real edge, the real inbox, the real store.

    python -m tests.bench.intake.ours PORT DIRECTORY

The desk behind it is measured elsewhere (`tests.bench.many`): here it discards all that it is handed.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

from attrs import Factory, define

from appservice.clock import SystemClock
from appservice.inbox import Inbox
from appservice.store import open_store
from appservice.web.edge import application
from appservice.web.transactions import EdgeCounts
from microsol_matrix.ids import InboxId
from microsol_matrix.lanes.desk import Desk
from microsol_matrix.ports import Waiting
from tests.bench.intake.sender import HS_TOKEN
from tests.bench.intake.serving import Contender, nothing, serve
from tests.core.said import BOT, HOUSE

DATABASE = "microsol.db"


class Ready:
    """Misses nothing."""

    def missing(self) -> tuple[str, ...]:
        return ()


@define
class EmptyDesk:
    """Remembers what to throw away."""

    inbox_ids: list[InboxId] = Factory(list)

    async def route(self, waiting: Waiting) -> None:
        self.inbox_ids.append(waiting.inbox_id)


@asynccontextmanager
async def ours(directory: Path) -> AsyncIterator[Contender]:
    """Put the intake together on a store that holds a congregation already."""
    store = await open_store(directory / DATABASE)
    inbox = Inbox(house=HOUSE, store=store, clock=SystemClock())

    async def clear() -> None:
        desk = EmptyDesk()
        await inbox.hand_on_all(cast("Desk", desk))
        await store.discard(desk.inbox_ids)

    try:
        app = application(
            hs_token=HS_TOKEN,
            bot=BOT,
            intake=inbox,
            listings=store,
            readiness=Ready(),
            counts=EdgeCounts(),
        )
        yield Contender(app, drain=nothing, clear=clear)
    finally:
        await store.close()


if __name__ == "__main__":
    serve(ours(Path(sys.argv[2])), port=int(sys.argv[1]))
