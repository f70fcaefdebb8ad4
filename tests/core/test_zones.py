"""Days that people say, where their congregation has no time zone of its own."""

from datetime import UTC, datetime, timedelta

import pytest

from microsol_matrix.decide.happenings import Heard
from microsol_matrix.ids import ZoneName
from microsol_matrix.places import crew_room
from microsol_matrix.talk.given import holds_date
from microsol_matrix.talk.grammar import Command, read
from tests.core.life import Village, called
from tests.core.said import AMARA, BO, BOT, CLEO, message

AUCKLAND = ZoneName("Pacific/Auckland")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
"""One in the night of the next day in Auckland."""


def forming(options: str = "") -> Village:
    """Slow Kettle, forming, with Amara and Bo in it."""
    village = called(f"!call Slow Kettle seats=2 {options}", BO, CLEO)
    village.tells(BO, "yes")
    village.settle()
    village.joins(AMARA, BO, at=crew_room(village.crew.id))
    village.settle()
    village.now = NOON
    return village


def says_from(village: Village, zone: ZoneName | None, words: str) -> None:
    said = message(BO, words, at=village.crew_room)
    village.happen(Heard(said, role="crew", zone=zone))


@pytest.mark.parametrize("words", ["review tomorrow", "review=tomorrow"])
@pytest.mark.parametrize(("zone", "day"), [(AUCKLAND, 25), (None, 24)])
def test_a_crew_looks_back_on_the_day_that_was_said_where_it_was_said(
    words: str, zone: ZoneName | None, day: int
) -> None:
    village = forming()

    says_from(village, zone, f"!agree Tue 19:00, {words}")

    agreement = village.crew.agreement
    assert agreement is not None
    assert agreement.review_on == datetime(2026, 11, day, 23, 59, 59, tzinfo=UTC)


def test_today_is_too_soon_where_it_was_said() -> None:
    village = forming()

    says_from(village, AUCKLAND, "!agree Tue 19:00, review 24 November")

    assert village.crew.agreement is None
    assert "Wednesday 25 November 2026" in village.world.notices[-1].text


def test_a_call_is_open_to_the_end_of_the_callers_day() -> None:
    village = forming()

    words = message(CLEO, "!call Paper Boats closes=tomorrow")
    village.happen(Heard(words, role="direct", zone=AUCKLAND))
    village.settle()

    assert village.call.closes_at == datetime(2026, 11, 25, 10, 59, 59, tzinfo=UTC)
    assert village.call.closes_at - village.now < timedelta(days=2)
    assert "25 November 2026" in village.said_in(village.commons)[-1]


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("!call Slow Kettle closes=Friday", True),
        ("!call Slow Kettle seats=3", False),
        ("!agree Tue 19:00, review 4 January", True),
        ("!agree Tue review=4/1", True),
        ("!acordar martes, revisión 4 de enero", True),
        ("!calls", False),
    ],
)
def test_a_day_is_looked_for_where_one_can_stand(words: str, *, is_one: bool) -> None:
    heard = read(message(BO, words), bot=BOT, is_direct=True, is_to_prompt=False)

    assert isinstance(heard, Command)
    assert holds_date(heard) is is_one
