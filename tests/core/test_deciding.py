"""What nobody said, as it is decided: memberships and time."""

import pytest

from microsol_matrix.decide import Later, next_due
from microsol_matrix.decide.happenings import Tick
from microsol_matrix.ids import EventId, UserId
from microsol_matrix.places import COMMONS, HOSTS, SPACE, crew_room
from microsol_matrix.plan.intents import (
    Invite,
    SendPrompt,
)
from microsol_matrix.scales.crew import SeatState
from microsol_matrix.scales.mandate import REMINDED_BEFORE
from microsol_matrix.scales.numbers import Numbers
from microsol_matrix.seen import Membership
from tests.core.life import Village, called, harbourlight
from tests.core.said import (
    AMARA,
    BO,
    BOT,
    CLEO,
    DAY,
    DOV,
    ELSEWHERE,
    ESI,
    NOW,
    membership,
    message,
    reaction,
    redaction,
    to_the_bot,
)
from tests.core.told import told


def begun(*people: UserId, seats: str = "2-4") -> Village:
    """Have a crew begin, with everybody of it in its room."""
    village = called(f"!call Slow Kettle seats={seats} closes=30d", *(people or (BO, CLEO, DOV)))
    village.tells(BO, "yes")
    village.settle()
    for person in (AMARA, BO):
        village.joins(person, at=crew_room(village.crew.id))
    return village


# --------------------------------------------------------------------------------------- memberships


def test_what_happens_in_rooms_of_others_is_no_fact() -> None:
    village = harbourlight(BO)
    known = len(village.facts)
    village.happen(membership(BO, Membership.JOIN, at=ELSEWHERE))
    village.happen(membership(BOT, Membership.LEAVE, at=ELSEWHERE, by=AMARA))

    assert len(village.facts) == known


def test_a_new_name_alone_is_noted_and_nothing_follows() -> None:
    village = harbourlight(BO)
    village.happen(membership(BO, Membership.JOIN, at=village.commons, name="Bosun"))

    assert village.world.name_of(BO) == "Bosun"
    assert village.plan() == ()


def test_a_name_is_never_lost_to_an_event_without_one() -> None:
    village = harbourlight(BO)
    village.happen(membership(BO, Membership.JOIN, at=village.commons, name=""))

    assert village.world.name_of(BO) == "Bo"
    assert village.world.name_of(ESI) == "esi"


def test_who_comes_into_a_crews_room_takes_their_seat() -> None:
    village = begun()

    assert [seat.state for seat in village.crew.seats] == [SeatState.TAKEN, SeatState.TAKEN]


def test_who_declines_frees_their_seat() -> None:
    village = begun()
    village.tells(CLEO, "yes")
    village.settle()
    village.leaves(CLEO, at=crew_room(village.crew.id))

    assert village.crew.holders == (AMARA, BO)
    assert village.call.answer_of(CLEO) is None


@pytest.mark.parametrize("how", [Membership.LEAVE, Membership.BAN])
@pytest.mark.parametrize("by", [DOV, AMARA])
def test_who_is_out_of_a_crews_room_waits_for_no_seat_there(how: Membership, by: UserId) -> None:
    village = begun(seats="2-2")
    village.tells(DOV, "yes")
    village.happen(membership(DOV, how, at=village.crew_room, by=by))

    village.leaves(BO, at=crew_room(village.crew.id))

    assert village.call.answer_of(DOV) is None
    assert not [one for one in village.plan() if isinstance(one, Invite)]


@pytest.mark.parametrize("by", [DOV, AMARA])
def test_who_asks_or_is_asked_to_come_in_had_left_though_nobody_told_us(by: UserId) -> None:
    village = begun(seats="2-2")
    village.tells(DOV, "yes")
    to = Membership.KNOCK if by == DOV else Membership.INVITE

    village.happen(membership(DOV, to, at=village.key_id(SPACE), by=by))

    assert village.call.answer_of(DOV) is None


def test_a_crews_own_invitation_ends_when_its_person_leaves_the_space() -> None:
    village = begun()
    asked = membership(DOV, Membership.INVITE, at=village.crew_room, by=AMARA)
    village.happen(asked)
    assert DOV in village.crew.holders

    village.leaves(DOV)

    assert DOV not in village.crew.holders
    village.settle()
    assert village.world.rooms[crew_room(village.crew.id)].has(DOV, Membership.LEAVE)


def test_who_is_out_of_the_space_is_not_offered_again_what_we_withdrew_too_late() -> None:
    village = begun()
    village.leaves(BO)

    village.leaves(BO, at=crew_room(village.crew.id), by=BOT)

    assert BO not in village.crew.holders
    assert not [one for one in village.plan() if isinstance(one, Invite)]


def test_an_invitation_seen_before_its_own_answer_counts() -> None:
    village = begun()
    village.tells(CLEO, "yes")
    village.happen(membership(CLEO, Membership.INVITE, at=village.crew_room, by=BOT))

    seat = village.crew.seat_of(CLEO)
    assert seat is not None
    assert seat.state is SeatState.INVITED
    assert not [one for one in village.plan() if isinstance(one, Invite)]


def test_a_knock_is_left_to_the_crew() -> None:
    village = begun()
    known = village.crew
    village.happen(membership(CLEO, Membership.KNOCK, at=village.crew_room))

    assert village.crew == known


def test_in_a_room_of_a_crew_that_is_not_known_nothing_follows() -> None:
    village = begun()
    village.happen(membership(CLEO, Membership.JOIN, at=village.key_id(COMMONS)))

    assert CLEO not in village.crew.holders


def test_a_removal_before_the_crews_room_stands_is_told_nowhere() -> None:
    village = called("!call Slow Kettle seats=2")
    village.tells(BO, "yes")
    village.is_banned(BO)

    assert BO not in village.crew.holders


# ------------------------------------------------------------------------------------------------ time


def test_nothing_is_due_in_a_quiet_congregation_before_its_hosts_mandate_ends() -> None:
    assert next_due(harbourlight(BO).world) == NOW + Numbers().mandate - REMINDED_BEFORE


def test_the_next_due_time_is_the_first_window_or_unanswered_seat() -> None:
    village = called("!call Slow Kettle seats=2-3 closes=10d")
    assert next_due(village.world) == village.call.closes_at
    village.tells(BO, "yes")
    village.settle()
    assert next_due(village.world) == village.now + 7 * DAY

    for person in (AMARA, BO):
        village.joins(person, at=crew_room(village.crew.id))

    assert next_due(village.world) == village.call.closes_at


def test_the_seven_days_begin_when_the_invitation_is_out() -> None:
    village = called("!call Slow Kettle seats=2-3 closes=30d")
    village.tells(BO, "yes")
    village.now += 2 * DAY
    village.settle()

    assert next_due(village.world) == village.now + 7 * DAY


def test_a_tick_before_its_time_changes_nothing() -> None:
    village = called("!call Slow Kettle")
    before = village.world
    village.happen(Tick())

    assert village.world == before


def test_everybody_who_did_not_come_frees_their_seat_at_once() -> None:
    village = called("!call Slow Kettle seats=2-4 closes=30d")
    for person in (BO, CLEO):
        village.tells(person, "yes")
    village.settle()
    village.joins(AMARA, at=crew_room(village.crew.id))
    village.pass_time(8 * DAY)
    village.settle()

    assert village.crew.holders == (AMARA,)


def test_a_crew_of_one_is_asked_and_a_crew_of_none_is_not() -> None:
    village = begun(seats="2-2")
    village.pass_time(31 * DAY)
    village.leaves(BO, at=crew_room(village.crew.id))
    village.settle()
    small = told("crew.small.forming", name="Slow Kettle", count=1, least=2)
    assert village.said_in(village.crew_room)[-1] == small

    other = begun(seats="2-2")
    for person in (AMARA, BO):
        other.leaves(person, at=crew_room(other.crew.id))
    other.pass_time(30 * DAY)
    other.settle()

    assert not any("fewer" in one for one in other.said_in(other.crew_room))


# -------------------------------------------------------------------------------------- not known yet


def test_what_may_be_about_a_prompt_on_its_way_is_put_off() -> None:
    village = harbourlight(BO)
    village.says(AMARA, "!call Slow Kettle")
    unknown = EventId("$unknown")

    assert isinstance(village.judge(reaction(BO, unknown, at=village.commons)), Later)
    assert isinstance(village.judge(redaction(BO, unknown, at=village.commons)), Later)
    elsewhere = village.judge(reaction(BO, unknown, at=village.key_id(HOSTS)))
    assert not isinstance(elsewhere, Later)
    village.settle()
    assert not isinstance(village.judge(reaction(BO, unknown, at=village.commons)), Later)


def test_commands_do_not_wait_for_a_prompt() -> None:
    village = harbourlight(BO)
    village.says(AMARA, "!call Slow Kettle")
    said = message(BO, "!calls", at=village.commons)

    assert not isinstance(village.judge(type(to_the_bot(BO, ""))(said, role="commons")), Later)


def test_a_redaction_of_anything_else_changes_nothing() -> None:
    village = called("!call Slow Kettle")
    before = village.world
    village.takes_away(BO, EventId("$something"))

    assert village.world == before


def test_a_prompt_that_will_never_stand_is_not_waited_for() -> None:
    village = harbourlight(BO)
    village.says(AMARA, "!call Slow Kettle")
    prompt = next(one for one in village.plan() if isinstance(one, SendPrompt))
    village.fails(prompt, errcode="M_FORBIDDEN", is_final=True)

    verdict = village.judge(reaction(BO, EventId("$unknown"), at=village.commons))

    assert not isinstance(verdict, Later)


def test_a_seat_that_could_not_even_be_offered_is_kept() -> None:
    village = called("!call Slow Kettle seats=2-4 closes=30d")
    village.tells(BO, "yes")
    village.pass_time(8 * DAY)  # the homeserver is away so long that no room could be made

    assert village.crew.holders == (AMARA, BO)
    assert next_due(village.world) == village.call.closes_at
    village.settle()
    assert village.invitations(crew_room(village.crew.id)) == [AMARA, BO]


def test_who_waited_to_the_end_is_told_kindly() -> None:
    village = called("!call Slow Kettle seats=2-2")
    for person in (BO, CLEO):
        village.tells(person, "yes")
    village.settle()
    for person in (AMARA, BO):
        village.joins(person, at=crew_room(village.crew.id))
    village.pass_time(15 * DAY)

    assert village.letters_to(CLEO) == [told("waiting.over", name="Slow Kettle")]
    assert village.letters_to(BO) == []


def test_a_seat_freed_as_the_window_ends_goes_to_who_waits() -> None:
    village = called("!call Slow Kettle seats=2-2")
    village.pass_time(village.call.closes_at - 7 * DAY - village.now)
    village.tells(BO, "yes")
    village.settle()
    village.tells(CLEO, "yes")
    village.joins(AMARA, at=crew_room(village.crew.id))
    village.pass_time(14 * DAY)

    assert village.crew.holders == (AMARA, CLEO)
    assert village.letters_to(CLEO) == [told("seat.free", name="Slow Kettle")]
