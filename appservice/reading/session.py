"""One reading, from a homeserver's address and a token to its end.

Owns the session's life. Refuses to know what is read.
"""

import aiohttp

from appservice.clock import SystemClock
from appservice.reading.asking import Asking
from appservice.reading.tree import Read
from appservice.reading.walk import Tell, read_crowd
from microsol_matrix.ids import RoomAlias


async def read_from(
    homeserver_url: str, alias: RoomAlias, *, token: str, depth: int, stays: bool, tell: Tell
) -> Read:
    """Read the porch at an address and its crowd; see `read_crowd`.

    Args:
        homeserver_url: Of its client API.
        alias: The porch's.
        token: Of any account there.
        depth: How many steps from the porch are shown.
        stays: Stay in the room if it had to be joined.
        tell: Takes what could not be done, in words.

    Raises:
        ReadRefused: There is nothing to read, or it cannot be.
    """
    async with aiohttp.ClientSession() as session:
        asking = Asking(url=homeserver_url, session=session, clock=SystemClock(), token=token)
        return await read_crowd(asking, alias, depth=depth, stays=stays, tell=tell)
