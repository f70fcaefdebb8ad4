"""What a crew grew from, as it may be told to whom.

Owns that a hidden crew is named only where everybody was in it. Refuses to know where it is told.
"""

from collections.abc import Iterator

from microsol_matrix.house import House
from microsol_matrix.ids import CrewId
from microsol_matrix.navigation import room_link
from microsol_matrix.places import crew_room
from microsol_matrix.scales.call import Call
from microsol_matrix.scales.crew import Crew, Visibility
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import World


def published_lineage(world: World, crew: Crew) -> tuple[CrewId, ...]:
    """Give the crews that a crew grew from, as far as the congregation may know of them."""
    return tuple(parent.id for parent in _parents(world, crew) if not _is_hidden(parent))


def with_origin(world: World, call: Call, text: Said) -> Said:
    """Say of a call which crew it calls again, unless that is hidden."""
    old = world.crews.get(call.relaunches) if call.relaunches is not None else None
    if old is None or _is_hidden(old):
        return text
    return joined([text, say("again.grew-from", name=old.name)])


def with_origins(world: World, crew: Crew, text: Said, *, house: House) -> Said:
    """Say a welcome with what the crew grew from, and the way back: who was there can open the room."""
    lines = [
        say("lineage.grew-from", name=parent.name, link=room_link(room.room_id, house.server))
        for parent in _parents(world, crew)
        if (room := world.room(crew_room(parent.id))) is not None
        and (not _is_hidden(parent) or set(crew.holders) <= set(parent.people))
    ]
    return joined([text, *lines])


def _parents(world: World, crew: Crew) -> Iterator[Crew]:
    found = (world.crews.get(crew_id) for crew_id in crew.lineage)
    return (parent for parent in found if parent is not None)


def _is_hidden(crew: Crew) -> bool:
    return crew.visibility is Visibility.HIDDEN
