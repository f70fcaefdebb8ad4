"""How facts about upgraded rooms change a congregation's world."""

from typing import assert_never

from attrs import evolve as changed

from microsol_matrix.ids import RoomId
from microsol_matrix.seen import UNKNOWN, WITHDRAWN, IntentName, Membership, RoomSeen
from microsol_matrix.structure.types import digest
from microsol_matrix.upgrades import RoomFollowed, RoomUpgraded, UpgradeFact
from microsol_matrix.world import World

_ADDRESS = ("m.room.canonical_alias", "")
_POWER = ("m.room.power_levels", "")
_EMPTY = digest({})


def evolve_upgrade(world: World, fact: UpgradeFact) -> World:
    """Give the world after a fact about an upgraded room; one about an unknown room changes nothing."""
    room = world.room(fact.key)
    if room is None:
        return world
    match fact:
        case RoomUpgraded(key=key, successor=successor):
            # Whatever stood in the way before may be out of it now.
            refused = world.refused - {IntentName(f"follow/{key}")}
            following = changed(world, refused=refused)
            return following.with_room(key, changed(room, successor=successor))
        case RoomFollowed(key=key):
            moved = _with_words_moved(world, room.room_id, to=fact.room_id)
            return moved.with_room(key, _followed(room, fact))
        case _:
            assert_never(fact)


def _followed(room: RoomSeen, fact: RoomFollowed) -> RoomSeen:
    """Take nothing for written in the new room; what stood in the old one is to stand there, too."""
    stood = {place for place, known in room.state.items() if known not in (WITHDRAWN, _EMPTY)}
    were_in = {person for person, what in room.people.items() if what is Membership.JOIN}
    people = dict.fromkeys(sorted(fact.came), Membership.JOIN)
    adopted = room.adopted
    if adopted is not None:  # who moved it may have been no creator of the one before
        adopted = changed(adopted, creators=fact.creators)
    return RoomSeen(
        room_id=fact.room_id,
        state=dict.fromkeys(sorted({*stood, _POWER} - {_ADDRESS}), UNKNOWN),
        people=people,
        unreached=frozenset(),
        alias=room.alias,
        adopted=adopted,
        before=(*room.before, room.room_id),
        left_behind=frozenset(were_in - fact.came),
    )


def _with_words_moved(world: World, room_id: RoomId, *, to: RoomId) -> World:
    """Say in the new room what is still to be said; what is kept up to date is put up there anew."""
    notices = tuple(
        changed(notice, room_id=to, reply_to=None, thread=None)
        if notice.room_id == room_id
        else notice
        for notice in world.notices
    )
    prompts = {ref: one for ref, one in world.prompts.items() if one.room_id != room_id}
    return changed(world, notices=notices, prompts=prompts)
