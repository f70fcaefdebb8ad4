"""The light markup and its two renderings."""

# ruff: noqa: RUF001 - the look-alikes and scripts that people write are the examples

import unicodedata

import pytest

from microsol_matrix.ids import Text
from microsol_matrix.markup import quote, to_html, to_plain


@pytest.mark.parametrize(
    ("markup", "plain", "html"),
    [
        ("hello", "hello", "hello"),
        ("**bold** rest", "bold rest", "<strong>bold</strong> rest"),
        ("**never closed", "never closed", "<strong>never closed</strong>"),
        ("one\ntwo", "one\ntwo", "one<br>two"),
        ("head\n- a\n- b\ntail", "head\n- a\n- b\ntail", "head<ul><li>a</li><li>b</li></ul>tail"),
        (r"\*\*not bold\*\*", "**not bold**", "**not bold**"),
        ("a < b & c", "a < b & c", "a &lt; b &amp; c"),
        (r"\<b>", "<b>", "&lt;b&gt;"),
        ("", "", ""),
    ],
)
def test_markup_is_rendered_as_text_and_as_html(markup: str, plain: str, html: str) -> None:
    assert to_plain(Text(markup)) == plain
    assert to_html(Text(markup)) == html


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Slow Kettle", "Slow Kettle"),
        ("**Slow** Kettle", "**Slow** Kettle"),
        ("- Slow", "- Slow"),
        ("two\nlines", "two lines"),
        ("many    blanks", "many blanks"),
        ("\x00nul\x07bell", "nul bell"),
        ("back\\slash", "back\\slash"),
        ("\u202eoB", "oB"),
        ("\u2066evil\u2069", "evil"),
        ("قارب", "\u2068قارب\u2069"),
        ("שלום *", "\u2068שלום *\u2069"),
        ("😀👍🏽", "😀👍🏽"),
        ("", ""),
        ("a" * 500, "a" * 399 + "…"),
    ],
)
def test_words_of_people_are_shown_as_they_are_and_do_nothing(value: str, shown: str) -> None:
    assert to_plain(Text(quote(value))) == shown


def test_every_character_before_hebrew_is_shown_or_is_a_blank_and_isolates_nothing() -> None:
    for char in map(chr, range(0x590)):
        is_blank = char.isspace() or unicodedata.category(char) == "Cc"
        assert to_plain(Text(quote(f"a{char}b"))) == ("a b" if is_blank else f"a{char}b")
