"""The gap in rooms: which are missing, and which state events are not as they should be."""

from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter

from attrs import evolve as changed

from microsol_matrix.house import House
from microsol_matrix.ids import RoomKey, server_of
from microsol_matrix.places import ARCHIVE, COMMONS, HOSTS, SPACE, crew_room, role_of
from microsol_matrix.plan.archive import card_stands_in, stands_in, wanted_shelves
from microsol_matrix.plan.doors import door_of
from microsol_matrix.plan.hiding import hidden_places
from microsol_matrix.plan.intents import EnterRoom, MakeRoom, PutState
from microsol_matrix.plan.lineage import predecessor_room
from microsol_matrix.plan.messages import call_prompt
from microsol_matrix.plan.specs import (
    crew_spec,
    house_room_spec,
    shelf_spec,
    space_policy,
    space_spec,
)
from microsol_matrix.plan.told_links import records_in_space
from microsol_matrix.plan.ways import via, with_ways
from microsol_matrix.rooms import Json, StatePiece
from microsol_matrix.scales.crew import Crew
from microsol_matrix.seen import UNKNOWN, RoomSeen
from microsol_matrix.structure import contents, types
from microsol_matrix.talk.lineage import published_lineage
from microsol_matrix.world import World

HOUSE_ROOMS = (COMMONS, HOSTS, ARCHIVE)
"""Made one after another with the space, in this order."""


def plan_rooms(world: World, house: House) -> Iterator[MakeRoom]:
    """Plan the rooms that are wanted and do not exist; all others wait for the space."""
    congregation = world.congregation
    if congregation is None:
        return
    space = world.room(SPACE)
    if space is None:
        if SPACE not in world.takings:
            yield MakeRoom(SPACE, space_spec(congregation, house))
        return
    for crew in world.crews_in_order:
        if world.room(crew_room(crew.id)) is None and crew_room(crew.id) not in world.takings:
            told = changed(crew, lineage=published_lineage(world, crew))
            spec = crew_spec(told, congregation=congregation, space=space.room_id, house=house)
            spec = changed(spec, predecessor=predecessor_room(world, crew))
            yield MakeRoom(crew_room(crew.id), with_ways(world, spec, house))
    for key in HOUSE_ROOMS:
        if world.room(key) is None and key not in world.takings:
            spec = house_room_spec(key, congregation=congregation, space=space.room_id, house=house)
            yield MakeRoom(key, with_ways(world, spec, house))
    for key, season in wanted_shelves(world):
        if world.room(key) is None and world.room(ARCHIVE) is not None:
            spec = shelf_spec(world, season, congregation=congregation, house=house)
            yield MakeRoom(key, with_ways(world, spec, house))


def plan_entering(world: World) -> Iterator[EnterRoom]:
    """Plan to go back to rooms of ours that we are out of and were invited back to."""
    for key, room in sorted(world.rooms.items(), key=itemgetter(0)):
        if room.is_out and room.asked_by is not None:
            yield EnterRoom(key, room.room_id, via=(server_of(room.asked_by),))


def plan_state(world: World, house: House) -> Iterator[PutState]:
    """Plan the state events of the space and the Archive that differ from what was last written."""
    space = world.room(SPACE)
    if space is None:
        return
    wanted = tuple(wanted_state(world, house))
    yield from _differing(world, SPACE, room=space, wanted=(*wanted, *_forged(space, wanted)))
    for key in world.keys_of_the_space:
        room = world.room(key)
        if room is not None and role_of(key) == ARCHIVE:
            yield from _differing(world, key, room=room, wanted=archive_state(world, key, house))


def _differing(
    world: World, key: RoomKey, *, room: RoomSeen, wanted: Iterable[StatePiece]
) -> Iterator[PutState]:
    hidden = hidden_places(world)
    for piece in wanted:
        if piece.place in hidden:
            continue  # it is taken away for good, not only emptied (`hiding`)
        if room.state.get(piece.place) != piece.digest:
            yield PutState(key, room.room_id, piece=piece, digest=piece.digest)


def _forged(space: RoomSeen, wanted: Iterable[StatePiece]) -> Iterator[StatePiece]:
    """Give the emptying of what somebody else wrote in the space under types of ours."""
    places = {piece.place for piece in wanted}
    for place, digest in sorted(space.state.items()):
        if digest == UNKNOWN and place not in places and place[0] in types.OURS:
            yield StatePiece(*place, {})


def wanted_state(world: World, house: House) -> Iterator[StatePiece]:
    """Say what the space should hold: its card and join rule, ledger, mandates, children, crews' cards, open calls."""
    space = world.rooms[SPACE]
    if world.congregation is not None:
        yield from space_policy(world, world.congregation, house=house)
    yield StatePiece(types.LEDGER, "", contents.ledger())
    for mandate in world.mandates_in_order:
        if mandate.is_live:
            yield StatePiece(types.MANDATE, mandate.id, contents.mandate(mandate))
        elif (types.MANDATE, mandate.id) in space.state:
            yield StatePiece(types.MANDATE, mandate.id, {})
    yield from _children(world, SPACE, house)
    yield from _cards(world, SPACE, house)
    yield from records_in_space(world)
    for call in world.calls_in_order:
        prompt = world.prompts.get(call_prompt(call.id))
        if prompt is None:
            continue
        if call.is_taking_answers:
            content = contents.call(call, prompt=prompt.event_id)
            yield StatePiece(types.CALL, call.id, content)
        elif (types.CALL, call.id) in space.state:
            yield StatePiece(types.CALL, call.id, {})


def archive_state(world: World, key: RoomKey, house: House) -> Iterator[StatePiece]:
    """Say what the Archive or a season's place in it should hold: children, and in the Archive crews' cards."""
    yield from _children(world, key, house)
    yield from _cards(world, key, house)


def _children(world: World, key: RoomKey, house: House) -> Iterator[StatePiece]:
    """Say what stands in a space; what stood there and does not any more is emptied."""
    known = world.rooms[key].state
    for other, room in sorted(world.rooms.items(), key=itemgetter(0)):
        if other in world.partings:
            continue  # it stays where it is, found through its people (`releasing`)
        if stands_in(world, other) == key:
            yield StatePiece("m.space.child", room.room_id, {"via": list(via(room, house))})
        elif ("m.space.child", room.room_id) in known:
            yield StatePiece("m.space.child", room.room_id, {})
        yield from _left(known, room)


def _left(known: Mapping[tuple[str, str], str], room: RoomSeen) -> Iterator[StatePiece]:
    """Give the emptying of what stood for a room before its people went on in another one."""
    for room_id in room.before:
        if ("m.space.child", room_id) in known:
            yield StatePiece("m.space.child", room_id, {})


def _cards(world: World, key: RoomKey, house: House) -> Iterator[StatePiece]:
    known = world.rooms[key].state
    for crew in world.crews_in_order:
        if card_stands_in(crew) == key and world.room(crew_room(crew.id)) is not None:
            published = changed(crew, lineage=published_lineage(world, crew))
            card = _card(world, published, house)
            yield StatePiece(types.CREW, crew.id, card)
        elif (types.CREW, crew.id) in known:
            yield StatePiece(types.CREW, crew.id, {})


def _card(world: World, crew: Crew, house: House) -> Mapping[str, Json]:
    """Give a crew's card, with the way to its room if members may come in or ask to."""
    room, space = world.rooms[crew_room(crew.id)], world.rooms[SPACE]
    rule = door_of(crew, numbers=world.numbers, space=space.room_id).content["join_rule"]
    call = world.call_of(crew)
    if not crew.is_living or room.kept is not None or rule == "invite":
        return contents.crew_card(crew, call)
    return contents.crew_card(crew, call, room=room.room_id, via=via(room, house))
