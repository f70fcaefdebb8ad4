"""Whether a crew's room is encrypted, and whether the service reads there.

Owns what follows from it for what the service may say and hear. Refuses to know keys.
"""

from enum import Enum


class Encryption(Enum):
    """How a crew's room is encrypted; Matrix lets nobody turn it off again."""

    OFF = "off"
    READ = "read"
    """Encrypted, and the service holds keys, to hear what is said to it."""
    UNREAD = "unread"
    """Encrypted, and the service keeps no key to what is said there."""

    def lets_speak(self, *, has_keys: bool) -> bool:
        """Whether the service can write there: encrypting takes keys of its own, reading or not.

        Args:
            has_keys: Whether the service holds any.
        """
        return self is Encryption.OFF or has_keys
