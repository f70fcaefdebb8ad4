"""`kill -9` while an encrypted message is taken in, opened and answered: one answer, and keys that still fit."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.crash.mortal import Mortal
from tests.live.confidant import Confidant

pytestmark = [pytest.mark.live, pytest.mark.crash]


@pytest_asyncio.fixture
async def kit(mortal: Mortal, tmp_path: Path) -> AsyncIterator[Confidant]:
    """Somebody whose client encrypts."""
    kit = await Confidant.of(await mortal.service.homeserver.newcomer("Kit"), tmp_path / "kit")
    yield kit
    await kit.aclose()


@pytest.mark.parametrize(
    "step",
    [
        "before accept m.room.encrypted",
        "after accept m.room.encrypted",
        "before sync",
        "after sync",  # the keys are on disk, the position after which they would not come again is not
        "before append NoticeWanted",
        "after append NoticeWanted",
        "before send words",
        "after send words",
    ],
)
async def test_a_death_on_the_way_answers_an_encrypted_message_once(
    mortal: Mortal, kit: Confidant, step: str
) -> None:
    bot = mortal.service.bot
    room_id = await kit.create_direct(bot, first_words="!help found")
    await kit.hears("Founds a congregation")

    await mortal.awaits_death(step)
    kit.rotates(room_id)  # so that a key has to come with it
    asked = await kit.say(room_id, "!help call")
    await mortal.comes_back()
    await kit.hears("Calls a crew", after=asked)
    again = await kit.ask(room_id, "!cal x", expecting="I know no !cal")

    answers = [one.body for one in kit.after(asked) if one.sender == bot]
    assert len(answers) == 2
    assert answers[1] == again
    assert kit.unread == []
