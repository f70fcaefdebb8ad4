"""Answers to calls, as they are decided: giving them, taking them back, what follows."""

from datetime import UTC, datetime, timedelta

import pytest

from microsol_matrix.addresses import addresses
from microsol_matrix.decide.happenings import Heard
from microsol_matrix.places import crew_room
from microsol_matrix.plan.messages import call_prompt
from microsol_matrix.ports import Address, AddressKind
from microsol_matrix.scales.call import CallState
from microsol_matrix.seen import Membership
from tests.core.life import called, harbourlight
from tests.core.said import AMARA, BO, CLEO, DAY, DOV, membership, message, reaction, redaction
from tests.core.told import told


def test_the_first_answer_is_with_us_and_the_caller_is_told() -> None:
    village = called("!call Slow Kettle")

    assert village.tells(BO, "yes") == told("yes.first", name="Slow Kettle", caller="Amara")
    assert village.letters_to(AMARA) == [
        told("yes.told-caller", person="Bo", name="Slow Kettle", count=2, least=3)
    ]


def test_an_open_answer_in_commons_says_that_all_can_see_it() -> None:
    village = called("!call Slow Kettle")

    assert village.says(BO, "!yes") == told("yes.first.shown", name="Slow Kettle")


def test_an_answer_needs_a_call() -> None:
    village = harbourlight(BO)

    assert village.tells(BO, "yes") == told("yes.no-calls", congregation="Harbourlight")


def test_among_several_calls_the_name_decides() -> None:
    village = called("!call Slow Kettle")
    village.tells(BO, "!call Slow Boats")
    village.settle()

    assert village.tells(CLEO, "yes") == told("yes.which", calls="- Slow Kettle\n- Slow Boats")
    assert village.tells(CLEO, "yes Slow") == told("yes.which", calls="- Slow Kettle\n- Slow Boats")
    assert "I know no open call named Fast" in village.tells(CLEO, "yes Fast")
    assert village.tells(CLEO, "yes slow b") == told("yes.first", name="Slow Boats", caller="Bo")


def test_a_reply_to_a_prompt_needs_no_name() -> None:
    village = called("!call Slow Kettle")
    first = village.prompt()
    village.tells(BO, "!call Paper Boats")
    village.settle()

    village.says(CLEO, "yes", reply_to=first)

    assert [len(one.answers) for one in village.world.calls_in_order] in ([2, 1], [1, 2])
    assert next(c for c in village.world.calls.values() if c.name == "Slow Kettle").answer_of(CLEO)


def test_a_reply_to_the_prompt_of_a_call_that_is_over_is_told_so() -> None:
    village = called("!call Slow Kettle")
    village.tells(AMARA, "!withdraw")
    village.settle()

    assert village.says(BO, "yes", reply_to=village.prompt()) == told(
        "yes.over", name="Slow Kettle"
    )


def test_a_hand_for_a_call_that_is_over_is_told_so_privately() -> None:
    village = called("!call Slow Kettle")
    village.tells(AMARA, "!withdraw")
    village.raises_hand(BO)

    assert village.letters_to(BO) == [told("yes.over", name="Slow Kettle")]


@pytest.mark.parametrize("key", ["🎉", "👎", "hello"])
def test_other_reactions_are_left_alone(key: str) -> None:
    village = called("!call Slow Kettle")
    village.raises_hand(BO, key=key)

    assert village.call.answer_of(BO) is None
    assert village.letters_to(BO) == []


def test_the_caller_counts_once_however_they_answer() -> None:
    village = called("!call Slow Kettle")
    hand = village.raises_hand(AMARA)
    village.takes_away(AMARA, hand)

    assert village.tells(AMARA, "yes") == told("yes.own", name="Slow Kettle")
    assert [answer.person for answer in village.call.answers] == [AMARA]


def test_an_answer_after_the_window_counts_until_its_end_has_been_told() -> None:
    village = called("!call Slow Kettle seats=2")
    village.now = village.call.closes_at + timedelta(minutes=10)

    assert village.tells(BO, "yes") == told("yes.seat", name="Slow Kettle")


def test_a_hidden_hand_is_told_where_its_answer_stands() -> None:
    village = called("!call Night Ferry kind=support seats=2-2")
    for person in (BO, CLEO):
        village.happen(reaction(person, village.prompt(), at=village.commons))

    counted = told("yes.hidden.begun", name="Night Ferry")
    assert village.letters_to(BO) == [f"{counted}\n{told('yes.seat', name='Night Ferry')}"]
    assert village.letters_to(CLEO) == [f"{counted}\n{told('yes.waiting', name='Night Ferry')}"]


def test_a_crew_for_a_week_is_given_no_weeks_for_forming() -> None:
    village = called("!call Gather Up seats=2 weeks=1")
    village.tells(BO, "yes")
    village.settle()

    welcome = told(
        "crew.welcome.short",
        name="Gather Up",
        caller="Amara",
        example="!agree Tue 19:00, review 30 November",
    )
    assert village.said_in(village.crew_room) == [welcome]


def test_an_edit_that_a_simple_client_shows_as_a_message_can_be_answered() -> None:
    village = called("!call Slow Kettle seats=2-4")
    village.tells(BO, "yes")
    village.settle()
    *_, edit = village.world.prompts[call_prompt(village.call.id)].shown
    said = message(CLEO, "yes", at=village.commons, reply_to=edit)
    assert Address(AddressKind.EVENT, edit) in addresses(village.world)

    village.happen(Heard(said, role="commons"), reaction(DOV, edit, at=village.commons))

    assert {CLEO, DOV} <= set(village.crew.holders)


def test_a_hand_taken_away_by_somebody_else_still_counts() -> None:
    village = called("!call Slow Kettle")
    hand = reaction(BO, village.prompt(), at=village.commons)
    village.happen(hand)

    village.happen(redaction(AMARA, hand.event_id, at=village.commons))
    assert village.call.answer_of(BO) is not None
    village.happen(redaction(BO, hand.event_id, at=village.commons))
    assert village.call.answer_of(BO) is None


def test_a_window_ends_at_its_very_moment_and_not_before() -> None:
    village = called("!call Slow Kettle closes=1d")
    village.pass_time(village.call.closes_at - village.now - timedelta(seconds=1))
    assert village.call.is_taking_answers

    village.pass_time(timedelta(seconds=1))

    assert village.call.state is CallState.LAPSED
    assert village.letters_to(AMARA) == [told("lapsed", name="Slow Kettle")]


def test_a_day_that_is_named_is_open_to_its_end() -> None:
    village = called("!call Slow Kettle closes=2026-11-23")

    assert village.call.closes_at == datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC)


def test_no_takes_an_answer_back() -> None:
    village = called("!call Slow Kettle")
    village.tells(BO, "yes")

    assert village.tells(BO, "no") == told("no.done", name="Slow Kettle")
    assert village.call.answer_of(BO) is None
    assert len(village.letters_to(AMARA)) == 1, "nobody is told of it"


def test_there_is_nothing_to_take_back_without_an_answer() -> None:
    assert called("!call Slow Kettle").tells(BO, "no") == told("no.never", name="Slow Kettle")


def test_a_caller_takes_back_the_whole_call_instead() -> None:
    assert called("!call Slow Kettle").tells(AMARA, "no") == told("no.caller", name="Slow Kettle")


def test_no_to_a_call_that_there_is_not_is_told() -> None:
    assert "Fast" in called("!call Slow Kettle").tells(BO, "no Fast")


def test_an_invitation_that_was_not_taken_ends_with_a_no() -> None:
    village = called("!call Slow Kettle seats=2")
    village.tells(BO, "yes")
    village.settle()
    village.tells(BO, "no")
    village.settle()

    assert village.crew.holders == (AMARA,)
    assert village.world.rooms[crew_room(village.crew.id)].has(BO, Membership.LEAVE)


def test_who_is_in_the_room_leaves_as_one_leaves_a_room() -> None:
    village = called("!call Slow Kettle seats=2")
    village.tells(BO, "yes")
    village.settle()
    village.joins(BO, at=crew_room(village.crew.id))

    assert village.tells(BO, "no") == told("no.in-room", name="Slow Kettle")
    assert village.tells(BO, "yes") == told("yes.crew-already", name="Slow Kettle")
    assert BO in village.crew.holders


def test_taking_a_hand_away_inside_the_room_changes_nothing() -> None:
    village = called("!call Slow Kettle seats=2")
    hand = village.raises_hand(BO)
    village.settle()
    village.joins(BO, at=crew_room(village.crew.id))
    village.takes_away(BO, hand)

    assert BO in village.crew.holders


def test_two_hands_are_one_answer_until_both_are_taken_away() -> None:
    village = called("!call Slow Kettle")
    first, second = village.raises_hand(BO), village.raises_hand(BO, key="👍")
    village.takes_away(BO, first)
    assert village.call.answer_of(BO) is not None

    village.takes_away(BO, second)

    assert village.call.answer_of(BO) is None


def test_a_hand_on_a_waiting_list_is_told_so() -> None:
    village = called("!call Slow Kettle seats=2-2")
    village.tells(BO, "yes")
    village.settle()
    village.raises_hand(CLEO)

    assert village.letters_to(CLEO) == [told("yes.waiting", name="Slow Kettle")]


def test_at_quorum_the_crew_has_its_seats_in_the_order_of_answering() -> None:
    village = called("!call Slow Kettle")
    village.tells(CLEO, "yes")
    village.tells(BO, "yes")

    assert village.crew.first == (AMARA, CLEO, BO)
    assert village.crew.host == AMARA
    assert village.call.state is CallState.BEGUN


def test_a_later_answer_gets_a_seat_while_there_is_one() -> None:
    village = called("!call Slow Kettle seats=2-3")
    village.tells(BO, "yes")
    village.settle()

    assert village.tells(CLEO, "yes") == told("yes.seat", name="Slow Kettle")
    assert village.crew.holders == (AMARA, BO, CLEO)
    assert village.letters_to(AMARA) == [], "the room itself tells"


def test_when_the_window_of_a_begun_call_ends_nobody_is_bothered() -> None:
    village = called("!call Slow Kettle seats=2-3 closes=3d")
    village.tells(BO, "yes")
    village.settle()
    for person in (AMARA, BO):
        village.joins(person, at=crew_room(village.crew.id))
    said = list(village.said_in(village.crew_room))
    village.pass_time(4 * DAY)
    village.settle()

    assert village.call.state is CallState.CLOSED
    assert village.letters == []
    assert village.said_in(village.crew_room) == said
    assert village.said_in(village.commons)[-1] == told("call.over.begun", name="Slow Kettle")


def test_a_renamed_person_is_called_by_their_new_name() -> None:
    village = called("!call Slow Kettle")
    village.happen(membership(BO, Membership.JOIN, at=village.commons, name="Bo the Baker"))
    village.tells(BO, "yes")

    assert village.letters_to(AMARA)[0].startswith("Bo the Baker says yes")
