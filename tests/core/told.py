"""What the service says, as a test writes it down: phrases by name, so that a better wording breaks nothing."""

from datetime import datetime

from microsol_matrix.ids import Text
from microsol_matrix.markup import to_plain
from microsol_matrix.words import Said, say


def told(phrase: str, **values: str | int | datetime) -> str:
    """Say a phrase in plain text; values that are phrases themselves stay as they are."""
    finished = {
        key: Said(value) if isinstance(value, str) else value for key, value in values.items()
    }
    return to_plain(Text(say(phrase, **finished)))
