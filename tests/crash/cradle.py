"""Brings the doomed service to life without its having to be read in anew: what a hundred deaths would spend most on.

Each life is a process of its own, forked from one that has imported everything and done nothing else;
from there on it does what `python -m tests.crash.doomed` does. Owns the fork. Refuses to know when it dies.
"""

import multiprocessing
import os
import runpy
import signal
import sys
import threading
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

from attrs import frozen

from appservice.demo.child import ChildProcess

_READ_IN: Final = (
    "appservice.cli.run",
    "appservice.demo.almanac",
    "appservice.homeserver.crypto",
    "appservice.wiring",
    "tests.crash.dooms",
    "tests.crash.phrases",
    "uvloop",
)
"""All that a life needs; what were missing here would be imported by each, and work too."""


@frozen
class _Life:
    """A forked process, as `ChildProcess` knows processes."""

    process: BaseProcess
    stdin: None = None

    @property
    def pid(self) -> int:
        assert self.process.pid is not None, "it was started"
        return self.process.pid

    def poll(self) -> int | None:
        return self.process.exitcode

    def send_signal(self, sig: int) -> None:
        os.kill(self.pid, sig)


def warm() -> None:
    """Begin to import, beside whatever else is done meanwhile. Does nothing twice."""
    multiprocessing.set_forkserver_preload(list(_READ_IN))
    forkserver.ensure_running()


def run_forked(module: str, *arguments: str, directory: Path) -> ChildProcess:
    """Start a module as `ChildProcess.run_module` does."""
    warm()
    output = directory / "output.txt"
    process = multiprocessing.get_context("forkserver").Process(
        target=_live, args=(module, arguments, directory, output), daemon=True
    )
    process.start()
    return ChildProcess(process=_Life(process), output=output)


def _live(module: str, arguments: tuple[str, ...], directory: Path, output: Path) -> None:
    os.setsid()
    os.chdir(directory)
    printed = os.open(output, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(printed, stream.fileno())
    threading.Thread(target=_end_with_the_parent, name="tether", daemon=True).start()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "it was forked for somebody"
    parent.join()
    os.kill(os.getpid(), signal.SIGKILL)
