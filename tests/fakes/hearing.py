"""How the fake homeserver tells what happened: by transactions, by `/sync`, and by reading back.

Owns positions in the stream, and what is cut from a room's timeline.
"""

import hashlib
from typing import Final

import msgspec
from attrs import Factory, define

from microsol_matrix.glance import READ
from microsol_matrix.ids import RoomId
from microsol_matrix.ports import SyncAnswer, SyncedRoom
from tests.fakes.door import FakeDoor, door
from tests.fakes.matrix_room import FakeEvent, FakeRoom, forbidden

_HISTORY: Final = READ
_NEWS: Final = _HISTORY | {"m.room.tombstone"}


@define
class FakeHearing(FakeDoor):
    """What the bot hears.

    Attributes:
        page: How many events a sync gives of one room before it cuts.
    """

    page: int = 50
    _told_until: int = 0
    _told_rooms: set[RoomId] = Factory(set)

    @door
    async def sync(self, position: str | None) -> SyncAnswer:
        """Tell what happened since a position."""
        now = f"s{len(self.matrix.stream)}"
        if position is None:
            return SyncAnswer(position=now, rooms=(), invitations=())
        since = _index(position)
        touched = dict.fromkeys(event.room_id for event in self.matrix.stream[since:])
        rooms = [self.matrix.rooms[room_id] for room_id in touched]
        synced = (self._synced(room, since=since) for room in rooms)
        return SyncAnswer(
            position=now,
            rooms=tuple(one for one in synced if one.events or one.gap_from is not None),
            invitations=tuple(
                self._invitation(room, since=position)
                for room in rooms
                if room.membership(self.bot) == "invite"
                and room.state["m.room.member", self.bot].position >= since
            ),
        )

    def _synced(self, room: FakeRoom, *, since: int) -> SyncedRoom:
        visible = [event for event in room.visible_to(self.bot) if event.type in _NEWS]
        own = room.state.get(("m.room.member", self.bot))
        is_new = own is not None and own.position >= since and own.content["membership"] == "join"
        fresh = [event for event in visible if is_new or event.position >= since]
        shown = fresh[-self.page :]
        # A homeserver calls the timeline of a room that is new to us cut, whole or not.
        is_cut = len(fresh) > len(shown) or (is_new and bool(shown))
        return SyncedRoom(
            room_id=room.room_id,
            events=tuple(self._json(event) for event in shown),
            gap_from=f"s{shown[0].position}" if is_cut else None,
        )

    def _invitation(self, room: FakeRoom, *, since: str) -> bytes:
        member = room.state["m.room.member", self.bot]
        stripped = member.stripped()
        told = msgspec.json.encode((since, stripped), order="sorted")
        event_id = f"invite:{room.room_id}:{hashlib.sha256(told).hexdigest()[:16]}"
        unsigned = {"invite_room_state": member.shown_state}
        return msgspec.json.encode(
            {**stripped, "room_id": room.room_id, "event_id": event_id, "unsigned": unsigned}
        )

    @door
    async def read_back(
        self, room_id: RoomId, *, since: str | None, before: str | None, limit: int
    ) -> tuple[bytes, ...]:
        """Give the newest events between two positions, oldest first."""
        room = self._readable(room_id)
        begin = 0 if since is None else _index(since)
        end = len(self.matrix.stream) if before is None else _index(before)
        visible = [
            event
            for event in room.visible_to(self.bot)
            if event.type in _HISTORY and begin <= event.position < end
        ]
        return tuple(self._json(event) for event in visible[-limit:])

    def take_transaction(self) -> tuple[bytes, ...]:
        """Give what the homeserver would push to us since the last time: the bot's rooms' events."""
        pushed: list[bytes] = []
        for event in self.matrix.stream[self._told_until :]:
            is_own = (event.type, event.state_key) == ("m.room.member", self.bot)
            if is_own or event.room_id in self._told_rooms:
                pushed.append(self._json(event))
            if is_own and event.content["membership"] == "join":
                self._told_rooms.add(event.room_id)
            elif is_own:
                self._told_rooms.discard(event.room_id)
        self._told_until = len(self.matrix.stream)
        return tuple(pushed)

    def _readable(self, room_id: RoomId) -> FakeRoom:
        room = self.matrix.rooms.get(room_id)
        if room is None or room.membership(self.bot) is None:
            raise forbidden(error="the bot is not in the room")
        return room

    def _json(self, event: FakeEvent) -> bytes:
        room = self.matrix.rooms[event.room_id]
        return event.as_json(is_redacted=event.event_id in room.redacted)


def _index(token: str) -> int:
    return int(token.removeprefix("s"))
