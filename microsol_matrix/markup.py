"""The house's own light markup, and its two renderings: plain text and Matrix HTML.

Owns `**bold**`, `- ` lists and line breaks, and how words that people wrote are put into it without
meaning anything. Refuses to know sentences (`words`) and events (`talk.messages`).
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from microsol_matrix.ids import Text

_SPECIAL = re.compile(r"([\\*]|\A-)")
_TOKEN = re.compile(r"\\(.)|(\*\*)", re.DOTALL)
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = {"R", "AL"}
_FIRST_RIGHT_TO_LEFT = "\u0590"
"""No character before it is written from right to left (Unicode, DerivedBidiClass)."""


def quote(value: str, *, limit: int = 400) -> str:
    """Put a person's words into markup so that they mean only themselves.

    Line breaks, control characters and direction overrides become blanks, what is longer than
    `limit` characters ends in `…`,
    and right-to-left text is isolated so that it cannot turn the sentence around it (Unicode TR 9).
    """
    is_plain = value.isprintable() and max(value, default="") < _FIRST_RIGHT_TO_LEFT
    clean = " ".join((value if is_plain else _without_controls(value)).split())
    if len(clean) > limit:
        clean = clean[: limit - 1].rstrip() + "…"
    quoted = _SPECIAL.sub(r"\\\1", clean)
    if not is_plain and any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in clean):
        return f"{_FIRST_STRONG_ISOLATE}{quoted}{_POP_ISOLATE}"
    return quoted


def _without_controls(value: str) -> str:
    """Look at each character, which is dear: most words of people need it not."""
    clean = "".join(
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in value
    )
    return "".join(char for char in clean if not _is_direction(char))


def _is_direction(char: str) -> bool:
    return char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"


def to_plain(markup: Text) -> str:
    """Render for clients that show plain text: bold marks go, everything else stays."""
    return _TOKEN.sub(lambda match: match.group(1) or "", markup)


def to_html(markup: Text) -> str:
    """Render as the HTML that Matrix clients allow (spec, client-server 11.2.1.8): `<strong>`, `<ul>`, `<br>`."""
    blocks = groupby(markup.split("\n"), key=lambda line: line.startswith("- "))
    return "".join(_list(lines) if is_list else _lines(lines) for is_list, lines in blocks)


def _list(lines: Iterator[str]) -> str:
    items = "".join(f"<li>{_inline(line.removeprefix('- '))}</li>" for line in lines)
    return f"<ul>{items}</ul>"


def _lines(lines: Iterator[str]) -> str:
    return "<br>".join(_inline(line) for line in lines)


def _inline(line: str) -> str:
    parts: list[str] = []
    is_bold = False
    position = 0
    for match in _TOKEN.finditer(line):
        parts.append(html.escape(line[position : match.start()]))
        if match.group(2):
            parts.append("</strong>" if is_bold else "<strong>")
            is_bold = not is_bold
        else:
            parts.append(html.escape(match.group(1)))
        position = match.end()
    parts.append(html.escape(line[position:]))
    if is_bold:
        parts.append("</strong>")
    return "".join(parts)
