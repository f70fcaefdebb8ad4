"""A homeserver that is slow to answer, as long as a test wants it to be."""

import asyncio
from collections.abc import Mapping
from typing import Any

from attrs import define

from microsol_matrix.ids import EventId, RoomId
from microsol_matrix.rooms import Json
from tests.fakes.homeserver import FakeHomeserver


@define
class HeldBack:
    """A homeserver whose next send is done, and answered only when the gate opens."""

    real: FakeHomeserver
    is_done: asyncio.Event
    gate: asyncio.Event

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever else the port has
        return getattr(self.real, name)

    async def send(
        self,
        room_id: RoomId,
        *,
        type: str,  # noqa: A002 - the port's name
        content: Mapping[str, Json],
        txn_id: str,
    ) -> EventId:
        sent = await self.real.send(room_id, type=type, content=content, txn_id=txn_id)
        self.is_done.set()
        await self.gate.wait()
        return sent
