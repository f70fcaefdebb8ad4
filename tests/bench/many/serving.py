"""The real service with its real store, beside a homeserver that does whatever it is asked.

python -m tests.bench.many.serving CONFIG
"""

import sys
from pathlib import Path
from typing import cast

from attrs import evolve

from appservice.cli.run import end_of
from appservice.config import Config, load_config
from appservice.homeserver import NioHomeserver
from appservice.logs import configure_logs
from appservice.wiring import Ports, open_ports, serve
from tests.bench.many.obliging import ObligingHomeserver


async def ports(config: Config) -> Ports:
    """Open the real ones, but for the homeserver."""
    real = await open_ports(config)
    await real.homeserver.close()
    return evolve(real, homeserver=cast("NioHomeserver", ObligingHomeserver()))


if __name__ == "__main__":
    settings = load_config(Path(sys.argv[1]))
    configure_logs(settings, sys.stderr)
    sys.exit(end_of(serve(settings, opened=ports)))
