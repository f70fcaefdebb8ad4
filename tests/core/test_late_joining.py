"""How somebody comes into a crew that has begun: asked for, agreed by no objection, and never with a reason."""

from datetime import timedelta

import pytest

from microsol_matrix.places import COMMONS
from microsol_matrix.plan.intents import Redact
from microsol_matrix.scales.crew import SeatState
from microsol_matrix.scales.question import Objected
from microsol_matrix.seen import Membership
from tests.core.beside_kettle import (
    KETTLE,
    asked,
    joins_the_room,
    kettle,
    prompt,
    reads,
    room_of,
    says,
)
from tests.core.late_comers import NOT_NOW, THREE_DAYS, WELCOME, active, closed
from tests.core.said import AMARA, BO, CLEO, DOV, ESI, membership, reaction
from tests.core.told import told

TAKEN_BACK = told("join.taken-back", name=KETTLE)


# --------------------------------------------------------------------------------------- the round


def test_nobody_objects_and_the_newcomer_is_welcome() -> None:
    village = active("ask")

    answer = village.tells(DOV, f"!join {KETTLE}")
    village.settle()
    assert answer.startswith(f"I have asked the people of {KETTLE}")
    assert reads(village).startswith(f"Dov would like to come into {KETTLE}.")
    assert f'!object crew="{KETTLE}"' in reads(village)

    village.pass_time(THREE_DAYS - timedelta(minutes=1))
    assert DOV not in kettle(village).holders
    village.pass_time(timedelta(minutes=1))
    village.settle()

    assert village.invitations(room_of(village))[-1] == DOV
    assert village.letters_to(DOV) == [WELCOME]
    assert reads(village) == told("newcomer.welcome", person="Dov", name=KETTLE)
    joins_the_room(village, DOV)
    assert DOV in kettle(village).people


def test_gladness_is_shown_and_changes_nothing() -> None:
    village = active("ask")
    village.tells(DOV, f"!join {KETTLE}")
    village.settle()

    room = village.key_id(room_of(village))
    for person in (AMARA, BO, CLEO):
        village.happen(reaction(person, prompt(village), at=room, key="✅"))

    assert len(asked(village).replies) == 3
    assert asked(village).is_open
    assert village.letters == []


def test_an_objection_is_kept_without_its_person_and_told_to_nobody() -> None:
    village = active("ask")
    village.tells(DOV, f"!join {KETTLE}")
    village.settle()
    before = reads(village)

    assert village.tells(BO, "!object") == ""
    village.settle()

    assert village.letters_to(BO) == [told("object.noted", name=KETTLE)]
    assert reads(village) == before
    objections = [one for one in village.facts if isinstance(one, Objected)]
    assert len(objections) == 1
    assert BO not in repr(village.facts[village.facts.index(objections[0]) :])

    village.pass_time(THREE_DAYS)
    village.settle()
    assert village.letters_to(DOV) == [NOT_NOW]
    assert reads(village) == told("newcomer.not-now", person="Dov", name=KETTLE)
    assert DOV not in kettle(village).holders


@pytest.mark.parametrize("key", ["❌", "👎"])
def test_a_no_on_the_prompt_is_taken_away_and_counts(key: str) -> None:
    village = active("ask")
    village.tells(DOV, f"!join {KETTLE}")
    village.settle()
    room = village.key_id(room_of(village))

    stray = reaction(CLEO, prompt(village), at=room, key=key)
    village.happen(stray)
    village.settle()

    redacted = [(one.room_id, one.event_id) for one in village.done if isinstance(one, Redact)]
    assert redacted == [(room, stray.event_id)]
    assert village.letters_to(CLEO) == [told("object.noted", name=KETTLE)]
    assert asked(village).is_objected
    assert asked(village).replies == ()


@pytest.mark.parametrize("said", ["No", "non.", "!object"])
def test_a_no_said_aloud_is_taken_away_and_counts(said: str) -> None:
    village = active("ask")
    village.tells(DOV, f"!join {KETTLE}")
    village.settle()
    key = room_of(village)

    assert village.says(BO, said, at=key, reply_to=prompt(village)) == ""
    village.settle()

    assert [one.room_id for one in village.done if isinstance(one, Redact)] == [village.key_id(key)]
    assert asked(village).is_objected


def test_an_answer_that_says_no_counts_too() -> None:
    village = active("ask")
    village.tells(DOV, f"!join {KETTLE}")
    village.settle()

    assert village.tells(BO, f'!answer no crew="{KETTLE}"') == ""
    assert village.letters_to(BO) == [told("object.noted", name=KETTLE)]
    assert asked(village).is_objected


def test_who_is_not_in_the_crew_cannot_object() -> None:
    village = active("ask")
    village.tells(DOV, f"!join {KETTLE}")
    village.settle()

    village.tells(ESI, "!object")
    village.tells(DOV, "!object")

    assert not asked(village).is_objected
    assert village.letters_to(ESI) == [told("object.none")]


def test_two_newcomers_are_two_questions() -> None:
    village = active("ask")
    village.tells(DOV, f"!join {KETTLE}")
    village.tells(ESI, f"!join {KETTLE}")
    village.settle()

    village.tells(BO, "!object")
    assert village.letters_to(BO)[-1].startswith("Several things are being asked.")
    village.tells(BO, "!object esi")
    village.pass_time(THREE_DAYS)

    assert village.letters_to(DOV) == [WELCOME]
    assert village.letters_to(ESI) == [NOT_NOW]


def test_not_this_cycle_holds_for_this_cycle() -> None:
    village = active("ask")
    village.tells(DOV, f"!join {KETTLE}")
    village.tells(BO, "!object")
    village.pass_time(THREE_DAYS)
    village.settle()

    assert village.tells(DOV, f"!join {KETTLE}") == NOT_NOW
    assert kettle(village).open_questions == ()


@pytest.mark.parametrize("ending", ["!joining closed", "!finish", "!hide"])
def test_whatever_ends_the_round_the_words_are_the_same(ending: str) -> None:
    village = active("ask")
    village.tells(DOV, f"!join {KETTLE}")
    village.settle()

    says(village, AMARA, ending)

    assert village.letters_to(DOV) == [NOT_NOW]
    assert kettle(village).open_questions == ()


def test_saying_it_again_takes_it_back() -> None:
    village = active("ask")
    village.tells(DOV, f"!join {KETTLE}")
    village.settle()

    assert village.tells(DOV, f"!join {KETTLE}") == TAKEN_BACK
    village.settle()

    assert kettle(village).open_questions == ()
    assert reads(village) == told("newcomer.taken-back", person="Dov", name=KETTLE)
    village.pass_time(THREE_DAYS)
    assert village.letters_to(DOV) == []


def test_who_changes_their_mind_again_and_again_gives_the_crew_a_days_peace() -> None:
    village = active("ask")
    for _ in range(2):
        village.tells(DOV, f"!join {KETTLE}")
        assert village.tells(DOV, f"!join {KETTLE}") == TAKEN_BACK
        village.pass_time(timedelta(minutes=1))

    assert village.tells(DOV, f"!join {KETTLE}") == told("join.enough", name=KETTLE)
    assert kettle(village).open_questions == ()
    village.pass_time(timedelta(days=1))
    assert village.tells(DOV, f"!join {KETTLE}").startswith("I have asked the people")


def test_an_objection_outlives_the_taking_back() -> None:
    village = active("ask")
    village.tells(DOV, f"!join {KETTLE}")
    village.tells(BO, "!object")

    assert village.tells(DOV, f"!join {KETTLE}") == TAKEN_BACK
    assert village.tells(DOV, f"!join {KETTLE}") == NOT_NOW


def test_who_leaves_the_congregation_asks_no_more() -> None:
    village = active("ask")
    village.tells(DOV, f"!join {KETTLE}")
    village.settle()

    village.leaves(DOV)
    village.settle()

    assert kettle(village).open_questions == ()
    assert village.letters_to(DOV) == []


def test_whom_the_host_asks_in_meanwhile_is_in() -> None:
    village = active("ask")
    village.tells(DOV, f"!join {KETTLE}")
    village.settle()
    key = room_of(village)

    village.happen(membership(DOV, Membership.INVITE, at=village.key_id(key), by=AMARA))

    assert kettle(village).open_questions == ()
    assert DOV in kettle(village).holders
    assert village.letters_to(DOV) == []


def test_what_is_said_in_commons_is_answered_by_letter() -> None:
    village = active()

    assert village.says(DOV, f"!join {KETTLE}", at=COMMONS) == ""
    assert village.letters_to(DOV) == [closed(KETTLE)]


def test_the_list_of_crews_says_which_takes_newcomers() -> None:
    village = active()
    line = told("crews.line", name=KETTLE, intention="", kind="practice", state="active")
    door = told("crews.door", name=KETTLE)
    assert village.tells(DOV, "!crews").endswith(line)

    says(village, BO, "!joining ask")
    assert village.tells(DOV, "!crews").endswith(f"{line} {door}")
    assert door not in village.tells(BO, "!crews")


def test_an_open_crew_gives_a_seat_at_once() -> None:
    village = active("open")

    assert village.tells(DOV, "!join slow k") == WELCOME
    village.settle()

    seat = kettle(village).seat_of(DOV)
    assert seat is not None
    assert seat.state is SeatState.INVITED


def test_who_is_in_hears_so_and_so_does_who_names_no_crew() -> None:
    village = active("ask")

    assert village.tells(BO, f"!join {KETTLE}") == told("join.in", name=KETTLE)
    assert village.tells(BO, "!join") == told("join.needs-name")


def test_of_what_is_not_there_and_what_is_closed_the_same_is_said() -> None:
    village = active()

    assert village.tells(DOV, f"!join {KETTLE}") == closed(KETTLE)
    assert village.tells(DOV, "!join Nowhere") == closed("Nowhere")
