"""What could not be done, as it is decided: who is told, what is tried again, what is let go."""

from datetime import timedelta

import pytest

from microsol_matrix.decide.happenings import Started
from microsol_matrix.places import HOSTS, SPACE, crew_room
from microsol_matrix.plan.intents import (
    EditPrompt,
    Intent,
    Invite,
    MakeRoom,
    PutState,
    React,
    Redact,
    Say,
    SendPrompt,
    name_of,
)
from microsol_matrix.seen import IntentName
from microsol_matrix.world import World
from tests.core.life import Village, called, harbourlight
from tests.core.obedience import obey
from tests.core.said import (
    AMARA,
    BO,
    CLEO,
    ELSEWHERE,
    ESI,
    GRETA,
)
from tests.core.told import told


def the(village: Village, kind: type[Intent]) -> Intent:
    """Give the first intent of a kind."""
    return next(intent for intent in village.plan() if isinstance(intent, kind))


def test_what_may_work_later_is_wanted_still() -> None:
    village = called("!call Slow Kettle seats=2")
    village.tells(BO, "yes")
    wanted = village.plan()
    for intent in wanted:
        if not isinstance(intent, Invite | EditPrompt | PutState):
            village.fails(intent, is_final=False)

    assert village.plan() == wanted


@pytest.mark.parametrize("kind", [MakeRoom, SendPrompt])
def test_what_is_refused_for_good_is_wanted_no_more_and_hosts_are_told(kind: type[Intent]) -> None:
    village = harbourlight(BO)
    village.says(AMARA, "!call Slow Kettle seats=2")
    if kind is MakeRoom:
        village.settle()
        village.tells(BO, "yes")
    intent = the(village, kind)
    village.fails(intent, errcode="M_FORBIDDEN", is_final=True)

    assert intent not in village.plan()
    assert name_of(intent) in village.world.refused
    village.settle()
    (problem,) = village.said_in(village.key_id(HOSTS))
    assert "M_FORBIDDEN" in problem


def test_before_hosts_have_a_room_the_founder_is_told() -> None:
    village = Village(World())
    village.tells(AMARA, "!found Harbourlight")
    village.fails(the(village, MakeRoom), errcode="M_FORBIDDEN", is_final=True)

    (problem,) = village.letters_to(AMARA)
    assert "M_FORBIDDEN" in problem


def test_after_a_start_what_was_refused_is_tried_once_more_but_for_invitations() -> None:
    village = harbourlight(BO)
    village.tells(AMARA, f"!invite {ESI}")
    invite = the(village, Invite)
    village.fails(invite, errcode="M_FORBIDDEN", is_final=True)
    village.says(AMARA, "!call Slow Kettle")
    prompt = the(village, SendPrompt)
    village.fails(prompt, errcode="M_FORBIDDEN", is_final=True)
    village.happen(Started())

    assert prompt in village.plan()
    assert invite not in village.plan()
    assert village.world.refused == {IntentName("invite/space", ESI)}


def test_words_that_cannot_be_said_are_let_go() -> None:
    village = harbourlight(BO)
    village.tells(BO, "!calls")
    village.fails(the(village, Say), errcode="M_FORBIDDEN", is_final=True)

    assert village.world.notices == ()
    assert village.world.refused == frozenset()


def test_a_redaction_that_cannot_be_is_let_go() -> None:
    village = called("!call Night Ferry answers=private")
    village.raises_hand(BO)
    village.fails(the(village, Redact), errcode="M_FORBIDDEN", is_final=True)

    assert village.world.redactions == {}


def test_a_hand_that_cannot_be_offered_is_let_go() -> None:
    village = harbourlight(BO)
    village.says(AMARA, "!call Paper Boats")
    prompt = the(village, SendPrompt)
    village.become([obey(prompt, now=village.now)])
    village.fails(the(village, React), errcode="M_FORBIDDEN", is_final=True)

    assert not [one for one in village.plan() if isinstance(one, React)]
    assert village.world.refused == frozenset()


@pytest.mark.parametrize(
    ("errcode", "why"),
    [
        ("M_LIMIT_EXCEEDED", "why.limit"),
        ("M_INVITE_BLOCKED", "why.blocked"),
        ("ORG.MATRIX.MSC4155.M_INVITE_BLOCKED", "why.blocked"),
        ("M_NOT_FOUND", "why.unknown-person"),
        ("M_UNKNOWN", "why.unreachable"),
    ],
)
def test_who_cannot_be_reached_is_told_to_who_asked_with_the_reason(errcode: str, why: str) -> None:
    village = harbourlight(BO)
    village.tells(AMARA, f"!invite {GRETA}")
    invite = the(village, Invite)
    for _ in range(3):
        village.fails(invite, errcode=errcode, is_final=False)

    told_once = told("invite.unreached", person=GRETA, room="Harbourlight", why=told(why))
    assert village.letters_to(AMARA) == [told_once]
    assert invite in village.plan(), "it is tried again"


def test_who_takes_no_invitation_is_not_asked_again_until_a_host_does() -> None:
    village = harbourlight(BO)
    village.tells(AMARA, f"!invite {GRETA}")
    village.fails(the(village, Invite), errcode="M_FORBIDDEN", is_final=True)
    refused = told(
        "invite.refused",
        person=GRETA,
        room="Harbourlight",
        why=told("why.other", errcode="M_FORBIDDEN"),
    )
    assert village.letters_to(AMARA) == [refused]
    assert not [one for one in village.plan() if isinstance(one, Invite)]

    village.now += timedelta(minutes=5)
    village.tells(AMARA, f"!invite {GRETA}")
    village.fails(the(village, Invite), errcode="M_FORBIDDEN", is_final=True)

    assert village.letters_to(AMARA) == [refused, refused]
    assert len({letter.ref for letter in village.letters}) == 2


def test_a_local_person_is_not_out_of_reach_because_our_own_homeserver_is_away() -> None:
    village = called("!call Slow Kettle seats=2")
    village.tells(BO, "yes")
    for intent in village.plan():
        if isinstance(intent, MakeRoom):
            village.settle()
    known = len(village.letters)
    invite = Invite(crew_room(village.crew.id), village.crew_room, person=BO, is_local=True)
    village.fails(invite, is_final=False)

    assert len(village.letters) == known
    assert village.world.rooms[crew_room(village.crew.id)].unreached == frozenset()


def test_a_seat_of_somebody_out_of_reach_for_good_goes_to_the_next() -> None:
    village = called("!call Slow Kettle seats=2-2", BO, CLEO, ESI)
    village.tells(ESI, "yes")
    village.tells(BO, "yes")
    for intent in village.plan():
        if isinstance(intent, MakeRoom):
            village.settle()
    key = crew_room(village.crew.id)
    invite = Invite(key, village.crew_room, person=ESI, is_local=False)
    village.fails(invite, errcode="M_INVITE_BLOCKED", is_final=True)

    assert village.crew.holders == (AMARA, BO)
    assert village.letters_to(BO) == [told("seat.free", name="Slow Kettle")]


def test_a_failure_in_a_room_that_is_not_there_is_nothing() -> None:
    village = Village(World())
    village.tells(AMARA, "!found Harbourlight")
    known = village.world
    village.fails(Invite(SPACE, ELSEWHERE, person=BO, is_local=True), is_final=True)

    assert village.world == known
