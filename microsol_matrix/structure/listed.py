"""What the network `microsol` lists: the congregations and crews that stand on a porch, and how they are searched.

Owns the value that look-ups are answered with, and when a name is found. Refuses to know what stands on a porch
now (`plan.directory`), where it is kept, and how a look-up comes.

Source: spec v1.19, Application Service API: Third-party networks.
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from microsol_matrix.ids import CrewId, RoomAlias, Text

PROTOCOL: Final = "microsol"
"""The network's name in look-ups; the registration claims it."""
NETWORK: Final = "microsol"
"""The one part of the network, and its list in the homeserver's room directory."""
MOST: Final = 100
"""How much one look-up is answered with: people pick from a list, and programs read the porches themselves."""

_COUNTED: Final = ("L", "M", "N", "S")
"""What a name is known by: letters with what is written into them, numbers, signs (an emoji alone is a name, too)."""


@frozen
class Listed:
    """A congregation, or a crew of one, that everybody can read of now.

    Attributes:
        crew: None for the congregation itself.
        alias: Of the porch on which it stands.
        congregation: The congregation's name.
        slug: The congregation's, by which people who know its address search.
        name: The crew's; empty for the congregation itself.
    """

    crew: CrewId | None
    alias: RoomAlias
    congregation: Text
    slug: str
    name: Text

    @property
    def starts(self) -> frozenset[str]:
        """Give what its own name is found by: everything from the beginning of each of its words on."""
        if self.crew is not None:
            return frozenset(_starts(self.name))
        return frozenset((*_starts(self.congregation), *_starts(self.slug)))


def folded(words: str) -> str:
    """Write words as they are searched: without capitals, accents and what only parts them; empty if nothing stays."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    bare = (char for char in plain if unicodedata.category(char) != "Mn")
    kept = (char if unicodedata.category(char)[0] in _COUNTED else " " for char in bare)
    return " ".join("".join(kept).casefold().split())


def _starts(words: str) -> Iterator[str]:
    parts = folded(words).split()
    for place in range(len(parts)):
        yield " ".join(parts[place:])
