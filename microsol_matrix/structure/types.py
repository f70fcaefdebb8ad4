"""The types of our state events; `digest`, by which a content is recognised again, comes along with them."""

from typing import Final

from microsol_matrix.rooms import digest

__all__ = [
    "CALL",
    "CARD",
    "CONGREGATION",
    "CREW",
    "DESCRIBED",
    "LEDGER",
    "LINK",
    "MANDATE",
    "OURS",
    "ROOM",
    "VERSION",
    "digest",
]

CONGREGATION: Final = "org.microsol.congregation"
CREW: Final = "org.microsol.crew"
CALL: Final = "org.microsol.call"
MANDATE: Final = "org.microsol.mandate"
ROOM: Final = "org.microsol.room"
LEDGER: Final = "org.microsol.ledger"
LINK: Final = "org.microsol.link"
OURS: Final = (CONGREGATION, CREW, CALL, MANDATE, ROOM, LEDGER, LINK)
"""All of them; each needs the bot's power to write."""
CARD: Final = "org.microsol.card"
"""No type: the key of a neighbour's short card, inside the `m.space.child` that leads to it."""
DESCRIBED: Final = (*OURS, CARD)
"""Everything that a schema describes."""

VERSION: Final = 1
"""Stands in every content; a reader that knows only lower ones says so instead of guessing."""
