"""Keeps what must not be lost: arrivals until a lane has them, and facts for ever.

    codec        values <-> JSON in which people and texts are only keys
    keys         those keys: how they are made, and the pseudonym of who was forgotten
    schema       which tables there are; migrations/ makes them, for every engine
    sqlite/      the engine that needs no server (default)
    restored     the mark of a database that was brought back and has not caught up yet
    probe        what `doctor` may know of a database without opening it

The port is `microsol_matrix.ports.Store`; `tests/contracts/store/` says what each engine must keep
to. Refuses to know what a fact means: it writes, reads and forgets.
"""

from appservice.store.probe import SchemaFit, StoreProbe, probe
from appservice.store.restored import mark_restored, restored_position, unmark_restored
from appservice.store.schema import is_known_schema
from appservice.store.sqlite.copying import DatabaseContents, contents_of, copy_database
from appservice.store.sqlite.opening import locked, open_store
from appservice.store.sqlite.reading import StoreReader, must_be_there, reading_store
from appservice.store.sqlite.store import SqliteStore

__all__ = [
    "DatabaseContents",
    "SchemaFit",
    "SqliteStore",
    "StoreProbe",
    "StoreReader",
    "contents_of",
    "copy_database",
    "is_known_schema",
    "locked",
    "mark_restored",
    "must_be_there",
    "open_store",
    "probe",
    "reading_store",
    "restored_position",
    "unmark_restored",
]
