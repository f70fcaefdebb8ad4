"""How we are called in a room: by mark, by name, by mention, in a thread."""

# ruff: noqa: RUF001 - the look-alikes and scripts that people write are the examples

import pytest

from microsol_matrix.ids import EventId, UserId
from microsol_matrix.talk.grammar import (
    Command,
    Unclear,
    read,
)
from tests.core.heard import NAME, PILL, a_command, in_commons
from tests.core.said import AMARA, BOT, message


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
