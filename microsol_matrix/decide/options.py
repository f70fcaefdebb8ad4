"""Read the options of a call: each has a default, so that `!call Slow Kettle` is enough."""

import re
from collections.abc import Mapping
from datetime import datetime

from attrs import frozen

from microsol_matrix.decide.course import Refused
from microsol_matrix.ids import Text
from microsol_matrix.scales.call import (
    LONGEST_WINDOW,
    NOTE_LIMIT,
    SEATS_LIMITS,
    SEATS_MAX,
    SEATS_MIN,
    WEEKS,
    WEEKS_LIMITS,
    WINDOW,
    Answering,
    Kind,
    Start,
)
from microsol_matrix.talk.grammar import Command, nearest_option
from microsol_matrix.times import read_deadline
from microsol_matrix.words import Said, say

_SEATS = re.compile(r"(\d{1,3})(?:\s*-\s*(\d{1,3}))?", re.ASCII)
_NUMBER = re.compile(r"\d{1,3}", re.ASCII)


@frozen
class CallOptions:
    """The options of a call, read and within bounds.

    Attributes:
        seats: The least and the most people, the caller counted.
    """

    kind: Kind
    seats: tuple[int, int]
    weeks: int
    rhythm: Text
    audience: Text
    closes_at: datetime
    answering: Answering
    start: Start


class _MisfitError(Exception):
    """The value of an option does not fit; carries what would."""

    def __init__(self, *, key: str, expected: Said) -> None:
        super().__init__(key, expected)
        self.key = key
        self.expected = expected


def read_options(command: Command, *, now: datetime) -> CallOptions | Refused:
    """Read a call's options.

    Args:
        command: The command; unknown options are refused with the nearest known one.
        now: The present, from which spans count.
    """
    given = command.options
    for key in given:
        if command.descriptor.option(key) is None:
            return _unknown(command, key)
    kind = Kind.PRACTICE
    try:
        if "kind" in given:
            kind = _kind(given["kind"])
        private_by_default = kind is Kind.SUPPORT
        return CallOptions(
            kind=kind,
            seats=_seats(given),
            weeks=_weeks(given),
            rhythm=_note(given, "rhythm"),
            audience=_note(given, "for"),
            closes_at=_closes(given, now),
            answering=_answering(given, is_private=private_by_default),
            start=_start(given),
        )
    except _MisfitError as misfit:
        key = misfit.key
        return Refused(say("option.bad", option=key, given=given[key], expected=misfit.expected))


def _unknown(command: Command, key: str) -> Refused:
    known = command.descriptor.options
    if nearest := nearest_option(command.descriptor, key):
        phrase = "option.unknown.nearest"
        word = f"!{command.descriptor.word}"
        return Refused(say(phrase, command=word, option=key, nearest=nearest))
    options = ", ".join(option.key for option in known)
    word = f"!{command.descriptor.word}"
    return Refused(say("option.unknown", command=word, option=key, options=options))


def _kind(written: str) -> Kind:
    try:
        return Kind(written.lower())
    except ValueError:
        kinds = ", ".join(kind.value for kind in Kind)
        raise _MisfitError(key="kind", expected=say("option.kinds", kinds=kinds)) from None


def _seats(given: Mapping[str, str]) -> tuple[int, int]:
    if "seats" not in given:
        return SEATS_MIN, SEATS_MAX
    least, most = SEATS_LIMITS
    match = _SEATS.fullmatch(given["seats"])
    low = int(match.group(1)) if match else 0
    high = int(match.group(2)) if match and match.group(2) else low
    if not least <= low <= high <= most:
        raise _MisfitError(key="seats", expected=say("option.seats", least=least, most=most))
    return low, high


def _weeks(given: Mapping[str, str]) -> int:
    if "weeks" not in given:
        return WEEKS
    least, most = WEEKS_LIMITS
    weeks = int(given["weeks"]) if _NUMBER.fullmatch(given["weeks"]) else 0
    if not least <= weeks <= most:
        raise _MisfitError(key="weeks", expected=say("option.weeks", least=least, most=most))
    return weeks


def _note(given: Mapping[str, str], key: str) -> Text:
    note = given.get(key, "")
    if len(note) > NOTE_LIMIT:
        raise _MisfitError(key=key, expected=say("option.note", limit=NOTE_LIMIT))
    return Text(note)


def _closes(given: Mapping[str, str], now: datetime) -> datetime:
    if "closes" not in given:
        return now + WINDOW
    closes = read_deadline(given["closes"], now=now)
    if closes is None or not now < closes <= now + LONGEST_WINDOW:
        raise _MisfitError(key="closes", expected=say("option.closes", most=LONGEST_WINDOW.days))
    return closes


def _answering(given: Mapping[str, str], *, is_private: bool) -> Answering:
    if "answers" not in given:
        return Answering.PRIVATE if is_private else Answering.OPEN
    try:
        return Answering(given["answers"].lower())
    except ValueError:
        raise _MisfitError(key="answers", expected=say("option.answers")) from None


def _start(given: Mapping[str, str]) -> Start:
    if "start" not in given:
        return Start.AT_QUORUM
    try:
        return Start(given["start"].lower())
    except ValueError:
        raise _MisfitError(key="start", expected=say("option.start")) from None
