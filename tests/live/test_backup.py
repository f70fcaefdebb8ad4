"""A service that lost everything goes on from a backup and from what the rooms say."""

import asyncio
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from appservice.exits import Exit
from microsol_matrix.ids import RoomId
from tests.live.service import RunningService
from tests.live.village import Neighbour, Village, answer_to, found

pytestmark = pytest.mark.live

PEOPLE = ("Bo", "Cleo", "Dov")


async def command(service: RunningService, *words: str | Path) -> int | None:
    """Run a command as an admin does."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "appservice", words[0], "--config", service.config.source, *words[1:]
    )
    return await process.wait()


async def lose(service: RunningService) -> None:
    """Kill the service and delete what it keeps, but for its configuration."""
    await service.kill()
    for path in service.config.database_path.parent.glob(f"{service.config.database_path.name}*"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


async def said_by_bot(someone: Neighbour, room_id: RoomId) -> Sequence[str]:
    """Give what the bot said in a room, but for edits of what it had said."""
    messages = await someone.member.messages(room_id, limit=200)
    return [one.body for one in messages if one.sender == someone.bot and one.replaces is None]


async def rooms_named(village: Village, name: str) -> int:
    seen = await village.founder.member.hierarchy(village.space)
    return len([room for room in seen.values() if room.name == name])


async def test_what_happened_since_the_backup_is_taken_over_and_nothing_is_done_twice(
    private_service: RunningService, tmp_path: Path
) -> None:
    service, backup = private_service, tmp_path / "backup.tar"
    village = await found(service, people=PEOPLE)
    bo, cleo, dov = (village[name] for name in PEOPLE)
    kettle = await village.call("Salt Kettle | seats=3")
    await bo.ask("yes Salt Kettle", expecting="Salt Kettle")

    assert await command(service, "backup", "--to", backup) == Exit.OK
    # The backup knows the call and one answer. What follows it does not know.
    await cleo.member.react(village.commons, "✋", to=kettle)
    room = await village["Amara"].comes_into("Salt Kettle")
    for person in (bo, cleo):
        await person.comes_into("Salt Kettle")
    await cleo.member.wait_for_message(room, containing="Welcome")
    agreed = await bo.member.say(room, "!agree Tue 19:00")
    await answer_to(agreed, member=bo.member, room_id=room)
    ferry = await village.call("Late Ferry | seats=3", by="Bo")
    await dov.member.react(village.commons, "✋", to=ferry)
    await bo.hears("Dov says yes to Late Ferry")
    said = [await said_by_bot(bo, each) for each in (room, village.commons, bo.direct)]

    await lose(service)
    assert await command(service, "restore", "--from", backup) == Exit.OK
    assert await command(service, "restore", "--from", backup, "--force") == Exit.OK
    await service.start()
    assert await command(service, "restore", "--from", backup, "--force") == Exit.UNAVAILABLE

    assert [await said_by_bot(bo, each) for each in (room, village.commons, bo.direct)] == said
    assert await rooms_named(village, "Salt Kettle") == 1
    asked = await cleo.member.say(room, "!crew")
    told = await answer_to(asked, member=cleo.member, room_id=room)
    assert "Salt Kettle. practice, active." in told.body
    # Dov's hand, put up on a prompt of which the backup knew nothing, counts: with Cleo they are three.
    await cleo.tell("yes Late Ferry")
    for person in (bo, cleo, dov):
        await person.comes_into("Late Ferry")
    rounds = len(service.lines("looked_again"))
    await service.restart()
    assert (rounds > 0, len(service.lines("looked_again"))) == (True, rounds)
