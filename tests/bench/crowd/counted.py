"""A homeserver that obliges, knows where every neighbour's porch is, and counts what it is asked for.

Owns the counting. What neighbours' porches say it does not know: nothing happens there.
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from time import perf_counter

from attrs import Factory, define

from microsol_matrix.ids import RoomAlias, RoomId, ServerName
from microsol_matrix.ports import FoundRoom
from tests.bench.many.obliging import ObligingHomeserver


@define
class CountedHomeserver:
    """Counts.

    Attributes:
        porches: Where each address of a neighbour leads.
        asked: How often each thing was asked for, by the port's name for it.
        sent: When something was last said, by a clock that never goes back, in seconds.
    """

    porches: dict[RoomAlias, RoomId] = Factory(dict)
    asked: Counter[str] = Factory(Counter)
    sent: float = 0.0
    _obliging: ObligingHomeserver = Factory(ObligingHomeserver)

    async def look_up(self, alias: RoomAlias) -> FoundRoom | None:
        """Say where a neighbour's porch is."""
        self.asked["look_up"] += 1
        room_id = self.porches.get(alias)
        if room_id is None:
            return None
        return FoundRoom(room_id, (ServerName(alias.partition(":")[2]),))

    def __getattr__(self, name: str) -> Callable[..., Awaitable[object]]:
        done = getattr(self._obliging, name)

        async def counted(*given: object, **named: object) -> object:
            self.asked[name] += 1
            if name == "send":
                self.sent = perf_counter()
            return await done(*given, **named)

        return counted
