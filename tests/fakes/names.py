"""Names for tests: the same for the same reason, and readable in no other way than the real ones."""

import hashlib

from attrs import frozen


@frozen
class FakeNames:
    """Derives names (`microsol_matrix.house.Entropy`) without a secret."""

    def derive(self, *reason: str) -> bytes:
        return hashlib.sha256("\x00".join(reason).encode()).digest()
