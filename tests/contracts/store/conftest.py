"""Every engine, for the same tests. A new one is one more entry in `ENGINES`."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path

import pytest
import pytest_asyncio

from appservice.store import open_store
from microsol_matrix.ports import Store
from tests.contracts.store.shelf import Shelf
from tests.fakes.store import MemoryStore


async def _memory(_: Path) -> Store:
    return MemoryStore()


async def _sqlite(directory: Path) -> Store:
    return await open_store(directory / "store.sqlite")


ENGINES: Mapping[str, Callable[[Path], Awaitable[Store]]] = {"memory": _memory, "sqlite": _sqlite}
DURABLE = ("sqlite",)


@pytest_asyncio.fixture(params=ENGINES)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    opened = await ENGINES[request.param](tmp_path)
    yield opened
    await opened.close()


@pytest_asyncio.fixture(params=DURABLE)
async def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Shelf]:
    engine = ENGINES[request.param]
    shelf = Shelf(open=engine, directory=tmp_path, store=await engine(tmp_path))
    yield shelf
    await shelf.store.close()
