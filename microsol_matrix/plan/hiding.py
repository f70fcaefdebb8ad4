"""The gap in what is published of hidden crews: it is taken away, every version of it, and stands empty then.

Owns which places in the state of spaces are a hidden crew's. Refuses to know where a crew's card is to be
while it is not hidden (`archive`).
"""

from collections.abc import Iterator

from microsol_matrix.places import ARCHIVE, SPACE
from microsol_matrix.plan.intents import Withdraw
from microsol_matrix.scales.crew import Crew
from microsol_matrix.seen import WITHDRAWN
from microsol_matrix.structure import types
from microsol_matrix.world import World

Place = tuple[str, str]


def hidden_places(world: World) -> frozenset[Place]:
    """Say under which types and state keys hidden crews were published; nothing is written there now."""
    return frozenset(
        place for crew in world.crews_in_order if crew.is_hidden for place in _places(crew)
    )


def plan_withdrawals(world: World) -> Iterator[Withdraw]:
    """Plan to take away what is published of hidden crews, wherever it was ever written."""
    for crew in world.crews_in_order:
        if not crew.is_hidden:
            continue
        for key in (SPACE, ARCHIVE):
            room = world.room(key)
            if room is None:
                continue
            for kind, state_key in _places(crew):
                known = room.state.get((kind, state_key))
                if known is not None and known != WITHDRAWN:
                    yield Withdraw(key, room.room_id, type=kind, state_key=state_key)


def _places(crew: Crew) -> Iterator[Place]:
    yield (types.CREW, crew.id)
    if crew.call_id is not None:
        yield (types.CALL, crew.call_id)
