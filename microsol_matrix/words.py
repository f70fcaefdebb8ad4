"""The saying of phrases in any language.

Owns how values are put into them. Refuses to know when something is said. Phrases
are in the house's markup (`markup`); values are quoted, so that a name can never act as markup.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Self

from microsol_matrix.ids import Text
from microsol_matrix.languages import (
    Language,
    counted,
    translated,
    written_date,
    written_day,
)
from microsol_matrix.markup import quote
from microsol_matrix.phrases import COUNTED, PHRASES
from microsol_matrix.spans import DAY, HOUR, WEEK, parts_of

_Speaking = Callable[[Language], str]


class Said(str):  # noqa: SLOT000 - no slots can stand beside those of a text
    """A finished phrase: it reads in English, and can be said in the other languages.

    It is markup already, so that putting it into another phrase quotes nothing.
    """

    _speak: _Speaking | None

    def __new__(cls, text: str = "", *, speak: _Speaking | None = None) -> Self:
        """Finish a text; without `speak` it is the same in every language."""
        said = super().__new__(cls, text)
        said._speak = speak
        return said

    def in_language(self, language: Language) -> Text:
        """Say it in a language."""
        if self._speak is None or language is Language.ENGLISH:
            return Text(str(self))  # a bare text: what is stored carries nothing else
        return Text(self._speak(language))


def say(phrase: str, /, **values: str | int | date) -> Said:
    """Say a phrase with its values.

    Args:
        phrase: Its name in `PHRASES`.
        values: What stands in its braces; words of people are quoted, days and moments are written as
            long dates, phrases stay.
    """

    def speak(language: Language) -> str:
        text = translated(language, phrase, PHRASES[phrase])
        return text.format(**{key: _put(value, language) for key, value in values.items()})

    return _said(speak)


def count(phrase: str, number: int, /) -> Said:
    """Say one of the phrases of `COUNTED`, in the form that goes with the number."""

    def speak(language: Language) -> str:
        return counted(language, phrase, COUNTED[phrase], count=number).format(count=number)

    return _said(speak)


def span(length: timedelta, /) -> Said:
    """Say how long whole hours, days or weeks are, in the unit in which people would count them."""
    number, unit = parts_of(length)
    phrases = {HOUR: "span.hours", DAY: "span.days", WEEK: "span.weeks"}
    return count(phrases[unit], number)


def term(context: str, english: str, /) -> Said:
    """Say a text that is declared elsewhere, as the summary of a command.

    Args:
        context: Its name in the catalogues.
        english: Its text; markup means nothing in it.
    """
    return _said(lambda language: quote(translated(language, context, english)))


def joined(parts: Sequence[Said], between: str = "\n") -> Said:
    """Put phrases one behind the other, on lines of their own unless something else stands between."""
    return _said(lambda language: between.join(part.in_language(language) for part in parts))


def day_and_month(day: date, /) -> Said:
    """Say a day that is near, without weekday and year: `4 January`."""
    return _said(lambda language: written_day(day, language))


def plain(phrase: str, /, language: Language = Language.ENGLISH, **values: str) -> Text:
    """Say a phrase where no markup is rendered, as in a room's name: values stay as they are."""
    return Text(translated(language, phrase, PHRASES[phrase]).format(**values))


def _said(speak: _Speaking) -> Said:
    return Said(speak(Language.ENGLISH), speak=speak)


def _put(value: str | int | date, language: Language) -> str:
    match value:
        case Said():
            return value.in_language(language)
        case datetime():
            return written_date(value.astimezone(UTC).date(), language)
        case date():
            return written_date(value, language)
        case int():
            return str(value)
        case _:
            return quote(value)
