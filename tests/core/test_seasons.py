"""Seasons: named by hosts, told to everybody, published, and asked about once when they end."""

from datetime import UTC, datetime, timedelta

import pytest

from microsol_matrix.decide.deadlines import next_due
from microsol_matrix.decide.happenings import Heard
from microsol_matrix.evolve import replay
from microsol_matrix.places import COMMONS, HOSTS
from microsol_matrix.plan.intents import PutState
from microsol_matrix.scales.season import NAME_LIMIT
from microsol_matrix.structure import types
from microsol_matrix.structure.schemas import check
from microsol_matrix.times import to_ms
from microsol_matrix.world import World
from tests.core.life import Village, harbourlight
from tests.core.said import AMARA, BO, NOW, message
from tests.core.told import told

H = "Harbourlight"
TIDE = "Autumn Tide"
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
TWELVE = datetime(2027, 2, 15, 23, 59, 59, tzinfo=UTC)
"""Twelve weeks from the day on which these tests begin: its last second."""


def in_tide(*, weeks: int = 12) -> Village:
    """Harbourlight, in the season Autumn Tide."""
    village = harbourlight(BO)
    village.tells(AMARA, f'!season "{TIDE}" weeks={weeks}')
    village.settle()
    return village


def published(village: Village) -> object:
    """Tell what the card says of the season."""
    cards = [
        intent.piece.content
        for intent in village.done
        if isinstance(intent, PutState) and intent.piece.type == types.CONGREGATION
    ]
    card = cards[-1]
    assert isinstance(card, dict)
    check(types.CONGREGATION, card)
    return card.get("season")


def asked(village: Village) -> list[str]:
    """Tell what hosts were asked about the next season."""
    text = told("season.ended", season=TIDE, name=H, weeks=12)
    return [one for one in village.said_in(village.key_id(HOSTS)) if one == text]


def test_before_the_first_one_members_are_told_that_there_is_none() -> None:
    assert harbourlight(BO).tells(BO, "!season") == told("season.none", name=H)


def test_a_host_names_a_season_which_begins() -> None:
    village = harbourlight(BO)

    answer = village.tells(AMARA, f'!season "{TIDE}"')

    assert answer == told("season.begun", season=TIDE, name=H, until=TWELVE)
    assert village.tells(BO, "!season") == told("season.now", name=H, season=TIDE, until=TWELVE)
    season = village.world.season
    assert season is not None
    assert (season.name, season.begins_at, season.ends_at) == (TIDE, NOW, TWELVE)


def test_everybody_reads_of_a_season_in_commons_once() -> None:
    village = in_tide()
    text = told("season.begun", season=TIDE, name=H, until=TWELVE)
    assert village.said_in(village.commons).count(text) == 1

    another = harbourlight(BO)
    assert another.says(AMARA, f"!season {TIDE}", at=COMMONS) == text
    another.settle()
    assert another.said_in(another.commons).count(text) == 1


def test_the_season_that_runs_stands_on_the_card_and_no_longer_than_it_runs() -> None:
    village = in_tide(weeks=4)
    season = village.world.season
    assert season is not None
    assert published(village) == {
        "name": TIDE,
        "begins": to_ms(NOW),
        "ends": to_ms(season.ends_at),
    }

    village.pass_time(5 * WEEK)
    village.settle()

    assert published(village) is None


def test_a_season_is_as_long_as_the_congregation_s_numbers_say() -> None:
    village = harbourlight(BO)
    village.tells(AMARA, "!settings season=6w")
    village.tells(AMARA, f"!season {TIDE}")

    season = village.world.season
    assert season is not None
    assert season.ends_at.date() == NOW.date() + 6 * WEEK


def test_at_its_end_hosts_are_asked_once_and_members_are_between_seasons() -> None:
    village = in_tide(weeks=4)
    assert next_due(village.world) == village.world.seasons[-1].ends_at

    village.pass_time(4 * WEEK)
    village.settle()
    assert asked(village) == []
    village.pass_time(DAY)
    village.settle()
    village.pass_time(WEEK)
    village.settle()

    assert len(asked(village)) == 1
    assert village.tells(BO, "!season") == told("season.between", name=H, season=TIDE)
    assert village.world.season is None


def test_a_season_that_is_named_early_ends_the_one_that_runs() -> None:
    village = in_tide()
    village.now += 3 * WEEK

    answer = village.tells(AMARA, '!season "Winter Quiet" weeks=6')

    first, second = village.world.seasons
    assert answer == told(
        "season.begun.instead", season="Winter Quiet", name=H, until=second.ends_at, before=TIDE
    )
    assert first.ends_at == second.begins_at == village.now
    village.pass_time(10 * WEEK)
    village.settle()
    assert asked(village) == []


def test_every_moment_lies_in_one_season_or_in_none() -> None:
    village = in_tide(weeks=4)
    village.pass_time(5 * WEEK)
    village.tells(AMARA, '!season "Winter Quiet" weeks=6')
    tide, quiet = village.world.seasons

    at = village.world.season_at
    assert at(NOW - DAY) is None
    assert at(NOW) == tide
    assert at(tide.ends_at) is None
    assert at(quiet.begins_at) == at(quiet.ends_at - DAY) == quiet
    assert tide.id != quiet.id


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("weeks=12", told("season.needs-name")),
        (
            f'"{"x" * 61}"',
            told("season.too-long", what=told("what.name"), length=61, limit=NAME_LIMIT),
        ),
        ("autumn  TIDE", told("season.same", season="autumn TIDE", until=TWELVE)),
        (
            '"Winter Quiet" weeks=3',
            told(
                "option.bad",
                option="weeks",
                given="3",
                expected=told("option.number", least=4, most=52),
                example="12",
            ),
        ),
    ],
)
def test_what_cannot_be_a_season_is_refused_and_changes_nothing(said: str, answer: str) -> None:
    village = in_tide()
    before = village.world.seasons

    assert village.tells(AMARA, f"!season {said}") == answer
    assert village.world.seasons == before


def test_only_hosts_name_a_season() -> None:
    village = harbourlight(BO)

    assert village.tells(BO, f"!season {TIDE}") == told("host-only", name=H, hosts="Amara")
    assert village.world.seasons == ()


def test_who_is_not_in_is_told_nothing_of_seasons() -> None:
    village = in_tide()
    village.leaves(BO)

    assert village.tells(BO, "!season") == told("not-member", congregation=H)


def test_the_same_naming_after_a_crash_is_the_same_season() -> None:
    village = harbourlight(BO)
    said = Heard(message(AMARA, f"!season {TIDE}"), role="direct")
    before = list(village.facts)
    village.happen(said)
    once = village.world.seasons

    again = Village(replay(World(), before))
    again.happen(said)

    assert again.world.seasons == once
