"""The inbox: what concerns us is made durable, once by its event id, and handed on in order.

Owns the way from what came in, by transaction or by sync, to the desk. Refuses to judge:
`attention` says what is for us, the desk whose it is. What is not for us is neither stored nor
logged.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Final

import structlog
from attrs import Factory, define

from appservice.sealed import SealedLetters
from appservice.tray import Tray
from appservice.web.envelope import Envelope
from microsol_matrix.attention import NOWHERE, Setting, is_for_us, target_of
from microsol_matrix.errors import StoreUnavailable
from microsol_matrix.glance import OWN_READ, READ, Eye, Glance
from microsol_matrix.house import House
from microsol_matrix.ids import InboxId, RoomId
from microsol_matrix.lanes.desk import Desk
from microsol_matrix.observe import Ignored, Observation, observe
from microsol_matrix.ports import AddressKind, Arrival, Clock, Store, Waiting
from microsol_matrix.scales.encryption import Encryption

STORE_PAUSE: Final = timedelta(seconds=1)
"""Before the store is tried again: what is queued is durable, so waiting loses nothing."""

STRIKES: Final = 3
"""The third time that an arrival breaks the desk it is the arrival, not the weather."""

_PORCH: Final = Setting(role="", awaits_prompt=False, is_neighbours=True)

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


@define(eq=False)
class Inbox:
    """Takes events in for good."""

    house: House
    store: Store
    clock: Clock
    sealed: SealedLetters = Factory(
        lambda self: SealedLetters(house=self.house, clock=self.clock), takes_self=True
    )
    tray: Tray = Factory(lambda self: Tray(self.store), takes_self=True)
    _eye: Eye = Factory(lambda self: Eye(self.house.bot, self.house.name), takes_self=True)
    _strikes: dict[InboxId, int] = Factory(dict)
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
        news = [
            event
            for event in events
            if event.type in READ and (event.sender != self.house.bot or event.type in OWN_READ)
        ]
        settings = await self._settings({event.room_id for event in news})
        seen = self._seen(await self._let_through(news, settings))
        if seen:
            await self._commit(await self._arrivals(seen, settings))

    async def take_in(self, raw: Sequence[bytes], *, sync_position: str | None = None) -> None:
        """Take in what of some events is for us, with the sync position that they bring us to.

        Args:
            raw: Each event's JSON with `room_id` inside, oldest first.
            sync_position: Stored in the same commit; None if the events came another way.
        """
        await self._commit(await self._ours(raw), sync_position=sync_position)

    async def take_in_again(self, raw: Sequence[bytes]) -> int:
        """Take in what of some events has come to be for us since they were taken in; tell how many."""
        return await self._commit(await self._ours(raw))

    async def _ours(self, raw: Sequence[bytes]) -> list[Arrival]:
        seen = self._seen(raw)
        settings = await self._settings({observation.room_id for observation, _ in seen})
        return await self._arrivals(seen, settings)

    async def _commit(
        self, arrivals: Sequence[Arrival], *, sync_position: str | None = None
    ) -> int:
        if not arrivals and sync_position is None:
            return 0
        async with self._order:  # the desk's order is the order of commits
            accepted = await self.store.accept(
                arrivals, arrived_at=self.clock.now(), sync_position=sync_position
            )
            self.post(accepted)
        return len(accepted)

    def post(self, waiting: Sequence[Waiting]) -> None:
        """Let what is in the store already be handed on: arrivals and letters."""
        self.tray.put(waiting)

    def post_kept(self) -> None:
        """Let what waits for its key be tried once more: keys may have come."""
        self.tray.put_back(self.sealed.take_kept())

    async def hand_on_all(self, desk: Desk) -> None:
        """Give the desk all that waits now: after a start, before any due time may fire."""
        while (waiting := await self._take()) is not None:
            await self._hand_on(desk, waiting)

    async def hand_on(self, desk: Desk) -> None:
        """Give everything to the desk, one after the other, for ever."""
        while True:
            await self.tray.is_filled.wait()
            self.tray.is_filled.clear()
            await self.hand_on_all(desk)

    async def _take(self) -> Waiting | None:
        while True:
            try:
                return await self.tray.take()
            except StoreUnavailable as problem:
                _log.error("store_unavailable", reason=str(problem))
                await self.clock.sleep(STORE_PAUSE)

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
        except Exception as problem:  # noqa: BLE001 - the lane loop's door begins here: no arrival may stop the service
            return await self._is_set_aside(waiting.inbox_id, problem)
        self._strikes.pop(waiting.inbox_id, None)
        return True

    async def _is_set_aside(self, inbox_id: InboxId, problem: Exception) -> bool:
        """Give an arrival up that has broken the desk three times; before that it is tried again."""
        strikes = self._strikes[inbox_id] = self._strikes.get(inbox_id, 0) + 1
        if strikes < STRIKES:
            return False
        _log.error("arrival_set_aside", inbox_id=inbox_id, exc_info=problem)
        del self._strikes[inbox_id]
        try:
            await self.store.discard([inbox_id])
        except StoreUnavailable as unavailable:  # it comes up again at the next start
            _log.error("store_unavailable", reason=str(unavailable))
        return True

    async def _let_through(
        self, events: Sequence[Envelope], settings: Mapping[str, Setting]
    ) -> list[bytes]:
        """Give the events that are not certainly for nobody here."""
        glance = self._eye.glance
        glances = [
            glance(
                event.raw,
                kind=event.type,
                state_key=event.state_key,
                setting=settings.get(event.room_id, NOWHERE),
                is_own=event.sender == self.house.bot,
            )
            for event in events
        ]
        targets = {target for target in glances if not isinstance(target, Glance)}
        ours = await self.store.find_all(AddressKind.EVENT, targets)
        return [
            event.raw
            for event, seen in zip(events, glances, strict=True)
            if seen is Glance.PERHAPS or seen in ours
        ]

    def _seen(self, raw: Sequence[bytes]) -> list[tuple[Observation, bytes]]:
        """Read events; those that cannot be read, or are of no kind for us, are left out."""
        read = ((observe(one, bot=self.house.bot), one) for one in raw)
        return [(seen, one) for seen, one in read if not isinstance(seen, Ignored)]

    async def _arrivals(
        self, events: Sequence[tuple[Observation, bytes]], settings: Mapping[str, Setting]
    ) -> list[Arrival]:
        """Give those events that are for us."""
        readable = {room_id for room_id, one in settings.items() if not one.is_unread}
        opened = ((self.sealed.inside(seen, raw, rooms=readable), raw) for seen, raw in events)
        news = [(seen, raw) for seen, raw in opened if not isinstance(seen, Ignored)]
        targets = {target for seen, _ in news if (target := target_of(seen)) is not None}
        ours = await self.store.find_all(AddressKind.EVENT, targets)
        return [
            Arrival(event_id=seen.event_id, room_id=seen.room_id, raw=raw)
            for seen, raw in news
            if is_for_us(
                seen,
                settings.get(seen.room_id, NOWHERE),
                bot=self.house.bot,
                name=self.house.name,
                is_target_ours=target_of(seen) in ours,
            )
        ]

    async def _settings(self, rooms: Collection[RoomId]) -> Mapping[str, Setting]:
        entries = await self.store.find_all(AddressKind.ROOM, rooms)
        awaited = await self.store.find_all(AddressKind.AWAITED, entries.keys()) if entries else {}
        unread = await self._unread([room for room, one in entries.items() if one.role == "crew"])
        strange = [room_id for room_id in rooms if room_id not in entries]
        porches = await self.store.find_all(AddressKind.NEIGHBOUR, strange) if strange else {}
        return dict.fromkeys(porches, _PORCH) | {
            room_id: Setting(
                role=entry.role,
                awaits_prompt=room_id in awaited,
                reads_encrypted=self.house.reads_encrypted,
                is_unread=room_id in unread,
            )
            for room_id, entry in entries.items()
        }

    async def _unread(self, crews: Collection[str]) -> Collection[str]:
        """Give those of some crews' rooms that are encrypted and in which we do not read."""
        encrypted = await self.store.find_all(AddressKind.ENCRYPTED, crews) if crews else {}
        return {
            room_id
            for room_id, entry in encrypted.items()
            if not self.house.reads_encrypted or entry.role == Encryption.UNREAD.value
        }
