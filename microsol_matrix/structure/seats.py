"""Whether a room in which our bot sits is a neighbour's porch and nothing else: to know a seat there that nobody noted.

Owns the narrow look: whatever may be anything else is none. Refuses to know which seats are wanted.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from microsol_matrix.ids import RoomId, UserId
from microsol_matrix.scales.link import PorchReading
from microsol_matrix.structure.neighbour import read_neighbour

_NOWHERE: Final = RoomId("")


class _Content(msgspec.Struct):
    type: object = None
    users: object = None


class _Event(msgspec.Struct):
    type: str
    sender: str
    content: _Content


def is_only_a_porch(state: Iterable[bytes], bot: UserId) -> bool:
    """Whether a room's state says that it is somebody else's porch, in which we wrote nothing and may do nothing."""
    events = tuple(state)
    read = read_neighbour(events, ours=_NOWHERE, bot=bot)
    if not isinstance(read, PorchReading) or read.bot == bot:
        return False
    seen = [one for raw in events if (one := _event(raw)) is not None]
    is_space = any(one.type == "m.room.create" and one.content.type == "m.space" for one in seen)
    wrote = any(one.sender == bot and one.type != "m.room.member" for one in seen)
    has_power = any(
        one.type == "m.room.power_levels"
        and isinstance(one.content.users, dict)
        and bot in one.content.users
        for one in seen
    )
    return is_space and not wrote and not has_power


def _event(raw: bytes) -> _Event | None:
    try:
        return msgspec.json.decode(raw, type=_Event)
    except (ValueError, RecursionError):
        return None
