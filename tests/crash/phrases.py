"""How a phrase of the catalogue begins, so that tests follow its wording instead of holding it."""

from microsol_matrix.ids import Text
from microsol_matrix.markup import quote, to_plain
from microsol_matrix.phrases import PHRASES

_END = "\0"


class _Given(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return _END


def opening(phrase: str, /, **values: str) -> str:
    """Give a phrase as plain text, up to the first value that is not given."""
    given = _Given({key: quote(value) for key, value in values.items()})
    return to_plain(Text(PHRASES[phrase].format_map(given).partition(_END)[0]))
