"""Links to people, as clients write them: `https://matrix.to/#/@bo:example.org`.

Owns where a user id stands in such a link and how it is escaped (Matrix spec, appendices, "matrix.to
navigation"). Refuses to judge whether what stands there is a user id: whoever asks does.
"""

import re
from typing import Final
from urllib.parse import unquote

_WRITTEN: Final = re.compile(r"https?://matrix\.to/#/((?:@|%40)[^?\s]+)")
_IN_HTML: Final = re.compile(r'href="https://matrix\.to/#/(@[^"?/]+|%40[^"?/]+)["?/]')


def person_linked(words: str) -> str | None:
    """Give whom the first link in plain words names; None without a link to a person."""
    link = _WRITTEN.search(words)
    return unquote(link.group(1)) if link is not None else None


def people_linked(html: str) -> frozenset[str]:
    """Give whom the links of formatted words name."""
    return frozenset(unquote(link) for link in _IN_HTML.findall(html))
