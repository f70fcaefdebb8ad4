"""The options that came with a command, read by their types.

Owns the refusals that every command shares: an option that it does not have, a value that does not
fit. Refuses to know what the values are for.
"""

from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches
from typing import Final, TypeVar, cast

from attrs import field, frozen

from microsol_matrix.talk.descriptor import Descriptor, Option
from microsol_matrix.talk.grammar import Command
from microsol_matrix.talk.takes import Deadline, Misfit
from microsol_matrix.words import Said, say

T = TypeVar("T")

DATED: Final = frozenset({"agree"})
"""Commands whose words hold a day."""


@frozen
class Given:
    """What was given, by option."""

    _values: Mapping[str, object] = field(hash=False)

    def of(self, option: Option[T]) -> T | None:
        """Give an option's value; None if it was not given."""
        # What stands under an option's key was read by that option's own type.
        return cast("T | None", self._values.get(option.key))

    def or_else(self, otherwise: Mapping[str, object]) -> "Given":
        """Give these options, with others, by key, where none was given."""
        return Given({**otherwise, **self._values})


def read_given(command: Command, *, now: datetime) -> Given | Said:
    """Read the options of a command.

    Args:
        command: As said.
        now: The present, in the time zone whose days are meant.

    Returns:
        What is wrong instead, if there is an option that the command does not have, or a value that
        does not fit.
    """
    values: dict[str, object] = {}
    for key, written in command.options.items():
        option = command.descriptor.option(key)
        if option is None:
            return _unknown(command.descriptor, key)
        value = option.takes.read(written, now=now)
        if isinstance(value, Misfit):
            return value.why or _bad(option, written)
        values[key] = value
    return Given(values)


def holds_date(command: Command) -> bool:
    """Whether a command was given a day, which may be another one elsewhere."""
    if command.descriptor.word in DATED:
        return bool(command.name or command.text)
    given = (command.descriptor.option(key) for key in command.options)
    return any(option is not None and isinstance(option.takes, Deadline) for option in given)


def nearest_option(descriptor: Descriptor, key: str) -> str:
    """Give the option of a command that a misspelt key may have meant; empty if none is near."""
    known = [option.key for option in descriptor.options]
    return next(iter(get_close_matches(key, known, n=1, cutoff=0.6)), "")


def _bad(option: Option[object], written: str) -> Said:
    return say(
        "option.bad",
        option=option.key,
        given=written,
        expected=option.takes.expected(),
        example=option.shape,
    )


def _unknown(descriptor: Descriptor, key: str) -> Said:
    word = f"!{descriptor.word}"
    if nearest := nearest_option(descriptor, key):
        return say("option.unknown.nearest", command=word, option=key, nearest=nearest)
    if not descriptor.options:
        return say("option.none", command=word)
    options = ", ".join(option.key for option in descriptor.options)
    return say("option.unknown", command=word, option=key, options=options)
