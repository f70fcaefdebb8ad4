"""Write what pages of `docs/` take from the code: `make docs`.

    marked      the parts of a page that are written here, between marks; everything else is people's
    commands    tables of commands, options and limits, from descriptors, scales and the grammar itself
    power       who may do what in which kind of room, from the power levels that the plan gives
    structure   the published state events, from their JSON Schemas

Owns how code becomes a page. Refuses to know anything that the code does not say. `tests/docs` asks
whether the pages are as they would be written now.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from scripts.pages.commands import (
    command_table,
    limit_table,
    number_table,
    option_table,
    rights_table,
)
from scripts.pages.marked import filled
from scripts.pages.power import ledger_table, power_table
from scripts.pages.structure import state_events

PARTS: Final[Mapping[str, Mapping[str, Callable[[], str]]]] = {
    "docs/members.md": {
        "commands": command_table,
        "options of !call": option_table,
        "limits": limit_table,
    },
    "docs/hosts.md": {
        "numbers": number_table,
        "rights": rights_table,
        "power": power_table,
        "ledger": ledger_table,
    },
    "docs/structure.md": {"state events": state_events},
}
"""Pages by their path from the top, with the names of their written parts and what writes each."""


def written(page: str, root: Path) -> str:
    """Give a page as it should be: its own words, with the parts that come from the code.

    Args:
        page: One of `PARTS`.
        root: Where the repository is.
    """
    text = (root / page).read_text(encoding="utf-8")
    for name, write in PARTS[page].items():
        text = filled(text, name, write())
    return text
