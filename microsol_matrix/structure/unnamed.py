"""Take the addresses of people out of words that everybody will read, whoever wrote the words.

Owns the law *Private* for free text: a name, a topic or a purpose may say whom to ask, in the room where it was
written; who that is is not for us to publish. Refuses to know what is published. Total, and never longer than before.
"""

import re
from typing import Final

from microsol_matrix.ids import Text

_PERSON: Final = re.compile(
    r"""
    (?:@|%40)                                  # as it is typed, or as it stands in a link
    (?!\d{1,2}:\d{2}(?:[ap]m|h)?(?![\w:-])(?!\.\w))  # "@19:30" is a time, and so is "@7:30pm"
    [^\s:@]*? (?::|%3a)
    [^\s,;)]+
    |
    matrix:u(?:ser)?/[^\s,;)]+                 # a link of Matrix's own kind names no @
    """,
    re.IGNORECASE | re.VERBOSE,
)


def without_people(words: str) -> Text:
    """Give words without the addresses of people that may stand in them."""
    return Text(_PERSON.sub("…", words))
