"""Formation rounds: opened by hosts, kept up to date in Commons, and told about at their end."""

from datetime import UTC, datetime, timedelta

import pytest

from microsol_matrix.decide.deadlines import next_due
from microsol_matrix.evolve import replay
from microsol_matrix.languages import Language
from microsol_matrix.places import COMMONS, HOSTS
from microsol_matrix.plan.intents import EditPrompt, SendPrompt
from microsol_matrix.plan.messages import round_prompt
from microsol_matrix.scales.crew import Visibility
from microsol_matrix.scales.crew_life import CrewVisibilityChanged
from microsol_matrix.scales.season import LONGEST_ROUND
from microsol_matrix.words import count
from microsol_matrix.world import World
from tests.core.life import Village, harbourlight
from tests.core.said import AMARA, BO, CLEO, NOW
from tests.core.told import told

H = "Harbourlight"
DAY = timedelta(days=1)
END = datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)
"""A week from the day on which these tests begin: its last second."""
TEMPLATE = told("round.template", least=3, most=8, weeks=8)


def standing(calls: int, crews: int) -> str:
    return told(
        "round.standing", calls=count("round.calls", calls), crews=count("round.crews", crews)
    )


def opened(so_far: str = "") -> str:
    return told("round.open", name=H, until=END, template=TEMPLATE, standing=so_far)


def summary(*, begun: str = "", still: str = "") -> str:
    return told("round.summary", name=H, begun=begun, open=still)


def line(name: str, intention: str = "") -> str:
    shown = told("call.intention", intention=intention) if intention else ""
    return told("round.summary.line", name=name, intention=shown)


def in_round(said: str = "7d") -> Village:
    """Harbourlight in a formation round that lasts a week."""
    village = harbourlight(BO, CLEO)
    village.says(AMARA, f"!round {said}")
    village.settle()
    return village


def read_in_commons(village: Village) -> list[str]:
    return village.said_in(village.commons)


# ------------------------------------------------------------------------------------------- opening


def test_a_round_that_opens_is_said_in_commons_with_a_call_to_copy() -> None:
    village = harbourlight(BO)

    assert village.says(AMARA, "!round 7d") == ""
    village.settle()

    assert read_in_commons(village)[-1] == opened()
    assert village.tells(BO, "!round") == told("round.now", name=H, until=END, standing="")


@pytest.mark.parametrize("said", ["1w", "until 30 November", "30 November", "until 2026-11-30"])
def test_a_round_ends_after_a_span_or_on_a_day(said: str) -> None:
    village = in_round(said)

    assert village.world.open_round is not None
    assert village.world.open_round.closes_at == END


def test_a_host_who_opens_one_elsewhere_is_told_that_commons_knows() -> None:
    village = harbourlight(BO)

    assert village.says(AMARA, "!round 7d", at=HOSTS) == told("round.opened", until=END)
    village.settle()
    assert read_in_commons(village)[-1] == opened()


def test_the_call_to_copy_works_as_it_is() -> None:
    village = in_round()

    village.says(BO, TEMPLATE)
    village.settle()

    assert village.call.name == "A name"
    assert (village.call.seats_min, village.call.seats_max, village.call.weeks) == (3, 8, 8)


@pytest.mark.parametrize("language", Language)
def test_the_call_to_copy_works_in_every_language(language: Language) -> None:
    village = harbourlight(BO)
    village.says(AMARA, f"!language {language.value}", at=HOSTS)
    village.says(AMARA, "!round 7d")
    village.settle()
    [template] = [
        one for one in read_in_commons(village)[-1].splitlines() if one.startswith("!call")
    ]

    village.says(BO, template)

    assert (village.call.seats_min, village.call.seats_max, village.call.weeks) == (3, 8, 8)


# ------------------------------------------------------------------------------- what comes of it


def test_what_comes_of_it_is_counted_and_nobody_is_named() -> None:
    village = in_round()
    village.says(BO, "!call Slow Kettle seats=2")
    village.settle()
    assert read_in_commons(village)[-1] == opened(standing(1, 0))

    village.tells(CLEO, "yes Slow Kettle")
    village.settle()

    assert opened(standing(0, 1)) in read_in_commons(village)
    so_far = standing(0, 1)
    assert village.tells(BO, "!round") == told("round.now", name=H, until=END, standing=so_far)


def test_crews_from_before_and_hidden_ones_are_not_counted() -> None:
    village = harbourlight(BO, CLEO)
    village.says(AMARA, "!call Paper Boats seats=2 closes=1d")
    village.tells(BO, "yes")
    village.settle()
    village.pass_time(2 * DAY)
    village.says(AMARA, "!round 30 November")
    village.says(AMARA, "!call Ledger seats=2 closes=1d")
    village.tells(BO, "yes Ledger")
    village.settle()
    village.become([CrewVisibilityChanged(village.crew.id, Visibility.HIDDEN)])
    village.pass_time(2 * DAY)
    village.settle()

    assert village.tells(BO, "!round") == told("round.now", name=H, until=END, standing="")
    village.pass_time(7 * DAY)
    village.settle()
    assert summary(begun=told("round.summary.none")) in read_in_commons(village)


def test_at_its_end_it_is_said_which_crews_began_and_which_calls_are_open() -> None:
    village = in_round()
    village.says(BO, "!call Slow Kettle - to listen | seats=2 closes=2d")
    village.tells(CLEO, "yes Slow Kettle")
    village.settle()
    village.says(AMARA, "!call Long Table closes=20d")
    village.settle()
    assert next_due(village.world) is not None

    village.pass_time(8 * DAY)
    village.settle()
    village.pass_time(DAY)
    village.settle()

    begun = told("round.summary.begun", crews=line("Slow Kettle", "to listen"))
    still = told("round.summary.open", calls=line("Long Table"))
    said = read_in_commons(village)
    assert said.count(summary(begun=begun, still=still)) == 1
    assert told("round.over", name=H) in said
    assert village.tells(BO, "!round") == told("round.none", name=H)


def test_nobody_is_named_who_has_no_crew() -> None:
    village = in_round()
    village.pass_time(8 * DAY)
    village.settle()

    assert summary(begun=told("round.summary.none")) in read_in_commons(village)
    assert village.letters == []


def test_a_host_closes_it_early() -> None:
    village = in_round()

    assert village.says(AMARA, "!round end") == summary(begun=told("round.summary.none"))
    village.settle()

    assert read_in_commons(village).count(summary(begun=told("round.summary.none"))) == 1
    village.says(AMARA, "!round 7d")
    village.settle()
    assert village.tells(AMARA, "!round END") == told("round.ended")
    assert village.world.open_round is None


def test_after_it_is_over_its_message_is_left_as_it_is() -> None:
    village = in_round()
    village.says(AMARA, "!round end")
    village.settle()
    before = len(village.done)

    village.says(BO, "!call Slow Kettle")
    village.tells(AMARA, "!settings cycle-weeks=6")
    village.settle()

    ref = round_prompt(village.world.rounds[-1].id)
    later = [one for one in village.done[before:] if isinstance(one, EditPrompt) and one.ref == ref]
    assert later == []


def test_a_round_whose_message_has_not_come_through_is_said_as_it_was_opened() -> None:
    village = harbourlight(BO)
    village.says(AMARA, "!round 7d")
    first = [one for one in village.plan() if isinstance(one, SendPrompt)]

    village.says(BO, "!call Slow Kettle")
    village.says(AMARA, "!round end")

    assert [one for one in village.plan() if isinstance(one, SendPrompt)][-1:] == first


def test_a_restart_in_the_middle_changes_nothing() -> None:
    village = in_round()
    village.says(BO, "!call Slow Kettle seats=2 closes=20d")
    village.settle()

    again = Village(replay(World(), village.facts), now=village.now, facts=list(village.facts))

    assert again.plan() == ()
    again.pass_time(8 * DAY)
    again.settle()
    still = told("round.summary.open", calls=line("Slow Kettle"))
    assert summary(still=still) in read_in_commons(again)


# ----------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("soon", told("round.bad", given="soon", most=LONGEST_ROUND.days)),
        ("57d", told("round.bad", given="57d", most=LONGEST_ROUND.days)),
        ("yesterday", told("round.bad", given="yesterday", most=LONGEST_ROUND.days)),
        ("end", told("round.none", name=H)),
        (
            "4/1",
            told(
                "date.ambiguous",
                given="4/1",
                one=datetime(2027, 1, 4, tzinfo=UTC),
                one_iso="2027-01-04",
                other=datetime(2027, 4, 1, tzinfo=UTC),
                other_iso="2027-04-01",
            ),
        ),
    ],
)
def test_what_cannot_be_a_round_is_refused_and_changes_nothing(said: str, answer: str) -> None:
    village = harbourlight(BO)

    assert village.tells(AMARA, f"!round {said}") == answer
    assert village.world.rounds == ()


def test_only_one_round_is_open_at_a_time() -> None:
    village = in_round()

    assert village.says(AMARA, "!round 14d", at=COMMONS) == told("round.already", name=H, until=END)
    assert len(village.world.rounds) == 1


@pytest.mark.parametrize("said", ["7d", "end"])
def test_only_hosts_open_and_close_a_round(said: str) -> None:
    village = in_round() if said == "end" else harbourlight(BO)
    before = village.world.rounds

    assert village.tells(BO, f"!round {said}") == told("host-only", name=H, hosts="Amara")
    assert village.world.rounds == before
    assert village.now == NOW
