"""A crew that newcomers ask to come into, and what they hear."""

from datetime import timedelta

from microsol_matrix.scales.crew import CrewState
from tests.core.beside_kettle import (
    KETTLE,
    in_state,
    says,
)
from tests.core.life import Village
from tests.core.said import AMARA
from tests.core.told import told

H = "Harbourlight"
THREE_DAYS = timedelta(hours=72)
NOT_NOW = told("join.not-now", name=KETTLE)
WELCOME = told("join.welcome", name=KETTLE)


def closed(name: str) -> str:
    """What is said of every crew that somebody cannot ask to come into."""
    return told("join.closed", name=name, congregation=H)


def active(joining: str = "", *, state: CrewState = CrewState.ACTIVE) -> Village:
    """Slow Kettle of Amara, Bo and Cleo, which takes newcomers in this way."""
    village = in_state(state)
    if joining:
        says(village, AMARA, f"!joining {joining}")
        village.settle()
    village.letters.clear()
    return village
