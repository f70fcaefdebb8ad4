"""Names of calls, crews and congregations: reading them out of a command, limiting them, finding by them."""

import unicodedata
from collections.abc import Iterable
from itertools import chain
from typing import Protocol, TypeVar

from microsol_matrix.decide.course import Refused
from microsol_matrix.ids import Text
from microsol_matrix.scales.call import Call
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import World


class Named(Protocol):
    """Something that people gave a name."""

    @property
    def name(self) -> Text:
        """Give the name."""
        ...


N = TypeVar("N", bound=Named)


def name_and_rest(command: Command) -> tuple[str, str]:
    """Split what was said into a name and the rest.

    What stands in quotes is the name; else what stands before ` - ` or `: `; else everything.
    """
    if command.name:
        return command.name, command.text
    for separator in (" - ", " \N{EN DASH} ", " \N{EM DASH} ", ": "):
        name, found, rest = command.text.partition(separator)
        if found:
            return name.strip(), rest.strip()
    return command.text, ""


def too_long(phrase: str, *, what: Said, given: str, limit: int) -> Refused | None:
    """Refuse what is longer than its limit in characters."""
    if len(given) <= limit:
        return None
    return Refused(say(phrase, what=what, length=len(given), limit=limit))


def same(one: str, other: str) -> bool:
    """Whether two names are the same to a person: letter case, width, blanks and what is not seen do not count."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    seen = "".join(char for char in name if unicodedata.category(char) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", seen).casefold().split())


def names_of(things: Iterable[Named]) -> Said:
    """List calls or crews by name, one a line."""
    return joined([say("name.line", name=one.name) for one in things])


def named(things: Iterable[N], name: str) -> tuple[N, ...]:
    """Give those with this name; without one that is the same, those whose name begins so."""
    everything = tuple(things)
    exact = tuple(one for one in everything if same(one.name, name))
    return exact or tuple(one for one in everything if _folded(one.name).startswith(_folded(name)))


def taking_answers(world: World) -> tuple[Call, ...]:
    """Give the calls that can be answered, the oldest first."""
    return tuple(call for call in world.calls_in_order if call.is_taking_answers)


def said_name(command: Command) -> str:
    """Give the name that a command carries, quoted or not."""
    return " ".join(chain([command.name] if command.name else [], [command.text])).strip()
