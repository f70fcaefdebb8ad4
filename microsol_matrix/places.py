"""The places in the house of a congregation: what its rooms are called among ourselves.

Owns the keys of rooms and what they say of a room's part in the house. Refuses to know whether the room
is there (`world`) and how it is made (`plan`).
"""

from microsol_matrix.ids import CrewId, RoomKey, SeasonId

SPACE = RoomKey("space")
COMMONS = RoomKey("commons")
HOSTS = RoomKey("hosts")
ARCHIVE = RoomKey("archive")
PORCH = RoomKey("porch")
"""No part of the space: it is for everybody, and members have nothing to do there."""
OF_THE_SPACE = (COMMONS, HOSTS, ARCHIVE)
"""Parts of the house that are for members because they are the space's: who is put out of it is put out of them."""


def crew_room(crew_id: CrewId) -> RoomKey:
    """Name the room of a crew."""
    return RoomKey(f"crew/{crew_id}")


def shelf(season_id: SeasonId) -> RoomKey:
    """Name a season's place in the Archive."""
    return RoomKey(f"{ARCHIVE}/{season_id}")


def role_of(key: RoomKey) -> str:
    """Give a room's part in the house: `space`, `commons`, `hosts`, `archive` (with its seasons), `porch` or `crew`."""
    return key.partition("/")[0]
