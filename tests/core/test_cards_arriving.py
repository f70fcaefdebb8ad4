"""When a neighbour's porch is read: at once where its card was just written, and else once it has settled."""

from datetime import timedelta

from microsol_matrix.decide.afar import NeighbourStirred
from microsol_matrix.ids import UserId
from microsol_matrix.plan.intents import ReadPorch
from microsol_matrix.scales.link import READ_AGAIN, SETTLING
from tests.core.life import Village
from tests.core.neighbours import (
    MUTUAL,
    OTHER_BOT,
    THEIR_BOT,
    THORNFIELD,
    link_of,
    linked,
    planned,
    was_read,
)

A_MOMENT = timedelta(milliseconds=50)


def long_linked() -> Village:
    """Harbourlight, linked with Thornfield, whose porch nobody has read for an hour."""
    village = linked()
    village.now += timedelta(hours=1)
    return village


def card_is_written(village: Village, *, by: UserId = THEIR_BOT) -> None:
    village.happen(NeighbourStirred(THORNFIELD, card_by=by))


def test_a_card_that_was_written_is_read_at_once() -> None:
    village = long_linked()

    card_is_written(village)

    assert len(planned(village, ReadPorch)) == 1


def test_what_was_taken_away_is_left_to_settle_until_a_card_is_written() -> None:
    village = long_linked()
    village.happen(NeighbourStirred(THORNFIELD))
    village.now += A_MOMENT
    between = planned(village, ReadPorch)

    card_is_written(village)

    assert between == []
    assert len(planned(village, ReadPorch)) == 1
    was_read(village, MUTUAL)
    assert link_of(village).stirred_at is None


def test_a_card_that_somebody_else_writes_settles_like_everything() -> None:
    village = long_linked()

    card_is_written(village, by=OTHER_BOT)
    at_once = planned(village, ReadPorch)
    village.pass_time(SETTLING)

    assert at_once == []
    assert len(planned(village, ReadPorch)) == 1


def test_a_flood_of_cards_is_read_no_more_often_than_any_other() -> None:
    village = long_linked()
    card_is_written(village)
    was_read(village, MUTUAL)
    facts = len(village.facts)

    for _ in range(500):
        village.now += timedelta(milliseconds=10)
        card_is_written(village)
    at_once, noted = planned(village, ReadPorch), len(village.facts) - facts
    village.pass_time(READ_AGAIN)

    assert at_once == []
    assert noted == 1
    assert len(planned(village, ReadPorch)) == 1


def test_a_card_that_is_written_while_the_porch_is_read_is_read_again() -> None:
    village = long_linked()
    card_is_written(village)
    began = village.now
    village.now += A_MOMENT
    card_is_written(village)
    now, village.now = village.now, began
    was_read(village, MUTUAL)
    village.now = now
    at_once = planned(village, ReadPorch)
    village.pass_time(READ_AGAIN)

    assert at_once == []
    assert len(planned(village, ReadPorch)) == 1
