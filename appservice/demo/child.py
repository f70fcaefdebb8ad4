"""A child process that cannot outlive us.

Owns starting, stopping and killing, and what the process printed. Refuses to know what it is for.
"""

import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, Protocol, Self

from attrs import define, field

from appservice.demo import tether
from appservice.demo.waiting import NeverCame, until

_GRACE_S = 15.0  # Synapse needs 0.1 s; what takes longer than this hangs
_LAST_LINES = 25


class Process(Protocol):
    """What is asked of a process: as much of `subprocess.Popen` as that takes."""

    @property
    def pid(self) -> int:
        """Its id, also after its end."""

    @property
    def stdin(self) -> IO[bytes] | None:
        """What it is tethered by; None where that is not ours to let go."""

    def poll(self) -> int | None:
        """Give what it ended with, minus the signal if one ended it; None while it runs."""

    def send_signal(self, sig: int) -> None:
        """Send it a signal; it runs."""


@define
class ChildProcess:
    """A Python module running in its own process and its own session.

    A Ctrl-C at the terminal reaches only us, so we decide in which order things end; when we end
    without deciding, the tether ends it.
    """

    _process: Process = field(alias="process")
    output: Path
    """Where its standard output and error go, appended."""

    @classmethod
    def run_module(cls, module: str, *arguments: str, directory: Path) -> Self:
        """Start `python -m module arguments...` with the interpreter that runs us.

        Args:
            module: Importable by this interpreter from anywhere.
            arguments: Given to the module as they are; no shell is involved.
            directory: Its working directory; `output.txt` in there takes what it prints.
        """
        output = directory / "output.txt"
        with output.open("ab") as printed:
            process = subprocess.Popen(
                [sys.executable, "-P", str(tether.__file__), module, *arguments],
                stdin=subprocess.PIPE,
                stdout=printed,
                stderr=subprocess.STDOUT,
                cwd=directory,
                start_new_session=True,
            )
        return cls(process=process, output=output)

    @property
    def pid(self) -> int:
        """Its process id, also after its end."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """What it ended with, minus the signal if one ended it; None while it runs."""
        return self._process.poll()

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self.exit_code is None

    async def stop(self, *, grace_s: float = _GRACE_S) -> None:
        """Ask it to end (SIGTERM), wait, and kill it if it does not listen. Does nothing twice."""
        self._send(signal.SIGTERM)
        try:
            await self._ended(within_s=grace_s)
        except NeverCame:
            await self.kill()

    async def kill(self) -> None:
        """End it at once (SIGKILL), without its having a say. Does nothing twice."""
        self._send(signal.SIGKILL)
        await self._ended(within_s=_GRACE_S)

    def last_lines(self) -> str:
        """Give the end of what it printed, to tell why it died."""
        lines = self.output.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-_LAST_LINES:])

    def _send(self, number: signal.Signals) -> None:
        if self.is_running:
            self._process.send_signal(number)

    async def _ended(self, *, within_s: float) -> None:
        async def has_ended() -> bool:
            return not self.is_running

        await until(has_ended, hint=f"process {self.pid} to end", timeout_s=within_s)
        if self._process.stdin is not None:
            self._process.stdin.close()
