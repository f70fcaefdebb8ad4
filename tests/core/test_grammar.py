"""What people say, as it is read."""

# ruff: noqa: RUF001 - the look-alikes and scripts that people write are the examples

from time import perf_counter

import pytest

from microsol_matrix.ids import EventId
from microsol_matrix.talk.descriptor import Option, Where
from microsol_matrix.talk.descriptors import BY_WORD, COMMANDS
from microsol_matrix.talk.given import Given, nearest_option, read_given
from microsol_matrix.talk.grammar import (
    Command,
    Unclear,
    is_plain_answer,
    is_yes,
    read,
)
from microsol_matrix.talk.takes import Misfit
from tests.core.heard import NAME, PILL, a_command, in_commons
from tests.core.said import AMARA, BOT, NOW, message


def direct(body: str) -> Command | Unclear | None:
    return read(message(AMARA, body), bot=BOT, is_direct=True, is_to_prompt=False)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("!release sí", "yes"),
        ("!soltar Si", "yes"),
        ("!release no", "no"),
        ("!relier Non Orchard pour de bon", "no Orchard pour de bon"),
        ("!link yes Oui Non", "yes Oui Non"),
        ("!adopt oui", "yes"),
        ("!host sí", "yes"),
        ("!publish card oui", "card yes"),
        ("!publish crews", "crews"),
        ("!call Sí", "Sí"),
    ],
)
def test_a_yes_behind_a_command_is_one_in_any_language(body: str, text: str) -> None:
    heard = direct(body)

    assert isinstance(heard, Command)
    assert heard.text == text


@pytest.mark.parametrize(
    ("body", "name", "text", "options"),
    [
        ("!call Slow Kettle", "", "Slow Kettle", {}),
        ('!call "Slow Kettle" Weekly hour', "Slow Kettle", "Weekly hour", {}),
        ("!call “Slow Kettle” Weekly hour", "Slow Kettle", "Weekly hour", {}),
        ("!call „Slow Kettle“ Weekly", "Slow Kettle", "Weekly", {}),
        ("!call „Slow Kettle” Weekly", "Slow Kettle", "Weekly", {}),
        ("!call «Slow Kettle» Weekly", "Slow Kettle", "Weekly", {}),
        ("!call ＂Slow Kettle＂ Weekly", "Slow Kettle", "Weekly", {}),
        ('!call "E=mc2" physics', "E=mc2", "physics", {}),
        ('!call "Slow Kettle"|kind=support', "Slow Kettle", "", {"kind": "support"}),
        ("!call Slow Kettle kind=support", "", "Slow Kettle", {"kind": "support"}),
        ("!call kind=support Slow Kettle", "", "Slow Kettle", {"kind": "support"}),
        ("!call Slow Kettle Kind=support", "", "Slow Kettle", {"kind": "support"}),
        ("!call Slow Kettle SEATS=3–6", "", "Slow Kettle", {"seats": "3-6"}),
        ("!call Slow | seats=3 weeks=2", "", "Slow", {"seats": "3", "weeks": "2"}),
        ("!call Slow | seats=3 seats=4", "", "Slow", {"seats": "4"}),
        ('!call Slow rhythm="Tue 19:00"', "", "Slow", {"rhythm": "Tue 19:00"}),
        ("!call Slow rhythm=“Tue 19:00” x", "", "Slow x", {"rhythm": "Tue 19:00"}),
        ("!call Slow rhythm=Tue 19:00", "", "Slow 19:00", {"rhythm": "Tue"}),
        ("!call x=1 and y=2", "", "x=1 and y=2", {}),
        ("!call Slow | x=1", "", "Slow", {"x": "1"}),
        ('!call "never closed', "never closed", "", {}),
        ('!call ""', "", "", {}),
        ('!call 5" nails', "", '5" nails', {}),
        ("!call\nSlow\n\nKettle", "", "Slow Kettle", {}),
        ("!CALL Slow", "", "Slow", {}),
        ("!call", "", "", {}),
        ('!call Slow "quoted" words', "", "Slow quoted words", {}),
    ],
)
def test_a_command_is_a_name_words_and_options(
    body: str, name: str, text: str, options: dict[str, str]
) -> None:
    heard = a_command(direct(body))

    assert heard.descriptor.word == "call"
    assert (heard.name, heard.text, dict(heard.options)) == (name, text, options)


@pytest.mark.parametrize(
    ("body", "word", "text"),
    [
        ("yes", "yes", ""),
        ("Yes!", "yes", ""),
        ("YES, Slow Kettle", "yes", "Slow Kettle"),
        ("yes Slow Kettle", "yes", "Slow Kettle"),
        ("no", "no", ""),
        ("No.", "no", ""),
        ("✋", "yes", ""),
        ("👍🏽", "yes", ""),
        ("help", "help", ""),
        ("calls", "calls", ""),
        ("crowd", "crowd", ""),
        ("neighbours 2", "neighbours", "2"),
        ("!yes Slow Kettle", "yes", "Slow Kettle"),
        ("  !help  ", "help", ""),
    ],
)
def test_in_a_direct_message_plain_words_do(body: str, word: str, text: str) -> None:
    heard = a_command(direct(body))

    assert (heard.descriptor.word, heard.text) == (word, text)


@pytest.mark.parametrize(
    "body", ["call me when you are ready", "found the book!", "invite them?", "start over"]
)
def test_plain_talk_in_a_direct_message_makes_nothing(body: str) -> None:
    heard = direct(body)

    assert isinstance(heard, Unclear)
    assert heard.nearest == body.split(maxsplit=1)[0]


@pytest.mark.parametrize(
    ("body", "word", "nearest"),
    [
        ("hello there", "", ""),
        ("yesterday", "", ""),
        ("nope", "", ""),
        ("!cal Slow", "cal", "call"),
        ("!hepl", "hepl", "help"),
        ("!qwertz", "qwertz", ""),
        ("", "", ""),
        ("!", "", ""),
        ("!!!", "", ""),
        ("!1", "", ""),
    ],
)
def test_what_is_not_understood_says_what_may_have_been_meant(
    body: str, word: str, nearest: str
) -> None:
    assert direct(body) == Unclear(word=word, nearest=nearest)


@pytest.mark.parametrize(
    ("body", "name", "text", "options"),
    [
        ("\u200b\u2067!call\u00a0Slow Kettle\u2069\ufeff", "", "Slow Kettle", {}),
        ("!call: Slow Kettle", "", "Slow Kettle", {}),
        ('!call "Slow\nKettle"', "Slow Kettle", "", {}),
        ('!call "\u200bSlow Kettle\u200b"', "Slow Kettle", "", {}),
        ("!call Slow\x00Kettle", "", "Slow Kettle", {}),
        ('!call "\u202eelttek\u202c wolS" \u2067x', "elttek wolS", "x", {}),
        ('!call "Slow Kettle” Weekly | seats=3', "Slow Kettle", "Weekly", {"seats": "3"}),
        ("!call «\u00a0Slow Kettle\u00a0» Weekly", "Slow Kettle", "Weekly", {}),
        ("!call »Slow Kettle« Weekly", "Slow Kettle", "Weekly", {}),
        ("!call ”Slow Kettle” Weekly", "Slow Kettle", "Weekly", {}),
        (
            "!call Slow | rhythm=Tue 19:00 seats=3",
            "",
            "Slow",
            {"rhythm": "Tue 19:00", "seats": "3"},
        ),
        ("!call Slow | closes=4 January", "", "Slow", {"closes": "4 January"}),
        ("!call Slow | rhythm=“Tue” 19:00", "", "Slow 19:00", {"rhythm": "Tue"}),
        ("!call Slow | rhythm=Tue – Fri", "", "Slow", {"rhythm": "Tue - Fri"}),
        ('!call Slow | rhythm="', "", "Slow", {"rhythm": ""}),
        ("!call Käse 🧀 שלום", "", "Käse 🧀 שלום", {}),
        ("!call 👩🏽‍🌾", "", "👩🏽‍🌾", {}),
    ],
)
def test_what_keyboards_put_in_changes_nothing(
    body: str, name: str, text: str, options: dict[str, str]
) -> None:
    heard = a_command(direct(body))

    assert (heard.name, heard.text, dict(heard.options)) == (name, text, options)


@pytest.mark.parametrize("body", ["", " ", "\n\t\u00a0", "\u200b\u2067\ufeff"])
def test_blanks_alone_are_nothing(body: str) -> None:
    assert in_commons(body) is None
    assert direct(body) == Unclear("", "")


@pytest.mark.parametrize(
    "body",
    [
        "!call " + "x" * 60_000,
        "!" + "x" * 60_000,
        "!call " + '"' * 60_000,
        "!call " + '" „' * 20_000,
        "!call | " + "a=b " * 15_000,
        "\u200b" * 60_000 + "!call",
        "> x\n" * 15_000,
        "microsol " * 7_000,
        "yes" + "." * 60_000,
    ],
)
def test_a_message_as_long_as_can_be_is_read_in_no_time(body: str) -> None:
    said = message(AMARA, body, reply_to=EventId("$prompt"), mentions=PILL)
    begin = perf_counter()

    read(said, bot=BOT, name=NAME, is_direct=True, is_to_prompt=True)

    assert perf_counter() - begin < 1


def test_a_plain_answer_is_a_reply_that_would_be_one() -> None:
    reply = message(AMARA, "yes", reply_to=EventId("$prompt"))

    assert is_plain_answer(reply, bot=BOT)
    assert not is_plain_answer(message(AMARA, "yes"), bot=BOT)
    assert not is_plain_answer(message(AMARA, "why?", reply_to=EventId("$prompt")), bot=BOT)


@pytest.mark.parametrize("key", ["✋", "✋🏿", "🙋", "🙋🏽‍♀️", "🙋‍♂️", "👍", "👍️", "👍🏻"])
def test_a_raised_hand_says_yes_in_any_skin(key: str) -> None:
    assert is_yes(key)


@pytest.mark.parametrize("key", ["👎", "🎉", "", "yes", "✋✋", "❤️"])
def test_other_reactions_say_nothing(key: str) -> None:
    assert not is_yes(key)


def test_the_nearest_option_is_found() -> None:
    assert nearest_option(BY_WORD["call"], "seat") == "seats"
    assert nearest_option(BY_WORD["call"], "zzz") == ""
    assert nearest_option(BY_WORD["help"], "seats") == ""


@pytest.mark.parametrize(
    "example", [(one.word, example) for one in COMMANDS for example in one.examples]
)
def test_every_example_in_help_is_understood(example: tuple[str, str]) -> None:
    word, body = example

    heard = a_command(direct(body))

    assert heard.descriptor.word == word
    assert isinstance(read_given(heard, now=NOW), Given)


@pytest.mark.parametrize(
    "option",
    [
        pytest.param(option, id=f"{one.word} {option.key}")
        for one in COMMANDS
        for option in one.options
    ],
)
def test_the_example_of_an_option_is_one_that_it_takes(option: Option[object]) -> None:
    written = option.shape.strip('"')

    assert not isinstance(option.takes.read(written, now=NOW), Misfit)


def test_every_command_works_somewhere_and_help_everywhere() -> None:
    assert all(one.where for one in COMMANDS)
    assert BY_WORD["help"].where == frozenset(Where)
