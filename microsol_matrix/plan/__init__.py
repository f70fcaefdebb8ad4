"""Plan: the whole gap between what a world wants and what was seen, as sorted intents.

Level-based: nothing here remembers why a gap opened. `intents` names what can be done, `rooms`,
`people`, `messages` each find one kind of gap, `private` plans for a person's own lane. An intent
whose room does not exist yet is simply not planned yet, so dependencies need no graph.
"""

from microsol_matrix.house import House
from microsol_matrix.plan.intents import Intent, name_of
from microsol_matrix.plan.messages import plan_messages
from microsol_matrix.plan.people import plan_people
from microsol_matrix.plan.private import plan_private
from microsol_matrix.plan.rooms import plan_power, plan_rooms, plan_state
from microsol_matrix.world import LaneWorld, PersonWorld

__all__ = ["Intent", "name_of", "plan"]


def plan(world: LaneWorld, house: House) -> tuple[Intent, ...]:
    """Give everything that may be done now towards what the world wants, the most urgent first.

    Equal worlds give equal plans; what the homeserver refused for good is left out.
    """
    if isinstance(world, PersonWorld):
        wanted = plan_private(world, house)
    else:
        wanted = (
            *plan_rooms(world, house),
            *plan_people(world, house),
            *plan_messages(world, house),
            *plan_power(world),
            *plan_state(world, house),
        )
    return tuple(intent for intent in wanted if name_of(intent) not in world.refused)
