"""What besides its present state has to be read of a room.

Owns that nothing is read that people said to each other: of messages only our own, of everybody's events only
reactions and state. Refuses to read.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from microsol_matrix.house import House
from microsol_matrix.ids import RoomId, UserId
from microsol_matrix.observe import POWER
from microsol_matrix.observe.keeping import KEPT
from microsol_matrix.observe.remembered import RoomRead
from microsol_matrix.places import COMMONS, SPACE, role_of
from microsol_matrix.rebuild.congregations import founder_of, power_told_in
from microsol_matrix.rebuild.houses import HouseRead, Sorting
from microsol_matrix.rebuild.standing import MEMBER
from microsol_matrix.structure.types import CALL, CREW

_OF_A_CREW: Final = frozenset({MEMBER, CREW, *KEPT})
_POWER: Final = frozenset({POWER})


@frozen
class Further:
    """What else is to be read of one room.

    Attributes:
        past: Types of state of which every version is wanted; empty for none.
        wants_own_words: Whether what we said there is.
        wants_reactions: Whether reactions are.
    """

    past: frozenset[str] = frozenset()
    wants_own_words: bool = False
    wants_reactions: bool = False


def further(sorting: Sorting, house: House) -> Mapping[RoomId, Further]:
    """Say what else is to be read, by room; rooms that are not in it tell enough by their state.

    Args:
        sorting: The rooms, by whose they are.
        house: Who we are.
    """
    return dict(one for read in sorting.houses for one in _of_house(read, house))


def where_asked(
    sorting: Sorting,
    rooms: Mapping[RoomId, RoomRead],
    *,
    directs: Mapping[UserId, tuple[RoomId, ...]],
    house: House,
) -> frozenset[RoomId]:
    """Say in which direct rooms a founding may have been asked for: what we said there tells which it was.

    Args:
        sorting: The rooms, by whose they are.
        rooms: What was read of them, the past of spaces too.
        directs: Our `m.direct`.
        house: Who we are.
    """
    told_in = (rooms[power_told_in(read, house=house).room_id] for read in sorting.houses)
    founders = {founder_of(room, house=house) for room in told_in}
    return frozenset(
        room_id
        for person, its in directs.items()
        if person in founders
        for room_id in its
        if room_id in rooms
    )


def _of_house(one: HouseRead, house: House) -> Iterator[tuple[RoomId, Further]]:
    has_calls = any(
        kind == CALL and seen.content for (kind, _), seen in one.rooms[SPACE].state.items()
    )
    told_in = power_told_in(one, house=house).room_id
    for key, read in one.rooms.items():
        match role_of(key):
            case "space":
                yield read.room_id, Further(past=_POWER)
            case "commons" | "hosts":
                asks = has_calls and key == COMMONS
                past = _POWER if read.room_id == told_in else frozenset()
                yield (
                    read.room_id,
                    Further(past=past, wants_own_words=True, wants_reactions=asks),
                )
            case "crew":
                is_asked = bool(one.markers[key].parts("questions"))
                yield (
                    read.room_id,
                    Further(
                        past=_OF_A_CREW,
                        wants_own_words=is_asked,
                        wants_reactions=is_asked,
                    ),
                )
            case _:
                continue
