"""The service and members whose clients encrypt, on a stock homeserver."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TypeAlias

import pytest
import pytest_asyncio

from tests.live.confidant import Confidant
from tests.live.service import RunningService

pytestmark = pytest.mark.live

NewConfidant: TypeAlias = Callable[[RunningService, str], Awaitable[Confidant]]


@pytest_asyncio.fixture
async def confidant(tmp_path: Path) -> AsyncIterator[NewConfidant]:
    """Makes members whose clients encrypt."""
    async with AsyncExitStack() as cleaning:

        async def make(service: RunningService, name: str) -> Confidant:
            member = await service.homeserver.newcomer(name)
            one = await Confidant.of(member, tmp_path / member.user_id)
            cleaning.push_async_callback(one.close)
            return one

        yield make


async def test_first_words_said_before_the_bot_came_in_are_read_and_answered_encrypted(
    service: RunningService, confidant: NewConfidant
) -> None:
    bo = await confidant(service, "Bo")

    room_id = await bo.create_direct(service.bot, first_words="!help")
    answer = await bo.hears("!found")

    assert answer.is_sealed
    assert bo.unread == []
    kinds = {event["type"] for event in await bo.member.events(room_id)}
    assert "m.room.message" not in kinds


async def test_a_conversation_goes_on_encrypted_through_restarts(
    private_service: RunningService, confidant: NewConfidant
) -> None:
    service = private_service
    bo = await confidant(service, "Bo")
    room_id = await bo.create_direct(service.bot, first_words="!help")
    await bo.hears("!found")

    await service.restart()
    first = await bo.ask(room_id, "!cal x")
    await service.stop()
    said = await bo.say(room_id, "!call")
    await service.start()
    second = await bo.hears("", after=said)

    assert "!call" in first
    assert second.is_sealed
    assert bo.unread == []
