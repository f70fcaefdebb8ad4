"""Conversations in the pages, read into steps that a test can hold with a real service.

    Commons> Amara: !call Slow Kettle            somebody says something in a room
    Commons> bot: Amara is calling a crew: ...   the bot says it there
    DM> Bo: yes                                  in a direct message to the bot
    DM> bot to Bo: Your yes to ...               the bot says it there
    (Amara has founded Harbourlight; Bo and Cleo are members.)
    (Amara has founded Puerto Claro in Spanish; Bo and Cleo are members.)
    (Amara and Dov host Tidelight; Bo and Cleo are members.)
    Tidelight: Hosts> Dov: !publish              where there are two congregations, rooms by whole names
    (14 days pass.)
    (Cleo reacts with 6️⃣ in Slow Kettle.)        to the newest question there
    (Bo leaves Slow Kettle.)
    (Bo and Cleo accept the invitations to Harbourlight and Commons.)
    (Bo reacts with ✋ to the call for Slow Kettle.)
    (Bo takes ✋ back from the call for Slow Kettle.)
    (Amara takes ✋ of Bo away from the call for Slow Kettle.)
    (The call for Slow Kettle shows ✋ by bot and Bo.)
    Commons> bot, instead: Slow Kettle is ...    it has edited a message

Indented lines go on with the line above. Owns the grammar; refuses to know how a step is made.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import assert_never

from attrs import frozen

from tests.docs.pages import ROOT

_TRANSCRIPT = re.compile(r"^<!-- transcript -->\n```text\n(.*?)^```", re.DOTALL | re.MULTILINE)
_SAID = re.compile(
    r"(?P<place>[^>]+)> (?P<who>bot|\w+)(?: to (?P<whom>\w+))?(?P<edit>, instead)?: (?P<text>.+)"
)
_FOUNDED = re.compile(r"\((\w+) has founded ([\w ]+?)(?: in (\w+))?; (.+) are members\.\)")
_HOSTED = re.compile(r"\((\w+) and (\w+) host ([^;]+?)(?:; (.+) (?:are members|is a member))?\.\)")
_PASSED = re.compile(r"\((\d+) (minutes?|hours?|days?|weeks?) pass(?:es)?\.\)")
_ANSWERED = re.compile(r"\((\w+) reacts with (\S+) in (.+)\.\)")
_LEFT = re.compile(r"\((\w+) leaves (.+)\.\)")
_ACCEPTED = re.compile(r"\((.+) accept(?:s)? the invitations? to (.+)\.\)")
_REACTED = re.compile(r"\((\w+) reacts with (\S+) to the call for (.+)\.\)")
_TAKEN_BACK = re.compile(r"\((\w+) takes (\S+) (?:back|of (\w+) away) from the call for (.+)\.\)")
_SHOWN = re.compile(r"\(The call for (.+) shows (?:nothing|(.+))\.\)")
_SHOWN_ONE = re.compile(r"(\S+) by (.+)")


@frozen
class Founded:
    """Somebody has founded a congregation, and others are in it."""

    founder: str
    name: str
    members: tuple[str, ...]
    language: str = "English"
    second_host: str | None = None
    """One of the members; None if the founder hosts it alone."""


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
class Passed:
    """Time passes."""

    span: timedelta


@frozen
class Answered:
    """Somebody reacts to the newest question in a room."""

    person: str
    key: str
    room: str


@frozen
class Left:
    """Somebody leaves a room."""

    person: str
    room: str


@frozen
class TakenBack:
    """A reaction is taken away, by whoever put it or by somebody else."""

    person: str
    by: str
    key: str
    crew: str


@frozen
class Shown:
    """A call shows these reactions and no others, each with who put it."""

    crew: str
    reactions: tuple[tuple[str, tuple[str, ...]], ...]


@frozen
class Said:
    """Somebody says something; to the bot in a direct message if there is no room."""

    person: str
    room: str | None
    text: str


@frozen
class Heard:
    """The bot has said something: in a room, or to a person in a direct message; perhaps by editing."""

    room: str | None
    person: str | None
    text: str
    is_edit: bool = False


Step = Founded | Accepted | Passed | Reacted | Answered | Left | TakenBack | Shown | Said | Heard


def transcripts(page: str) -> tuple[Step, ...]:
    """Give the steps of all conversations of a page, as one story."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return tuple(step for block in _TRANSCRIPT.findall(text) for step in steps_of(block))


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
        case (
            Reacted(person=person)
            | Answered(person=person)
            | Left(person=person)
            | Said(person=person)
        ):
            return (person,)
        case TakenBack(person=person, by=by):
            return (person, by)
        case Shown() | Passed():
            return ()
        case Heard(person=person):
            return () if person is None else (person,)
        case _:
            assert_never(step)


def steps_of(block: str) -> Iterator[Step]:
    """Give the steps of one conversation."""
    for line in re.sub(r"\n +", " ", block).splitlines():
        yield _step(line)


def _step(line: str) -> Step:
    if founded := _FOUNDED.fullmatch(line):
        language = founded[3] or "English"
        return Founded(founded[1], founded[2], _names(founded[4]), language=language)
    if hosted := _HOSTED.fullmatch(line):
        founder, second, name, members = hosted.groups()
        others = () if members is None else _names(members)
        return Founded(founder, name, (second, *others), second_host=second)
    if passed := _PASSED.fullmatch(line):
        return Passed(timedelta(**{f"{passed[2].removesuffix('s')}s": int(passed[1])}))
    if left := _LEFT.fullmatch(line):
        return Left(left[1], left[2])
    if reacted := _REACTED.fullmatch(line):
        return Reacted(reacted[1], reacted[2], reacted[3])
    if answered := _ANSWERED.fullmatch(line):
        return Answered(answered[1], answered[2], answered[3])
    if accepted := _ACCEPTED.fullmatch(line):
        return Accepted(_names(accepted[1]), _names(accepted[2]))
    if taken := _TAKEN_BACK.fullmatch(line):
        return TakenBack(taken[3] or taken[1], by=taken[1], key=taken[2], crew=taken[4])
    if shown := _SHOWN.fullmatch(line):
        return Shown(shown[1], tuple(_reactions(shown[2] or "")))
    said = _SAID.fullmatch(line)
    assert said is not None, f"neither said nor done: {line}"
    room = None if said["place"] == "DM" else said["place"]
    if said["who"] == "bot":
        is_edit = said["edit"] is not None
        return Heard(room, said["whom"], squeezed(said["text"]), is_edit=is_edit)
    return Said(said["who"], room, squeezed(said["text"]))


def _reactions(written: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in filter(None, written.split("; ")):
        match = _SHOWN_ONE.fullmatch(one)
        assert match is not None, f"no reaction: {one}"
        yield match[1], _names(match[2])


def _names(written: str) -> tuple[str, ...]:
    return tuple(re.split(r", | and ", written))
