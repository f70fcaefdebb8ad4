"""One contender of the race, seen from outside: its process, and the one connection to it.

Owns what is counted: requests a second, and the processor time of the process that answers.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from attrs import Factory, define, frozen

from appservice.demo.child import ChildProcess
from appservice.demo.loopback import reserve_loopback_port
from appservice.demo.waiting import until
from tests.bench.intake.sender import Sender
from tests.bench.intake.serving import CLEARED, DRAINED
from tests.bench.intake.traffic import Traffic
from tests.bench.processes import cpu_s, memory_mb


@frozen
class Kind:
    """One kind of transaction."""

    name: str
    make: Callable[[Traffic], bytes]
    events: int


@define
class Score:
    """What one contender did with one kind of transaction.

    Attributes:
        rates: Events a second, by round.
    """

    rates: list[float] = Factory(list)
    events: int = 0
    cpu_s: float = 0.0

    @property
    def cpu_of_100k(self) -> float:
        """Give the processor seconds that a hundred thousand events cost."""
        return self.cpu_s / self.events * 1e5


@define
class Runner:
    """One contender."""

    child: ChildProcess
    sender: Sender

    @classmethod
    async def start(cls, module: str, *arguments: str, directory: Path) -> Self:
        """Start it in a directory of its own and connect."""
        port = reserve_loopback_port()
        child = ChildProcess.run_module(
            module, str(port), str(directory), *arguments, directory=directory
        )

        async def connected() -> Sender | None:
            assert child.is_running, child.last_lines()
            try:
                return Sender(port)
            except ConnectionRefusedError:
                return None

        sender = await until(connected, hint=lambda: f"{module}:\n{child.last_lines()}")
        return cls(child, sender)

    def turn(self, kind: Kind, traffic: Traffic, score: Score, *, transactions: int) -> None:
        """Send so many transactions, see all of them done with, and score it."""
        requests = self.sender.written(kind.make(traffic) for _ in range(transactions))
        cpu, began = cpu_s(self.child.pid), time.perf_counter()
        self.sender.send(requests)
        self.sender.ask(DRAINED)
        took = time.perf_counter() - began
        score.cpu_s += cpu_s(self.child.pid) - cpu
        score.events += transactions * kind.events
        score.rates.append(transactions * kind.events / took)
        self.sender.ask(CLEARED)

    @property
    def memory_mb(self) -> float:
        """What it holds now, in millions of bytes."""
        return memory_mb(self.child.pid)

    async def stop(self) -> None:
        """End it."""
        self.sender.close()
        await self.child.stop()
