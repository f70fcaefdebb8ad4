"""How facts about what is kept of archived rooms change a congregation's world."""

from typing import assert_never

from attrs import evolve as changed

from microsol_matrix.kept import AliasMoved, KeptFact, StateGivenBack, StateKept
from microsol_matrix.seen import UNKNOWN, RoomSeen
from microsol_matrix.world import World

_POWER = ("m.room.power_levels", "")


def evolve_kept(world: World, fact: KeptFact) -> World:
    """Give the world after a fact about what is kept; one about an unknown room changes nothing."""
    room = world.room(fact.key)
    return world if room is None else world.with_room(fact.key, _evolved(room, fact))


def _evolved(room: RoomSeen, fact: KeptFact) -> RoomSeen:
    match fact:
        case StateKept(kept=kept):
            return changed(room, kept=kept)
        case AliasMoved(to=to):
            if room.kept is None:
                return changed(room, alias=to)
            return changed(room, kept=changed(room.kept, alias=to))
        case StateGivenBack():
            # Who has which power may have changed meanwhile, so it is looked at anew.
            alias = room.alias if room.kept is None else room.kept.alias
            return changed(room, kept=None, alias=alias, state={**room.state, _POWER: UNKNOWN})
        case _:
            assert_never(fact)
