"""Which rooms are encrypted: asked before anything is said, whether we hold keys or not.

Owns what is known of it for good. Refuses to know how anything is encrypted.
"""

from collections.abc import Mapping
from typing import Final

import msgspec
from attrs import Factory, define

from appservice.homeserver.line import Line, path_of
from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.ids import RoomId
from microsol_matrix.rooms import RoomSpec, StatePiece

ENCRYPTION: Final = "m.room.encryption"


class _Anything(msgspec.Struct):
    pass


@define(eq=False)
class EncryptedRooms:
    """What is known of rooms, and the question to the homeserver about all others."""

    _line: Line
    _encrypted: set[RoomId] = Factory(set)
    _plain: set[RoomId] = Factory(set)

    def made(self, room_id: RoomId, spec: RoomSpec) -> None:
        """Take note of a new room: most are plain and only ours to encrypt, and need no asking later."""
        is_plain = all(piece.type != ENCRYPTION for piece in spec.state)
        if is_plain and _is_ours_to_encrypt(spec):
            self._plain.add(room_id)

    def puts(self, room_id: RoomId, piece: StatePiece) -> None:
        """Take note of a piece of state before it is written: it may turn encryption on."""
        if piece.type == ENCRYPTION:
            self._plain.discard(room_id)

    async def has(self, room_id: RoomId) -> bool:
        """Ask whether a room is encrypted; one that is stays so, one that is not may become so."""
        if room_id in self._plain:
            return False
        if room_id not in self._encrypted:
            path = path_of("v3", "rooms", room_id, "state", ENCRYPTION, "")
            try:
                await self._line.ask("GET", path, reply=_Anything)
            except HomeserverRefused as no:
                if no.matrix_errcode != "M_NOT_FOUND":
                    raise
                return False
            self._encrypted.add(room_id)
        return True


def _is_ours_to_encrypt(spec: RoomSpec) -> bool:
    """Whether nobody else has the power to turn encryption on, nor to take that power."""
    events = spec.power.get("events")
    if not isinstance(events, Mapping):
        return False
    needed = [events.get(kind) for kind in (ENCRYPTION, "m.room.power_levels")]
    highest = max(spec.users.values(), default=0)
    return all(isinstance(power, int) and power > highest for power in needed)
