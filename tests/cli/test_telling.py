"""The story fits on its page, at a terminal or not."""

import io
import subprocess
import sys

from rich.console import Console

from appservice.demo.holding import Change, changes
from appservice.demo.telling import Telling, shortened

_PRINT_MUCH = """
from appservice.demo.telling import NobodyReads, new_console
console = new_console()
print("begun", flush=True)
input()
try:
    while True:
        console.print("a line")
except NobodyReads:
    raise SystemExit(77)
"""


def test_a_long_line_ends_at_a_word() -> None:
    assert shortened("one two three", limit=9) == "one two …"


def test_a_line_that_fits_stays_as_it_is() -> None:
    assert shortened("one two", limit=7) == "one two"


def test_a_long_list_ends_after_a_few_lines() -> None:
    assert shortened("a\nb\nc\nd\ne") == "a\nb\nc\nd\n…"


def test_what_is_new_other_and_gone_is_told_and_nothing_else() -> None:
    before = {"Commons": "1 person", "Hosts": "1 person", "a call": "open"}
    now = {"Commons": "2 people", "Hosts": "1 person", "Archive": "nobody"}

    assert changes(before, now) == (
        Change("Commons", "1 person", "2 people"),
        Change("Archive", None, "nobody"),
        Change("a call", "open", None),
    )


def test_a_wide_page_stands_beside_what_matrix_holds() -> None:
    assert _page(width=100)[1].startswith("Bo comes in.")
    assert "~ Commons  2 people" in _page(width=100)[1]


def test_a_narrow_page_stands_above_what_matrix_holds() -> None:
    page = _page(width=60)

    assert page[1] == "Bo comes in."
    assert "~ Commons  2 people" in page[-1]


def test_a_word_after_an_emoji_is_never_cut() -> None:
    words = "She invites 11 people, among them Hana 🌊 and Noor, who writes her name at last."
    for width in range(92, 113):
        assert "…" not in "".join(_page(words, width=width))


def test_the_passing_of_time_stands_in_the_middle_of_its_column() -> None:
    printed = io.StringIO()
    telling = Telling(Console(file=printed, width=60), chapters=1)

    with telling.chapter("Slow Kettle") as page:
        page.later("A week later")

    line = printed.getvalue().splitlines()[1]
    assert line.strip() == "— A week later —"
    assert len(line) - len(line.lstrip()) == (60 - len(line.strip())) // 2


def test_nothing_but_text_is_printed_where_there_is_no_terminal() -> None:
    assert not any("\x1b" in line or line.endswith(" ") for line in _page(width=100))


def test_verdicts_and_lists_end_where_their_words_end() -> None:
    printed = io.StringIO()
    telling = Telling(Console(file=printed, width=60), chapters=1)

    telling.verdict("two people are in it", misfit="three are")
    telling.pairs([("Password", "tide")])

    assert printed.getvalue() == "✗ two people are in it\n  three are\nPassword  tide\n\n"


def test_a_reader_who_goes_away_ends_the_telling() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _PRINT_MUCH],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as telling:
        assert telling.stdout is not None
        assert telling.stdin is not None
        assert telling.stderr is not None
        assert telling.stdout.readline() == "begun\n"
        telling.stdout.close()
        telling.stdin.write("\n")
        telling.stdin.flush()

        assert telling.wait(timeout=60) == 77
        assert telling.stderr.read() == ""


def _page(words: str = "Bo comes in.", *, width: int) -> list[str]:
    printed = io.StringIO()
    telling = Telling(Console(file=printed, width=width), chapters=1)
    with telling.chapter("Neighbours") as page:
        page.step("Bo accepts")
        page.tell(words)
        page.show([Change("Commons", "1 person", "2 people")])
    return printed.getvalue().rstrip("\n").splitlines()
