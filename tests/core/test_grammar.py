"""What people say, as it is read."""

# ruff: noqa: RUF001 - the look-alikes and scripts that people write are the examples

from time import perf_counter

import pytest

from microsol_matrix.ids import EventId, UserId
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
from tests.core.said import AMARA, BOT, NOW, message


def direct(body: str) -> Command | Unclear | None:
    return read(message(AMARA, body), bot=BOT, is_direct=True, is_to_prompt=False)


def in_commons(body: str, *, mentions: frozenset[UserId] = frozenset()) -> Command | Unclear | None:
    said = message(AMARA, body, mentions=mentions)
    return read(said, bot=BOT, is_direct=False, is_to_prompt=False)


def a_command(heard: Command | Unclear | None) -> Command:
    assert isinstance(heard, Command)
    return heard


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
    "body", ["yes", "✋", "hello", "!weather today", "!callisto", "help", "I say !call", "@bo: yes"]
)
def test_in_commons_what_is_not_for_us_is_left_alone(body: str) -> None:
    assert in_commons(body) is None


@pytest.mark.parametrize(
    "body",
    [
        "!call Slow",
        "microsol: call Slow",
        "@microsol call Slow",
        "@microsol:here.example: call Slow",
    ],
)
def test_in_commons_a_mark_or_our_name_at_the_beginning_does(body: str) -> None:
    heard = a_command(in_commons(body))

    assert (heard.descriptor.word, heard.text) == ("call", "Slow")


@pytest.mark.parametrize(
    ("body", "nearest"),
    [("!cal", "call"), ("!cals", "call"), ("!caal", "call"), ("!clal", "call"), ("!callx", "call")],
)
def test_in_commons_a_word_one_letter_off_gets_a_hint(body: str, nearest: str) -> None:
    heard = in_commons(body)

    assert isinstance(heard, Unclear)
    assert heard.nearest in {nearest, "calls"}


def test_in_commons_a_mention_makes_anything_ours() -> None:
    assert a_command(in_commons("yes", mentions=frozenset({BOT}))).descriptor.word == "yes"
    assert in_commons("what?", mentions=frozenset({BOT})) == Unclear("", "", is_passing=True)
    assert in_commons("microsoler") is None


NAME = "Kettle bot"
PILL = frozenset({BOT})


def called_by_name(
    body: str,
    *,
    mentions: frozenset[UserId] = frozenset(),
    calls_us: frozenset[str] = frozenset(),
) -> Command | Unclear | None:
    """Read what is said in Commons to a bot with a display name of its own."""
    said = message(AMARA, body, mentions=mentions, calls_us=calls_us)
    return read(said, bot=BOT, name=NAME, is_direct=False, is_to_prompt=False)


@pytest.mark.parametrize("mentions", [frozenset[UserId](), PILL])
@pytest.mark.parametrize(
    "body",
    [
        "Kettle bot: calls",
        "Kettle bot  calls",
        "kettle BOT, calls",
        "Kettle bot：calls",
        "Kettle bot !calls",
        "Kettle bot: ！calls",
        "\u2067\u200bKettle bot\u2069: calls",
        "@microsol:here.example calls",
        "calls @microsol:here.example",
        "calls please, @microsol:here.example!",
    ],
)
def test_we_are_called_by_id_or_by_display_name(body: str, mentions: frozenset[UserId]) -> None:
    assert a_command(called_by_name(body, mentions=mentions)).descriptor.word == "calls"


@pytest.mark.parametrize(
    ("body", "word", "text"),
    [
        ("Harbour guide: calls", "calls", ""),
        ("Harbour guide  yes Slow Kettle", "yes", "Slow Kettle"),
        ("yes Slow Kettle, Harbour guide!", "yes", "Slow Kettle"),
        ("yes Harbour guide", "yes", ""),
        ("hello Harbour guide: !calls", "calls", ""),
        ("hello Harbour guide: calls", "calls", ""),
    ],
)
def test_a_name_that_somebody_else_gave_us_is_read_off_the_link(
    body: str, word: str, text: str
) -> None:
    heard = called_by_name(body, mentions=PILL, calls_us=frozenset({"Harbour guide"}))

    assert (a_command(heard).descriptor.word, a_command(heard).text) == (word, text)


@pytest.mark.parametrize(
    "body",
    [
        "I think Kettle bot is lovely",
        "Kettle bot is lovely",
        "ask Kettle bot",
        "please call, Kettle bot",
        "so call me, Kettle bot, when you can",
        "yes, Kettle bot is right",
        "what?",
    ],
)
def test_who_only_speaks_of_us_gets_at_most_a_hint(body: str) -> None:
    heard = called_by_name(body, mentions=PILL)

    assert isinstance(heard, Unclear)
    assert heard.is_passing


@pytest.mark.parametrize("body", ["ask Kettle bot about it", "Kettle bottle: calls", "Kettle"])
def test_without_a_mention_our_name_counts_at_the_beginning_only(body: str) -> None:
    assert called_by_name(body) is None


def test_who_calls_us_and_is_not_understood_is_told_so() -> None:
    assert called_by_name("Kettle bot: dance") == Unclear("", "")
    assert called_by_name("Kettle bot") == Unclear("", "")


@pytest.mark.parametrize(
    ("body", "heard_as"),
    [
        ("yes", "yes"),
        ("✋🏽", "yes"),
        ("no thanks", "no"),
        ("great idea!", None),
        ("!weather", None),
    ],
)
def test_in_the_thread_of_a_prompt_answers_count_and_talk_is_left_alone(
    body: str, heard_as: str | None
) -> None:
    said = message(AMARA, body, thread=EventId("$prompt"))
    heard = read(said, bot=BOT, is_direct=False, is_to_prompt=True)

    assert (heard.descriptor.word if isinstance(heard, Command) else heard) == heard_as


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
