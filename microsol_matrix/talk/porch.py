"""The porch in words: what stands there, which crews, where it is, how one comes in.

Owns which crews everybody can read of. Refuses to know how it is written there (`plan.porch`).
"""

from collections.abc import Iterator

from attrs import evolve as changed

from microsol_matrix.house import House
from microsol_matrix.ids import CrewId, RoomAlias, RoomId, RoomKey, Text
from microsol_matrix.places import PORCH, SPACE, crew_room
from microsol_matrix.scales.congregation import Congregation, Joining
from microsol_matrix.scales.crew import Crew, CrewState, Visibility
from microsol_matrix.scales.publishing import Publishing, band
from microsol_matrix.structure.unnamed import without_people
from microsol_matrix.words import Said, joined, plain, say
from microsol_matrix.world import World

_SHOWN = (CrewState.FORMING, CrewState.ACTIVE, CrewState.RESTING)
"""States in which others see a crew: its farewells are its own (domain)."""


def porch_of(world: World) -> RoomId | None:
    """Give the room in which everybody can read about the congregation; None while it publishes nothing."""
    room = world.room(PORCH)
    return None if room is None or world.publishing is Publishing.OFF else room.room_id


def crews_for_all(world: World, publishing: Publishing) -> tuple[Crew, ...]:
    """Give the crews that everybody can read of if a congregation publishes so much, the oldest first."""
    if publishing is not Publishing.CREWS:
        return ()
    return tuple(
        crew
        for crew in world.crews_in_order
        if crew.visibility is Visibility.PORCH
        and crew.state in _SHOWN
        and world.room(crew_room(crew.id)) is not None
    )


def is_on_porch(world: World, crew: Crew) -> bool:
    """Whether everybody can read of a crew now."""
    return crew in crews_for_all(world, world.publishing)


def public_lineage(world: World, crew: Crew) -> tuple[CrewId, ...]:
    """Give the crews that a crew grew from and everybody can read of, too."""
    shown = {one.id for one in crews_for_all(world, world.publishing)}
    return tuple(parent for parent in crew.lineage if parent in shown)


def in_force(world: World, congregation: Congregation) -> Congregation:
    """Give a congregation with the way of joining that holds: while it is full nobody comes in unasked."""
    is_waiting = world.is_full and congregation.joining is Joining.OPEN
    return changed(congregation, joining=Joining.ASK) if is_waiting else congregation


def address_of(congregation: Congregation, key: RoomKey, house: House) -> RoomAlias:
    """Give the readable address of the space or of the porch."""
    localpart = house.alias_localpart(owner=congregation.id, key=key, slug=congregation.slug)
    return house.alias(localpart)


def door_address(congregation: Congregation, house: House) -> RoomAlias | None:
    """Give the address at which one may ask to join, or join; None while it is closed."""
    if congregation.joining is Joining.CLOSED:
        return None
    return address_of(congregation, SPACE, house)


def how_to_join(congregation: Congregation, house: House) -> Text:
    """Say on the card how one comes in, in the congregation's language."""
    address = address_of(congregation, SPACE, house)
    phrase = f"porch.how.{congregation.joining.value}"
    return plain(phrase, congregation.language, address=address)


def read_there(world: World, house: House, *, publishing: Publishing) -> Said:
    """List what everybody could read if a congregation published so much."""
    return joined(list(_lines(world, house, publishing)))


def _lines(world: World, house: House, publishing: Publishing) -> Iterator[Said]:
    if world.congregation is None:
        return
    congregation = in_force(world, world.congregation)
    yield say("porch.line.name", name=without_people(congregation.name))
    if congregation.purpose:
        yield say("porch.line.purpose", purpose=without_people(congregation.purpose))
    if congregation.place:
        yield say("porch.line.place", place=without_people(congregation.place))
    yield say("porch.line.size", size=band(len(world.members)))
    address = address_of(congregation, SPACE, house)
    how = say(f"porch.how.{congregation.joining.value}", address=address)
    yield say("porch.line.joining", how=how)
    if world.season is not None:
        season = without_people(world.season.name)
        yield say("porch.line.season", season=season, until=world.season.ends_at)
    if publishing is Publishing.CREWS:
        crews = crews_for_all(world, publishing)
        names = joined([say("person", name=without_people(crew.name)) for crew in crews], ", ")
        yield say("porch.line.crews", crews=names) if crews else say("porch.line.no-crews")
