"""The doors of the house, as protocols: homeserver, store, decryption, clock.

Owns what the deciding half asks of the doing half, one module a port. Refuses to know nio, SQL, HTTP
or the system's clock: adapters and fakes with matching names live in `appservice` and `tests`, and
each port has one contract test run on all of them.
"""

from microsol_matrix.ports.clock import Clock
from microsol_matrix.ports.decryption import Decryption, Locked
from microsol_matrix.ports.homeserver import (
    FoundRoom,
    Homeserver,
    RoomSummary,
    SyncAnswer,
    SyncedRoom,
)
from microsol_matrix.ports.memory import RoomMemory
from microsol_matrix.ports.store import (
    BEGINNING,
    SEAT,
    TO_MANY,
    Address,
    AddressKind,
    Append,
    Arrival,
    LaneEntry,
    LaneRecord,
    Letter,
    Store,
    Waiting,
)
from microsol_matrix.structure.listed import Listed

__all__ = [
    "BEGINNING",
    "SEAT",
    "TO_MANY",
    "Address",
    "AddressKind",
    "Append",
    "Arrival",
    "Clock",
    "Decryption",
    "FoundRoom",
    "Homeserver",
    "LaneEntry",
    "LaneRecord",
    "Letter",
    "Listed",
    "Locked",
    "RoomMemory",
    "RoomSummary",
    "Store",
    "SyncAnswer",
    "SyncedRoom",
    "Waiting",
]
