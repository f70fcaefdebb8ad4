"""Conversations in the pages, read into steps that a test can hold with a real service.

    Commons> Amara: !call Slow Kettle            somebody says something in a room
    Commons> bot: Amara is calling a crew: ...   the bot says it there
    DM> Bo: yes                                  in a direct message to the bot
    DM> bot to Bo: Your yes to ...               the bot says it there
    (Amara has founded Harbourlight; Bo and Cleo are members.)
    (Bo and Cleo accept the invitations to Harbourlight and Commons.)
    (Bo reacts with ✋ to the call for Slow Kettle.)

Indented lines go on with the line above. Owns the grammar; refuses to know how a step is made.
"""

import re
from collections.abc import Iterator
from typing import assert_never

from attrs import frozen

from tests.docs.pages import ROOT

_TRANSCRIPT = re.compile(r"^<!-- transcript -->\n```text\n(.*?)^```", re.DOTALL | re.MULTILINE)
_SAID = re.compile(r"(?P<place>[^>]+)> (?P<who>bot|\w+)(?: to (?P<whom>\w+))?: (?P<text>.+)")
_FOUNDED = re.compile(r"\((\w+) has founded ([\w ]+); (.+) are members\.\)")
_ACCEPTED = re.compile(r"\((.+) accept(?:s)? the invitations? to (.+)\.\)")
_REACTED = re.compile(r"\((\w+) reacts with (\S+) to the call for (.+)\.\)")


@frozen
class Founded:
    """Somebody has founded a congregation, and others are in it."""

    founder: str
    name: str
    members: tuple[str, ...]


@frozen
class Accepted:
    """People accept invitations to rooms."""

    people: tuple[str, ...]
    rooms: tuple[str, ...]


@frozen
class Reacted:
    """Somebody reacts to a call."""

    person: str
    key: str
    crew: str


@frozen
class Said:
    """Somebody says something; to the bot in a direct message if there is no room."""

    person: str
    room: str | None
    text: str


@frozen
class Heard:
    """The bot has said something: in a room, or to a person in a direct message."""

    room: str | None
    person: str | None
    text: str


Step = Founded | Accepted | Reacted | Said | Heard


def transcripts(page: str) -> tuple[Step, ...]:
    """Give the steps of all conversations of a page, as one story."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return tuple(step for block in _TRANSCRIPT.findall(text) for step in _steps(block))


def squeezed(text: str) -> str:
    """Give a text without its line breaks and indentations, as it is compared."""
    return " ".join(text.split())


def people(steps: tuple[Step, ...]) -> frozenset[str]:
    """Give everybody who takes part."""
    return frozenset(name for step in steps for name in _people(step))


def _people(step: Step) -> tuple[str, ...]:
    match step:
        case Founded(founder=founder, members=members):
            return (founder, *members)
        case Accepted(people=accepting):
            return accepting
        case Reacted(person=person) | Said(person=person):
            return (person,)
        case Heard(person=person):
            return () if person is None else (person,)
        case _:
            assert_never(step)


def _steps(block: str) -> Iterator[Step]:
    for line in re.sub(r"\n +", " ", block).splitlines():
        yield _step(line)


def _step(line: str) -> Step:
    if founded := _FOUNDED.fullmatch(line):
        return Founded(founded[1], founded[2], _names(founded[3]))
    if reacted := _REACTED.fullmatch(line):
        return Reacted(reacted[1], reacted[2], reacted[3])
    if accepted := _ACCEPTED.fullmatch(line):
        return Accepted(_names(accepted[1]), _names(accepted[2]))
    said = _SAID.fullmatch(line)
    assert said is not None, f"neither said nor done: {line}"
    room = None if said["place"] == "DM" else said["place"]
    if said["who"] == "bot":
        return Heard(room, said["whom"], squeezed(said["text"]))
    return Said(said["who"], room, squeezed(said["text"]))


def _names(written: str) -> tuple[str, ...]:
    return tuple(re.split(r", | and ", written))
