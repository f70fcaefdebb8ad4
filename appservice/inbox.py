"""The inbox: what concerns us is made durable, once by its event id, and handed on in order.

Owns the way from what came in, by transaction or by sync, to the desk. Refuses to judge:
`attention` says what is for us, the desk whose it is. What is not for us is neither stored nor
logged.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import structlog
from attrs import Factory, define

from appservice.sealed import SealedLetters
from appservice.web.envelope import Envelope
from microsol_matrix.attention import Setting, is_for_us, target_of
from microsol_matrix.errors import StoreUnavailable
from microsol_matrix.house import House
from microsol_matrix.ids import RoomId
from microsol_matrix.lanes.desk import Desk
from microsol_matrix.observe import EncryptedSaid, Ignored, Observation
from microsol_matrix.ports import Address, AddressKind, Arrival, Clock, Store, Waiting

STORE_PAUSE: Final = timedelta(seconds=1)
"""Before the store is tried again: what is queued is durable, so waiting loses nothing."""

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

READ_TYPES: Final = frozenset(
    {
        "m.room.member",
        "m.room.message",
        "m.room.encrypted",
        "m.room.encryption",
        "m.reaction",
        "m.room.redaction",
    }
)
"""Types that `observe` reads; everything else is passed over by its type alone."""


@define(eq=False)
class Inbox:
    """Takes events in for good."""

    house: House
    store: Store
    clock: Clock
    sealed: SealedLetters
    _queue: asyncio.Queue[Waiting] = Factory(asyncio.Queue)
    _order: asyncio.Lock = Factory(asyncio.Lock)

    async def accept(self, txn_id: str, events: Sequence[Envelope]) -> None:
        """Take in what of a transaction is for us; return when it is durable.

        Args:
            txn_id: For nothing here: homeservers count from 1 again, so only event ids tell events apart.
            events: In the homeserver's order.

        Raises:
            StoreUnavailable: Nothing was taken in.
        """
        del txn_id
        raw = [
            event.raw
            for event in events
            if event.type in READ_TYPES
            and (event.sender != self.house.bot or event.type == "m.room.member")
        ]
        if raw:
            await self.take_in(raw)

    async def take_in(self, raw: Sequence[bytes], *, sync_position: str | None = None) -> None:
        """Take in what of some events is for us, with the sync position that they bring us to.

        Args:
            raw: Each event's JSON with `room_id` inside, oldest first.
            sync_position: Stored in the same commit; None if the events came another way.
        """
        arrivals = [arrival for one in raw if (arrival := await self._arrival(one)) is not None]
        if not arrivals and sync_position is None:
            return
        async with self._order:  # the desk's order is the order of commits
            accepted = await self.store.accept(
                arrivals, arrived_at=self.clock.now(), sync_position=sync_position
            )
            self.post(accepted)

    def post(self, waiting: Sequence[Waiting]) -> None:
        """Queue what is in the store already: letters, and what waited while the service was down."""
        for one in waiting:
            self._queue.put_nowait(one)

    def post_kept(self) -> None:
        """Queue once more what waits for its key: keys may have come."""
        self.post(self.sealed.take_kept())

    async def hand_on_all(self, desk: Desk) -> None:
        """Give the desk what is queued now: after a start, before any due time may fire."""
        while not self._queue.empty():
            await self._hand_on(desk, self._queue.get_nowait())

    async def hand_on(self, desk: Desk) -> None:
        """Give everything to the desk, one after the other, for ever."""
        while True:
            await self._hand_on(desk, await self._queue.get())

    async def _hand_on(self, desk: Desk, waiting: Waiting) -> None:
        opened = self.sealed.opened(waiting)
        while opened is not None and not await self._is_handed_on(desk, opened):
            await self.clock.sleep(STORE_PAUSE)

    async def _is_handed_on(self, desk: Desk, waiting: Waiting) -> bool:
        try:
            await desk.route(waiting)
        except StoreUnavailable as problem:
            _log.error("store_unavailable", reason=str(problem))
            return False
        return True

    async def _arrival(self, raw: bytes) -> Arrival | None:
        observation = self.sealed.read(raw)
        if isinstance(observation, Ignored):
            return None
        setting = await self._setting(observation.room_id)
        is_wanted = is_for_us(
            observation,
            setting,
            bot=self.house.bot,
            is_target_ours=bool(setting.role) and await self._is_target_ours(observation),
        )
        may_be_for_us = isinstance(observation, EncryptedSaid) and self.house.reads_encrypted
        if not is_wanted and not (may_be_for_us and setting.role):
            return None
        return Arrival(event_id=observation.event_id, room_id=observation.room_id, raw=raw)

    async def _setting(self, room_id: RoomId) -> Setting:
        entries = await self.store.find(Address(AddressKind.ROOM, room_id))
        if not entries:
            return Setting(role="", is_unsettled=False)
        return Setting(role=entries[0].role, is_unsettled=entries[0].is_unsettled)

    async def _is_target_ours(self, observation: Observation) -> bool:
        target = target_of(observation)
        if target is None:
            return False
        return bool(await self.store.find(Address(AddressKind.EVENT, target)))
