"""Dooms: where a service is to die, and the note by which it is told.

Owns the names of the steps. Refuses to know what any step is good for.
"""

from enum import Enum
from pathlib import Path
from typing import Self

from attrs import field, frozen

from appservice.demo.almanac import Almanac


class When(Enum):
    """On which side of a call the end comes."""

    BEFORE = "before"
    WHILE = "while"
    """The homeserver is still making what it was asked for."""
    AFTER = "after"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@frozen
class Doom:
    """Death at one call of a port.

    Attributes:
        call: Words that are all among those of the call (see `doomed`), such as `append CrewBegan`.
        nth: The how manieth such call since the note was written.
    """

    when: When
    call: frozenset[str] = field(converter=_words)
    nth: int = 1

    @classmethod
    def of(cls, name: str) -> Self:
        """Read a step's name: `after invite 2`, `before append CrewBegan`."""
        when, *words = name.split()
        nth = int(words.pop()) if words[-1].isdecimal() else 1
        return cls(when=When(when), call=" ".join(words), nth=nth)


@frozen
class Note:
    """A file that says where the service is to die; without it, it lives."""

    path: Path

    @property
    def almanac(self) -> Almanac:
        """Give the almanac by which the service's time passes; it lies beside the note."""
        return Almanac(self.path.with_suffix(".almanac"))

    def write(self, step: str) -> None:
        """Decide; what was counted so far counts no more."""
        draft = self.path.with_suffix(".draft")
        draft.write_text(step, encoding="utf-8")
        draft.replace(self.path)

    def tear_up(self) -> None:
        """Let it live."""
        self.path.unlink(missing_ok=True)

    def read(self) -> str | None:
        """Give the step; None if there is none."""
        try:
            return self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
