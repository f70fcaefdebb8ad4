"""Fields of our own contents, read again: each of the type that its schema says, or not there.

Owns the turning of JSON into values. Refuses to guess: what does not fit is left out (`structure.fields`).
"""

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from microsol_matrix.observe.remembered import moment_of
from microsol_matrix.rooms import Json
from microsol_matrix.structure.fields import read_fields, required_fields


@frozen
class Known:
    """What is known of one object."""

    fields: Mapping[str, Json] = field(hash=False)

    def text(self, name: str) -> str:
        """Give a text; empty if there is none."""
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Give a list of texts."""
        value = self.fields.get(name)
        return (
            tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
        )

    def number(self, name: str, default: int) -> int:
        """Give a whole number."""
        value = self.fields.get(name)
        return value if type(value) is int else default

    def numbers(self, name: str) -> tuple[int, ...]:
        """Give a list of whole numbers."""
        value = self.fields.get(name)
        return tuple(one for one in value if type(one) is int) if isinstance(value, list) else ()

    def is_so(self, name: str) -> bool:
        """Whether something is said to be so."""
        return self.fields.get(name) is True

    def moment(self, name: str) -> datetime | None:
        """Give a moment; None if there is none."""
        value = self.fields.get(name)
        return moment_of(value) if type(value) is int else None

    def part(self, name: str) -> "Known | None":
        """Give an object within; None if there is none."""
        value = self.fields.get(name)
        return Known(value) if isinstance(value, Mapping) else None

    def parts(self, name: str) -> tuple["Known", ...]:
        """Give a list of objects within."""
        value = self.fields.get(name)
        listed = value if isinstance(value, list) else ()
        return tuple(Known(one) for one in listed if isinstance(one, Mapping))


def known(content: Mapping[str, Json], *, type_: str, shape: str | None = None) -> Known | None:
    """Read a content of ours; None if it is of a newer version, or lacks what it has to say.

    Args:
        content: Not empty.
        type_: One of our types.
        shape: Which of the shapes in its schema; None if it has only one.
    """
    read = read_fields(content, type_=type_, shape=shape)
    has_all = required_fields(type_, shape) <= read.known.keys()
    return Known(read.known) if has_all else None
