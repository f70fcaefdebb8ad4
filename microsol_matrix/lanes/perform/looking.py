"""Looking at a stranger's room, that may be a porch: no more of it is joined and read than a porch can be.

Refuses to know why it is looked at.
"""

from typing import Final

from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.ids import RoomId
from microsol_matrix.ports import Homeserver, RoomSummary

MOST_BYTES: Final = 8 * 1024 * 1024
"""Of a stranger's room that are read: a porch with 500 neighbours has one and a half."""
MOST_PEOPLE: Final = 5_000
"""In a room that is joined to be looked at: on a porch there are services only, one a neighbour."""
TOO_LARGE: Final = "M_TOO_LARGE"


def is_looked_at(seen: RoomSummary | None) -> bool:
    """Whether a room may be a porch, as far as it shows from outside: joining a great room costs a homeserver hours."""
    return seen is None or (seen.type == "m.space" and seen.people <= MOST_PEOPLE)


async def state_of(porch: RoomId, homeserver: Homeserver) -> tuple[bytes, ...] | None:
    """Read a stranger's room; None if it holds more than a porch can."""
    try:
        return await homeserver.read_state(porch, most_bytes=MOST_BYTES)
    except HomeserverRefused as no:
        if no.matrix_errcode != TOO_LARGE:
            raise
        return None
