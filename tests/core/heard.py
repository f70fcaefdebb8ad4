"""Words as the grammar hears them."""

from microsol_matrix.ids import UserId
from microsol_matrix.talk.grammar import (
    Command,
    Unclear,
    read,
)
from tests.core.said import AMARA, BOT, message

NAME = "Kettle bot"
PILL = frozenset({BOT})


def in_commons(body: str, *, mentions: frozenset[UserId] = frozenset()) -> Command | Unclear | None:
    said = message(AMARA, body, mentions=mentions)
    return read(said, bot=BOT, is_direct=False, is_to_prompt=False)


def a_command(heard: Command | Unclear | None) -> Command:
    assert isinstance(heard, Command)
    return heard
