"""A service that lost its database makes it anew from the rooms that it is in, and goes on as if nothing had been."""

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from appservice.demo.almanac import Almanac
from appservice.demo.seen import Message
from appservice.exits import Exit
from microsol_matrix.ids import EventId, RoomId
from tests.live.conftest import NewService
from tests.live.service import RunningService
from tests.live.village import Village, answer_to, found

pytestmark = pytest.mark.live

PEOPLE = ("Bo", "Cleo", "Dov")
Written = tuple[Mapping[tuple[str, str], Any], Sequence[Message]]


async def command(service: RunningService, *words: str) -> tuple[int | None, str]:
    """Run a command as an admin does; give its exit code and what it wrote."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "appservice"),
        *(words[0], "--config", str(service.config.source), *words[1:]),
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    return process.returncode, out.decode()


async def lose_the_database(service: RunningService) -> None:
    """Stop the service and delete its database; the keys to encrypted messages stay."""
    await service.stop()
    database: Path = service.config.database_path
    for path in database.parent.glob(f"{database.name}*"):
        if path.is_file():
            path.unlink()


async def written(village: Village, *rooms: RoomId) -> Mapping[str, Written]:
    """Give what stands in rooms and what the bot said there and to people."""
    found: dict[str, Written] = {}
    for room_id in (village.space, village.commons, village.hosts, *rooms):
        member = village.founder.member
        said = [
            one
            for one in await member.messages(room_id, limit=300)
            if one.sender == village.founder.bot
        ]
        found[room_id] = (await member.state(room_id), said)
    for name, person in village.people.items():
        told = await person.member.messages(person.direct, limit=300)
        found[name] = ({}, [one for one in told if one.sender == person.bot])
    return found


@frozen
class Lived:
    """What there is when the database is lost: an archived crew's room, an active one's, and a call that is open."""

    boats: RoomId
    kettle: RoomId
    ferry: EventId


async def live(village: Village, almanac: Almanac) -> Lived:
    """Let two people host in a season, one crew be archived and one active, and a call be half answered."""
    amara, bo, dov = (village[name] for name in ("Amara", "Bo", "Dov"))
    await amara.ask("!season Tide weeks=12", expecting="Tide")
    await amara.ask(f"!tier {bo.user_id} partner", expecting="is a partner from now on")
    await amara.ask(f"!host {bo.user_id}", expecting="I have asked Bo")
    await bo.hears("asks whether you would be a host")
    await bo.ask("!host yes", expecting="Thank you. You are a host")
    await bo.comes_into("Harbourlight: Hosts")
    boats = await village.crew("Old Boats | seats=3", "Amara", "Bo", "Cleo")
    kettle = await village.crew("New Kettle | seats=3", "Amara", "Cleo", "Dov")
    for room_id, words in ((kettle, "!agree Tue 19:00 | review=8w"), (boats, "!finish")):
        said = await amara.member.say(room_id, words)
        await answer_to(said, member=amara.member, room_id=room_id)
    almanac.turn(timedelta(days=15))
    await bo.member.wait_for_message(boats, containing="archived")
    ferry = await village.call("Late Ferry | seats=3 answers=open closes=20d", by="Bo")
    await dov.member.react(village.commons, "✋", to=ferry)
    await bo.hears("Dov says yes to Late Ferry")
    return Lived(boats, kettle, ferry)


async def test_a_lost_database_comes_back_from_the_rooms_and_nothing_is_done_twice(
    new_service: NewService, version: str
) -> None:
    service = new_service(rooms__version=version)
    almanac = service.by_almanac()
    await service.homeserver.start()
    await service.start()
    village = await found(service, people=PEOPLE, options="zone=Europe/London")
    bo, cleo, dov = (village[name] for name in PEOPLE)
    lived = await live(village, almanac)
    before = await written(village, lived.boats, lived.kettle)

    await lose_the_database(service)
    code, out = await command(service, "rebuild", "--json")
    again, _ = await command(service, "rebuild")
    await service.start()
    running, _ = await command(service, "rebuild", "--over")

    told = json.loads(out)
    assert (code, again, running) == (Exit.OK, Exit.CANNOT_CREATE, Exit.UNAVAILABLE)
    assert told["counts"]["crews"] == 2
    assert (told["findings"], told["unmarked"], told["to_do"]) == ([], 0, 0)
    assert set(told["lost"]) >= {"answers", "tiers", "history"}
    # What is asked of it now is answered after whatever the start would have done.
    asked = await dov.member.say(lived.kettle, "!crew")
    answer = await answer_to(asked, member=dov.member, room_id=lived.kettle)
    assert "New Kettle. practice, active." in answer.body
    after = await written(village, lived.boats, lived.kettle)
    for place, (state, said) in before.items():
        assert after[place][0] == state, place
        assert [one for one in after[place][1] if one != answer] == said, place
    # A prompt of before still takes answers, and begins its crew: Bo called, Dov and Cleo said yes.
    await cleo.member.react(village.commons, "✋", to=lived.ferry)
    for person in (bo, cleo, dov):
        await person.comes_into("Late Ferry")
    # Hosts are hosts still, and an archived crew is opened again by its people.
    kit = await service.homeserver.newcomer("Kit")
    await bo.ask(f"!invite {kit.user_id} guest", expecting="as a guest")
    await cleo.ask("!unarchive Old Boats", expecting="Old Boats")
    await cleo.member.wait_for_message(lived.boats, containing="open")
