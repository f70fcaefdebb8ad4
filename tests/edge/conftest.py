"""The real application with a recording intake behind it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from aiohttp import web
from pytest_aiohttp.plugin import AiohttpClient

from appservice.web.edge import application
from appservice.web.transactions import EdgeCounts
from tests.edge.worlds import BOT, HS_TOKEN, EdgeClient, RecordingIntake, SettableReadiness, Wire
from tests.fakes.store import MemoryStore


@pytest_asyncio.fixture
async def intake() -> RecordingIntake:
    return RecordingIntake()


@pytest.fixture
def readiness() -> SettableReadiness:
    return SettableReadiness()


@pytest.fixture
def counts() -> EdgeCounts:
    return EdgeCounts()


@pytest.fixture
def listings() -> MemoryStore:
    """What look-ups are answered from."""
    return MemoryStore()


@pytest.fixture
def app(
    intake: RecordingIntake,
    listings: MemoryStore,
    readiness: SettableReadiness,
    counts: EdgeCounts,
) -> web.Application:
    return application(
        hs_token=HS_TOKEN,
        bot=BOT,
        intake=intake,
        listings=listings,
        readiness=readiness,
        counts=counts,
    )


@pytest_asyncio.fixture
async def client(aiohttp_client: AiohttpClient, app: web.Application) -> EdgeClient:
    return await aiohttp_client(app)


@pytest_asyncio.fixture
async def wire(client: EdgeClient) -> AsyncIterator[Wire]:
    """A bare connection to the application."""
    connection = await Wire.to(client.port or 0)
    yield connection
    await connection.close()


@pytest.fixture
def until(client: EdgeClient) -> Callable[[Callable[[], bool]], Awaitable[None]]:
    """Wait for a condition while the server goes on."""

    async def wait(condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not condition():
                # A whole request lets everything that is ready happen.
                (await client.get("/healthz")).release()

    return wait
