"""How facts about taking in rooms that people made change a congregation's world."""

from collections.abc import Mapping
from typing import assert_never

from attrs import evolve as changed

from microsol_matrix.deeds import Deed, Doing
from microsol_matrix.evolve.releasing import evolve_release
from microsol_matrix.ids import CrewId, RoomKey
from microsol_matrix.kept import Alias
from microsol_matrix.places import SPACE
from microsol_matrix.scales.adoption import (
    AdoptionBegun,
    AdoptionFact,
    AdoptionFailed,
    OwnPowerSaid,
    RoomTaken,
    Taking,
    TakingDropped,
    TakingRead,
)
from microsol_matrix.scales.mandate import first_mandate
from microsol_matrix.scales.release import ReleaseFact
from microsol_matrix.seen import RoomSeen
from microsol_matrix.world import World


def evolve_ownership(world: World, fact: AdoptionFact | ReleaseFact) -> World:
    """Give the world after a fact about whose rooms are: taken in from people, or handed over to them."""
    if isinstance(fact, ReleaseFact):
        return evolve_release(world, fact)
    return evolve_adoption(world, fact)


def evolve_adoption(world: World, fact: AdoptionFact) -> World:
    """Give the world after a fact about an adoption; a room that is not being taken in changes nothing."""
    match fact:
        case AdoptionBegun(congregation=congregation, takings=takings):
            first = first_mandate(congregation)
            begun = changed(
                world, congregation=congregation, takings=takings, mandates={first.id: first}
            )
            return begun.having_done(Deed(Doing.FOUNDED, congregation.name))
        case TakingRead(key=key, taking=taking, names=names):
            if key not in world.takings:
                return world
            takings = {**world.takings, key: taking}
            return changed(world, takings=takings, names={**names, **world.names})
        case RoomTaken():
            return _taken(world, fact)
        case TakingDropped(key=key):
            crew_id = CrewId(key.partition("/")[2])
            return changed(
                world,
                takings=_dropped(world, fact),
                crews={one: crew for one, crew in world.crews.items() if one != crew_id},
            )
        case OwnPowerSaid(key=key, power=power):
            room = world.room(key)
            if room is None:
                return world
            return world.with_room(key, changed(room, adopted=power))
        case AdoptionFailed(at=at):
            left = {key: changed(one, is_dropped=True) for key, one in world.takings.items()}
            return World(notices=world.notices, takings=left, released_at=at)
        case _:
            assert_never(fact)


def _dropped(world: World, fact: TakingDropped) -> Mapping[RoomKey, Taking]:
    others = {key: taking for key, taking in world.takings.items() if key != fact.key}
    taking = world.takings.get(fact.key)
    if taking is None or fact.is_anothers:
        return others
    return {**others, fact.key: changed(taking, is_dropped=True)}


def _taken(world: World, fact: RoomTaken) -> World:
    taking = world.takings.get(fact.key)
    if taking is None:
        return world
    room = RoomSeen(
        room_id=taking.room_id,
        state=fact.state,
        people=taking.people,
        unreached=frozenset(),
        # The space gets an address of ours beside its own; other rooms need none.
        alias=Alias.NOWHERE if fact.key == SPACE else Alias.ELSEWHERE,
        adopted=taking.power,
    )
    takings = {one: other for one, other in world.takings.items() if one != fact.key}
    return changed(world.with_room(fact.key, room), takings=takings)
