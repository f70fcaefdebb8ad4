"""Every phrase is there in every language, with the same values and the same markup, and none too many."""

import re
import string
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message

from microsol_matrix.languages import DATE_CONTEXT, DATE_PATTERN, Language, catalogue
from microsol_matrix.phrases import COUNTED, PHRASES
from microsol_matrix.talk.descriptors import COMMANDS
from microsol_matrix.talk.options import CONGREGATION, CREW

OTHERS = tuple(language for language in Language if language is not Language.ENGLISH)


def texts() -> dict[str, str | tuple[str, str]]:
    """Give everything that is said to people, by its context."""
    found: dict[str, str | tuple[str, str]] = {
        **PHRASES,
        **COUNTED,
        DATE_CONTEXT: DATE_PATTERN,
        "option.in": CONGREGATION.meaning,
        "option.crew": CREW.meaning,
    }
    for one in COMMANDS:
        found[f"command.{one.word}"] = one.summary
        for option in one.options:
            if option not in (CONGREGATION, CREW):
                found[f"option.{one.word}.{option.key}"] = option.meaning
    return found


def messages(language: Language) -> Iterator[Message]:
    return (message for message in catalogue(language) if message.id)


def forms(said: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (said or "",) if said is None or isinstance(said, str) else tuple(said)


def values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def commands(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w!])![a-z]+", text))


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_text_as_it_is_now_and_no_other(language: Language) -> None:
    there = {message.context: message.id for message in messages(language)}

    assert there == texts()


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_a_language_is_written(language: Language) -> None:
    unwritten = [
        message.context
        for message in messages(language)
        if not all(forms(message.string)) or message.fuzzy
    ]

    assert unwritten == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_takes_the_same_values_in_every_language(language: Language) -> None:
    wrong = [
        message.context
        for message in messages(language)
        for form in forms(message.string)
        if values(form) != values(forms(message.id)[-1])
    ]

    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_keeps_its_markup_and_its_commands_in_every_language(language: Language) -> None:
    wrong = [
        message.context
        for message in messages(language)
        for english, form in zip(forms(message.id), forms(message.string), strict=True)
        if form.count("**") != english.count("**")
        or form.count("\n") != english.count("\n")
        or form.count("\n- ") != english.count("\n- ")
        or form.startswith("- ") != english.startswith("- ")
        or commands(form) != commands(english)
    ]

    assert wrong == []
