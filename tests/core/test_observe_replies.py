"""Replies, threads and mentions, as they are observed."""

import pytest

from tests.core.raw_events import said
from tests.core.said import AMARA, BOT


def test_a_reply_says_to_what_and_loses_its_fallback() -> None:
    relation = {"m.in_reply_to": {"event_id": "$prompt"}}
    observed = said({"body": "> <@a:b> old\n> words\n\nyes", "m.relates_to": relation})

    assert (observed.body, observed.reply_to) == ("yes", "$prompt")


def test_a_quotation_without_a_reply_is_kept() -> None:
    assert said({"body": "> quoted\nyes"}).body == "> quoted\nyes"


def test_a_thread_is_no_reply_to_its_last_message() -> None:
    relation = {
        "rel_type": "m.thread",
        "event_id": "$root",
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": "$last"},
    }

    observed = said({"m.relates_to": relation})

    assert (observed.thread, observed.reply_to) == ("$root", None)


def test_a_real_reply_in_a_thread_is_both() -> None:
    relation = {
        "rel_type": "m.thread",
        "event_id": "$root",
        "m.in_reply_to": {"event_id": "$prompt"},
    }

    observed = said({"m.relates_to": relation})

    assert (observed.thread, observed.reply_to) == ("$root", "$prompt")


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("> <@a:b> old\n>\n> more\n\nyes", "yes"),
        ("> <@a:b> old\n\n> my own quotation\nyes", "> my own quotation\nyes"),
        ("> * <@a:b> waves\n\nyes", "yes"),
        (">no fallback\nyes", ">no fallback\nyes"),
        ("yes", "yes"),
    ],
)
def test_a_reply_fallback_ends_with_its_quotation(words: str, body: str) -> None:
    relation = {"m.in_reply_to": {"event_id": "$prompt"}}

    assert said({"body": words, "m.relates_to": relation}).body == body


def test_whom_a_reply_quotes_is_not_mentioned_by_it() -> None:
    quoted = f'<mx-reply><a href="https://matrix.to/#/{BOT}">microsol</a></mx-reply>'

    assert said({"formatted_body": f"{quoted}thanks"}).mentions == frozenset()
    assert said({"formatted_body": f"{quoted[:-11]}never closed"}).mentions == frozenset()


def test_a_link_to_us_says_how_we_are_called() -> None:
    link = f'<a href="https://matrix.to/#/{BOT}"><b>Harbour &amp; bot</b></a>: calls'

    assert said({"formatted_body": link}).calls_us == {"Harbour & bot"}
    assert said({"formatted_body": link.replace(BOT, AMARA)}).calls_us == frozenset()
