"""Asking the homeserver for everything that a rebuild needs, each room once, a few at a time.

Owns the order: first a position from which everything later is heard, then who we are where, then what stands in each
room, then what else is needed of those that are ours; and that no stranger's room decides how much memory it takes.
Refuses to judge what it reads (`microsol_matrix.rebuild`).
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from itertools import chain
from typing import Final, TypeVar

from attrs import define, evolve as changed, frozen

from appservice.side_by_side import all_of
from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable
from microsol_matrix.house import House
from microsol_matrix.ids import RoomId, UserId
from microsol_matrix.observe.remembered import (
    RoomRead,
    read_reactions,
    read_said,
    read_states,
)
from microsol_matrix.ports import Clock, RoomMemory
from microsol_matrix.rebuild import (
    Further,
    Sorting,
    further,
    sort_rooms,
    where_asked,
    with_their_past,
)
from microsol_matrix.structure.types import CONGREGATION, CREW, ROOM

AT_ONCE: Final = 8
"""More does not make a homeserver on SQLite any quicker, and would make it slow for people."""
TRIES: Final = 5
"""Of one question that is not answered: a homeserver under load says later."""
PAUSE: Final = timedelta(seconds=1)
"""Before the second try; each later one waits twice as long."""
MOST_BYTES: Final = 8 * 1024 * 1024
"""Of a room in which we never wrote a marker, as a neighbour's porch: its people decide how much stands there."""

Watch = Callable[[str, int, int], None]
"""Told which step it is, how many rooms are done, and of how many."""
_Answer = TypeVar("_Answer")
_SAID: Final = ("m.room.message", "m.room.encrypted")
_MARKERS: Final = (CONGREGATION, ROOM, CREW)


@frozen
class Gathered:
    """What was read.

    Attributes:
        position: From which everything that happens later is heard.
        rooms: All rooms that we are in; of strangers' that are too large nothing.
        directs: Our `m.direct`.
        sorting: The rooms by whose they are.
    """

    position: str
    rooms: Mapping[RoomId, RoomRead]
    directs: Mapping[UserId, tuple[RoomId, ...]]
    sorting: Sorting


@define(eq=False)
class Gathering:
    """Reads the rooms that we are in.

    Attributes:
        most_bytes: Of the state of a stranger's room.
    """

    memory: RoomMemory
    house: House
    clock: Clock
    watch: Watch = lambda *_: None
    most_bytes: int = MOST_BYTES

    async def all(self) -> Gathered:
        """Read everything.

        Raises:
            HomeserverUnreachable: It did not answer, however often it was asked.
            HomeserverRefused: It says no.
        """
        position = (await self._asked(lambda: self.memory.sync(None))).position
        directs = await self._asked(self.memory.direct_rooms)
        rooms = with_their_past(await self.standing(), self.house)
        sorting = sort_rooms(rooms.values(), self.house)
        wanted = further(sorting, self.house)
        there = [room_id for room_id in wanted if room_id in rooms]

        async def remembered(room_id: RoomId) -> tuple[RoomId, RoomRead]:
            return room_id, await self._remembered(rooms[room_id], wanted[room_id])

        rooms |= dict(await self._each("their past", there, remembered))
        asked = where_asked(sorting, rooms, directs=directs, house=self.house)

        async def heard(room_id: RoomId) -> tuple[RoomId, RoomRead]:
            own = Further(wants_own_words=True)
            return room_id, await self._remembered(rooms[room_id], own)

        rooms |= dict(await self._each("foundings", sorted(asked), heard))
        return Gathered(position=position, rooms=rooms, directs=directs, sorting=sorting)

    async def standing(self) -> dict[RoomId, RoomRead]:
        """Read what stands in every room that we are in; errors are those of `all`."""
        joined = sorted(await self._asked(self.memory.joined_rooms))
        return dict(await self._each("rooms", joined, self._standing))

    async def _standing(self, room_id: RoomId) -> tuple[RoomId, RoomRead]:
        events = read_states(await self._state(room_id))
        return room_id, RoomRead(room_id, state={seen.place: seen for seen in events})

    async def _state(self, room_id: RoomId) -> tuple[bytes, ...]:
        """Read a room's state; of a stranger's that is too large nothing, and so it says nothing of being ours."""
        try:
            return await self._asked(
                lambda: self.memory.read_state(room_id, most_bytes=self.most_bytes)
            )
        except HomeserverRefused as no:
            if no.status != HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                raise
        # A marker that stands may be anybody's, so only what we sent ourselves says that it is ours.
        ours = await self._asked(lambda: self.memory.past_of(room_id, _MARKERS, is_ours_alone=True))
        return await self._asked(lambda: self.memory.read_state(room_id)) if ours else ()

    async def _remembered(self, read: RoomRead, wanted: Further) -> RoomRead:
        room_id, bot = read.room_id, self.house.bot
        if wanted.past:
            past = [
                await self._asked(partial(self.memory.past_of, one, wanted.past))
                for one in (*(before.room_id for before in read.before), room_id)
            ]
            read = changed(read, past=read_states(chain.from_iterable(past)))
        if wanted.wants_own_words:
            said = await self._asked(
                lambda: self.memory.past_of(room_id, _SAID, is_ours_alone=True)
            )
            read = changed(read, said=read_said(said, bot=bot))
        if wanted.wants_reactions:
            given = await self._asked(lambda: self.memory.past_of(room_id, ("m.reaction",)))
            read = changed(read, reactions=read_reactions(given))
        return read

    async def _each(
        self,
        step: str,
        room_ids: Iterable[RoomId],
        read: Callable[[RoomId], Awaitable[tuple[RoomId, RoomRead]]],
    ) -> list[tuple[RoomId, RoomRead]]:
        """Read rooms, a few at once, and say how far it is."""
        waiting = list(room_ids)[::-1]
        total, done = len(waiting), list[tuple[RoomId, RoomRead]]()

        async def work() -> None:
            while waiting:
                done.append(await read(waiting.pop()))
                self.watch(step, len(done), total)

        await all_of(work() for _ in range(min(AT_ONCE, total)))
        return done

    async def _asked(self, question: Callable[[], Awaitable[_Answer]]) -> _Answer:
        """Ask until there is an answer, a bounded number of times."""
        pause = PAUSE
        for _ in range(TRIES - 1):
            try:
                return await question()
            except HomeserverUnreachable as later:
                await self.clock.sleep(later.retry_after or pause)
                pause *= 2
        return await question()
