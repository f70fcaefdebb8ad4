"""Through which servers a room can be joined: those that have people in it.

Owns which are named, and that they stay named as long as they are right: what is written of them stands in many
rooms, and is not to change with everybody who comes. Refuses to know which server is ours, and where they
are written (`plan.ways`).
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from microsol_matrix.ids import ServerName, UserId, server_of
from microsol_matrix.seen import Membership

NAMED: Final = 3
"""At most: one can be away, another too; a longer list only makes joining in vain slower."""


def servers_in(people: Mapping[UserId, Membership]) -> tuple[ServerName, ...]:
    """Name the servers with the most people in a room, the most first."""
    counted = _counted(people)
    return tuple(sorted(counted, key=lambda server: (-counted[server], server))[:NAMED])


def servers_kept(
    named: tuple[ServerName, ...], people: Mapping[UserId, Membership], *, moved: UserId
) -> tuple[ServerName, ...]:
    """Name the servers anew if one of them has nobody there any more, or there are more and too few are named.

    Args:
        named: Those named before.
        people: How everybody stands to the room now.
        moved: Who has just come or gone.
    """
    server = server_of(moved)
    is_in = people.get(moved) is Membership.JOIN
    if is_in == (server in named) or (is_in and len(named) == NAMED):
        return named
    counted = _counted(people)
    is_right = all(one in counted for one in named)
    return named if is_right and len(named) == min(NAMED, len(counted)) else servers_in(people)


def _counted(people: Mapping[UserId, Membership]) -> Counter[ServerName]:
    return Counter(
        server_of(person) for person, membership in people.items() if membership is Membership.JOIN
    )
