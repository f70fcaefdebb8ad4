"""Whether a room in which our bot sits is a neighbour's porch and nothing else: to know a seat there that nobody noted.

Owns the narrow look: whatever may be anything else is none. Refuses to know which seats are wanted.
"""

from collections.abc import Iterable
from typing import Final

from microsol_matrix.ids import RoomId, UserId
from microsol_matrix.scales.link import PorchReading
from microsol_matrix.structure.neighbour import read_neighbour
from microsol_matrix.structure.stranger import CREATE, MEMBER, standing_in

_POWER: Final = "m.room.power_levels"
_NOWHERE: Final = RoomId("")


def is_only_a_porch(state: Iterable[bytes], bot: UserId) -> bool:
    """Whether a room's state says that it is somebody else's porch, in which we wrote nothing and may do nothing."""
    events = tuple(state)
    read = read_neighbour(events, ours=_NOWHERE, bot=bot)
    if not isinstance(read, PorchReading) or read.bot == bot:
        return False
    seen = tuple(standing_in(events))
    is_space = any(one.type == CREATE and one.content.get("type") == "m.space" for one in seen)
    wrote = any(one.sender == bot and one.type != MEMBER for one in seen)
    levels = (one.content.get("users") for one in seen if one.type == _POWER)
    has_power = any(isinstance(users, dict) and bot in users for users in levels)
    return is_space and not wrote and not has_power
