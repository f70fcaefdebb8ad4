"""How a lane is found: by its rooms, prompts, counted reactions, members and neighbours, or by its person.

Computed whole from the world after each commit, so that the store's index can be rebuilt at any
time.
"""

from collections.abc import Mapping
from typing import Final

from microsol_matrix.person_world import PersonWorld
from microsol_matrix.places import PORCH, crew_room, role_of
from microsol_matrix.plan.messages import awaiting_rooms
from microsol_matrix.ports import SEAT, Address, AddressKind
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.scales.link import Link, LinkState
from microsol_matrix.scales.publishing import Publishing
from microsol_matrix.world import LaneWorld, World

SUCCESSOR: Final = "successor"
"""The role of a room in which one of ours, or a neighbour's porch, goes on, as long as we have not followed it."""


def addresses(world: LaneWorld) -> Mapping[Address, str]:
    """Give every address of a lane with the role of its room; roles of other kinds are empty."""
    if isinstance(world, PersonWorld):
        return _of_person(world)
    return _of_congregation(world)


def _of_person(world: PersonWorld) -> Mapping[Address, str]:
    found = {Address(AddressKind.ROOM, room_id): "direct" for room_id in world.directs}
    if world.person is not None:
        found[Address(AddressKind.SELF, world.person)] = ""
    return found


def _of_congregation(world: World) -> Mapping[Address, str]:
    found = {
        Address(AddressKind.ROOM, room.room_id): role_of(key) for key, room in world.rooms.items()
    }
    found |= {
        Address(AddressKind.ROOM, room.successor.room_id): SUCCESSOR
        for room in world.rooms.values()
        if room.successor is not None
    }
    found |= {
        Address(AddressKind.ROOM, taking.room_id): role_of(key)
        for key, taking in world.takings.items()
    }
    for crew in world.crews.values():
        place = world.room(crew_room(crew.id))
        if place is not None and crew.encryption is not Encryption.OFF:
            found[Address(AddressKind.ENCRYPTED, place.room_id)] = crew.encryption.value
    porch = world.room(PORCH)
    if porch is not None and (porch.is_listed or world.publishing is not Publishing.OFF):
        role = "shown" if porch.is_listed else "hidden"
        found[Address(AddressKind.LISTED, porch.room_id)] = role
    found |= {Address(AddressKind.MEMBER, person): "" for person in world.members}
    found |= {
        Address(AddressKind.NEIGHBOUR, porch): SEAT if _wants_seat(link) else ""
        for porch, link in world.links.items()
    }
    found |= {
        Address(AddressKind.NEIGHBOUR, link.reading.successor): SUCCESSOR
        for link in world.links.values()
        if link.is_live and link.reading is not None and link.reading.successor is not None
    }
    found |= {
        Address(AddressKind.EVENT, event_id): ""
        for prompt in world.prompts.values()
        for event_id in prompt.events
    }
    found |= {
        Address(AddressKind.AWAITED, world.rooms[key].room_id): ""
        for key in awaiting_rooms(world) & world.rooms.keys()
    }
    found |= {
        Address(AddressKind.EVENT, reply.reaction): ""
        for crew in world.crews.values()
        for question in crew.open_questions
        for reply in question.replies
        if reply.reaction is not None
    }
    found |= {
        Address(AddressKind.EVENT, reaction): ""
        for call in world.calls.values()
        if call.is_taking_answers
        for answer in call.answers
        for reaction in answer.reactions
    }
    return found


def _wants_seat(link: Link) -> bool:
    # Whoever only asks us has our bot as a guest: it goes in once our hosts say yes.
    return link.is_live and link.state is not LinkState.ASKED
