"""The gap on the porch: the room in which everybody can read what hosts and crews let them.

Owns what stands there, and that only the present stands there: whatever is written takes the place of
every earlier version, which is taken away first. Nothing is published as the room is made, so that nothing can
stand there that was never noted. Refuses to know who may publish (`decide.publishing`).

While nothing is published the room stays, empty and closed, and is the same one when it is opened again.
"""

from collections.abc import Iterator
from typing import Final

from microsol_matrix.house import House
from microsol_matrix.ids import RoomId
from microsol_matrix.observe import CHILD
from microsol_matrix.places import PORCH, SPACE
from microsol_matrix.plan.intents import MakeRoom, PutState, Withdraw
from microsol_matrix.plan.power import porch_power
from microsol_matrix.plan.told_links import records
from microsol_matrix.rooms import Json, RoomSpec, StatePiece
from microsol_matrix.scales.congregation import Congregation
from microsol_matrix.scales.publishing import Publishing
from microsol_matrix.seen import WITHDRAWN, RoomSeen
from microsol_matrix.structure import contents, types
from microsol_matrix.structure.public import congregation_card, crew_card
from microsol_matrix.structure.unnamed import without_people
from microsol_matrix.talk.porch import (
    crews_for_all,
    door_address,
    how_to_join,
    in_force,
    public_lineage,
)
from microsol_matrix.world import World

_NAME: Final = ("m.room.name", "")
_TOPIC: Final = ("m.room.topic", "")
_CARD: Final = (types.CONGREGATION, "")


def plan_porch(world: World, house: House) -> Iterator[MakeRoom | PutState | Withdraw]:
    """Plan what differs on the porch; there is none before something is published."""
    congregation, space, room = world.congregation, world.room(SPACE), world.room(PORCH)
    if congregation is None or space is None:
        return
    if room is None:
        if congregation.publishing is not Publishing.OFF:
            spec = porch_spec(congregation, space=space.room_id, house=house)
            yield MakeRoom(PORCH, spec)
        return
    words = tuple(_published(world, congregation, house))
    yield from _taken_away(room, keep=frozenset(piece.place for piece in words))
    for piece in _fixed(congregation, space=space.room_id, house=house):
        yield from _put(room, piece, is_published=False)
    for piece in words:
        yield from _put(room, piece, is_published=True)


def standing(world: World, house: House) -> tuple[StatePiece, ...]:
    """Give what everybody can read on the porch now and is known to stand there.

    Returns:
        Nothing while the porch is not known to be open, or its card not to be there as it is to be.
    """
    congregation, space, room = world.congregation, world.room(SPACE), world.room(PORCH)
    if congregation is None or space is None or room is None or room.is_out:
        return ()
    if congregation.publishing is Publishing.OFF:
        return ()
    fixed = _fixed(congregation, space=space.room_id, house=house)
    if any(_put(room, piece, is_published=False) for piece in fixed):
        return ()
    there = tuple(
        piece
        for piece in _published(world, congregation, house)
        if not _put(room, piece, is_published=True)
    )
    return there if any(piece.place == _CARD for piece in there) else ()


def porch_spec(congregation: Congregation, *, space: RoomId, house: House) -> RoomSpec:
    """Describe the porch as it is made: empty."""
    fixed = tuple(_fixed(congregation, space=space, house=house))
    return RoomSpec(
        alias_localpart=house.alias_localpart(
            owner=congregation.id, key=PORCH, slug=congregation.slug
        ),
        version=house.room_version,
        name="",
        topic="",
        room_type="m.space",
        is_direct=False,
        marker=fixed[0],
        state=fixed,
        power=porch_power(),
        users={},
    )


def _fixed(congregation: Congregation, *, space: RoomId, house: House) -> Iterator[StatePiece]:
    """Say what the room is, the marker first: open to all while something is published, and else to nobody."""
    is_open = congregation.publishing is not Publishing.OFF
    service_members: Json = [house.bot]
    yield StatePiece(types.ROOM, "", contents.room(PORCH, owner=congregation.id, space=space))
    yield StatePiece("m.room.guest_access", "", {"guest_access": "forbidden"})
    yield StatePiece("io.element.functional_members", "", {"service_members": service_members})
    yield StatePiece("m.room.join_rules", "", {"join_rule": "public" if is_open else "invite"})
    seen_by = "world_readable" if is_open else "joined"
    yield StatePiece("m.room.history_visibility", "", {"history_visibility": seen_by})


def _published(world: World, congregation: Congregation, house: House) -> Iterator[StatePiece]:
    """Say what everybody can read; an empty name is a name, and homeservers take no room name without one."""
    if congregation.publishing is Publishing.OFF:
        yield StatePiece(*_NAME, {"name": ""})
        yield StatePiece(*_TOPIC, {"topic": ""})
        return
    said = in_force(world, congregation)
    card = congregation_card(
        said,
        people=len(world.members),
        season=world.season,
        how_to_join=how_to_join(said, house),
        address=door_address(said, house),
    )
    yield StatePiece(*_CARD, card)
    yield StatePiece(*_NAME, {"name": without_people(congregation.name)})
    yield StatePiece(*_TOPIC, {"topic": without_people(congregation.purpose)})
    for crew in crews_for_all(world, congregation.publishing):
        season, lineage = world.season_at(crew.begun_at), public_lineage(world, crew)
        yield StatePiece(types.CREW, crew.id, crew_card(crew, season=season, lineage=lineage))
    yield from records(world)


def _taken_away(room: RoomSeen, *, keep: frozenset[tuple[str, str]]) -> Iterator[Withdraw]:
    """Plan to take away what was published and is not any more, wherever it stood."""
    published = (*types.OURS, CHILD)
    known = {place for place in room.state if place[0] in published} - {(types.ROOM, "")}
    for kind, state_key in sorted({*known, _CARD} - keep):
        if room.state.get((kind, state_key)) != WITHDRAWN:
            yield Withdraw(PORCH, room.room_id, type=kind, state_key=state_key)


def _put(room: RoomSeen, piece: StatePiece, *, is_published: bool) -> tuple[PutState, ...]:
    if room.state.get(piece.place) == piece.digest:
        return ()
    put = PutState(PORCH, room.room_id, piece=piece, digest=piece.digest, clears_past=is_published)
    return (put,)
