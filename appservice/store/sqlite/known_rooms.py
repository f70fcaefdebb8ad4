"""What was found at rooms' addresses, kept until a commit may have changed it.

Nine of ten events are asked about by their room and by nothing else; a lane commits seldom beside
that. Owns what is remembered and when it is forgotten. Refuses to know SQL.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from attrs import define, field

from microsol_matrix.ids import LaneId
from microsol_matrix.ports import LaneEntry

LIMIT: Final = 20_000
"""Rooms, of half a kilobyte each. Past it all are forgotten at once: that is rare and simple."""


@define
class KnownRooms:
    """Rooms by their id; None for those that are none of ours."""

    _entries: dict[str, LaneEntry | None] = field(factory=dict, init=False)
    _by_lane: dict[LaneId, set[str]] = field(factory=dict, init=False)
    _is_trusted: bool = field(default=True, init=False)

    def missing(self, room_ids: Iterable[str]) -> list[str]:
        """Give those of whom nothing is known."""
        entries = self._entries
        return [room_id for room_id in room_ids if room_id not in entries]

    def known(self, room_ids: Iterable[str]) -> dict[str, LaneEntry]:
        """Give those that are known to be ours."""
        entries = self._entries
        return {room_id: entry for room_id in room_ids if (entry := entries.get(room_id))}

    def learn(self, asked: Collection[str], found: Mapping[str, LaneEntry]) -> None:
        """Remember what was found just now; who was asked for and not found is none of ours."""
        if not self._is_trusted:
            return
        if len(self._entries) + len(asked) > LIMIT:
            self._forget_all()
        for room_id in asked:
            entry = self._entries[room_id] = found.get(room_id)
            if entry is not None:
                self._by_lane.setdefault(entry.lane, set()).add(room_id)

    def forget(self, lane: LaneId, room_ids: Iterable[str]) -> None:
        """Forget a lane's rooms, and others that a commit of it names."""
        for room_id in (*self._by_lane.pop(lane, ()), *room_ids):
            self._entries.pop(room_id, None)

    def distrust(self) -> None:
        """Remember nothing any more: a commit was given up on, and nobody will say when it is done."""
        self._is_trusted = False
        self._forget_all()

    def _forget_all(self) -> None:
        self._entries.clear()
        self._by_lane.clear()
