"""What rooms remember: the questions of a rebuild, which reads everything and writes nothing.

Owns which questions those are. Refuses to know what is made of the answers (`rebuild`).
"""

from collections.abc import Collection, Mapping
from typing import Protocol

from microsol_matrix.ids import RoomId, UserId
from microsol_matrix.ports.homeserver import SyncAnswer


class RoomMemory(Protocol):
    """What the bot can read of the rooms that it is in.

    Every call is bounded in time and tries once; errors are those of `Homeserver`.
    """

    async def joined_rooms(self) -> frozenset[RoomId]:
        """Name all rooms that the bot is in."""
        ...

    async def direct_rooms(self) -> Mapping[UserId, tuple[RoomId, ...]]:
        """Give the bot's `m.direct`: the rooms in which it talks with each person."""
        ...

    async def read_state(
        self, room_id: RoomId, *, most_bytes: int | None = None
    ) -> tuple[bytes, ...]:
        """Read a room's full state, one event's JSON each, with `room_id` inside.

        Args:
            room_id: Which room.
            most_bytes: A state that is larger is not read, and is a no; None reads whatever comes.
        """
        ...

    async def past_of(
        self, room_id: RoomId, types: Collection[str], *, is_ours_alone: bool = False
    ) -> tuple[bytes, ...]:
        """Read all events of some types that a room ever held and the bot may see, the oldest first.

        Args:
            room_id: Which room.
            types: Of events.
            is_ours_alone: Whether only what the bot sent is wanted.
        """
        ...

    async def sync(self, position: str | None) -> SyncAnswer:
        """Ask what happened since a position; None gives only a fresh one."""
        ...
