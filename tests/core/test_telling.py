"""What is told when somebody asks, and which congregation they mean."""

from collections.abc import Mapping

import pytest

from microsol_matrix.decide.happenings import Heard
from microsol_matrix.decide.meant import Which, meant
from microsol_matrix.ids import EventId, LaneId, UserId
from microsol_matrix.markup import to_plain
from microsol_matrix.observe import MessageSaid
from microsol_matrix.places import COMMONS, HOSTS, crew_room
from microsol_matrix.plan.messages import call_prompt
from microsol_matrix.talk.descriptor import Where, Who
from microsol_matrix.talk.descriptors import BY_WORD, COMMANDS, TOPICS
from microsol_matrix.talk.grammar import Command, read
from microsol_matrix.words import Said
from microsol_matrix.world import World
from tests.core.life import Village, called, harbourlight
from tests.core.said import AMARA, BO, BOT, CLEO, DAY, NOW, message, to_the_bot
from tests.core.told import told

UNTIL = NOW + 14 * DAY


def words_in(answer: str) -> frozenset[str]:
    """Give the commands that a help by topic names, without those of its last line."""
    *_, listed = answer.rpartition(told("help.head"))
    lines = listed.removesuffix(told("help.tail")).split()
    return frozenset(word.strip("!,") for word in lines if word.startswith("!"))


def test_help_lists_what_works_here_by_topic_and_fits_on_a_phone() -> None:
    village = harbourlight(BO)
    in_hosts = village.says(AMARA, "!help", at=HOSTS)
    direct = village.tells(AMARA, "help")

    assert direct.startswith(told("help.head"))
    assert words_in(direct) == frozenset(BY_WORD)
    assert words_in(in_hosts) == {one.word for one in COMMANDS if Where.HOSTS in one.where}
    assert len(direct.splitlines()) == len(TOPICS) + 2
    assert len(direct) < 800


def test_help_in_a_direct_message_leaves_out_what_only_others_may_say() -> None:
    words = words_in(harbourlight(BO).tells(BO, "help"))

    assert words == {one.word for one in COMMANDS if one.who is not Who.HOST}


def test_every_command_is_in_one_topic_of_the_help() -> None:
    told_of = [one.word for commands in TOPICS.values() for one in commands]

    assert sorted(told_of) == sorted(BY_WORD)


@pytest.mark.parametrize(
    ("word", "topic"),
    [
        ("crew", "crew"),
        ("cuadrilla", "crew"),
        ("Équipage", "crew"),
        ("!calls", "calls"),
        ("congregación", "congregation"),
        ("talking", "talking"),
    ],
)
def test_help_about_a_topic_says_what_each_of_its_commands_does(word: str, topic: str) -> None:
    answer = harbourlight(BO).tells(AMARA, f"!help {word}")

    assert answer.startswith(told(f"help.topic.{topic}"))
    assert answer.endswith(told(f"help.tail.{topic}"))
    assert all(f"{one.usage} - {one.summary}" in answer for one in TOPICS[topic])


@pytest.mark.parametrize("topic", TOPICS)
def test_help_about_a_topic_sends_to_one_of_the_commands_that_it_shows(topic: str) -> None:
    answer = harbourlight(BO).tells(BO, f"!help {topic}")

    *shown, tail = answer.splitlines()
    words = [line.split()[1] for line in shown if line.startswith("- !")]
    assert any(f"!help {word.removeprefix('!')}" in tail for word in words), tail


@pytest.mark.parametrize("word", [*(BY_WORD.keys() - TOPICS.keys()), "!call"])
def test_help_tells_more_about_one_command(word: str) -> None:
    descriptor = BY_WORD[word.removeprefix("!")]
    answer = harbourlight(BO).tells(BO, f"!help {word.upper()}")

    assert answer.startswith(descriptor.usage)
    assert descriptor.summary in answer
    assert all(f"{option.key}={option.shape}" in answer for option in descriptor.options)
    assert all(example in answer for example in descriptor.examples)
    assert told(f"who.{descriptor.who.value}") in answer


def test_help_about_something_unknown_says_so() -> None:
    assert harbourlight(BO).tells(BO, "!help tea") == told("help.none-such", word="tea")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("hello", told("unclear")),
        ("!cal Slow", told("unclear.nearest", word="cal", nearest="call")),
        ("!qwertz", told("help.none-such", word="qwertz")),
        ("call me", told("unclear.without-mark", nearest="call")),
    ],
)
def test_what_is_not_understood_is_answered_helpfully(words: str, answer: str) -> None:
    assert harbourlight(BO).tells(BO, words) == answer


def test_talk_in_commons_is_not_answered() -> None:
    village = harbourlight(BO)

    assert village.says(BO, "lovely weather") == ""
    assert village.says(BO, "!weather") == ""


def test_calls_are_listed_without_names_and_counts() -> None:
    village = called("!call Slow Kettle - listen seats=3-3")
    village.tells(BO, "yes")
    lines = village.tells(BO, "!calls")
    details = "practice, 8 weeks, 3 people"
    line = told(
        "calls.line", name="Slow Kettle", intention=" - listen", details=details, until=UNTIL
    )

    assert lines == told("calls.list", congregation="Harbourlight", calls=line)
    assert "Bo" not in lines


def test_a_call_that_has_begun_shows_its_seats() -> None:
    village = called("!call Slow Kettle seats=2-3")
    village.tells(BO, "yes")
    assert "Beginning, 1 seat left" in village.tells(BO, "!calls")
    village.tells(CLEO, "yes")

    assert "Beginning, waiting list" in village.tells(BO, "!calls")


def test_without_a_call_it_is_said_how_to_make_one() -> None:
    assert harbourlight().tells(AMARA, "!calls") == told("calls.none", congregation="Harbourlight")


def test_crews_are_listed_and_ones_own_seat_only_in_private() -> None:
    village = called("!call Slow Kettle - listen seats=2")
    assert village.tells(BO, "!crews") == told("crews.none", congregation="Harbourlight")
    village.tells(BO, "yes")
    village.settle()
    values = {"name": "Slow Kettle", "intention": " - listen", "kind": "practice"}
    yours = told("crews.line.yours", state="forming", **values)
    line = told("crews.line", state="forming", **values)

    assert yours in village.tells(BO, "!crews")
    assert line in village.tells(CLEO, "!crews")
    assert yours not in village.says(BO, "!crews")
    assert line in village.says(BO, "!crews", at=crew_room(village.crew.id))


def test_why_tells_about_the_last_deed_and_about_nobody() -> None:
    village = Village(World())
    village.tells(AMARA, "!found Harbourlight")
    assert village.tells(AMARA, "!why") == told("why.founded", about="Harbourlight")
    village = called("!call Slow Kettle seats=2 closes=30d")
    assert village.tells(BO, "!why") == told("why.call published", about="Slow Kettle")
    village.tells(BO, "yes")
    assert village.tells(BO, "!why") == told("why.crew began", about="Slow Kettle")
    village.settle()
    assert village.tells(BO, "!why") == told("why.invited", about="Slow Kettle")
    village.tells(BO, "no")
    assert village.tells(BO, "!why") == told("why.invited", about="Slow Kettle"), "not who said no"
    village.pass_time(31 * DAY)

    assert village.says(BO, "!why") == told("why.call ended", about="Slow Kettle")


def in_commons(
    village: Village, by: UserId, body: str, *, replaces: EventId | None = None
) -> list[str]:
    """Say something in Commons, and give what is said there in answer."""
    before = len(village.said_in(village.key_id(COMMONS)))
    said = message(
        by, body, at=village.key_id(COMMONS), mentions=frozenset({BOT}), replaces=replaces
    )
    village.happen(Heard(said, role="commons"))
    village.settle()
    return list(village.said_in(village.key_id(COMMONS)))[before:]


def test_who_speaks_of_us_is_told_once_how_to_speak_to_us() -> None:
    village = harbourlight(BO)

    assert in_commons(village, BO, "I like microsol a lot") == [told("passing")]
    assert in_commons(village, BO, "as I said, microsol is fine") == []
    assert in_commons(village, AMARA, "what is microsol for?") == [told("passing")]
    assert in_commons(village, BO, "hello microsol: dance") == []
    assert in_commons(village, BO, "microsol: dance") == [told("unclear")]


def test_a_message_edited_twice_is_asked_for_again_once() -> None:
    village = harbourlight(BO)
    first, other = EventId("$first"), EventId("$other")

    assert in_commons(village, BO, "!calls", replaces=first) == [told("edited")]
    assert in_commons(village, BO, "!crews", replaces=first) == []
    assert in_commons(village, BO, "!crews", replaces=other) == [told("edited")]
    assert in_commons(village, BO, "nothing for microsol to see", replaces=other) == []


def test_an_answer_in_the_thread_of_a_prompt_counts() -> None:
    village = called("!call Slow Kettle answers=open", BO)
    prompt = village.world.prompts[call_prompt(village.call.id)].event_id
    said = message(BO, "yes", at=village.key_id(COMMONS), thread=prompt)

    village.happen(Heard(said, role="commons"))

    assert village.call.answer_of(BO) is not None
    village.happen(Heard(message(BO, "who else?", at=said.room_id, thread=prompt), role="commons"))
    village.settle()
    assert told("passing") not in village.said_in(village.key_id(COMMONS))


def test_an_edited_command_is_asked_for_again() -> None:
    village = harbourlight(BO)
    said = message(BO, "!calls", at=village.key_id(COMMONS), replaces=EventId("$first"))
    village.happen(type(to_the_bot(BO, ""))(said, role="commons"))

    assert to_plain(village.world.notices[-1].text) == told("edited")


# ---------------------------------------------------------------------------------- which congregation


def asks(words: str, *, by: UserId = BO) -> tuple[Command, MessageSaid]:
    said = message(by, words)
    heard = read(said, bot=BOT, is_direct=True, is_to_prompt=False)
    assert isinstance(heard, Command)
    return heard, said


def lanes(*villages: Village) -> Mapping[LaneId, World]:
    return {LaneId(f"lane-{at}"): one.world for at, one in enumerate(villages)}


def thornfield(*words: str) -> Village:
    village = Village(World())
    village.tells(BO, "!found Thornfield Loop")
    village.settle()
    village.joins(BO)
    for one in words:
        village.tells(BO, one)
    village.settle()
    return village


def test_in_one_that_one_is_meant() -> None:
    assert meant(lanes(harbourlight(BO)), *asks("!calls")) == "lane-0"


def test_in_several_it_is_asked_which() -> None:
    answer = meant(lanes(harbourlight(BO), thornfield()), *asks("!call Slow Kettle"))

    assert isinstance(answer, Which)
    assert "1. **Harbourlight** (in=harbourlight)" in answer.text
    assert "2. **Thornfield Loop** (in=thornfield-loop)" in answer.text


@pytest.mark.parametrize(
    ("words", "lane"),
    [
        ("!calls in=harbourlight", "lane-0"),
        ("!calls in=Thornfield-Loop", "lane-1"),
        ("yes in=thornfield-loop", "lane-1"),
    ],
)
def test_the_one_that_is_named_is_meant(words: str, lane: str) -> None:
    assert meant(lanes(harbourlight(BO), thornfield()), *asks(words)) == lane


def test_one_that_there_is_not_is_answered_with_those_that_there_are() -> None:
    answer = meant(lanes(harbourlight(BO)), *asks("!calls in=ninebridges"))

    assert isinstance(answer, Said)
    assert "in=harbourlight" in answer


@pytest.mark.parametrize(
    ("words", "lane"),
    [
        ("yes Slow Kettle", "lane-0"),
        ("yes Spare Keys", "lane-1"),
        ("no spare", "lane-1"),
        ("!start", "lane-1"),
        ("!withdraw Spare Keys", "lane-1"),
    ],
)
def test_an_answer_means_the_one_where_such_a_call_is_open(words: str, lane: str) -> None:
    villages = lanes(called("!call Slow Kettle"), thornfield("!call Spare Keys"))

    assert meant(villages, *asks(words)) == lane


@pytest.mark.parametrize("words", ["yes", "yes Nothing", "no"])
def test_an_answer_that_fits_several_or_none_is_asked_about(words: str) -> None:
    villages = lanes(called("!call Slow Kettle"), thornfield("!call Spare Keys"))

    assert isinstance(meant(villages, *asks(words)), Which)
