"""The gap in crews' rooms: what is written there as a crew's life goes on, is archived, and is taken up again.

Owns the order: what a room holds is read and kept before anything of it is changed; it closes only after
the last words in it; it opens only when all the rest stands again. Refuses to know why a crew is archived.
Everything can be undone: an archived room has the same marker of ours and the same power for the bot.
"""

from collections.abc import Iterator

from attrs import evolve as changed

from microsol_matrix.house import House
from microsol_matrix.ids import RoomKey
from microsol_matrix.kept import Alias, Kept
from microsol_matrix.observe.keeping import ALIAS, NAME, PARENT, RULE, given_back
from microsol_matrix.observe.state import POWER
from microsol_matrix.places import SPACE, crew_room
from microsol_matrix.plan.aliases import alias_of
from microsol_matrix.plan.intents import DropAlias, GiveBack, KeepState, NameAlias, PutState
from microsol_matrix.rooms import StatePiece
from microsol_matrix.scales.crew import Crew
from microsol_matrix.seen import RoomSeen
from microsol_matrix.structure import contents, types
from microsol_matrix.structure.record import mark_of_host
from microsol_matrix.talk.archive import archived_name
from microsol_matrix.talk.lineage import published_lineage
from microsol_matrix.world import World

CrewRoomIntent = PutState | KeepState | DropAlias | NameAlias | GiveBack


def plan_crew_rooms(world: World, house: House) -> Iterator[CrewRoomIntent]:
    """Plan what differs in rooms of crews; who is invited there and who has which power is planned elsewhere."""
    space = world.room(SPACE)
    if space is None:
        return
    for crew, key, room in world.housed_crews:
        if not crew.is_living and room.kept is None:
            yield KeepState(key, room.room_id)
            continue
        told = changed(crew, lineage=published_lineage(world, crew))
        host = "" if room.adopted is None else mark_of_host(crew.id, crew.host, house=house)
        said = contents.crew_marker(told, space=space.room_id, prompts=world.prompts, host=host)
        yield from _put(key, room, StatePiece(types.CREW, "", said))
        if not crew.is_living and room.kept is not None:
            yield from _close(world, crew, room=room, kept=room.kept, house=house)
        elif room.kept is not None:
            yield from _give_back(world, key, room=room, kept=room.kept, house=house)


def _close(
    world: World, crew: Crew, *, room: RoomSeen, kept: Kept, house: House
) -> Iterator[CrewRoomIntent]:
    key = crew_room(crew.id)
    yield from _put(key, room, StatePiece(NAME, "", {"name": archived_name(world, crew)}))
    yield from _put(key, room, StatePiece(RULE, "", {"join_rule": "invite"}))
    for piece in kept.pieces:
        if piece.type == PARENT:
            # Emptied, and no other written: state cannot be taken away again (decision 17).
            yield from _put(key, room, StatePiece(PARENT, piece.state_key, {}))
    named = tuple(_put(key, room, StatePiece(ALIAS, "", {}))) if kept.piece(ALIAS) else ()
    yield from named
    alias = alias_of(world, key, house)
    if not named and kept.alias is Alias.HERE and alias is not None:
        yield DropAlias(key, room.room_id, alias=alias)


def _give_back(
    world: World, key: RoomKey, *, room: RoomSeen, kept: Kept, house: House
) -> Iterator[CrewRoomIntent]:
    missing: list[CrewRoomIntent] = []
    for piece in kept.pieces:
        whole = given_back(kept, piece)
        is_named = piece.type != ALIAS or kept.alias is Alias.HERE
        if whole is not None and piece.type != POWER and is_named:
            missing.extend(_put(key, room, whole))
    alias = alias_of(world, key, house)
    if kept.alias is Alias.NOWHERE and alias is not None:
        missing.append(NameAlias(key, room.room_id, alias=alias))
    yield from missing
    if not missing:
        power = kept.piece(POWER)
        whole = None if power is None else given_back(kept, power)
        yield GiveBack(key, room.room_id, power=whole)


def _put(key: RoomKey, room: RoomSeen, piece: StatePiece) -> Iterator[PutState]:
    if room.state.get(piece.place) != piece.digest:
        yield PutState(key, room.room_id, piece=piece, digest=piece.digest)
