"""A stranger's words, made fit to be shown. Refuses to know what they are about."""

import unicodedata
from typing import Final

from microsol_matrix.ids import Text

_JOINERS: Final = "\u200c\u200d"
"""Invisible, and needed: many emoji, Persian and the scripts of India are written with them."""
_BLANKS: Final = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and a sign that nobody sees."""


def legible(words: object, *, limit: int) -> Text:
    """Give a stranger's words on one line, without what is not seen, cut to a number of characters; maybe empty."""
    if not isinstance(words, str):
        return Text("")
    shown = "".join(map(_shown, words[: 4 * limit]))
    line = " ".join(shown.split())[:limit].strip()
    return Text(line if any(map(_is_seen, line)) else "")


def _is_seen(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNPS" and char not in _BLANKS


def _shown(char: str) -> str:
    if char in _JOINERS:
        return char
    match unicodedata.category(char):
        case "Cc" | "Zl" | "Zp":
            return " "
        case "Cf" | "Cs" | "Co" | "Cn":
            return ""
        case _:
            return char
