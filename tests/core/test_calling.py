"""Making a call, as it is decided: options, limits, every refusal."""

# ruff: noqa: RUF001 - other scripts are among the examples

import re
from datetime import UTC, datetime

import pytest

from microsol_matrix.dates import end_of
from microsol_matrix.ids import Text
from microsol_matrix.languages import Language, written_date
from microsol_matrix.markup import to_html
from microsol_matrix.places import COMMONS, HOSTS
from microsol_matrix.scales.call import Answering, Kind, Start
from microsol_matrix.seen import Membership
from microsol_matrix.talk.prompts import call_text
from microsol_matrix.world import World
from tests.core.life import Village, called, harbourlight
from tests.core.said import AMARA, BO, CLEO, DAY, ESI, NOW, membership
from tests.core.told import told

LISTEN = "Weekly hour to listen to each other"


def test_a_bare_name_is_enough() -> None:
    call = called("!call Slow Kettle").call

    assert (call.name, call.intention, call.caller) == ("Slow Kettle", "", AMARA)
    assert (call.kind, call.weeks, call.rhythm, call.audience) == (Kind.PRACTICE, 8, "", "")
    assert (call.seats_min, call.seats_max) == (3, 8)
    assert (call.answering, call.start) == (Answering.OPEN, Start.AT_QUORUM)
    assert (call.opened_at, call.closes_at) == (NOW, end_of(NOW + 14 * DAY))
    assert [answer.person for answer in call.answers] == [AMARA]


def test_every_option_is_read() -> None:
    call = called(
        f'!call "Slow Kettle" {LISTEN} | kind=SUPPORT seats=3-6 weeks=6 rhythm="Tue 19:00" '
        'for="new members" closes=10d answers=open start=When-I-Say'
    ).call

    assert call.intention == LISTEN
    assert (call.kind, call.seats_min, call.seats_max, call.weeks) == (Kind.SUPPORT, 3, 6, 6)
    assert (call.rhythm, call.audience) == ("Tue 19:00", "new members")
    assert call.closes_at == end_of(NOW + 10 * DAY)
    assert (call.answering, call.start) == (Answering.OPEN, Start.WHEN_I_SAY)


def test_answers_to_a_support_crew_are_private_unless_said_otherwise() -> None:
    assert called("!call Night Ferry kind=support").call.answering is Answering.PRIVATE


@pytest.mark.parametrize(
    ("written", "name", "intention"),
    [
        ('"Slow Kettle" Weekly hour', "Slow Kettle", "Weekly hour"),
        ("Slow Kettle - Weekly hour", "Slow Kettle", "Weekly hour"),
        ("Slow Kettle: Weekly hour", "Slow Kettle", "Weekly hour"),
        ("Slow-Kettle", "Slow-Kettle", ""),
        ("Slow Kettle", "Slow Kettle", ""),
    ],
)
def test_a_name_ends_with_its_quotes_or_before_a_dash_or_colon(
    written: str, name: str, intention: str
) -> None:
    call = called(f"!call {written}").call

    assert (call.name, call.intention) == (name, intention)


@pytest.mark.parametrize(
    ("option", "seats"), [("seats=4", (4, 4)), ("seats=2-10", (2, 10)), ("seats=3 ", (3, 3))]
)
def test_seats_are_a_number_or_a_range(option: str, seats: tuple[int, int]) -> None:
    call = called(f"!call Slow Kettle {option}").call

    assert (call.seats_min, call.seats_max) == seats


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("seats=1-3", told("option.pair", least=2, most=30)),
        ("seats=3-11", told("option.pair", least=2, most=10)),
        ("seats=6-3", told("option.pair", least=2, most=30)),
        ("seats=many", told("option.pair", least=2, most=30)),
        ("seats=0", told("option.pair", least=2, most=30)),
        ("seats=٣", told("option.pair", least=2, most=30)),
        ("seats=", told("option.pair", least=2, most=30)),
        ("weeks=0", told("option.number", least=1, most=26)),
        ("weeks=27", told("option.number", least=1, most=26)),
        ("weeks=six", told("option.number", least=1, most=26)),
        ("closes=91d", told("option.closes", most=90)),
        ("closes=2026-11-22", told("option.closes", most=90)),
        ("closes=2027-11-23", told("option.closes", most=90)),
        ("closes=9999-12-31", told("option.closes", most=90)),
        ("closes=soon", told("option.closes", most=90)),
        ("answers=maybe", told("option.either", one="open", other="private")),
        ("start=now", told("option.either", one="at-quorum", other="when-i-say")),
        (f'rhythm="{"x" * 81}"', told("option.note", limit=80)),
        (f'for="{"x" * 81}"', told("option.note", limit=80)),
    ],
)
def test_an_option_that_does_not_fit_is_refused_with_what_would(option: str, expected: str) -> None:
    village = harbourlight(BO)

    answer = village.tells(BO, f"!call Slow Kettle {option}")

    assert expected in answer
    assert answer.startswith(option.partition("=")[0] + "=")
    assert village.world.calls == {}


@pytest.mark.parametrize(
    ("written", "one", "other"),
    [
        ("4/1", "Monday 4 January 2027", "Thursday 1 April 2027"),
        ("next Friday", "Friday 27 November 2026", "Friday 4 December 2026"),
    ],
)
def test_a_day_that_may_be_two_is_asked_about(written: str, one: str, other: str) -> None:
    village = harbourlight(BO)

    answer = village.tells(BO, f'!call Slow Kettle closes="{written}"')

    assert answer.startswith(f"{written} may mean {one} or {other}. Write 20")
    assert village.world.calls == {}


def test_the_longest_window_ends_with_its_last_day() -> None:
    assert called("!call Slow Kettle closes=90d").call.closes_at == end_of(NOW + 90 * DAY)


def test_days_are_those_of_the_place_where_the_congregation_is() -> None:
    village = Village(World())
    village.tells(AMARA, "!found Harbourlight zone=auckland")
    village.settle()
    village.joins(AMARA)

    answer = village.tells(AMARA, '!call Slow Kettle closes="7 December"')

    assert answer == told(
        "call.done",
        name="Slow Kettle",
        until="Monday 7 December 2026, 23:59 Pacific/Auckland",
        least=3,
    )
    assert village.call.closes_at == datetime(2026, 12, 7, 10, 59, 59, tzinfo=UTC)
    assert "Until Monday 7 December 2026." in village.tells(AMARA, "!calls")


def test_days_in_the_west_are_told_as_they_are_there() -> None:
    village = Village(World())
    village.tells(AMARA, "!found Harbourlight zone=America/Lima")
    village.settle()
    village.joins(AMARA)
    village.says(AMARA, "!call Slow Kettle closes=2026-12-07")

    assert village.call.closes_at == datetime(2026, 12, 8, 4, 59, 59, tzinfo=UTC)
    assert "Open until Monday 7 December 2026." in call_text(village.world, village.call)


def test_a_kind_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    answer = harbourlight(BO).tells(BO, "!call Slow Kettle kind=tea")

    assert "support, practice, reading, writing, working, livelihood, welcome, event" in answer


@pytest.mark.parametrize(
    ("option", "answer"),
    [
        ("seat=3", told("option.unknown.nearest", command="!call", option="seat", nearest="seats")),
        (
            "colour=red",
            "takes: kind, seats, weeks, rhythm, for, closes, answers, start, encrypted, bot-reads, in.",
        ),
    ],
)
def test_an_unknown_option_is_refused_with_the_nearest(option: str, answer: str) -> None:
    assert answer in harbourlight(BO).tells(BO, f"!call Slow Kettle | {option}")


def test_a_command_without_options_says_so() -> None:
    answer = harbourlight(BO).tells(BO, "!help call | colour=red")

    assert answer == told("option.none", command="!help")


@pytest.mark.parametrize("other", ["SLOW  kettle", "Slow\u200b Kettle\u2060", "Ｓｌｏｗ Kettle"])
def test_two_names_that_look_the_same_are_the_same(other: str) -> None:
    village = called("!call Slow Kettle")

    answer = village.tells(BO, f'!call "{other}"')

    assert answer.endswith("already. Choose another name, or answer that one.")
    assert len(village.world.calls) == 1


@pytest.mark.parametrize(
    "name",
    [
        "@room **Bo**",
        "<b>Bo</b><img src=x>",
        "[Bo](https://matrix.to/#/@amara:here.example)",
        "Bo\n- a\n- list",
        "x" * 100,
        "\u202eoB",
    ],
)
def test_a_hostile_name_of_a_person_or_a_crew_means_only_itself(name: str) -> None:
    village = harbourlight(BO)
    village.happen(membership(BO, Membership.JOIN, at=village.commons, name=name))
    village.says(BO, f'!call "{name[:50]}" seats=2')

    html = to_html(Text(call_text(village.world, village.call)))

    assert html.count("<strong>") == 1
    assert set(re.findall(r"<[^>]*>", html)) == {"<strong>", "</strong>"}
    assert "\n" not in village.call.name
    assert "\u202e" not in village.call.name


def test_a_call_needs_a_name() -> None:
    village = harbourlight(BO)

    assert village.tells(BO, "!call") == told("call.needs-name")
    assert village.tells(BO, '!call "" | kind=support') == told("call.needs-name")
    assert village.tells(BO, "!call | kind=support") == told("call.needs-name")


def test_a_name_or_intention_that_is_too_long_is_refused_with_its_length() -> None:
    village = harbourlight(BO)

    assert "61 characters for the name" in village.tells(BO, "!call " + "x" * 61)
    assert "401 characters for the intention" in village.tells(BO, f'!call "x" {"y" * 401}')
    assert village.world.calls == {}
    assert village.tells(BO, "!call " + "x" * 60)
    assert len(village.world.calls) == 1


@pytest.mark.parametrize("again", ["Slow Kettle", "slow  kettle", "Ｓｌｏｗ Kettle"])
def test_two_open_calls_may_not_have_one_name(again: str) -> None:
    village = called("!call Slow Kettle")

    assert village.tells(BO, f'!call "{again}"').startswith("There is an open call named")
    assert len(village.world.calls) == 1


def test_a_name_is_free_again_once_its_call_is_over_even_if_its_crew_goes_on() -> None:
    village = called("!call Slow Kettle seats=2")
    village.tells(BO, "yes")
    village.settle()
    village.pass_time(15 * DAY)

    assert "is in Commons" in village.tells(CLEO, "!call Slow Kettle")


def test_a_call_in_commons_is_answered_by_its_prompt_alone() -> None:
    village = harbourlight(BO)

    assert village.says(BO, "!call Slow Kettle") == ""
    village.settle()
    assert village.said_in(village.commons) == [
        told(
            "call.prompt",
            caller="Bo",
            name="Slow Kettle",
            intention="",
            details="practice, 8 weeks, 3-8 people",
            how=told("call.how.open"),
            until=NOW + 14 * DAY,
        )
    ]


def test_a_call_by_direct_message_tells_the_caller_where_it_stands() -> None:
    village = harbourlight(BO)
    until = f"{written_date((NOW + 14 * DAY).date(), Language.ENGLISH)}, 23:59 UTC"

    assert village.tells(BO, "!call Slow") == told("call.done", name="Slow", until=until, least=3)
    assert village.tells(BO, "!call Late start=when-i-say") == told(
        "call.done.start", name="Late", until=until, least=3
    )


def test_a_call_before_commons_stands_is_asked_to_wait() -> None:
    village = Village(World())
    village.tells(AMARA, "!found Harbourlight")

    answer = village.tells(AMARA, "!call Slow Kettle")

    assert answer == told("call.not-ready", name="Harbourlight")


def test_one_week_and_one_size_are_said_as_such() -> None:
    village = called("!call Sprint weeks=1 seats=4 rhythm=daily for=makers")

    assert "practice, 1 week, daily, 4 people, for makers." in village.said_in(village.commons)[-1]


@pytest.mark.parametrize(
    "words", ["!call Slow", "!calls", "!crews", "!why", "yes", "no", "!start", "!withdraw"]
)
def test_only_members_may(words: str) -> None:
    village = called("!call Slow Kettle")

    assert village.tells(ESI, words) == told("not-member", congregation="Harbourlight")


@pytest.mark.parametrize(
    ("words", "key"), [("!call Slow", HOSTS), ("!yes", HOSTS), ("!found Slow", COMMONS)]
)
def test_what_works_elsewhere_says_where(words: str, key: str) -> None:
    village = called("!call Slow Kettle")

    answer = village.says(AMARA, words, at=HOSTS if key == HOSTS else COMMONS)

    assert "in a direct message" in answer
    assert len(village.world.calls) == 1
