"""The demo as a command: it ends as it should, and leaves nothing behind."""

import asyncio
import os
import re
import shlex
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from attrs import define

from appservice.demo.client import ClientApi
from appservice.demo.member import Member
from appservice.demo.stage import Stage, StageFell
from appservice.demo.waiting import until
from appservice.exits import Exit
from microsol_matrix.ids import RoomId, UserId

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]

_LONG_S = 240.0  # 30 s on an idle machine


_TO_TRY_THERE = {
    "!agree Sun 10:00": "Agreed, then.",
    "!review": "Your cycle ends on",
    "!host me": "Greta hosts Salt Notebook II from now on.",
}
"""What is suggested for the crew that forms, and how the answer begins."""


async def test_a_stage_that_falls_tells_its_last_words_and_is_gone() -> None:
    seen: list[Stage] = []

    async def lose_the_homeserver(stage: Stage) -> None:
        seen.append(stage)
        await stage.here.synapse.kill()
        await asyncio.Event().wait()

    with pytest.raises(StageFell, match="the homeserver ended by itself") as fell:
        async with Stage.set_up(lambda _: None) as stage:
            await stage.carry(lose_the_homeserver(stage))

    assert {words.of for words in fell.value.last_words} >= {"the service", "the homeserver"}
    assert not seen[0].directory.exists()
    assert await _is_silent(seen[0].here.config.appservice.url)


@define
class Running:
    """`microsol-matrix demo` as a process, with a folder of its own for temporary things."""

    process: asyncio.subprocess.Process
    output: Path
    temporary: Path

    @property
    def text(self) -> str:
        return self.output.read_text(encoding="utf-8")

    async def until_it_says(self, words: str) -> None:
        async def is_said() -> bool:
            assert self.process.returncode is None, self.text
            return words in self.text

        await until(is_said, hint=lambda: f"{words!r} in:\n{self.text}", timeout_s=_LONG_S)

    async def ended(self) -> int:
        return await asyncio.wait_for(self.process.wait(), _LONG_S)

    @property
    def url(self) -> str:
        found = re.search(r"http://127\.0\.0\.1:\d+", self.text)
        assert found is not None, self.text
        return found[0]

    async def has_left_nothing(self) -> bool:
        return not list(self.temporary.iterdir()) and await _is_silent(self.url)


@define
class Keys:
    """A terminal without a screen.

    Attributes:
        read: What a program takes for its standard input.
    """

    read: int
    _pressed: int

    def press_enter(self) -> None:
        os.write(self._pressed, b"\n")


@asynccontextmanager
async def _at_a_terminal() -> AsyncIterator[Keys]:
    pressed, read = os.openpty()
    try:
        yield Keys(read, pressed)
    finally:
        os.close(pressed)
        os.close(read)


@asynccontextmanager
async def _running(
    tmp_path: Path, *arguments: str, keys: int = asyncio.subprocess.DEVNULL
) -> AsyncIterator[Running]:
    temporary, output = tmp_path / "temporary", tmp_path / "output.txt"
    temporary.mkdir()
    with output.open("wb") as printed:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "appservice", "demo", *arguments),
            stdin=keys,
            stdout=printed,
            stderr=printed,
            env=os.environ | {"TMPDIR": str(temporary)},
        )
    try:
        yield Running(process, output, temporary)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_a_visitor_comes_in_and_makes_a_room_begin_until_ctrl_c(tmp_path: Path) -> None:
    async with _at_a_terminal() as keys, _running(tmp_path, keys=keys.read) as demo:
        await demo.until_it_says("What is said from now on")
        password = re.search(r"Password\s+(\S+)", demo.text)
        assert password is not None
        greta = await _log_in(demo.url, "greta", password=password[1])

        direct = await _direct(greta)
        await greta.say(direct, "yes Plain Speaking")
        crew = await greta.wait_for_invitation(room_name="Plain Speaking")
        await demo.until_it_says("Greta is invited to Plain Speaking")
        await greta.join(crew.room_id)
        await demo.until_it_says("bot → Plain Speaking  Welcome.")
        crew_of_hers = await _named(greta, "Salt Notebook II")
        for words, answer in _TO_TRY_THERE.items():
            await greta.say(crew_of_hers, words)
            await demo.until_it_says(f"bot → Salt Notebook II  {answer}")
        await greta.say(direct, "!crews archive")
        await demo.until_it_says("bot → Greta  In the Archive of Harbourlight:")
        await greta.say(direct, "!crowd")
        await demo.until_it_says("bot → Greta  The crowd around Harbourlight")
        assert "Thornfield Loop" in await _reads_as_printed(demo)
        for _ in range(3):
            keys.press_enter()
        await demo.until_it_says("bot → Slow Kettle  Your cycle ends on")
        demo.process.send_signal(signal.SIGINT)

        assert await demo.ended() == Exit.OK
        assert demo.text.endswith("All of it is ended and deleted.\n")
        assert await demo.has_left_nothing()


async def test_a_signal_in_the_middle_clears_everything_away(tmp_path: Path) -> None:
    async with _running(tmp_path) as demo:
        await demo.until_it_says("Amara founds Harbourlight")
        demo.process.send_signal(signal.SIGTERM)

        assert await demo.ended() == 128 + signal.SIGTERM
        assert await demo.has_left_nothing()


async def test_a_homeserver_that_dies_is_told_with_its_last_lines(tmp_path: Path) -> None:
    async with _running(tmp_path, "--once") as demo:
        await demo.until_it_says("Amara founds Harbourlight")
        os.kill(_child_of(demo.process.pid, running="synapse.app.homeserver"), signal.SIGKILL)

        assert await demo.ended() == Exit.SOFTWARE
        assert "It went wrong" in demo.text
        assert "The last lines of the service" in demo.text
        assert "The last lines of the homeserver" in demo.text
        assert await demo.has_left_nothing()


def _child_of(pid: int, *, running: str) -> int:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    commands = {
        int(child): Path(f"/proc/{child}/cmdline").read_bytes().decode() for child in children
    }
    return next(child for child, command in commands.items() if running in command)


async def _is_silent(url: str) -> bool:
    try:
        async with aiohttp.ClientSession() as session, session.get(url):
            return False
    except aiohttp.ClientConnectionError:
        return True


async def _log_in(url: str, localpart: str, *, password: str) -> Member:
    """Log in as a client does, knowing only what the demo prints."""
    body = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": localpart},
        "password": password,
    }
    made = await ClientApi(url).call("POST", "login", body=body)
    return Member(
        user_id=UserId(made["user_id"]),
        device_id=made["device_id"],
        homeserver_url=url,
        access_token=made["access_token"],
        password=password,
    )


async def _reads_as_printed(demo: Running) -> str:
    """Do what is printed to read a porch; give the tree."""
    printed = re.search(r"^ *(\S*microsol-matrix read .+)$", demo.text, re.MULTILINE)
    assert printed is not None, demo.text
    reading = await asyncio.create_subprocess_exec(
        *shlex.split(printed[1]), stdout=asyncio.subprocess.PIPE
    )
    tree, _ = await reading.communicate()
    assert reading.returncode == Exit.OK
    return tree.decode()


async def _named(member: Member, name: str) -> RoomId:
    for room_id in await member.joined_rooms():
        named = await member.state_event(room_id, "m.room.name")
        if named is not None and named["name"] == name:
            return room_id
    message = f"{member.user_id} is in no room called {name}"
    raise LookupError(message)


async def _direct(member: Member) -> RoomId:
    """Find the room of two."""
    rooms = await member.joined_rooms()
    (direct,) = [room_id for room_id in rooms if len(await member.members(room_id)) == 2]
    return direct
