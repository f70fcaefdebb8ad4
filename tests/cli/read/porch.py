"""The porch that is read, and what a homeserver is asked for it."""

from collections.abc import Callable
from typing import Any, TypeAlias

from click.testing import Result

from microsol_matrix.structure.types import CONGREGATION, CREW
from tests.porches import example

Call: TypeAlias = Callable[..., Result]
TOKEN = "syt_token_that_nobody_may_see"
ADDRESS = "#_microsol.porch_harbourlight:example.org"
PORCH = "!porch:example.org"
ME = "@ines:example.org"
FORBIDDEN = (403, {"errcode": "M_FORBIDDEN", "error": "not you"})
DONE: tuple[int, Any] = (200, {})
CARD = example(CONGREGATION, "how_to_join")
CREW_CARD = example(CREW, "size")
STATE = f"GET rooms/{PORCH}/state"
JOIN = f"POST join/{PORCH}"
LEAVE = f"POST rooms/{PORCH}/leave"
FORGET = f"POST rooms/{PORCH}/forget"
HIERARCHY = f"GET rooms/{PORCH}/hierarchy"
