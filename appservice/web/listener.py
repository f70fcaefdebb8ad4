"""A socket with an application behind it, until closed; closing lets requests under way end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from aiohttp import web


@asynccontextmanager
async def listening(
    app: web.Application, *, host: str, port: int, grace: timedelta
) -> AsyncIterator[int]:
    """Serve an application while the context lasts.

    On leaving, no new connection is taken, what was begun is answered, and only what is not done
    after the grace is broken off: the homeserver sends it again.

    Args:
        app: What answers.
        host: The address to listen on.
        port: 0 for any free one.
        grace: How long requests under way may take to end.

    Yields:
        The port.

    Raises:
        OSError: The address cannot be listened on.
    """
    # aiohttp's own signal handling belongs to `web.run_app`; the service has its own.
    runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=grace.total_seconds())
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
