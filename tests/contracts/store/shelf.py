"""A store that can be closed and opened again."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from attrs import define

from microsol_matrix.ports import Store


@define
class Shelf:
    """A place where a store outlives the process that has it open."""

    open: Callable[[Path], Awaitable[Store]]
    directory: Path
    store: Store

    async def reopen(self) -> Store:
        await self.store.close()
        self.store = await self.open(self.directory)
        return self.store
