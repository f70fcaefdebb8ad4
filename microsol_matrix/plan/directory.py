"""What can be found of porches: by look-ups of the network `microsol`, and in the homeserver's room directory.

Owns that both tell of what everybody can read now and of nothing else: neither of them says who asks. Refuses to
know how a look-up comes, and what stands on a porch (`plan.porch`).
"""

from collections.abc import Iterator

from microsol_matrix.house import House
from microsol_matrix.ids import CrewId, Text
from microsol_matrix.places import PORCH
from microsol_matrix.plan.intents import PutListing
from microsol_matrix.plan.porch import standing
from microsol_matrix.scales.publishing import Publishing
from microsol_matrix.structure import types
from microsol_matrix.structure.listed import Listed
from microsol_matrix.structure.unnamed import without_people
from microsol_matrix.talk.porch import address_of
from microsol_matrix.world import World


def listed(world: World, house: House) -> tuple[Listed, ...]:
    """Give what look-ups find of a congregation: itself, then its crews, if they stand on its porch."""
    congregation, there = world.congregation, standing(world, house)
    if congregation is None or not there:
        return ()
    alias = address_of(congregation, PORCH, house)
    name = without_people(congregation.name)
    itself = Listed(None, alias, congregation=name, slug=congregation.slug, name=Text(""))
    crews = tuple(
        Listed(
            CrewId(piece.state_key),
            alias,
            congregation=name,
            slug=congregation.slug,
            name=without_people(world.crews[CrewId(piece.state_key)].name),
        )
        for piece in there
        if piece.type == types.CREW
    )
    return (itself, *crews)


def wants_listing(world: World, house: House) -> bool:
    """Whether the room directory is to show the porch."""
    return house.lists_porches and world.publishing is not Publishing.OFF


def plan_directory(world: World, house: House) -> Iterator[PutListing]:
    """Plan where the room directory does not show the porch as the admin wants it.

    A porch comes in once its card stands. It stays in while that changes, and goes out with the last thing published.
    """
    room = world.room(PORCH)
    if room is None:
        return
    is_wanted = wants_listing(world, house)
    if is_wanted and not room.is_listed:
        is_wanted = bool(standing(world, house))
    if is_wanted is not room.is_listed:
        yield PutListing(PORCH, room.room_id, is_listed=is_wanted)
