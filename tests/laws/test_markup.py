"""Laws of markup: whatever people wrote, what we say is well-formed and means only itself."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, strategies as st

from microsol_matrix.ids import Text
from microsol_matrix.markup import quote, to_html, to_plain
from microsol_matrix.phrases import PHRASES
from microsol_matrix.words import Said, say


class Tags(HTMLParser):
    """Collects what a browser would make of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert not attributes, "we write no attributes"
        self.seen.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    tags.close()
    return tags


@given(
    markup=st.text() | st.lists(st.sampled_from(["**", "- ", "\n", "\\", "<b>", "&"])).map("".join)
)
def test_any_markup_is_well_formed_html(markup: str) -> None:
    tags = parsed(to_html(Text(markup)))

    assert tags.open == []
    assert tags.seen <= {"strong", "br", "ul", "li"}


@given(markup=st.text())
def test_any_markup_is_plain_text(markup: str) -> None:
    assert isinstance(to_plain(Text(markup)), str)


@given(
    value=st.text() | st.sampled_from(["**bold**", "- item", "<b>", "\\", "a\n- b", "@room", "{x}"])
)
@example(value="- Bo")
@example(value="\u202eoB")
@example(value="*")
def test_what_people_wrote_means_only_itself(value: str) -> None:
    quoted = Text(quote(value))
    tags = parsed(to_html(quoted))
    plain = to_plain(quoted)

    assert tags.seen == set(), "their words never become markup"
    assert "\n" not in plain
    assert tags.text == plain, "both renderings show the same"


@pytest.mark.parametrize(
    "value", ["**bold**", "- item", "<b>", "\\", "a * b", "@room", "{name}", "&amp;", "😀 Bo"]
)
def test_what_people_wrote_is_shown_as_they_wrote_it(value: str) -> None:
    assert to_plain(Text(quote(value))) == value


@given(value=st.text(min_size=401))
def test_what_is_too_long_to_show_is_cut(value: str) -> None:
    assert len(to_plain(Text(quote(value)))) <= 402


@given(
    values=st.lists(st.text(), min_size=30, max_size=30), phrase=st.sampled_from(sorted(PHRASES))
)
def test_any_values_fit_into_any_phrase(values: list[str], phrase: str) -> None:
    names = sorted({name for text in PHRASES.values() for name in re.findall(r"{(\w+)}", text)})
    said = say(phrase, **{name: values[at % len(values)] for at, name in enumerate(names)})

    assert isinstance(said, Said)
    assert parsed(to_html(Text(said))).open == []
