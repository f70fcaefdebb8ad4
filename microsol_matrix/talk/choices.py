"""Choices of a question: which reaction and which words mean which.

Owns the choices of each kind of question, the reactions that stand for them, and the reading of both.
Refuses to know what follows from an answer.
"""

import unicodedata
from collections.abc import Mapping
from typing import Final

from microsol_matrix.languages import Language
from microsol_matrix.scales.question import Asking, Question
from microsol_matrix.seen import CHECK, CROSS
from microsol_matrix.talk.grammar import Verdict, verdict_of
from microsol_matrix.words import Said, say

YES: Final = "yes"
NO: Final = "no"
TAKEN_BACK: Final = "taken back"
"""What a question came to whose own person wants it no more; nobody can choose it."""

CHOICES: Final[Mapping[Asking, tuple[str, ...]]] = {
    Asking.REVIEW: ("keep", "change", "rest", "split", "merge", "finish"),
    Asking.NEWCOMER: (YES,),
    Asking.WIDENING: (YES,),
    Asking.SPLIT: ("1", "2"),
    Asking.MERGE_OFFER: (YES, NO),
    Asking.MERGE: (YES,),
    Asking.OLD_ROOM: (YES, NO),
}
"""What can be answered. Where only a yes stands, whoever does not agree objects by direct message, or says nothing."""

_KEYCAPS: Final = ("1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣")
_KEYCAP: Final = "\N{COMBINING ENCLOSING KEYCAP}"
_VARIATION: Final = "\N{VARIATION SELECTOR-16}"


def emojis(asking: Asking) -> tuple[str, ...]:
    """Give the reactions that stand for the choices, in their order."""
    choices = CHOICES[asking]
    if set(choices) <= {YES, NO}:
        return tuple(CHECK if choice == YES else CROSS for choice in choices)
    return _KEYCAPS[: len(choices)]


def choice_of_key(question: Question, key: str) -> str | None:
    """Read a reaction; None if it stands for none of the choices."""
    plain = key.replace(_VARIATION, "").removesuffix(_KEYCAP)
    numbered = _by_number(question, plain)
    if numbered is not None:
        return numbered
    verdict = verdict_of(key)
    said = None if verdict is None else (YES if verdict is Verdict.YES else NO)
    return said if said in question.choices else None


def choice_of_words(question: Question, words: str) -> str | None:
    """Read words: a number, a choice in any of our languages, or what people called it; None if it is none."""
    said = _folded(words)
    if not said:
        return None
    numbered = _by_number(question, said)
    if numbered is not None:
        return numbered
    for label, choice in zip(question.labels, question.choices, strict=False):
        if choice.isdecimal() and _folded(label) == said:
            return choice
    if part := _by_part_of_label(question, said):
        return part
    for choice in question.choices:
        if not choice.isdecimal() and said in _ways_to_say(choice):
            return choice
    return choice_of_key(question, words.strip())


def says_no(words: str) -> bool:
    """Whether words say no, in any of our languages or by a sign."""
    return _folded(words) in _ways_to_say(NO) or verdict_of(words.strip()) is Verdict.NO


def choice_said(question: Question, choice: str) -> Said:
    """Say a choice to people."""
    if choice.isdecimal():
        place = int(choice) - 1
        return say("name.bare", name=question.labels[place]) if question.labels else Said(choice)
    return say(f"choice.{choice}")


def _by_part_of_label(question: Question, said: str) -> str | None:
    """Read what is a part of one label alone, in whole words: `East` of `Long Table East`."""
    named = [
        choice
        for label, choice in zip(question.labels, question.choices, strict=False)
        if choice.isdecimal() and f" {said} " in f" {_folded(label)} "
    ]
    return named[0] if len(named) == 1 else None


def _by_number(question: Question, written: str) -> str | None:
    is_numbered = not set(question.choices) <= {YES, NO}
    if is_numbered and written.isascii() and written.isdecimal():
        place = int(written) - 1
        return question.choices[place] if 0 <= place < len(question.choices) else None
    return None


def _ways_to_say(choice: str) -> frozenset[str]:
    return frozenset(_folded(say(f"choice.{choice}").in_language(one)) for one in Language)


def _folded(words: str) -> str:
    """Give words in small letters, without accents and what stands around them."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    return plain.strip(" \t\n.,!?;:\"'")
