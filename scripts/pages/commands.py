"""Tables for members: the commands, what each option of a call takes, and every limit.

Defaults are read off what the code makes of a bare `!call`, so they cannot be told wrongly.
"""

from datetime import UTC, datetime
from typing import Final

from microsol_matrix.decide.closing import HARVEST_LIMIT
from microsol_matrix.decide.options import CallOptions, call_options
from microsol_matrix.scales import call, congregation
from microsol_matrix.scales.numbers import PRESETS, Numbers, Preset
from microsol_matrix.talk.descriptor import Where, Who
from microsol_matrix.talk.descriptors import BY_WORD, COMMANDS
from microsol_matrix.talk.given import Given, read_given
from microsol_matrix.talk.grammar import Command
from microsol_matrix.talk.numbers import SETTINGS, written
from microsol_matrix.words import say
from scripts.pages.marked import table

_GUESTS: Final = frozenset({Who.MEMBER, Who.CALLER})
_RIGHTS: Final = {
    "guests": _GUESTS,
    "friends": _GUESTS | {Who.FRIEND},
    "partners": _GUESTS | {Who.FRIEND, Who.PARTNER},
    "hosts": _GUESTS | {Who.FRIEND, Who.PARTNER, Who.HOST},
}
"""Whose commands each may say, from the least to the most."""

_NOW: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
_NUMBERS: Final = Numbers()
"""Of a congregation that has chosen none."""


def command_table() -> str:
    """Give every command: how it is written, what it does, its words in other languages, who may use it, where."""
    rows = (
        (
            f"`{one.usage}`",
            f"{one.summary}.",
            ", ".join(f"`!{alias}`" for alias in one.aliases),
            say(f"who.{one.who.value}"),
            ", ".join(say(f"where.{place.value}") for place in Where if place in one.where),
        )
        for one in COMMANDS
    )
    return table(("command", "what it does", "also", "who", "where"), rows)


def rights_table() -> str:
    """Give what of all that concerns a congregation guests, friends, partners and hosts may say."""
    rows = (
        (f"`{one.usage}`", *("yes" if one.who in whose else "" for whose in _RIGHTS.values()))
        for one in COMMANDS
        if one.who not in (Who.ANYBODY, Who.FOUNDER)
    )
    return table(("", *_RIGHTS), rows)


def option_table() -> str:
    """Give every option of a call: its meaning, what it takes, and what holds without it."""
    defaults = _defaults()
    rows = (
        (
            f"`{one.key}`",
            one.meaning,
            f"{one.takes.expected()}: {one.key}={one.shape}",
            defaults[one.key],
        )
        for one in BY_WORD["call"].options
    )
    return table(("option", "meaning", "takes", "without it"), rows)


def limit_table() -> str:
    """Give every limit that a member can meet, with its number."""
    rows = (
        ("name of a crew", f"{call.NAME_LIMIT} characters"),
        ("its intention", f"{call.INTENTION_LIMIT} characters"),
        ("`rhythm` and `for`", f"{call.NOTE_LIMIT} characters"),
        ("a harvest", f"{HARVEST_LIMIT} characters"),
        ("until a crew looks back", f"{call.LONGEST_CYCLE.days} days"),
        ("name of a congregation", f"{congregation.NAME_LIMIT} characters"),
        ("its purpose", f"{congregation.PURPOSE_LIMIT} characters"),
        ("its place", f"{congregation.PLACE_LIMIT} characters"),
        (
            "a call stays open",
            f"{_NUMBERS.call_window.days} days, {call.LONGEST_WINDOW.days} at most",
        ),
        ("an invitation to a crew keeps its seat", f"{_NUMBERS.accepting.days} days"),
        ("a crew is full, and a call promises no more, at", f"{_NUMBERS.crew_full} people"),
        (
            "a guest's season",
            f"{_NUMBERS.guest.days // 7} weeks; then the hosts are asked about it",
        ),
    )
    return table(("what", "limit, where hosts chose no other"), rows)


def number_table() -> str:
    """Give every number that hosts can choose: what it means, what it takes, and what it is unless they do."""
    rows = (
        (
            f"`{one.key}`",
            one.meaning,
            str(one.takes.expected()),
            *(written(getattr(PRESETS[preset], one.name)) for preset in Preset),
        )
        for one in SETTINGS
    )
    presets = (f"`sizes={preset.value}`" for preset in Preset)
    return table(("number", "what it says", "takes", *presets), rows)


def _defaults() -> dict[str, str]:
    bare = _options_of({})
    others = [
        (kind.value, answering)
        for kind in call.Kind
        if (answering := _options_of({"kind": kind.value}).answering) is not bare.answering
    ]
    exceptions = "".join(f"; {answering.value} where kind={kind}" for kind, answering in others)
    return {
        "kind": bare.kind.value,
        "seats": f"{bare.seats[0]}-{bare.seats[1]}",
        "weeks": str(bare.weeks),
        "rhythm": bare.rhythm or "not said",
        "for": bare.audience or "everybody",
        "closes": f"in {(bare.closes_at - _NOW).days} days",
        "answers": f"{bare.answering.value}{exceptions}",
        "start": bare.start.value,
        "encrypted": "what the congregation was founded with; no if nothing was said then",
        "bot-reads": "yes; no where the service holds no keys",
        "in": "your only congregation; where you have several, I ask",
    }


def _options_of(given: dict[str, str]) -> CallOptions:
    command = Command(descriptor=BY_WORD["call"], name="Slow Kettle", text="", options=given)
    read = read_given(command, now=_NOW)
    if not isinstance(read, Given):
        raise TypeError(read)
    return call_options(read, numbers=_NUMBERS, now=_NOW)
