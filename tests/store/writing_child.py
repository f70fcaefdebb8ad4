"""A process that writes to a store in several ways at once and says what was acknowledged."""

import asyncio
import sys
from itertools import count
from pathlib import Path

from attrs import define, evolve, field

from appservice.store import SqliteStore, open_store
from microsol_matrix.ids import EventId, LaneId
from microsol_matrix.ports import Address, AddressKind
from tests.contracts.store.examples import MET, NOW, arrival, commit, letter

LANES = ("harbourlight", "thornfield", "ninebridges")


@define
class Acknowledged:
    """What the child was told is on disk.

    Attributes:
        appended: Commits by lane.
        accepted: The last event, which is also the position.
    """

    appended: dict[str, int] = field(factory=dict)
    accepted: int = 0

    def note(self, line: str) -> None:
        """Take in one line of the child's."""
        name, _, number = line.strip().partition(" ")
        if name == "event":
            self.accepted = int(number)
        else:
            self.appended[name] = int(number)


async def _append(store: SqliteStore, name: str) -> None:
    for number in count(1):
        await store.append(
            evolve(
                commit(MET, MET, lane=LaneId(name), after=2 * (number - 1)),
                letters=(letter(f"{name}/{number}"),),
                addresses={Address(kind=AddressKind.ROOM, key=f"!{name}-{number}"): "crew"},
            )
        )
        print(name, number, flush=True)  # noqa: T201 - the parent reads it


async def _accept(store: SqliteStore) -> None:
    for number in count(1):
        event = evolve(arrival("any"), event_id=EventId(f"${number}"))
        await store.accept([event], arrived_at=NOW, sync_position=str(number))
        print("event", number, flush=True)  # noqa: T201 - the parent reads it


async def _write(path: Path) -> None:
    store = await open_store(path)
    async with asyncio.TaskGroup() as group:
        for name in LANES:
            group.create_task(_append(store, name))
        group.create_task(_accept(store))


if __name__ == "__main__":
    asyncio.run(_write(Path(sys.argv[1])))
