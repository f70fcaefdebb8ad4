"""The Archive: which room stands in which space, and where a crew's card is.

Owns where things stand: in the space while they live, in the Archive afterwards, by the season in which they
were archived, and nowhere at all if a crew is hidden. Refuses to know what changes inside of a crew's
room (`crew_rooms`), and how any of it is written (`rooms`).
"""

from collections.abc import Iterator

from microsol_matrix.ids import CrewId, RoomKey
from microsol_matrix.places import ARCHIVE, SPACE, crew_room, role_of, shelf
from microsol_matrix.scales.crew import Crew, Visibility
from microsol_matrix.scales.season import Season
from microsol_matrix.world import World


def stands_in(world: World, key: RoomKey) -> RoomKey | None:
    """Say in which of the spaces a room stands; None for the space itself, the porch and rooms of hidden crews."""
    match role_of(key):
        case "space" | "porch":
            return None
        case "archive":
            return SPACE if key == ARCHIVE else ARCHIVE
        case "crew":
            crew = world.crews.get(CrewId(key.partition("/")[2]))
            return None if crew is None else _place_of(world, crew)
        case _:
            return SPACE


def card_stands_in(crew: Crew) -> RoomKey | None:
    """Say in which space's state a crew's card is; None for a hidden one's."""
    if crew.visibility is Visibility.HIDDEN:
        return None
    return SPACE if crew.is_living else ARCHIVE


def wanted_shelves(world: World) -> Iterator[tuple[RoomKey, Season]]:
    """Say which seasons need a place in the Archive: those in which a crew was archived that may be seen."""
    needed = {
        _place_of(world, crew)
        for crew in world.crews_in_order
        if not crew.is_living and world.room(crew_room(crew.id)) is not None
    }
    for season in world.seasons:
        if shelf(season.id) in needed:
            yield shelf(season.id), season


def season_of_shelf(world: World, key: RoomKey) -> Season | None:
    """Give the season whose place in the Archive a room is; None if it is another room."""
    return next((one for one in world.seasons if shelf(one.id) == key), None)


def _place_of(world: World, crew: Crew) -> RoomKey | None:
    if crew.visibility is Visibility.HIDDEN:
        return None
    if crew.is_living:
        return SPACE
    season = world.season_at(crew.archived_at or crew.state_since)
    return ARCHIVE if season is None else shelf(season.id)
