"""Plan: the whole gap between what a world wants and what was seen, as sorted intents.

Level-based: nothing here remembers why a gap opened. `intents` names what can be done, `rooms`,
`people`, `messages` each find one kind of gap, `private` plans for a person's own lane. An intent
whose room does not exist yet is simply not planned yet, so dependencies need no graph.
"""

from microsol_matrix.house import House
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.plan.aliases import plan_aliases
from microsol_matrix.plan.crew_rooms import plan_crew_rooms
from microsol_matrix.plan.directory import plan_directory
from microsol_matrix.plan.doors import plan_doors
from microsol_matrix.plan.following import plan_following
from microsol_matrix.plan.hiding import plan_withdrawals
from microsol_matrix.plan.intents import (
    Afar,
    EnterRoom,
    Intent,
    LeaveRoom,
    LookAtSpace,
    MakeDirect,
    MakeRoom,
    PutListing,
    name_of,
)
from microsol_matrix.plan.lineage import plan_tombstones
from microsol_matrix.plan.links import plan_links
from microsol_matrix.plan.messages import plan_messages, plan_notices
from microsol_matrix.plan.people import plan_people
from microsol_matrix.plan.porch import plan_porch
from microsol_matrix.plan.power import plan_power
from microsol_matrix.plan.private import plan_private
from microsol_matrix.plan.releasing import plan_release
from microsol_matrix.plan.repairs import plan_repairs
from microsol_matrix.plan.rooms import plan_entering, plan_rooms, plan_state
from microsol_matrix.plan.taking_in import plan_taking_in
from microsol_matrix.plan.ways import plan_parents
from microsol_matrix.world import LaneWorld, World

__all__ = ["Intent", "name_of", "plan"]


def plan(world: LaneWorld, house: House) -> tuple[Intent, ...]:
    """Give everything that may be done now towards what the world wants, the most urgent first.

    Equal worlds give equal plans; what the homeserver refused for good is left out.
    """
    if isinstance(world, PersonWorld):
        wanted = plan_private(world, house)
    elif world.released_at is not None:
        # Nothing is wanted any more but to say the last words and to go.
        parting = (
            *plan_notices(world.notices),
            *plan_taking_in(world, house),
            *plan_release(world, house),
        )
        wanted = _within_reach(world, parting)
    else:
        gap = (
            *plan_entering(world),
            *plan_following(world, house),
            *plan_rooms(world, house),
            *plan_taking_in(world, house),
            *plan_people(world, house),
            *plan_messages(world, house),
            *plan_power(world),
            *plan_withdrawals(world),
            *plan_state(world, house),
            *plan_porch(world, house),
            *plan_links(world, house),
            *plan_directory(world, house),
            *plan_doors(world),
            *plan_parents(world, house),
            *plan_aliases(world, house),
            *plan_tombstones(world),
            *plan_crew_rooms(world, house),
            *plan_repairs(world, house),
            *plan_release(world, house),
        )
        wanted = _within_reach(world, gap)
    return tuple(intent for intent in wanted if name_of(intent) not in world.refused)


_FROM_OUTSIDE = EnterRoom | LookAtSpace | LeaveRoom | PutListing | MakeRoom | MakeDirect | Afar
"""What needs no seat in the room that it is about."""


def _within_reach(world: World, wanted: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """Leave out what is wanted in rooms that we are out of: it waits until we are in again."""
    out = {room.room_id for room in world.rooms.values() if room.is_out}
    if not out:
        return wanted
    return tuple(
        intent
        for intent in wanted
        if isinstance(intent, _FROM_OUTSIDE) or intent.room_id not in out
    )
