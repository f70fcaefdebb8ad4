"""The gap that an upgrade leaves: a room of ours goes on in another one, and we go along.

Owns when that is tried. Refuses to know what is written there then: nothing of it is known to stand, and
every other plan writes its part.
"""

from collections.abc import Iterator
from operator import itemgetter

from microsol_matrix.house import House
from microsol_matrix.ids import server_of
from microsol_matrix.plan.aliases import alias_of, has_alias
from microsol_matrix.plan.intents import FollowRoom
from microsol_matrix.world import World


def plan_following(world: World, house: House) -> Iterator[FollowRoom]:
    """Plan to go into the rooms in which rooms of ours go on."""
    for key, room in sorted(world.rooms.items(), key=itemgetter(0)):
        if room.successor is not None:
            servers = dict.fromkeys((server_of(room.successor.by), house.server))
            yield FollowRoom(
                key,
                room.room_id,
                successor=room.successor.room_id,
                via=tuple(servers),
                alias=alias_of(world, key, house) if has_alias(world, key) else None,
            )
