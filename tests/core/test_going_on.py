"""Whom a closing turned away asks again once the crew goes on after all; what was objected to stays so."""

import pytest

from microsol_matrix.ids import UserId
from tests.core.beside_kettle import KETTLE, kettle, reads, room_of, says
from tests.core.late_comers import NOT_NOW, THREE_DAYS, WELCOME, active
from tests.core.life import Village
from tests.core.said import AMARA, BO, CLEO, DAY, DOV, ESI
from tests.core.told import told

GOES_ON = told("join.goes-on", name=KETTLE)


def turned_away(*people: UserId) -> Village:
    """Slow Kettle, which begins to close while it is asked whether these may come in."""
    village = active("ask")
    for person in people:
        village.tells(person, f"!join {KETTLE}")
    village.settle()
    village.now += DAY
    says(village, AMARA, "!finish")
    village.settle()
    village.now += DAY
    return village


@pytest.mark.parametrize("words", ["!undo", "!stop-closing"])
def test_the_crew_is_asked_again_about_whom_its_closing_turned_away(words: str) -> None:
    village = turned_away(DOV)

    says(village, BO, words)
    village.settle()

    goes_on = village.letters_to(DOV)[-1]
    assert goes_on.startswith(f"{GOES_ON}\nI have asked the people of {KETTLE}, who see your name.")
    assert reads(village).startswith(f"Dov would like to come into {KETTLE}.")

    village.pass_time(THREE_DAYS)
    village.settle()

    assert village.letters_to(DOV)[-1] == WELCOME
    assert village.invitations(room_of(village))[-1] == DOV


def test_what_was_objected_to_stays_so_and_nobody_can_tell() -> None:
    village = active("ask")
    for person in (DOV, ESI):
        village.tells(person, f"!join {KETTLE}")
    village.settle()
    village.tells(BO, "!object Dov")
    says(village, AMARA, "!finish")
    village.settle()

    says(village, CLEO, "!undo")
    village.settle()
    dov, esi = village.letters_to(DOV), village.letters_to(ESI)
    village.pass_time(THREE_DAYS)
    village.settle()

    assert dov == esi
    assert village.letters_to(DOV)[len(dov) :] == [NOT_NOW]
    assert village.letters_to(ESI)[len(esi) :] == [WELCOME]


def test_who_was_turned_away_and_may_not_come_now_hears_nothing_more() -> None:
    village = turned_away(DOV)
    village.leaves(DOV)

    says(village, BO, "!undo")
    village.settle()

    assert village.letters_to(DOV) == [NOT_NOW]
    assert kettle(village).open_questions == ()
