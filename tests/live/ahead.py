"""The service by a clock that is ahead, as after a long sleep: `python -m tests.live.ahead DAYS run --config CONFIG`.

Owns that clock. Refuses to change anything else.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from attrs import evolve, frozen

from appservice.cli.run import end_of
from appservice.clock import SystemClock
from appservice.config import Config, load_config
from appservice.logs import configure_logs
from appservice.wiring import Ports, open_ports, serve


@frozen
class ClockAhead:
    """The machine's own time, later."""

    ahead: timedelta

    def now(self) -> datetime:
        return SystemClock().now() + self.ahead

    async def sleep(self, span: timedelta) -> None:
        await SystemClock().sleep(span)


def main(days: str, config_path: str) -> int:
    """Serve like `microsol-matrix run`, so many days later."""
    config = load_config(Path(config_path))
    configure_logs(config, sys.stderr)

    async def opened(config: Config) -> Ports:
        return evolve(await open_ports(config), clock=ClockAhead(timedelta(days=int(days))))

    return end_of(serve(config, opened=opened))


if __name__ == "__main__":
    _, days_ahead, _run, _option, path_of_config = sys.argv
    raise SystemExit(main(days_ahead, path_of_config))
