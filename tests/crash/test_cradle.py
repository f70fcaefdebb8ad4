"""Lives that are forked end as those do that were started: as they are told, and with whoever began them."""

import asyncio
import signal
import sys
from pathlib import Path

from appservice.demo.child import ChildProcess
from appservice.demo.loopback import LOOPBACK, reserve_loopback_port
from appservice.demo.waiting import until
from tests.crash.cradle import run_forked

_PARENT = """
import pathlib, sys
from tests.crash.cradle import run_forked
run_forked("http.server", "--bind", "127.0.0.1", sys.argv[1], directory=pathlib.Path(sys.argv[2]))
sys.stdin.read()
"""


async def test_a_forked_life_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    port = reserve_loopback_port()
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _PARENT, str(port), str(tmp_path)), stdin=asyncio.subprocess.PIPE
    )
    await until(lambda: _is_served(port), hint="the life to serve")

    parent.kill()
    await parent.wait()

    async def is_silent() -> bool:
        return not await _is_served(port)

    await until(is_silent, hint="the life to end")


async def test_a_forked_life_begins_with_the_service_read_in(tmp_path: Path) -> None:
    question = "import sys; assert 'appservice.wiring' in sys.modules"
    life = run_forked("timeit", "-n1", "-r1", question, directory=tmp_path)

    await _has_ended(life)

    assert life.exit_code == 0, life.last_lines()


async def test_what_a_forked_life_says_and_ends_with_is_known(tmp_path: Path) -> None:
    life = run_forked("http.server", "not-a-port", directory=tmp_path)

    await _has_ended(life)

    assert life.exit_code == 2
    assert "invalid int value: 'not-a-port'" in life.last_lines()


async def test_a_forked_life_is_killed_by_its_signal(tmp_path: Path) -> None:
    port = reserve_loopback_port()
    life = run_forked("http.server", "--bind", LOOPBACK, str(port), directory=tmp_path)
    await until(lambda: _is_served(port), hint="the life to serve")

    await life.kill()

    assert life.exit_code == -signal.SIGKILL
    assert not await _is_served(port)


async def _has_ended(life: ChildProcess) -> None:
    async def has_ended() -> bool:
        return not life.is_running

    await until(has_ended, hint="the life to end")


async def _is_served(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except ConnectionRefusedError:
        return False
    writer.close()
    await writer.wait_closed()
    return True
