"""The service and members whose clients encrypt, on a stock homeserver."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TypeAlias

import pytest
import pytest_asyncio

from appservice.config import Config
from appservice.demo.client import ClientApi
from tests.live.confidant import Confidant
from tests.live.service import RunningService
from tests.live.village import Village

pytestmark = pytest.mark.live

NewConfidant: TypeAlias = Callable[[RunningService, str], Awaitable[Confidant]]


@pytest_asyncio.fixture
async def confidant(tmp_path: Path) -> AsyncIterator[NewConfidant]:
    """Makes members whose clients encrypt."""
    async with AsyncExitStack() as cleaning:

        async def make(service: RunningService, name: str) -> Confidant:
            member = await service.homeserver.newcomer(name)
            one = await Confidant.of(member, tmp_path / member.user_id)
            cleaning.push_async_callback(one.aclose)
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


async def test_a_call_is_answered_in_an_encrypted_conversation(
    harbourlight: Village, confidant: NewConfidant
) -> None:
    village, bo = harbourlight, await confidant(harbourlight.service, "Bo")
    await village.founder.tell(f"!invite {bo.user_id}")
    await bo.member.wait_for_invitation(room_name=village.name)
    await bo.member.join(village.space)
    await bo.member.wait_for_invitation(room_name=f"{village.name}: Commons")
    await village.call("Sealed Ferry | seats=2")

    room_id = await bo.create_direct(village.service.bot, first_words="yes Sealed Ferry")
    answer = await bo.hears("Sealed Ferry")

    invitation = await bo.member.wait_for_invitation(room_name="Sealed Ferry")
    await bo.member.join(invitation.room_id)
    assert answer.is_sealed
    assert {one["type"] for one in await bo.member.events(room_id)}.isdisjoint({"m.room.message"})


async def test_what_is_said_on_a_new_device_is_read_and_both_devices_read_the_answer(
    service: RunningService, confidant: NewConfidant, tmp_path: Path
) -> None:
    bo = await confidant(service, "Bo")
    room_id = await bo.create_direct(service.bot, first_words="!help")
    await bo.hears("!found")

    phone = await bo.logs_in_anew(tmp_path / "phone")
    try:
        said = await phone.say(room_id, "!cal x")
        answer = await phone.hears("I know no !cal", after=said)

        assert answer.is_sealed
        assert (await bo.hears(answer.body)).event_id == answer.event_id
    finally:
        await phone.aclose()


async def test_lost_keys_are_mended_by_a_new_device(
    private_service: RunningService, confidant: NewConfidant
) -> None:
    service = private_service
    bo = await confidant(service, "Bo")
    room_id = await bo.create_direct(service.bot, first_words="!help")
    await bo.hears("!found")
    before = await _key_devices(service.config)

    await service.stop()
    for file in service.config.keys_path.iterdir():
        file.unlink()
    await service.start()
    await bo.look()
    answer = await bo.ask(room_id, "!help", expecting="!found")

    after = await _key_devices(service.config)
    assert "!found" in answer
    assert len(before) == len(after) == 1
    assert before.isdisjoint(after)


async def test_keys_on_our_device_that_are_not_ours_make_us_move_to_a_new_one(
    private_service: RunningService, confidant: NewConfidant
) -> None:
    service = private_service
    (device,) = await _key_devices(service.config)

    await service.stop()
    (file,) = service.config.keys_path.glob("*.sqlite3")
    for each in service.config.keys_path.iterdir():
        each.unlink()
    file.touch()  # a store of that name, and nothing in it: what a restored folder may be
    await service.start()

    assert device == file.stem
    assert device not in await _key_devices(service.config)
    bo = await confidant(service, "Bo")
    await bo.create_direct(service.bot, first_words="!help")
    await bo.hears("!found")


async def test_a_key_that_comes_late_opens_what_waited(
    service: RunningService, confidant: NewConfidant
) -> None:
    bo = await confidant(service, "Bo")
    room_id = await bo.create_direct(service.bot, first_words="!help")
    await bo.hears("!found")

    async with bo.withholding_keys(room_id):
        said = await bo.say(room_id, "!calls")
        await service.wait_for_line("seal_waits")
    answer = await bo.hears("", after=said)

    assert answer.is_sealed


async def test_what_no_key_opens_is_told_encrypted_and_a_plain_room_opened(
    service: RunningService, confidant: NewConfidant
) -> None:
    bo = await confidant(service, "Bo")
    room_id = await bo.create_direct(service.bot, first_words="!help")
    await bo.hears("!found")
    (sealed, *_) = [
        event["content"]
        for event in await bo.member.events(room_id)
        if event["type"] == "m.room.encrypted" and event["sender"] == bo.user_id
    ]

    broken = {**sealed, "ciphertext": sealed["ciphertext"][:-8] + "AAAAAAAA"}
    await bo.member.send(room_id, "m.room.encrypted", content=broken)

    assert (await bo.hears("The key to your message has not reached me")).is_sealed
    await bo.member.wait_for_invitation(room_name="microsol")


async def _key_devices(config: Config) -> frozenset[str]:
    api = ClientApi(config.homeserver.url, config.appservice.as_token)
    answer = await api.call("GET", "devices", query=[("user_id", config.bot)])
    names = (device["device_id"] for device in answer["devices"])
    return frozenset(name for name in names if name.startswith("MICROSOLKEYS"))
