"""What all contenders have in common: one process, one port, and two pages beside their own.

Owns starting and stopping. Refuses to know what becomes of events.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import uvloop
from aiohttp import web
from attrs import frozen

from appservice.demo.loopback import LOOPBACK
from appservice.web.listener import listening

DRAINED = "/bench/drained"
"""Answers when everything that came is done with; its time is the contender's."""
CLEARED = "/bench/cleared"
"""Answers when what was kept is gone; its time is nobody's."""
MAX_BODY_BYTES = 32 * 1024 * 1024


@frozen
class Contender:
    """Somebody who takes transactions.

    Attributes:
        drain: Waits until all that was given is done with.
        clear: Lets go of what was kept, as whoever comes behind the intake would.
    """

    app: web.Application
    drain: Callable[[], Awaitable[None]]
    clear: Callable[[], Awaitable[None]]


def serve(
    contender: AbstractAsyncContextManager[Contender], *, port: int, on_uvloop: bool = True
) -> None:
    """Serve until SIGTERM.

    Args:
        contender: Made and ended inside the loop.
        port: On loopback.
        on_uvloop: On the loop that our service runs on; else on asyncio's own.
    """
    factory = uvloop.new_event_loop if on_uvloop else None
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(_serve(contender, port=port))


async def nothing() -> None:
    """Do it."""


async def _serve(making: AbstractAsyncContextManager[Contender], *, port: int) -> None:
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    async with making as contender:
        contender.app.router.add_get(DRAINED, _page(contender.drain))
        contender.app.router.add_get(CLEARED, _page(contender.clear))
        grace = timedelta(seconds=5)
        async with listening(contender.app, host=LOOPBACK, port=port, grace=grace):
            await stopping.wait()


def _page(
    wait: Callable[[], Awaitable[None]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def page(_: web.Request) -> web.StreamResponse:
        await wait()
        return web.Response(body=b"{}", content_type="application/json")

    return page
