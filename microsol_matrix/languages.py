"""The languages that the service speaks, and their catalogues of phrases.

Owns which there are, how people name them, and the looking up of a phrase by its English text and
its context (gettext's `msgctxt`: the name of the phrase). Refuses to know any phrase (`words`).

The catalogues are `locale/<language>.po`, read as they are: nothing has to be compiled before it runs.
"""

import unicodedata
from datetime import date
from enum import Enum
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO
from typing import Final

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


class Language(Enum):
    """A language, by its ISO 639-1 code."""

    ENGLISH = "en"
    SPANISH = "es"
    FRENCH = "fr"

    @property
    def own_name(self) -> str:
        """Give its name in itself: `español`."""
        return str(Locale(self.value).get_display_name(self.value))


DATE_PATTERN: Final = "EEEE d MMMM y"
"""A day that nobody can misread: `Monday 7 December 2026` (pattern of CLDR); others have their own."""
DATE_CONTEXT: Final = "date.pattern"


def read_language(written: str) -> Language | None:
    """Read a code or a name in any of the languages (`es`, `español`, `Spanish`); None if it is none of them."""
    wanted = _folded(written)
    for language in Language:
        names = (str(Locale(language.value).get_display_name(one.value)) for one in Language)
        if wanted in (language.value, *map(_folded, names)):
            return language
    return None


def translated(language: Language, context: str, english: str) -> str:
    """Give a text in a language; English is the catalogue's own."""
    return english if language is Language.ENGLISH else _spoken(language).pgettext(context, english)


def counted(language: Language, context: str, forms: tuple[str, str], *, count: int) -> str:
    """Give the form of a text that goes with a number in a language."""
    if language is Language.ENGLISH:
        return forms[0] if count == 1 else forms[1]
    return _spoken(language).npgettext(context, *forms, count)


def written_date(day: date, language: Language) -> str:
    """Write a day with its weekday and year."""
    pattern = translated(language, DATE_CONTEXT, DATE_PATTERN)
    return str(format_date(day, pattern, locale=language.value))


def written_month(day: date, language: Language) -> str:
    """Write the month and the year of a day: `November 2026`."""
    return str(format_skeleton("yMMMM", day, locale=language.value))


def written_day(day: date, language: Language) -> str:
    """Write a day that is near, without weekday and year: `4 January`, `4 de enero` (CLDR's `MMMMd`)."""
    # CLDR's plain English is that of the United States, who put the month first.
    locale = "en_001" if language is Language.ENGLISH else language.value
    return str(format_skeleton("MMMMd", day, locale=locale))


@cache
def catalogue(language: Language) -> Catalog:
    """Read the catalogue of a language other than English."""
    text = files("microsol_matrix").joinpath("locale", f"{language.value}.po").read_bytes()
    return read_po(BytesIO(text), locale=language.value)


@cache
def _spoken(language: Language) -> GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _folded(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name.strip().casefold())
    return "".join(char for char in bare if not unicodedata.combining(char))
