"""Catching up: the sure way by which nothing is missed, whatever happened to transactions.

Transactions are hints that make it fast: a homeserver that stops loses queued ones, and then stays
silent until something happens. `/sync` as the bot says what happened since a stored position. Owns
when to ask, how gaps are filled, and that what is past is not told as news; refuses to judge events.
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
from microsol_matrix.ids import UserId
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
    bot: UserId
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
            timelines = [
                as_we_came_in(await self._timeline(room, since=position), bot=self.bot)
                for room in answer.rooms
            ]
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


class _Stood(msgspec.Struct):
    type: str
    state_key: str
    content: dict[str, object]
    unsigned: dict[str, object] = {}

    @property
    def place(self) -> tuple[str, str]:
        return self.type, self.state_key

    @property
    def membership(self) -> object:
        return self.content.get("membership")


_MEMBER: Final = "m.room.member"
_STOOD = msgspec.json.Decoder(_Stood)


def as_we_came_in(timeline: Sequence[bytes], *, bot: UserId) -> tuple[bytes, ...]:
    """Leave out what was over in a room's state when we came in: of a place that changed before, all but the last.

    A room that is new to us is told with its past: that somebody was invited who has joined since, that we were put
    out before we were asked in again. What was said before stays: people speak first, and invite us then. And so does
    our last invitation, by which a service that forgot it finds a direct room.

    Args:
        timeline: Of one room, oldest first, each event's JSON.
        bot: Our own user.
    """
    stood = [_stood(raw) for raw in timeline]
    came = max((at for at, one in enumerate(stood) if _is_coming(one, bot)), default=-1)
    before = stood[: came + 1]
    asked = max((at for at, one in enumerate(before) if _is_asking(one, bot)), default=-1)
    last = {one.place: at for at, one in enumerate(before) if one is not None}
    return tuple(
        raw
        for at, (raw, one) in enumerate(zip(timeline, stood, strict=True))
        if one is None or at > came or last[one.place] == at or at == asked
    )


def _stood(raw: bytes) -> _Stood | None:
    """Read a state event as far as it matters here; None if it is none."""
    try:
        return _STOOD.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        return None


def _is_asking(one: _Stood | None, bot: UserId) -> bool:
    return one is not None and one.place == (_MEMBER, bot) and one.membership == "invite"


def _is_coming(one: _Stood | None, bot: UserId) -> bool:
    """Whether we came in by it; whoever changes their name joins once more."""
    if one is None or one.place != (_MEMBER, bot):
        return False
    before = one.unsigned.get("prev_content")
    was_in = isinstance(before, dict) and before.get("membership") == "join"
    return one.membership == "join" and not was_in


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
