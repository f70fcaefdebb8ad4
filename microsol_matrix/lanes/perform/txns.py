"""Transaction ids: the same reason gives the same one, so that a homeserver takes what is said twice once."""

from microsol_matrix.house import House

TXN_LENGTH = 32
"""Hex digits: 128 bits of what was derived."""


def txn_for(house: House, *reason: str) -> str:
    """Name what is sent for a reason."""
    return house.entropy.derive("txn", *reason).hex()[:TXN_LENGTH]
