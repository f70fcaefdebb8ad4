"""Catching up: the sure way by which nothing is missed, whatever happened to transactions.

Transactions are hints that make it fast: a homeserver that stops loses queued ones, and then stays
silent until something happens. `/sync` as the bot says what happened since a stored position. Owns
when to ask and how gaps are filled; refuses to judge events.
"""

import asyncio
import heapq
from collections.abc import Iterator, Sequence
from datetime import timedelta
from operator import itemgetter
from typing import Final, Protocol

import msgspec
import structlog
from attrs import Factory, define

from appservice.inbox import Inbox
from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable, StoreUnavailable
from microsol_matrix.ports import Clock, Homeserver, Store, SyncedRoom

GAP_LIMIT: Final = 5000
"""Events of one room that are read back at most: what is older than these has been overtaken."""

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


class Watch(Protocol):
    """Learns whether the homeserver answers."""

    def homeserver_answers(self, *, is_answering: bool) -> None:
        """Take note."""
        ...


@define(eq=False)
class CatchingUp:
    """Asks what happened, at start and then every so often."""

    homeserver: Homeserver
    store: Store
    inbox: Inbox
    clock: Clock
    interval: timedelta
    watch: Watch
    _turn: asyncio.Lock = Factory(asyncio.Lock)

    async def once(self, *, since: str | None = None) -> Sequence[bytes]:
        """Take in everything since the stored position; the first time only a position is fetched.

        Args:
            since: Another position to begin at.

        Returns:
            All events that came, for us or not, oldest first.

        Raises:
            HomeserverUnreachable: Nothing was taken in; the position stays.
            HomeserverRefused: As above.
        """
        async with self._turn:
            position = since or await self.store.sync_position()
            answer = await self.homeserver.sync(position)
            self.inbox.post_kept()  # keys come with the answer
            timelines = [await self._timeline(room, since=position) for room in answer.rooms]
            events = [*answer.invitations, *in_order(timelines)]
            await self.inbox.take_in(events, sync_position=answer.position)
            return events

    async def forever(self) -> None:
        """Catch up again and again; a homeserver that is away is asked again later."""
        while True:
            await self.clock.sleep(self.interval)
            await self._try()

    async def when_asked(self, is_asked: asyncio.Event) -> None:
        """Catch up out of turn whenever somebody cannot wait, for ever."""
        while True:
            await is_asked.wait()
            is_asked.clear()
            await self._try()

    async def _try(self) -> None:
        try:
            await self.once()
        except StoreUnavailable as problem:
            _log.error("store_unavailable", reason=str(problem))
        except (HomeserverUnreachable, HomeserverRefused) as problem:
            self.watch.homeserver_answers(is_answering=False)
            _log.warning("catching_up_failed", reason=str(problem))
        else:
            self.watch.homeserver_answers(is_answering=True)

    async def _timeline(self, room: SyncedRoom, *, since: str | None) -> tuple[bytes, ...]:
        if room.gap_from is None:
            return room.events
        return (*await self._gap(room, since=since), *room.events)

    async def _gap(self, room: SyncedRoom, *, since: str | None) -> tuple[bytes, ...]:
        missing = await self.homeserver.read_back(
            room.room_id, since=since, before=room.gap_from, limit=GAP_LIMIT
        )
        _log.info("gap_filled", room_id=room.room_id, events=len(missing))
        return missing


class _Dated(msgspec.Struct):
    origin_server_ts: object = 0


_DATED = msgspec.json.Decoder(_Dated)


def in_order(timelines: Sequence[Sequence[bytes]]) -> list[bytes]:
    """Merge rooms' timelines so that what was said first comes first: an answer after the call that it answers.

    A room's own order always stands. Between rooms the homeserver says nothing, so the events' own
    dates decide; they are anybody's claim, and only a hint: deadlines count by arrival.

    Args:
        timelines: Each oldest first, each event's JSON.
    """
    dated = [list(_dated(timeline)) for timeline in timelines]
    return [raw for _, raw in heapq.merge(*dated, key=itemgetter(0))]


def _dated(timeline: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
    """Date each event; none is older than the one before it, and without a sound date it is as old."""
    latest = 0
    for raw in timeline:
        try:
            claimed = _DATED.decode(raw).origin_server_ts
        except (msgspec.DecodeError, RecursionError):
            claimed = 0
        latest = max(latest, claimed) if type(claimed) is int else latest
        yield latest, raw
