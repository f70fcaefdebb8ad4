"""How many a crew is: a note, the offer to become two, a waiting list, and a question when it is too small."""

import pytest

from microsol_matrix.decide.happenings import Heard
from microsol_matrix.ids import ServerName, UserId
from microsol_matrix.plan.intents import PutState, Remove
from microsol_matrix.rooms import Json
from microsol_matrix.scales.crew import CrewState, SeatState
from microsol_matrix.seen import Membership
from tests.core.beside_kettle import KETTLE, in_state, joins_the_room, kettle, reads, room_of, says
from tests.core.life import Village
from tests.core.said import AMARA, BO, CLEO, DOV, ESI, membership, message
from tests.core.told import told

SERVER = ServerName("here.example")
MORE = tuple(UserId(f"@{name}:{SERVER}") for name in ("hana", "ivo", "kit", "mina", "pia", "gus"))
HANA, IVO, KIT, MINA, PIA, GUS = MORE


def open_kettle(*, joining: str = "open", state: CrewState = CrewState.ACTIVE) -> Village:
    """Slow Kettle of three, in a congregation that could fill it."""
    village = in_state(state, *MORE)
    says(village, AMARA, f"!joining {joining}")
    village.settle()
    return village


def comes(village: Village, *people: UserId) -> None:
    """Let people in who asked, one after the other."""
    for person in people:
        village.tells(person, f"!join {KETTLE}")
        village.settle()
        joins_the_room(village, person)


def is_invited_by_the_host(village: Village, *people: UserId) -> None:
    for person in people:
        village.happen(
            membership(person, Membership.INVITE, at=village.key_id(room_of(village)), by=AMARA)
        )
        joins_the_room(village, person)


def notes(village: Village) -> list[str]:
    """Tell what was said in Slow Kettle about its growing, in order."""
    said = village.said_in(village.key_id(room_of(village)))
    return [one for one in said if one.startswith("You are") and "hoped for" not in one]


def small(village: Village) -> list[str]:
    """Tell what Slow Kettle was asked about being few, in order."""
    said = village.said_in(village.key_id(room_of(village)))
    return [one for one in said if "hoped for" in one]


def rules(village: Village) -> list[Json]:
    return [
        one.piece.content["join_rule"]
        for one in village.done
        if isinstance(one, PutState)
        and one.key == room_of(village)
        and one.piece.type == "m.room.join_rules"
    ]


def test_a_growing_crew_is_told_at_seven_nine_and_ten_and_never_twice() -> None:
    village = open_kettle()

    comes(village, DOV, ESI, HANA)
    assert notes(village) == []
    comes(village, IVO)
    seven = told("size.crew-note", name=KETTLE, count=7)
    assert notes(village) == [seven]
    comes(village, KIT)
    assert notes(village) == [seven]
    comes(village, MINA)
    nine = told("size.crew-split", name=KETTLE, count=9)
    assert notes(village) == [seven, nine]
    comes(village, PIA)
    assert notes(village) == [seven, nine, told("size.crew-full.split", name=KETTLE, count=10)]

    village.leaves(PIA, at=room_of(village))
    village.settle()
    comes(village, PIA)
    assert len(notes(village)) == 3


def test_the_door_is_left_to_us_from_nine_on() -> None:
    village = open_kettle()
    comes(village, DOV, ESI, HANA, IVO, KIT)
    assert rules(village) == ["restricted"]

    comes(village, MINA)
    assert rules(village) == ["restricted", "invite"]


@pytest.mark.parametrize("joining", ["open", "ask"])
def test_at_ten_newcomers_wait_and_are_told_when_there_is_a_seat(joining: str) -> None:
    village = open_kettle()
    comes(village, DOV, ESI, HANA, IVO, KIT, MINA, PIA)
    says(village, AMARA, f"!joining {joining}")
    village.settle()
    village.letters.clear()

    assert village.tells(GUS, f"!join {KETTLE}") == told("join.waiting", name=KETTLE)
    assert kettle(village).waiting == (GUS,)
    assert rules(village)[-1] == "invite"

    village.leaves(DOV, at=room_of(village))
    village.settle()

    assert kettle(village).waiting == ()
    (letter,) = village.letters_to(GUS)
    assert letter.startswith(told("join.free", name=KETTLE))
    if joining == "open":
        seat = kettle(village).seat_of(GUS)
        assert seat is not None
        assert seat.state is SeatState.INVITED
    else:
        assert [one.person for one in kettle(village).open_questions] == [GUS]


def test_a_seat_that_is_being_asked_about_is_not_promised_twice() -> None:
    village = open_kettle()
    comes(village, DOV, ESI, HANA, IVO, KIT, MINA)
    says(village, AMARA, "!joining ask")

    village.tells(PIA, f"!join {KETTLE}")
    assert village.tells(GUS, f"!join {KETTLE}") == told("join.waiting", name=KETTLE)

    village.tells(BO, "!object")
    village.letters.clear()
    village.pass_time(village.world.numbers.consent)

    assert village.letters_to(PIA) == [told("join.not-now", name=KETTLE)]
    assert [one.person for one in kettle(village).open_questions] == [GUS]


def test_who_waits_can_take_it_back_or_hear_that_it_is_not_to_be() -> None:
    village = open_kettle()
    comes(village, DOV, ESI, HANA, IVO, KIT, MINA)
    is_invited_by_the_host(village, PIA)
    village.letters.clear()

    village.tells(GUS, f"!join {KETTLE}")
    assert village.tells(GUS, f"!join {KETTLE}") == told("join.taken-back", name=KETTLE)
    assert kettle(village).waiting == ()

    village.tells(GUS, f"!join {KETTLE}")
    says(village, CLEO, "!joining closed")
    assert village.letters_to(GUS) == [told("join.not-now", name=KETTLE)]
    assert kettle(village).waiting == ()


def test_whom_the_host_invites_past_ten_is_in_and_nobody_is_removed() -> None:
    village = open_kettle()
    comes(village, DOV, ESI, HANA, IVO, KIT, MINA, PIA)

    is_invited_by_the_host(village, GUS)

    assert len(kettle(village).people) == 11
    assert not any(isinstance(one, Remove) for one in village.done)


def test_the_presets_sizes_count() -> None:
    village = open_kettle()
    village.tells(AMARA, "!settings sizes=handbook")
    village.settle()

    comes(village, DOV, ESI)
    assert notes(village) == [told("size.crew-note", name=KETTLE, count=5)]
    comes(village, HANA)
    assert notes(village)[-1] == told("size.crew-full.split", name=KETTLE, count=6)
    assert village.tells(IVO, f"!join {KETTLE}") == told("join.waiting", name=KETTLE)


def test_who_waited_as_a_crew_began_to_close_waits_again_as_it_goes_on() -> None:
    village = open_kettle()
    village.tells(AMARA, "!settings sizes=handbook")
    comes(village, DOV, ESI)
    says(village, AMARA, "!joining ask")
    for person in (HANA, IVO):
        village.tells(person, f"!join {KETTLE}")
    village.settle()
    says(village, AMARA, "!finish")
    village.settle()

    says(village, BO, "!undo")
    village.settle()

    waiting = told("join.waiting", name=KETTLE)
    assert village.letters_to(IVO)[-1] == f"{told('join.goes-on', name=KETTLE)}\n{waiting}"
    assert kettle(village).waiting == (IVO,)
    assert [one.person for one in kettle(village).open_questions] == [HANA]


@pytest.mark.parametrize("state", [CrewState.FORMING, CrewState.ACTIVE, CrewState.RESTING])
def test_a_crew_that_became_too_small_is_asked_what_it_wants(state: CrewState) -> None:
    village = in_state(state)

    village.leaves(CLEO, at=room_of(village))
    village.settle()

    question = told(f"crew.small.{state.value}", name=KETTLE, count=2, least=3)
    assert small(village) == [question]
    assert "!finish" in question


def test_a_crew_that_ends_is_not_asked() -> None:
    village = in_state(CrewState.CLOSING)

    village.leaves(CLEO, at=room_of(village))
    village.settle()

    assert small(village) == []


def test_a_crew_is_asked_again_after_it_has_grown_and_shrunk() -> None:
    village = open_kettle()
    village.leaves(CLEO, at=room_of(village))
    village.settle()
    village.leaves(BO, at=room_of(village))
    village.settle()
    assert len(small(village)) == 1

    comes(village, DOV, ESI)
    village.leaves(ESI, at=room_of(village))
    village.settle()

    assert len(small(village)) == 2


def test_a_note_is_given_while_forming_and_the_offer_to_split_once_active() -> None:
    village = in_state(CrewState.FORMING, *MORE)
    is_invited_by_the_host(village, DOV, ESI, HANA, IVO, KIT, MINA)
    assert notes(village) == [told("size.crew-note", name=KETTLE, count=7)]

    village.happen(
        Heard(
            message(
                AMARA, "!agree Tue 19:00, review 18 January", at=village.key_id(room_of(village))
            ),
            role="crew",
        )
    )
    village.settle()

    assert notes(village)[-1] == told("size.crew-split", name=KETTLE, count=9)
    assert reads(village)
