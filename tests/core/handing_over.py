"""Rooms that are handed over to their people."""

from microsol_matrix.ids import RoomKey
from microsol_matrix.plan.intents import (
    HandOver,
    PutState,
)
from tests.core.life import Village


def put(village: Village, key: RoomKey) -> list[PutState]:
    """Give what was written in a room since the last look."""
    return [one for one in village.done if isinstance(one, PutState) and one.key == key]


def handed(village: Village, key: RoomKey) -> HandOver:
    """Give how a room was handed over in the end."""
    return [one for one in village.done if isinstance(one, HandOver) and one.key == key][-1]
