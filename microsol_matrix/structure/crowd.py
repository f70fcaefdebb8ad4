"""Read who is linked to whom from what a homeserver shows of a space's hierarchy.

Owns the tree of rooms below one room: no room twice, no deeper and no more than asked. Refuses to trust what it
says of rooms: names are cut, ways without a server are none. Refuses to know what stands on a porch.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import field, frozen

from microsol_matrix.ids import RoomAlias, RoomId, Text
from microsol_matrix.rooms import Json

MOST_ROOMS: Final = 200
"""So many rooms of one crowd are shown."""
MOST_CHILDREN: Final = 100
"""So many children of one room are looked at."""
_LONGEST_ID: Final = 255
_LONGEST_NAME: Final = 255


@frozen
class Glimpse:
    """What a hierarchy shows of one room to somebody who is not in it.

    Attributes:
        children: The rooms that it leads to, in its own order.
    """

    room_id: RoomId
    name: Text | None
    alias: RoomAlias | None
    children: tuple[RoomId, ...]


@frozen
class Branch:
    """A room at its place in the tree.

    Attributes:
        is_above: Whether it stands in the tree already, nearer to the root or before; its children are there.
    """

    room_id: RoomId
    is_above: bool
    children: tuple["Branch", ...]


@frozen
class Crowd:
    """Rooms that lead to each other.

    Attributes:
        tree: The room from which one looks, and all below.
        glimpses: What is known of each; rooms that the homeserver does not show are not in it.
        is_whole: False if there were more rooms than are shown.
    """

    tree: Branch
    glimpses: Mapping[RoomId, Glimpse] = field(hash=False)
    is_whole: bool


def glimpse(entry: Json) -> Glimpse | None:
    """Read one room of a hierarchy; None if it cannot be told which it is."""
    match entry:
        case {"room_id": str(room_id), **told} if _is_room(room_id):
            children = told.get("children_state")
            return Glimpse(
                room_id=RoomId(room_id),
                name=_name(told.get("name")),
                alias=_alias(told.get("canonical_alias")),
                children=_children(children if isinstance(children, list) else []),
            )
        case _:
            return None


def crowd(root: RoomId, entries: Iterable[Json], *, depth: int) -> Crowd:
    """Put the rooms of a hierarchy into a tree, each where it is nearest to the root.

    Args:
        root: From where one looks.
        entries: As the client API gives them.
        depth: How many steps from the root; 0 is the root alone.
    """
    seen = {one.room_id: one for one in map(glimpse, entries) if one is not None}
    below: dict[RoomId, list[tuple[RoomId, bool]]] = {}
    placed = {root}
    waiting = deque([(root, 0)])
    is_whole = True
    while waiting:
        here, far = waiting.popleft()
        its = below.setdefault(here, [])
        known = seen.get(here)
        if known is None or far >= depth:
            continue
        for child in known.children:
            if child in placed:
                its.append((child, True))
            elif len(placed) < MOST_ROOMS:
                placed.add(child)
                its.append((child, False))
                waiting.append((child, far + 1))
            else:
                is_whole = False
    shown = {room_id: one for room_id, one in seen.items() if room_id in placed}
    return Crowd(tree=_branch(root, below), glimpses=shown, is_whole=is_whole)


def _branch(room_id: RoomId, below: Mapping[RoomId, list[tuple[RoomId, bool]]]) -> Branch:
    children = tuple(
        Branch(child, is_above=True, children=()) if is_above else _branch(child, below)
        for child, is_above in below[room_id]
    )
    return Branch(room_id, is_above=False, children=children)


def _children(events: list[Json]) -> tuple[RoomId, ...]:
    found: dict[RoomId, None] = {}
    for event in events:
        match event:
            case {
                "type": "m.space.child",
                "state_key": str(room_id),
                "content": {"via": [str(), *_]},
            } if _is_room(room_id):
                found[RoomId(room_id)] = None
            case _:
                continue
    return tuple(found)[:MOST_CHILDREN]


def _is_room(value: str) -> bool:
    return value.startswith("!") and len(value) <= _LONGEST_ID


def _name(value: object) -> Text | None:
    return Text(value[:_LONGEST_NAME]) if isinstance(value, str) and value.strip() else None


def _alias(value: object) -> RoomAlias | None:
    is_one = isinstance(value, str) and value.startswith("#") and len(value) <= _LONGEST_ID
    return RoomAlias(str(value)) if is_one else None
