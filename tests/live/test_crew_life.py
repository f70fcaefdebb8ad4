"""A crew's own way on a real homeserver, in rooms of each version: who hosts has the power, any answer counts."""

from collections.abc import Mapping
from typing import Final

import pytest
import pytest_asyncio

from appservice.demo.waiting import until
from microsol_matrix.ids import EventId, RoomId
from tests.live.service import RunningService
from tests.live.village import Village, answer_to, found

pytestmark = pytest.mark.live

POWER: Final = "m.room.power_levels"
LOUD: Final = ("1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣")


@pytest_asyncio.fixture
async def village(service_of_version: RunningService) -> Village:
    """A congregation of its own, so that its crews may be called as in the others."""
    return await found(service_of_version, "Thornfield", people=("Bo", "Cleo"))


async def hosted_by(village: Village, room_id: RoomId, *names: str) -> None:
    """Wait until these people and nobody else have the power of a host in a room."""
    wanted = {village[name].user_id for name in names}
    seen: Mapping[str, int] = {}

    async def is_so() -> bool:
        nonlocal seen
        levels = await village["Bo"].member.state_event(room_id, POWER)
        seen = {} if levels is None else levels["users"]
        return {user for user, at in seen.items() if at == 50} == wanted

    await until(is_so, hint=lambda: f"{names} to host; the power is {seen}")


async def says(village: Village, room_id: RoomId, line: str) -> str:
    """Let somebody say something in a room (`Bo: !rest`); give the answer."""
    name, _, words = line.partition(": ")
    member = village[name].member
    said = await member.say(room_id, words)
    return (await answer_to(said, member=member, room_id=room_id)).body


async def question_in(village: Village, room_id: RoomId) -> EventId:
    """Wait for the question how to go on, with every reaction that answers it."""
    bo, bot = village["Bo"].member, village.service.bot
    asked = await bo.wait_for_message(room_id, containing="Your cycle ends on", sender=bot)

    async def has_all() -> bool:
        reactions = await bo.reactions(room_id, asked.event_id)
        return all(bot in reactions.get(key, frozenset()) for key in LOUD)

    await until(has_all, hint=f"all of {LOUD}")
    return asked.event_id


async def test_the_power_in_a_crews_room_goes_with_the_role_of_its_host(village: Village) -> None:
    room_id = await village.crew("Salt Path | seats=3", "Amara", "Bo", "Cleo")
    await hosted_by(village, room_id, "Amara")

    agreed = await says(village, room_id, "Cleo: !agree Sunday at ten")
    passed = await says(village, room_id, "Bo: !host Cleo")
    await hosted_by(village, room_id, "Cleo")
    await village["Cleo"].member.leave(room_id)
    await hosted_by(village, room_id)
    taken = await says(village, room_id, "Bo: !host me")

    assert agreed.endswith("Host of the first meeting: Amara.")
    assert (passed, taken) == (
        "Cleo hosts Salt Path from now on.",
        "Bo hosts Salt Path from now on.",
    )
    await hosted_by(village, room_id, "Bo")


async def test_answers_by_reaction_are_recorded_disputed_and_agreed(village: Village) -> None:
    room_id = await village.crew("Long Lantern | seats=3", "Amara", "Bo", "Cleo")
    bot = village.service.bot
    amara, bo, cleo = (village[name].member for name in ("Amara", "Bo", "Cleo"))
    await says(village, room_id, "Bo: !agree Sunday at ten")
    await bo.say(room_id, "!review")
    asked = await question_in(village, room_id)

    await cleo.react(room_id, "6️⃣", to=asked)
    first = await bo.wait_for_message(room_id, containing="Cleo recorded: finish", sender=bot)
    await amara.react(
        room_id, "1\N{COMBINING ENCLOSING KEYCAP}", to=asked
    )  # as some clients write it
    await bo.wait_for_message(room_id, containing="different answers: keep, finish", sender=bot)
    await village["Cleo"].tell("!review keep")
    second = await bo.wait_for_message(
        room_id, containing="Cleo recorded: keep going", sender=bot, after=first.event_id
    )

    assert "Cycle 2 of Long Lantern" in second.body
    assert (await says(village, room_id, "Amara: !undo")).startswith(
        "Amara has taken back: keep going. Long Lantern is active, as it was."
    )
