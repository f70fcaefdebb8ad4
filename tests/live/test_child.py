"""Child processes end when they should, and ports stay ours meanwhile."""

import asyncio
import signal
import sys
from pathlib import Path

from appservice.demo.child import ChildProcess
from appservice.demo.loopback import LOOPBACK, reserve_loopback_port
from appservice.demo.waiting import until

_PARENT = """
import pathlib, sys
from appservice.demo.child import ChildProcess
ChildProcess.run_module(
    "http.server", "--bind", "127.0.0.1", sys.argv[1], directory=pathlib.Path(sys.argv[2])
)
sys.stdin.read()
"""


async def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    port = reserve_loopback_port()
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _PARENT, str(port), str(tmp_path)), stdin=asyncio.subprocess.PIPE
    )
    await until(lambda: _is_served(port), hint="the child to serve")

    parent.kill()
    await parent.wait()

    await until(lambda: _is_silent(port), hint="the child to end")


async def test_a_stopped_child_leaves_its_port_to_the_next(tmp_path: Path) -> None:
    port = reserve_loopback_port()

    for _ in range(2):
        child = _serve(port, directory=tmp_path)
        await until(lambda: _is_served(port), hint="the child to serve")
        await child.stop()
        assert await _is_silent(port)


async def test_a_child_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True)"
    child = ChildProcess.run_module(
        *("timeit", "--number=1", "--setup", deaf, "signal.pause()"), directory=tmp_path
    )

    async def is_ready() -> bool:
        return "deaf" in child.last_lines()

    await until(is_ready, hint="the child to stop listening")
    await child.stop(grace_s=0.2)

    assert child.exit_code == -signal.SIGKILL


async def test_a_child_that_dies_tells_its_last_words(tmp_path: Path) -> None:
    child = ChildProcess.run_module("http.server", "not-a-port", directory=tmp_path)

    async def has_ended() -> bool:
        return not child.is_running

    await until(has_ended, hint="the child to die")
    await child.stop()

    assert child.exit_code == 2
    assert "not-a-port" in child.last_lines()


def test_a_reserved_port_is_never_given_twice() -> None:
    ports = [reserve_loopback_port() for _ in range(50)]

    assert len(set(ports)) == len(ports)


def _serve(port: int, *, directory: Path) -> ChildProcess:
    return ChildProcess.run_module(
        "http.server", "--bind", LOOPBACK, str(port), directory=directory
    )


async def _is_served(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except ConnectionError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


async def _is_silent(port: int) -> bool:
    return not await _is_served(port)
