"""The service by an almanac's time: `python -m appservice.cli.ahead ALMANAC run --config CONFIG`.

For demonstrations and tests, in which a crew's year passes in a minute; no admin needs it. Owns the
putting in of that clock. Refuses to change anything else.
"""

import sys
from pathlib import Path

from attrs import evolve

from appservice import wiring
from appservice.cli.run import end_of
from appservice.config import Config, load_config
from appservice.demo.almanac import Almanac, MovedClock
from appservice.logs import configure_logs


def main(almanac: Path, config_path: Path) -> int:
    """Serve like `microsol-matrix run`, by another clock."""
    config = load_config(config_path)
    configure_logs(config, sys.stderr)

    async def opened(config: Config) -> wiring.Ports:
        return evolve(await wiring.open_ports(config), clock=MovedClock(Almanac(almanac)))

    return end_of(wiring.serve(config, opened=opened))


if __name__ == "__main__":
    _, almanac_path, _run, _option, path_of_config = sys.argv
    raise SystemExit(main(Path(almanac_path), Path(path_of_config)))
