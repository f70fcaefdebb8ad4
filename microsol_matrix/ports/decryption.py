"""Decryption: what opens encrypted events. Refuses to know whose keys they are and where they lie."""

from enum import Enum
from typing import Protocol


class Locked(Enum):
    """Why an encrypted event stays closed."""

    KEY_MISSING = "key missing"
    """Its key has not come; it may come yet."""
    UNREADABLE = "unreadable"
    """No key will open it: it is broken, or we hold no keys at all."""


class Decryption(Protocol):
    """What opens encrypted events. Opening one again gives the same, as long as its key is kept."""

    def open(self, sealed: bytes) -> bytes | Locked:
        """Open one event.

        Args:
            sealed: An `m.room.encrypted` as it came, with `room_id` inside.

        Returns:
            The event as if it had been sent in the clear, with the same id, room and sender, never with a
            state key; or why not.
        """
        ...
