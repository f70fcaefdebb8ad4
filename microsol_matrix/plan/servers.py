"""Through which servers a room can be joined besides ours: those that have people in it.

Owns which are named, and that they stay named as long as they are right: what is written of them stands in many
rooms, and is not to change with everybody who comes. Refuses to know where they are written (`ways`).
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from microsol_matrix.ids import ServerName, UserId, server_of
from microsol_matrix.seen import Membership

NAMED: Final = 2
"""Besides ours, at most: one can be away, another too; a longer list only makes joining in vain slower."""


def servers_in(
    people: Mapping[UserId, Membership], *, ours: ServerName | None = None
) -> tuple[ServerName, ...]:
    """Name the servers with the most people in a room, the most first.

    Args:
        people: How everybody stands to it.
        ours: Left out, as it is named anyhow; None for a room in which we are not, or will not be.
    """
    counted = _counted(people, ours)
    most = NAMED if ours is not None else NAMED + 1
    return tuple(sorted(counted, key=lambda server: (-counted[server], server))[:most])


def servers_kept(
    named: tuple[ServerName, ...], people: Mapping[UserId, Membership], *, ours: ServerName
) -> tuple[ServerName, ...]:
    """Name other servers anew if one has nobody there any more, or there are more and too few are named.

    Args:
        named: Those named before.
        people: How everybody stands to the room now.
        ours: Which is always named.
    """
    counted = _counted(people, ours)
    is_right = all(one in counted for one in named)
    if is_right and len(named) == min(NAMED, len(counted)):
        return named
    return servers_in(people, ours=ours)


def _counted(people: Mapping[UserId, Membership], ours: ServerName | None) -> Counter[ServerName]:
    joined = (who for who, membership in people.items() if membership is Membership.JOIN)
    return Counter(server for person in joined if (server := server_of(person)) != ours)
