"""Every phrase is said somewhere, whatever is said is a phrase, and none of it sounds like a crowd manager."""

import ast
import re
import string
from collections.abc import Collection, Iterator, Mapping

import pytest
from attrs import frozen

from microsol_matrix.decide.afar import Looked
from microsol_matrix.decide.outcomes import MOVES
from microsol_matrix.decide.seats import ASKED_WHEN_SMALL
from microsol_matrix.deeds import Doing
from microsol_matrix.phrases import PHRASES
from microsol_matrix.places import ARCHIVE, COMMONS, HOSTS, PORCH, SPACE
from microsol_matrix.scales.call import Kind
from microsol_matrix.scales.congregation import Joining
from microsol_matrix.scales.crew import CrewState, Visibility
from microsol_matrix.scales.publishing import Publishing
from microsol_matrix.scales.tier import Tier
from microsol_matrix.scales.transitions import Move
from microsol_matrix.talk.choices import CHOICES
from microsol_matrix.talk.descriptor import Where, Who
from microsol_matrix.talk.descriptors import COMMANDS, TOPICS
from tests.docs.pages import ROOT, text_of

FORBIDDEN = re.compile(
    r"\b(owner|boss|leader|rank|level|trust score|karma|funnel|churn|inactive|dead|failed|kick|group"
    r"|item|entity|manager)(s|ed|ing)?\b",
    re.IGNORECASE,
)
"""What people are never called, nor what is done with them (the words of the domain)."""

CORE = ROOT / "microsol_matrix"
PROBLEMS = (
    *("make", "enter", "put", "prompt", "remove", "put-out", "ban", "lift-ban"),
    *("keep", "alias"),
)
"""Beginnings of the names of intents whose refusal hosts are told of (`plan.intents.name_of`)."""
PUT_TOGETHER: Mapping[str, Collection[str]] = {
    r"help\.(?:topic|tail)\.(.+)": TOPICS,
    r"who\.(.+)": {who.value for who in Who},
    r"where\.(.+)": {where.value for where in Where},
    r"why\.(.+)": {doing.value for doing in Doing},
    r"problem\.(.+)": PROBLEMS,
    r"out\.(.+)": {SPACE, COMMONS, HOSTS, ARCHIVE, PORCH, "crew"},
    r"(?:tier|expects)\.(.+)": {tier.value for tier in Tier},
    r"kind\.(.+)": {kind.value for kind in Kind},
    r"(?:state|next)\.(.+)": {state.value for state in CrewState},
    r"choice\.(.+)": {choice for choices in CHOICES.values() for choice in choices} - {"1", "2"},
    r"(?:newcomers|(?:adopt|release)\.joining)\.(.+)": {joining.value for joining in Joining},
    r"visibility(?:\.narrowed|\.to)?\.(.+)": {seen.value for seen in Visibility},
    r"publish(?:\.narrowed)?\.(.+)": {much.value for much in Publishing},
    r"porch\.how\.(.+)": {joining.value for joining in Joining},
    r"crew\.small\.(.+)": {state.value for state in ASKED_WHEN_SMALL},
    r"link\.already\.(.+)": {"proposed", "agreed", "mutual"},
    r"link\.found\.(.+)": {one.value for one in Looked} - {Looked.PORCH.value},
    r"seen-by\.(.+)": {seen.value for seen in Visibility},
    r"outcome\.(.+)": {*MOVES, Move.WAKE.value, Move.STOP_CLOSING.value},
    r"recorded\.(.+)": {move.value for move in Move},
    r"(.+)\.(?:name|topic)": {COMMONS, HOSTS, ARCHIVE},
}
"""Phrases whose names are put together where they are said: by what, and which parts there are."""


@frozen
class Saying:
    """One place in the core where a phrase is said by its name."""

    where: str
    phrase: str
    values: frozenset[str]


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(CORE.rglob("*.py")):
        if path.name not in ("words.py", "phrases.py") and path.parent.name != "phrasebook":
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def sayings() -> Iterator[Saying]:
    for path, tree in trees():
        for node in ast.walk(tree):
            match node:
                case ast.Call(
                    func=ast.Name(id="say" | "plain"),
                    args=[ast.Constant(value=str(phrase)), *_],
                    keywords=keywords,
                ):
                    values = frozenset(str(keyword.arg) for keyword in keywords)
                    yield Saying(f"{path}:{node.lineno}", phrase, values)
                case _:
                    pass


def placeholders(phrase: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(PHRASES[phrase]) if name)


def test_whatever_is_said_is_a_phrase_and_gets_the_values_that_it_needs() -> None:
    unknown = [one for one in sayings() if one.phrase not in PHRASES]
    wrong = [
        one for one in sayings() if one.phrase in PHRASES and placeholders(one.phrase) != one.values
    ]

    assert unknown == []
    assert wrong == []


@pytest.mark.parametrize(
    "phrase",
    [
        *(f"who.{who.value}" for who in Who),
        *(f"where.{where.value}" for where in Where),
        *(f"why.{doing.value}" for doing in Doing),
        *(f"problem.{problem}" for problem in PROBLEMS),
        *(f"{told}.{tier.value}" for told in ("tier", "expects") for tier in Tier),
        *(f"kind.{kind.value}" for kind in Kind),
        *(f"state.{state.value}" for state in CrewState),
        *(f"{key}.{part}" for key in (COMMONS, HOSTS, ARCHIVE) for part in ("name", "topic")),
    ],
)
def test_phrases_whose_names_are_put_together_are_there(phrase: str) -> None:
    assert phrase in PHRASES


def test_every_phrase_is_said_somewhere() -> None:
    named = {
        node.value
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    unsaid = [one for one in PHRASES if one not in named and not _is_put_together(one)]
    assert unsaid == []


def _is_put_together(phrase: str) -> bool:
    matches = ((re.fullmatch(shape, phrase), parts) for shape, parts in PUT_TOGETHER.items())
    return any(match is not None and match[1] in parts for match, parts in matches)


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_uses_no_word_of_crowd_managers(phrase: str) -> None:
    text = re.sub(r"{[^}]*}", "", PHRASES[phrase])

    assert FORBIDDEN.search(text) is None


def test_help_uses_no_word_of_crowd_managers() -> None:
    texts = [
        text
        for one in COMMANDS
        for text in (one.summary, one.usage, *(option.meaning for option in one.options))
    ]

    assert [text for text in texts if FORBIDDEN.search(text)] == []


@pytest.mark.parametrize("page", ["README.md", "docs/members.md", "docs/hosts.md"])
def test_a_page_for_people_uses_no_word_of_crowd_managers(page: str) -> None:
    text = re.sub(r"power levels?", "", text_of(page))

    assert [match[0] for match in FORBIDDEN.finditer(text)] == []
