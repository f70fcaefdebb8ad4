"""What a command is: its words, its options, where it is heard and who may use it.

Owns the shape of a declaration. Refuses to know which commands there are (`descriptors`).
"""

from enum import Enum
from typing import Final, Generic, TypeVar

from attrs import frozen

from microsol_matrix.talk.takes import Takes

T_co = TypeVar("T_co", covariant=True)


class Where(Enum):
    """The rooms in which a command is heard; values are the roles of rooms."""

    DIRECT = "direct"
    COMMONS = "commons"
    CREW = "crew"
    HOSTS = "hosts"


class Who(Enum):
    """Who may use a command."""

    ANYBODY = "anybody"
    MEMBER = "member"
    FRIEND = "friend"
    """Members who are more than guests."""
    PARTNER = "partner"
    HOST = "host"
    CALLER = "caller"
    FOUNDER = "founder"


@frozen
class Option(Generic[T_co]):
    """One `key=value` of a command.

    Attributes:
        key: What is written before `=`.
        shape: An example of what may stand after it.
        meaning: What it does, one clause.
        takes: How its values are read, and within which bounds.
    """

    key: str
    shape: str
    meaning: str
    takes: Takes[T_co]


@frozen
class Descriptor:
    """One command.

    Attributes:
        word: As typed after `!`.
        usage: The whole shape, for help.
        summary: What it does, one sentence without its full stop.
        aliases: What else may be typed after `!`, in other languages; accents may be left out.
    """

    word: str
    usage: str
    summary: str
    options: tuple[Option[object], ...]
    where: frozenset[Where]
    who: Who
    examples: tuple[str, ...]
    aliases: tuple[str, ...] = ()

    def option(self, key: str) -> Option[object] | None:
        """Give an option by its key; None if the command has none such."""
        return next((option for option in self.options if option.key == key), None)


CREW_ROOM: Final = frozenset({Where.DIRECT, Where.CREW})
ANYWHERE: Final = frozenset(Where)
DIRECT: Final = frozenset({Where.DIRECT})
HOUSE: Final = frozenset({Where.DIRECT, Where.COMMONS, Where.HOSTS})
OPEN: Final = frozenset({Where.DIRECT, Where.COMMONS})
LOOKED_AFTER: Final = frozenset({Where.DIRECT, Where.HOSTS})
