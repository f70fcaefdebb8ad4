"""Links in texts to people and rooms: `https://matrix.to/#/@bo:example.org`, `matrix:u/bo:example.org`.

Owns where an id stands in such a link and how it is escaped (Matrix spec, appendices, "matrix.to
navigation" and "Matrix URI scheme"). Refuses to judge whether what stands there is an id at all: whoever
asks does.
"""

import html
import re
from typing import Final
from urllib.parse import quote, unquote

from attrs import frozen

from microsol_matrix.ids import EventId, RoomId, ServerName

_LINK: Final = re.compile(
    r"(?:https?://matrix\.to/#/(?:@|%40)|matrix:u(?:ser)?/)([^?/#\s]+)", re.IGNORECASE
)
_ROOM_LINK: Final = re.compile(
    r"(?:https?://matrix\.to/#/(#|%23|!|%21)|matrix:(r(?:oom)?|roomid)/)([^?/#\s]+)(?:[?/]\S*)?",
    re.IGNORECASE,
)
_ANCHOR: Final = re.compile(
    r"""<a\s[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>(.*?)</a\s*>""",
    re.IGNORECASE | re.DOTALL,
)
_TAG: Final = re.compile(r"<[^>]*>")
_QUOTED: Final = re.compile(r"<mx-reply>.*?(?:</mx-reply>|\Z)", re.IGNORECASE | re.DOTALL)


@frozen
class PersonLinked:
    """A link to somebody.

    Attributes:
        person: What stands where a user id does.
        words: What the link reads.
    """

    person: str
    words: str


def person_linked(words: str) -> str | None:
    """Give whom the first link in plain words names; None without a link to a person."""
    link = _LINK.search(words)
    return f"@{unquote(link[1])}" if link is not None else None


def room_linked(word: str) -> str | None:
    """Give the address or id of the room that a link leads to; None where the whole word is no such link."""
    link = _ROOM_LINK.fullmatch(word)
    if link is None:
        return None
    is_id = unquote(link[1] or "") == "!" or (link[2] or "").lower() == "roomid"
    return f"{'!' if is_id else '#'}{unquote(link[3])}"


def people_linked(formatted: str) -> tuple[PersonLinked, ...]:
    """Give whom the links of formatted words name, but for those in the quotation of what they reply to."""
    own = _QUOTED.sub("", formatted)
    links = (
        (_LINK.match(html.unescape(double or single)), words)
        for double, single, words in _ANCHOR.findall(own)
    )
    return tuple(
        PersonLinked(f"@{unquote(link[1])}", html.unescape(_TAG.sub("", words)))
        for link, words in links
        if link is not None
    )


def room_link(room_id: RoomId, via: ServerName) -> str:
    """Write a link to a room, with a server through which it is found: ids of rooms name none since version 12."""
    return f"https://matrix.to/#/{quote(room_id, safe='!:')}?via={quote(via, safe=':')}"


def event_link(room_id: RoomId, event_id: EventId, via: ServerName) -> str:
    """Write a link to what was said in a room, with a server through which the room is found."""
    room, event = quote(room_id, safe="!:"), quote(event_id, safe="$:")
    return f"https://matrix.to/#/{room}/{event}?via={quote(via, safe=':')}"
