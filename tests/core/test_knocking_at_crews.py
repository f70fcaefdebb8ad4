"""A knock at a crew's room is the same as asking to come in."""

from microsol_matrix.ids import UserId
from microsol_matrix.plan.intents import Remove
from microsol_matrix.seen import Membership
from tests.core.beside_kettle import (
    KETTLE,
    kettle,
    reads,
    room_of,
    says,
)
from tests.core.late_comers import NOT_NOW, THREE_DAYS, WELCOME, active
from tests.core.life import Village
from tests.core.said import CLEO, DOV, GRETA, membership
from tests.core.told import told


def knocks(village: Village, person: UserId) -> None:
    key = room_of(village)
    village.happen(membership(person, Membership.KNOCK, at=village.key_id(key)))


def refused(village: Village) -> list[tuple[UserId, str]]:
    """Tell whose knock was answered with no, and why."""
    return [(one.person, one.reason) for one in village.done if isinstance(one, Remove)]


# ------------------------------------------------------------------------------------------ knocking


def test_a_knock_of_a_member_is_the_same_as_asking() -> None:
    village = active("ask")

    knocks(village, DOV)
    village.settle()
    assert reads(village).startswith(f"Dov would like to come into {KETTLE}.")
    assert refused(village) == []

    village.pass_time(THREE_DAYS)
    village.settle()
    assert village.invitations(room_of(village))[-1] == DOV
    assert village.letters_to(DOV)[-1] == WELCOME


def test_a_knock_is_answered_with_no_at_the_end_of_the_round() -> None:
    village = active("ask")
    knocks(village, DOV)
    village.tells(CLEO, "!object")
    village.settle()
    assert refused(village) == []

    village.pass_time(THREE_DAYS)
    village.settle()

    assert refused(village) == [(DOV, told("join.refused"))]
    assert village.letters_to(DOV)[-1] == NOT_NOW


def test_a_knock_that_is_taken_back_ends_the_round() -> None:
    village = active("ask")
    knocks(village, DOV)
    village.settle()

    village.leaves(DOV, at=room_of(village))
    village.settle()

    assert kettle(village).open_questions == ()
    assert reads(village) == told("newcomer.taken-back", person="Dov", name=KETTLE)


def test_a_knock_of_a_stranger_is_refused_and_nobody_is_asked() -> None:
    village = active("ask")

    knocks(village, GRETA)
    village.settle()

    assert refused(village) == [(GRETA, told("join.members-only"))]
    assert kettle(village).open_questions == ()
    assert village.letters == []


def test_who_asked_by_word_and_knocks_too_has_asked_once() -> None:
    village = active("ask")
    village.tells(DOV, f"!join {KETTLE}")
    village.settle()

    knocks(village, DOV)
    village.settle()

    assert len(kettle(village).open_questions) == 1
    assert refused(village) == []


def test_whoever_asked_a_crew_that_rests_meanwhile_is_still_let_in_if_nobody_objects() -> None:
    village = active("ask")
    village.tells(DOV, f"!join {KETTLE}")
    village.settle()

    says(village, CLEO, "!rest")
    village.settle()
    assert NOT_NOW not in village.letters_to(DOV)
    village.pass_time(THREE_DAYS)

    assert WELCOME in village.letters_to(DOV)
    assert DOV in kettle(village).holders


def test_whoever_asked_a_crew_that_ends_hears_not_this_cycle() -> None:
    village = active("ask")
    village.tells(DOV, f"!join {KETTLE}")
    village.settle()

    says(village, CLEO, "!finish")

    assert village.letters_to(DOV)[-1] == NOT_NOW
