"""How many a congregation is: hosts are told once at some sizes, and when it is full newcomers wait."""

import pytest

from microsol_matrix.ids import UserId
from microsol_matrix.places import HOSTS, SPACE
from microsol_matrix.plan.intents import Invite, PutState, Remove
from microsol_matrix.plan.messages import knock_prompt
from microsol_matrix.scales.knock import KnockState
from microsol_matrix.seen import Membership
from microsol_matrix.structure import types
from tests.core.life import Village, harbourlight
from tests.core.said import AMARA, BO, CLEO, DOV, ESI, membership, reaction
from tests.core.told import told

H = "Harbourlight"
SMALL = "congregation-min=2 congregation-typical=2-5 congregation-talk=3 congregation-sibling=4 congregation-full=5"
"""A congregation that is full of five people."""
TALK = told("size.talk", count=3, name=H)
SIBLING = told("size.sibling", count=4, name=H)
FULL = told("size.full", count=5, name=H, most=5, more=6)
ROOM = told("size.room", name=H, most=5)
FINN, HANA = UserId("@finn:here.example"), UserId("@hana:here.example")


def small(*members: UserId) -> Village:
    """Harbourlight, where five people are as many as it wants to be."""
    village = harbourlight(*members)
    village.tells(AMARA, f"!settings {SMALL}")
    village.settle()
    return village


def comes_in(village: Village, *people: UserId) -> None:
    village.joins(*people)
    village.settle()


def goes(village: Village, person: UserId) -> None:
    village.leaves(person)
    village.settle()


def told_of_size(village: Village) -> list[str]:
    """Tell what hosts read of their size so far."""
    about = (TALK, SIBLING, FULL, ROOM)
    return [one for one in village.said_in(village.key_id(HOSTS)) if one in about]


def join_rules(village: Village) -> list[object]:
    return [
        intent.piece.content["join_rule"]
        for intent in village.done
        if isinstance(intent, PutState) and intent.piece.type == "m.room.join_rules"
    ]


def test_each_size_is_told_in_hosts_as_it_is_reached() -> None:
    village = small(BO)
    assert told_of_size(village) == []

    comes_in(village, CLEO)
    assert told_of_size(village) == [TALK]
    comes_in(village, DOV)
    assert told_of_size(village) == [TALK, SIBLING]
    comes_in(village, ESI)
    assert told_of_size(village) == [TALK, SIBLING, FULL]


def test_a_size_is_told_again_only_after_they_were_fewer() -> None:
    village = small(BO)
    comes_in(village, CLEO, DOV)
    goes(village, DOV)
    comes_in(village, DOV)
    assert told_of_size(village) == [TALK, SIBLING, SIBLING]

    goes(village, DOV)
    goes(village, CLEO)
    comes_in(village, CLEO)
    assert told_of_size(village) == [TALK, SIBLING, SIBLING, TALK]


def test_other_numbers_are_weighed_at_once() -> None:
    assert told_of_size(small(BO, CLEO, DOV)) == [SIBLING]
    village = small(BO, CLEO)
    assert told_of_size(village) == [TALK]

    village.tells(AMARA, "!settings congregation-talk=4")
    village.tells(AMARA, "!settings congregation-talk=3")
    village.settle()

    assert told_of_size(village) == [TALK, TALK]


def test_nobody_is_removed_for_a_size() -> None:
    village = small(BO, CLEO, DOV, ESI, FINN)

    assert village.world.is_full
    assert [one for one in village.done if isinstance(one, Remove)] == []
    assert len(village.world.members) == 6


def test_while_it_is_full_invitations_wait_and_are_refused_with_the_number() -> None:
    village = small(BO, CLEO, DOV, ESI)

    refusal = told("invite.full", name=H, count=5, most=5)
    assert village.tells(AMARA, f"!invite {HANA}") == refusal
    village.settle()
    assert HANA not in village.invitations(SPACE)

    goes(village, ESI)
    assert told_of_size(village)[-1] == ROOM
    village.tells(AMARA, f"!invite {HANA}")
    village.settle()
    assert HANA in village.invitations(SPACE)


def test_who_was_invited_before_may_come_all_the_same() -> None:
    village = small(BO, CLEO, DOV)
    village.tells(AMARA, f"!invite {HANA}")
    village.settle()
    comes_in(village, ESI)
    assert village.world.is_full

    comes_in(village, HANA)

    assert HANA in village.world.members


def test_a_request_stays_open_while_it_is_full_and_can_be_answered_later() -> None:
    village = small(BO, CLEO, DOV, ESI)
    village.tells(AMARA, "!joining ask")
    knock = membership(HANA, Membership.KNOCK, at=village.key_id(SPACE))
    village.happen(knock)
    village.settle()
    prompt = village.world.prompts[knock_prompt(knock.event_id)].event_id

    village.happen(reaction(AMARA, prompt, at=village.key_id(HOSTS), key="✅"))
    village.settle()

    refusal = told("knock.full", name=H, count=5, most=5)
    assert village.letters_to(AMARA)[-1] == refusal
    asked = village.world.knock_of(HANA)
    assert asked is not None
    assert asked.state is KnockState.OPEN
    goes(village, ESI)
    village.happen(reaction(AMARA, prompt, at=village.key_id(HOSTS), key="✅"))
    village.settle()
    assert Invite(SPACE, village.key_id(SPACE), person=HANA, is_local=True) in village.done


def test_a_host_may_still_say_not_this_time() -> None:
    village = small(BO, CLEO, DOV, ESI)
    knock = membership(HANA, Membership.KNOCK, at=village.key_id(SPACE))
    village.happen(knock)
    village.settle()
    prompt = village.world.prompts[knock_prompt(knock.event_id)].event_id

    village.happen(reaction(AMARA, prompt, at=village.key_id(HOSTS), key="❌"))

    asked = village.world.knock_of(HANA)
    assert asked is not None
    assert asked.state is KnockState.REFUSED


def test_an_open_door_asks_while_it_is_full_and_opens_again_by_itself() -> None:
    village = small(BO, CLEO, DOV)
    village.tells(AMARA, "!joining open")
    village.settle()
    assert join_rules(village)[-1] == "public"

    comes_in(village, ESI)
    assert join_rules(village)[-1] == "knock"
    cards = [
        one.piece.content
        for one in village.done
        if isinstance(one, PutState) and one.piece.type == types.CONGREGATION
    ]
    card = cards[-1]
    assert isinstance(card, dict)
    assert card["joining"] == "ask"

    goes(village, ESI)
    assert join_rules(village)[-1] == "public"


@pytest.mark.parametrize("joining", ["closed", "ask"])
def test_a_door_that_is_not_open_stays_as_it_is(joining: str) -> None:
    village = small(BO, CLEO, DOV)
    village.tells(AMARA, f"!joining {joining}")
    village.settle()
    before = join_rules(village)

    comes_in(village, ESI)

    assert join_rules(village) == before


def test_whoever_asks_how_people_come_in_is_told_that_they_wait() -> None:
    village = small(BO, CLEO, DOV, ESI)

    closed, full = told("joining.closed", name=H), told("joining.full", name=H, most=5)
    assert village.tells(BO, "!joining") == f"{closed}\n{full}"
