"""Where the keys to encrypted messages lie, and which of those that come are not to be kept.

Owns what the door is told about keys. Refuses to know what a key is: this is read with encryption off, too.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

from attrs import field, frozen


async def _none() -> frozenset[str]:
    return frozenset()


@frozen
class KeyPlace:
    """Where the keys lie.

    Attributes:
        directory: The folder, made if there is none.
        secret: They are encrypted with it on disk, and the bot's cross-signing identity follows from it.
        unread_rooms: Gives the ids of those rooms whose words are not for us: keys to them are thrown
            away as they come.
    """

    directory: Path
    secret: str = field(repr=False)
    unread_rooms: Callable[[], Awaitable[frozenset[str]]] = _none
