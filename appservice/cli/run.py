"""`run`: the service itself, from its configuration to its exit code.

Owns the event loop and what a failed start is told as. Refuses to know what the service is made of
(`wiring`) and when it stops.
"""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import click
import structlog

from appservice import wiring
from appservice.cli.loading import loaded
from appservice.cli.terminal import config_option
from appservice.config import permission_warning
from appservice.exits import Exit
from appservice.logs import configure_logs
from microsol_matrix.errors import MicrosolError, StoreTooNew

_log = structlog.get_logger()


@click.command()
@config_option
def run(config_path: Path) -> None:
    """Run the service until it is told to stop.

    SIGTERM and Ctrl-C stop it and lose nothing. It starts in any order with the homeserver.
    """
    config = loaded(config_path)
    configure_logs(config, sys.stderr)
    warning = permission_warning(config.source)
    if warning is not None:
        _log.warning("config_readable_by_others", reason=warning)
    raise SystemExit(end_of(wiring.serve(config)))


def end_of(serving: Coroutine[Any, Any, int]) -> int:
    """Run the service to its end, and give the exit code; why it could not serve is logged.

    Args:
        serving: Not started yet; what it returns is the exit code.
    """
    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            return runner.run(serving)
    except StoreTooNew as error:
        reason, code = str(error), Exit.CONFIG
    except MicrosolError as error:
        reason, code = str(error), Exit.UNAVAILABLE if error.is_retryable else Exit.SOFTWARE
    except OSError as error:  # the port is taken, or the address is not ours
        reason, code = str(error), Exit.UNAVAILABLE
    _log.error("cannot_serve", reason=reason)
    return code


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Prefer uvloop, which is faster; where there is none (Windows) asyncio's own does."""
    try:
        import uvloop  # noqa: PLC0415 - it may be absent
    except ImportError:
        return None
    return uvloop.new_event_loop
