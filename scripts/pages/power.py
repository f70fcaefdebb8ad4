"""Tables for hosts: who may do what in which kind of room, and what the service does with its own power."""

from collections.abc import Mapping
from typing import Any, Final

from microsol_matrix.plan.power import (
    BOT,
    PEOPLE,
    closed_power,
    congregation_power,
    crew_power,
    direct_power,
    porch_power,
    space_power,
)
from microsol_matrix.structure.contents import ledger
from scripts.pages.marked import table

Levels = Mapping[str, Any]

ROOMS: Final[Mapping[str, tuple[Levels, str]]] = {
    "the space, Archive": (space_power(), "hosts"),
    "Commons, Hosts": (congregation_power(), "hosts"),
    "the porch": (porch_power(), "nobody"),
    "a crew's room": (crew_power(), "its host"),
    "an archived crew's room": (closed_power(), "nobody"),
    "a direct message that the bot opened": (direct_power(), "nobody"),
}
"""Kinds of room with their power levels, and who has the level of people there."""

_DEEDS: Final = {
    "talk": ("events_default",),
    "change name, topic and picture": ("events", "m.room.name"),
    "add rooms of their own": ("events", "m.space.child"),
    "invite": ("invite",),
    "remove somebody": ("kick",),
    "ban somebody": ("ban",),
    "take away what others said": ("redact",),
    "change who may join, who holds power": ("events", "m.room.join_rules"),
    "write `org.microsol.*`": ("events", "org.microsol.crew"),
}


def power_table() -> str:
    """Give who may do what, with the power level that it takes."""
    rows = (
        (deed, *(_who(levels, path, people=people) for levels, people in ROOMS.values()))
        for deed, path in _DEEDS.items()
    )
    return table(("to ...", *ROOMS), rows)


def _who(levels: Levels, path: tuple[str, ...], *, people: str) -> str:
    level = levels.get(path[0])
    if len(path) > 1:
        level = levels["events"].get(path[1], levels["state_default"])
    names = {levels["users_default"]: "everybody in it", PEOPLE: people, BOT: "only the service"}
    return f"{names[level]} ({level})"


def ledger_table() -> str:
    """Give what the service uses its power for, as it publishes it itself."""
    powers: Any = ledger()["powers"]
    rows = ((kind, str(one["power"]), ", ".join(one["uses"])) for kind, one in powers.items())
    return table(("kind of room", "power level", "used to"), rows)
