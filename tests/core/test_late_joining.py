"""How somebody comes into a crew that has begun: asked for, agreed by no objection, and never with a reason."""

from datetime import timedelta

import pytest

from microsol_matrix.ids import UserId
from microsol_matrix.places import COMMONS
from microsol_matrix.plan.intents import PutState, Redact, Remove
from microsol_matrix.rooms import Json
from microsol_matrix.scales.congregation import Joining
from microsol_matrix.scales.crew import CrewState, SeatState
from microsol_matrix.scales.question import Objected
from microsol_matrix.seen import Membership
from tests.core.beside_kettle import (
    KETTLE,
    asked,
    in_state,
    joins_the_room,
    kettle,
    prompt,
    reads,
    room_of,
    says,
)
from tests.core.life import Village, called
from tests.core.said import AMARA, BO, CLEO, DOV, ESI, GRETA, membership, reaction
from tests.core.told import told

H = "Harbourlight"
THREE_DAYS = timedelta(hours=72)
NOT_NOW = told("join.not-now", name=KETTLE)
WELCOME = told("join.welcome", name=KETTLE)
TAKEN_BACK = told("join.taken-back", name=KETTLE)


def closed(name: str) -> str:
    """What is said of every crew that somebody cannot ask to come into."""
    return told("join.closed", name=name, congregation=H)


def active(joining: str = "", *, state: CrewState = CrewState.ACTIVE) -> Village:
    """Slow Kettle of Amara, Bo and Cleo, which takes newcomers in this way."""
    village = in_state(state)
    if joining:
        says(village, AMARA, f"!joining {joining}")
        village.settle()
    village.letters.clear()
    return village


def rules(village: Village) -> list[Json]:
    """Tell the join rules that were written in Slow Kettle's room, in order."""
    key = room_of(village)
    return [
        one.piece.content["join_rule"]
        for one in village.done
        if isinstance(one, PutState) and one.key == key and one.piece.type == "m.room.join_rules"
    ]


def knocks(village: Village, person: UserId) -> None:
    key = room_of(village)
    village.happen(membership(person, Membership.KNOCK, at=village.key_id(key)))


def refused(village: Village) -> list[tuple[UserId, str]]:
    """Tell whose knock was answered with no, and why."""
    return [(one.person, one.reason) for one in village.done if isinstance(one, Remove)]


# ------------------------------------------------------------------------------------ the crew says


def test_an_active_crew_is_closed_until_one_of_its_people_says_otherwise() -> None:
    village = active()

    assert kettle(village).joining is Joining.CLOSED
    assert says(village, BO, "!joining") == told("crew-joining.closed", name=KETTLE)
    assert village.tells(DOV, f"!join {KETTLE}") == closed(KETTLE)
    assert rules(village) == []


def test_a_closed_crew_whose_call_is_still_open_says_so() -> None:
    village = called(f"!call {KETTLE} seats=3-5", BO, CLEO)
    for person in (BO, CLEO):
        village.tells(person, f"yes {KETTLE}")
    village.settle()
    joins_the_room(village, AMARA, BO, CLEO)
    says(village, BO, "!agree Tue 19:00")
    wide = told("crew-joining.call", until="Monday 7 December 2026", seats="2 seats")

    assert says(village, BO, "!joining") == f"{told('crew-joining.closed', name=KETTLE)}\n{wide}"
    village.pass_time(timedelta(days=15))
    assert says(village, BO, "!joining") == told("crew-joining.closed", name=KETTLE)


@pytest.mark.parametrize(("way", "rule"), [("ask", "knock"), ("open", "restricted")])
def test_the_door_of_a_crews_room_is_as_its_people_say(way: str, rule: str) -> None:
    village = active(way)

    assert rules(village) == [rule]
    says(village, CLEO, "!joining closed")
    village.settle()
    assert rules(village) == [rule, "invite"]


def test_an_open_crew_lets_members_of_the_space_in() -> None:
    village = active("open")

    (rule,) = (
        one.piece.content
        for one in village.done
        if isinstance(one, PutState) and one.piece.content.get("join_rule") == "restricted"
    )
    space = village.world.rooms[next(iter(village.world.rooms))].room_id
    assert rule["allow"] == [{"type": "m.room_membership", "room_id": space}]


def test_who_says_it_in_a_direct_message_is_named_to_the_crew() -> None:
    village = active()

    answer = village.tells(BO, f'!joining ask crew="{KETTLE}"')
    village.settle()

    assert answer == told("crew-joining.ask", name=KETTLE, span="72 hours")
    assert reads(village) == told("crew-joining.changed", by="Bo", joining=answer)


def test_in_a_direct_message_without_a_crew_it_is_about_the_congregation() -> None:
    village = active()

    assert village.tells(BO, "!joining") == told("joining.closed", name=H)


def test_only_its_people_say_who_may_come() -> None:
    village = active()

    refusal = told("crew.none-yours", congregation=H)
    assert village.tells(DOV, f'!joining open crew="{KETTLE}"') == refusal
    assert says(village, BO, "!joining shut") == told("crew-joining.unknown", given="shut")
    assert kettle(village).joining is Joining.CLOSED


@pytest.mark.parametrize("state", [CrewState.FORMING, CrewState.CLOSING, CrewState.ARCHIVED])
def test_a_crew_that_forms_or_ends_takes_nobody_in_late(state: CrewState) -> None:
    village = active(state=state)

    answer = says(village, AMARA, "!joining open")

    assert answer.startswith("!joining is not possible now")
    assert kettle(village).joining is Joining.CLOSED


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
