"""How facts about releasing change a congregation's world."""

from collections.abc import Mapping
from typing import TypeVar, assert_never

from attrs import evolve as changed

from microsol_matrix.ids import CrewId, RoomKey
from microsol_matrix.places import ARCHIVE, COMMONS, crew_room, role_of
from microsol_matrix.scales.congregation import Joining
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.release import (
    CongregationReleased,
    CrewReleased,
    Parting,
    ReleaseAsked,
    ReleaseFact,
    ReleaseTakenBack,
    RoomLeft,
)
from microsol_matrix.world import World

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def evolve_release(world: World, fact: ReleaseFact) -> World:
    """Give the world after a fact about releasing; an unknown crew or room changes nothing."""
    match fact:
        case ReleaseAsked(key=key, wish=wish):
            return changed(world, release_wishes={**world.release_wishes, key: wish})
        case ReleaseTakenBack(key=key):
            return changed(world, release_wishes=_without(world.release_wishes, key))
        case CrewReleased(crew_id=crew_id):
            crew = world.crews.get(crew_id)
            return world if crew is None else _without_crew(world, crew)
        case CongregationReleased(at=at):
            partings = {key: parting_of(world, key) for key in world.rooms}
            return changed(
                world,
                released_at=at,
                partings=partings,
                release_wishes={},
                wanted=frozenset(),
                crews={},
                calls={},
                prompts={},
                asked_hosts={},
                offers=(),
                knocks=(),
                rounds=(),
            )
        case RoomLeft(key=key):
            return changed(
                world,
                rooms=_without(world.rooms, key),
                partings=_without(world.partings, key),
                takings=_without(world.takings, key),
            )
        case _:
            assert_never(fact)


def parting_of(world: World, key: RoomKey) -> Parting:
    """Say what a room is to be once it is its people's alone: a crew's its host's, any other the hosts'."""
    hosts = tuple(sorted(world.hosts))
    match role_of(key):
        case "crew":
            crew = world.crews.get(CrewId(key.partition("/")[2]))
            return Parting(hosts, Joining.CLOSED) if crew is None else _of_crew(crew)
        case "space":
            joining = Joining.CLOSED if world.congregation is None else world.congregation.joining
            return Parting(hosts, joining, is_a_space=True)
        case role:
            is_for_members = key == COMMONS or role == ARCHIVE
            is_a_space = role in (ARCHIVE, "porch")
            return Parting(hosts, None if is_for_members else Joining.CLOSED, is_a_space=is_a_space)


def _of_crew(crew: Crew) -> Parting:
    # Whoever knocks can be let in by anybody in the room; a rule that asks for the space would ask for us.
    closed = crew.joining is Joining.CLOSED or crew.is_hidden or not crew.is_living
    joining = Joining.CLOSED if closed else Joining.ASK
    return Parting(
        (crew.host,),
        joining,
        is_read_only=not crew.is_living,
        is_shared=crew.is_living,
        name=crew.name,
    )


def _without_crew(world: World, crew: Crew) -> World:
    key = crew_room(crew.id)
    room = world.room(key)
    crews = _without(world.crews, crew.id)
    wishes = _without(world.release_wishes, key)
    if room is None:
        return changed(world, crews=crews, release_wishes=wishes)
    return changed(
        world,
        crews=crews,
        release_wishes=wishes,
        partings={**world.partings, key: parting_of(world, key)},
        prompts={ref: one for ref, one in world.prompts.items() if one.room_id != room.room_id},
        refused=frozenset(one for one in world.refused if f"/{key}" not in one.what),
    )


def _without(kept: Mapping[_Key, _Value], key: _Key) -> Mapping[_Key, _Value]:
    return {one: value for one, value in kept.items() if one != key}
