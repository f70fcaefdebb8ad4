"""Words that strangers wrote, made fit for a terminal.

Owns what a terminal is never given: controls, signs that turn the direction of what follows, towers of marks.
Refuses to know what the words say.
"""

import unicodedata
from typing import Final

_JOINERS: Final = "\u200c\u200d"
"""Invisible, and needed: many emoji, Persian and the scripts of India are written with them."""
_RIGHT_TO_LEFT: Final = ("R", "AL")
_ISOLATED: Final = "\u2068{}\u2069"
_MOST_MARKS: Final = 4
"""One above the other on a letter; Vietnamese and Hebrew have two or three."""
_BROKEN: Final = "\ufffd"


def printable(words: str, *, limit: int = 400) -> str:
    """Give words on one line that change nothing but themselves.

    Args:
        words: As they came.
        limit: Longer ones end in `…`.
    """
    clean = " ".join("".join(map(_shown, words)).split())
    clean = _thinned(clean)
    if len(clean) > limit:
        clean = clean[: limit - 1].rstrip() + "…"
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in clean):
        return _ISOLATED.format(clean)
    return clean


def _shown(char: str) -> str:
    if char in _JOINERS:
        return char
    match unicodedata.category(char):
        case "Cc" | "Zl" | "Zp":
            return " "
        case "Cf":
            return ""
        case "Cs" | "Co":
            return _BROKEN
        case _:
            return char


def _thinned(words: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in words:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)
