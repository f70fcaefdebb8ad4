"""How a message names us: by user id, by display name, by a link; at its beginning or in passing.

Owns the forms that clients send (Element leaves a display name in the text and the user id in a link
and in `m.mentions`; others write the user id, or only what somebody typed). Refuses to know what is
said besides.
"""

import re
from enum import Enum
from functools import lru_cache
from typing import Final

from attrs import frozen

from microsol_matrix.ids import UserId, localpart_of
from microsol_matrix.observe import MessageSaid

BLANK: Final = (
    "[\\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
"""What is not seen: blanks, and signs for direction, joining and breaking, which keyboards put in."""
_EDGES: Final = re.compile(rf"\A{BLANK}+|{BLANK}+\Z")
_MARK: Final = re.compile(rf"{BLANK}*[:,;\N{{FULLWIDTH COLON}}\N{{FULLWIDTH COMMA}}]|\s\s")
_BEHIND: Final = re.compile(rf"(?:{BLANK}|[:,;!?\N{{FULLWIDTH COLON}}\N{{FULLWIDTH COMMA}}]|\Z)")
_SIGNS: Final = re.compile(rf"\A(?:{BLANK}|[-:,;.\N{{FULLWIDTH COLON}}])+")
_LAST_SIGNS: Final = re.compile(rf"(?:{BLANK}|[-:,;.!?])*\Z")
MARKS: Final = "!\N{FULLWIDTH EXCLAMATION MARK}"
"""What a command begins with."""


class Place(Enum):
    """Where a message names us."""

    NOWHERE = "nowhere"
    CALLED = "called"
    """At the beginning, with a sign behind it: `microsol: ...`."""
    FIRST = "first"
    """At the beginning, and the sentence goes on: they may speak of us."""
    WITHIN = "within"
    LAST = "last"
    UNSAID = "unsaid"
    """The message says that it mentions us, and its text does not: replies do so."""


@frozen
class Naming:
    """How a message names us.

    Attributes:
        rest: What it says without the name: what stands behind it, or before it if it comes last.
    """

    place: Place
    rest: str


def named_in(message: MessageSaid, *, bot: UserId, name: str) -> Naming:
    """Find how a message names us.

    Args:
        message: What was said.
        bot: Our user id.
        name: Our display name.
    """
    body = trimmed(message.body)
    pattern = calling(bot, name, *sorted(message.calls_us))
    if (first := pattern.match(body)) and _BEHIND.match(body, first.end()):
        place = Place.CALLED if _MARK.match(body, first.end()) else Place.FIRST
        rest = _without_signs(body[first.end() :])
        return Naming(place if rest else Place.CALLED, rest)
    if bot not in message.mentions and bot not in body:
        return Naming(Place.NOWHERE, body)
    found = None if body.startswith(tuple(MARKS)) else pattern.search(body)
    if found is None:
        return Naming(Place.UNSAID, body)
    if _LAST_SIGNS.match(body, found.end()):
        return Naming(Place.LAST, trimmed(body[: found.start()].rstrip(" ,;:-")))
    return Naming(Place.WITHIN, _without_signs(body[found.end() :]))


@lru_cache(maxsize=64)
def calling(bot: UserId, *names: str) -> re.Pattern[str]:
    """Give the pattern of our names, the longest first; empty ones are none."""
    localpart = localpart_of(bot)
    known = {bot, f"@{localpart}", localpart, *(_EDGES.sub("", name) for name in names)} - {""}
    ways = "|".join(re.escape(name) for name in sorted(known, key=lambda one: (-len(one), one)))
    return re.compile(ways, re.IGNORECASE)


def trimmed(words: str) -> str:
    """Give words without what is not seen around them."""
    return _EDGES.sub("", words)


def _without_signs(words: str) -> str:
    return trimmed(_SIGNS.sub("", words))
