"""Have a plan done while no service runs: by the lanes themselves, as a running service would.

Owns in which order lanes get their turn, and what is told of it afterwards. Refuses to take in anything but what was
seen in the rooms, to speak where that needs keys, and to wait long for what does not work now: the service goes on
with it.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from attrs import define, evolve as changed, field, frozen

from appservice.planning.outlook import Outlook, planned
from microsol_matrix.decide.happenings import Started
from microsol_matrix.errors import NO_KEYS, HomeserverRefused, HomeserverUnreachable
from microsol_matrix.ids import InboxId, LaneId
from microsol_matrix.lanes.lane import Item
from microsol_matrix.lanes.perform import Done, Performer
from microsol_matrix.lanes.registry import Lanes
from microsol_matrix.plan import Intent

AT_ONCE: Final = 8
"""Congregations that have their turn together; each does at most four things at once."""
ATTEMPTS: Final = 3
"""At what does not work at once, about a second apart."""
PAUSE: Final = timedelta(seconds=2)


@frozen
class Applied:
    """What came of it.

    Attributes:
        done: How many things were done.
        refused: What the homeserver said no to for good: how often, by the kind of thing and the error code.
        failed: What did not work now, in the same way; counted once, however often it was tried.
        left: The lanes in which something is still to be done.
    """

    done: int
    refused: Mapping[tuple[str, str], int] = field(hash=False)
    failed: Mapping[tuple[str, str], int] = field(hash=False)
    left: tuple[Outlook, ...]


@define(eq=False)
class Tally:
    """Counts what lanes tell (see `microsol_matrix.lanes.reports.Reports`).

    Attributes:
        watch: Called after each thing that was done.
        broken: What broke a lane or the store; the last one.
    """

    watch: Callable[[], None] = field(default=lambda: None)
    done: int = 0
    refused: dict[str, str] = field(factory=dict)
    failed: dict[str, str] = field(factory=dict)
    broken: Exception | None = None

    def intent_done(self, lane: LaneId, intent: str) -> None:
        """Count it; reading anew who is in a room changes nothing."""
        self.failed.pop(f"{lane}/{intent}", None)
        if not intent.startswith("refresh/"):
            self.done += 1
        self.watch()

    def intent_failed(self, lane: LaneId, intent: str, *, errcode: str, attempt: int) -> None:
        """Note why it did not work."""
        del attempt
        self.failed[f"{lane}/{intent}"] = errcode

    def intent_refused(self, lane: LaneId, intent: str, *, errcode: str) -> None:
        """Note why not."""
        self.refused[f"{lane}/{intent}"] = errcode

    def arrival_set_aside(self, lane: LaneId, inbox_id: InboxId, *, problem: Exception) -> None:
        """Nothing arrives here."""
        del lane, inbox_id
        self.broken = problem

    def store_unavailable(self, *, problem: Exception) -> None:
        """Note it; the lane tries again."""
        self.broken = problem

    def lane_broke(self, lane: LaneId, *, problem: Exception) -> None:
        """Note it."""
        del lane
        self.broken = problem


class KeylessPerformer(Performer):
    """Leaves to the service what can only be said with its keys."""

    async def perform(self, intent: Intent) -> Done:
        """Do one thing; where words would have to be sealed, say that later may do."""
        try:
            return await super().perform(intent)
        except HomeserverRefused as no:
            if no.matrix_errcode != NO_KEYS:
                raise
            reason = "it can be said with the service's keys alone"
            raise HomeserverUnreachable(reason, errcode=NO_KEYS) from no


@define(eq=False)
class Apply:
    """Gives lanes their turn."""

    lanes: Lanes
    tally: Tally

    async def all(self, outlooks: Sequence[Outlook]) -> Applied:
        """Do what is to be done about some lanes, and tell what is left."""
        wanting = [one for one in outlooks if one.intents]
        left: list[Outlook] = []
        for begin in range(0, len(wanting), AT_ONCE):
            left += await self._some(wanting[begin : begin + AT_ONCE])
        return Applied(
            done=self.tally.done,
            refused=_counted(self.tally.refused),
            failed=_counted(self.tally.failed),
            left=tuple(left),
        )

    async def _some(self, outlooks: Sequence[Outlook]) -> list[Outlook]:
        now = self.lanes.clock.now()
        for outlook in outlooks:
            for happening in (*outlook.news, Started()):
                self.lanes.put(outlook.lane, Item(happening, at=now))
        await self.lanes.until_idle()
        left = await self._left(outlooks)
        for _ in range(ATTEMPTS - 1):
            if not left:
                break
            await self.lanes.clock.sleep(PAUSE)
            await self.lanes.until_idle()
            left = await self._left(outlooks)
        return left

    async def _left(self, outlooks: Sequence[Outlook]) -> list[Outlook]:
        found: list[Outlook] = []
        for outlook in outlooks:
            world = await self.lanes.world(outlook.lane)
            intents = planned(world, self.lanes.house)
            if intents:
                found.append(
                    changed(outlook, believed=world, world=world, intents=intents, news=())
                )
        return found


def _counted(named: Mapping[str, str]) -> Mapping[tuple[str, str], int]:
    return Counter((_deed(name), errcode) for name, errcode in named.items())


def _deed(name: str) -> str:
    """Give the kind of an intent alone: the rest of its name may tell of people."""
    return name.split("/")[1]
