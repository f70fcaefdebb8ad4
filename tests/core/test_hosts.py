"""Hosts: asked or offering, for a while, and never held; what mandates do to power, rooms and state."""

from datetime import timedelta

import pytest
from attrs import evolve as changed

from microsol_matrix.ids import UserId
from microsol_matrix.places import ARCHIVE, COMMONS, HOSTS, SPACE
from microsol_matrix.plan.intents import Invite, PutPower, PutState, Remove
from microsol_matrix.scales.mandate import (
    ASKED_FOR,
    PROLONGED_FOR,
    REMINDED_BEFORE,
    Mandate,
)
from microsol_matrix.scales.tier import Tier
from microsol_matrix.seen import Membership
from microsol_matrix.structure import types
from tests.core.hosts import TERM, H, with_partners
from tests.core.life import Village, harbourlight
from tests.core.said import AMARA, BO, CLEO, NOW, membership
from tests.core.told import told

DAY = timedelta(days=1)
HOUSE_ROOMS = (SPACE, COMMONS, HOSTS, ARCHIVE)


def with_two_hosts() -> Village:
    village = with_partners(BO, CLEO)
    village.tells(AMARA, f"!host {BO}")
    village.tells(BO, "!host yes")
    village.settle()
    village.joins(BO, at=HOSTS)
    village.letters.clear()
    return village


def said_in_hosts(village: Village) -> list[str]:
    village.settle()
    return village.said_in(village.key_id(HOSTS))


def mandate_of(village: Village, person: UserId) -> Mandate:
    mandate = village.world.mandate_of(person)
    assert mandate is not None
    return mandate


def powers(village: Village) -> dict[str, list[UserId]]:
    """Tell who has power in each room, as it was last put."""
    put = [intent for intent in village.done if isinstance(intent, PutPower)]
    return {intent.key: list(intent.users) for intent in put}


# ------------------------------------------------------------------------------------------- asking


def test_a_partner_who_agrees_is_a_host_with_room_power_and_a_mandate() -> None:
    village = with_partners(BO)

    assert village.tells(AMARA, "!host @bo") == told("host.asked", person="Bo")
    assert village.letters_to(BO) == [
        told("host.question", by="Amara", name=H, until=NOW + TERM, open=NOW + ASKED_FOR)
    ]
    assert village.world.hosts == {AMARA}

    assert village.tells(BO, "!host yes") == told("host.yes", name=H, until=NOW + TERM)
    village.settle()
    assert village.world.hosts == {AMARA, BO}
    assert village.invitations(HOSTS)[-1] == BO
    assert powers(village) == {key: [AMARA, BO] for key in HOUSE_ROOMS}
    assert said_in_hosts(village)[-1] == told("host.began", person="Bo", until=NOW + TERM)


def test_a_mandate_is_published_and_names_its_holder_only_where_they_agreed() -> None:
    village = with_two_hosts()
    pieces = {
        intent.piece.state_key: intent.piece.content
        for intent in village.done
        if isinstance(intent, PutState) and intent.piece.type == types.MANDATE
    }

    first, second = (mandate_of(village, person) for person in (AMARA, BO))
    assert "holder" not in pieces[first.id]
    assert pieces[second.id]["holder"] == BO
    assert pieces[second.id]["role"] == "host"


def test_the_second_host_invites_and_asks_as_the_first_does() -> None:
    village = with_two_hosts()

    assert village.tells(BO, "!invite @esi:far.example").startswith("I am inviting")
    assert village.tells(BO, "!host @cleo") == told("host.asked", person="Cleo")


def test_a_no_is_told_to_nobody_and_may_become_a_yes() -> None:
    village = with_partners(BO)
    village.tells(AMARA, "!host @bo")
    village.settle()
    before = village.world, list(village.letters)

    assert village.tells(BO, "!host no") == told("host.no", name=H)
    village.settle()
    assert (village.world, village.letters) == before
    assert village.tells(AMARA, "!host @bo") == told(
        "host.asked-already", person="Bo", until=NOW + ASKED_FOR
    )
    assert village.tells(BO, "!host yes").startswith("Thank you")


def test_the_question_stays_open_for_two_weeks() -> None:
    village = with_partners(BO)
    village.tells(AMARA, "!host @bo")
    village.now += ASKED_FOR

    assert village.tells(BO, "!host yes") == told("host.not-asked", name=H)
    assert village.tells(AMARA, "!host @bo") == told("host.asked", person="Bo")


@pytest.mark.parametrize(
    ("by", "words", "answer"),
    [
        (AMARA, "!host", told("host.needs-person")),
        (AMARA, "!host @amara", told("host.is-host", person="Amara", name=H)),
        (AMARA, "!host @cleo", told("host.not-partner", person="Cleo", address=CLEO)),
        (AMARA, "!host me", told("host.has-hosts", name=H, hosts="Amara")),
        (AMARA, "!host yes", told("host.yours", name=H)),
        (BO, "!host @bo", told("host-only", name=H, hosts="Amara")),
        (BO, "!host yes", told("host.not-asked", name=H)),
        (
            CLEO,
            "!host yes",
            told("tier.needed", name=H, who=told("who.partner"), tier=told("tier.friend")),
        ),
        (BO, "!stepdown", told("host-only", name=H, hosts="Amara")),
        (BO, "!renew", told("host-only", name=H, hosts="Amara")),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(by: UserId, words: str, answer: str) -> None:
    village = with_partners(BO, CLEO)
    village.tells(AMARA, "!tier @cleo friend")
    mandates, asked = village.world.live_mandates, village.world.asked_hosts

    assert village.tells(by, words) == answer
    assert (village.world.live_mandates, village.world.asked_hosts) == (mandates, asked)


def test_a_new_congregation_is_asked_once_for_a_second_host() -> None:
    village = with_partners(BO)

    assert said_in_hosts(village) == [told("host.second", name=H)]


# ------------------------------------------------------------------------------------------- the term


def test_a_mandate_is_ended_after_its_term_and_the_holder_reminded_before() -> None:
    village = with_two_hosts()
    village.tells(AMARA, "!renew")
    village.pass_time(TERM - REMINDED_BEFORE)
    assert village.letters_to(BO) == [
        told("mandate.soon", name=H, until=NOW + TERM, term="26 weeks")
    ]
    village.tells(AMARA, "!renew")

    village.pass_time(REMINDED_BEFORE)
    village.settle()

    assert village.world.hosts == {AMARA}
    assert village.letters_to(BO)[-1] == told("mandate.over", name=H)
    assert said_in_hosts(village)[-1] == told("mandate.expired", person="Bo")
    assert powers(village) == {key: [AMARA] for key in HOUSE_ROOMS}


def test_a_mandate_that_is_renewed_runs_for_another_term() -> None:
    village = with_two_hosts()
    assert village.tells(BO, "!renew") == told(
        "renew.early", until=NOW + TERM, since=NOW + TERM - REMINDED_BEFORE
    )
    village.pass_time(TERM - DAY)

    assert village.tells(BO, "!renew") == told("renew.done", name=H, until=NOW + TERM + TERM)
    village.pass_time(DAY)
    assert BO in village.world.hosts


def test_the_only_hosts_mandate_runs_on_and_hosts_are_told() -> None:
    village = with_partners(BO)
    village.pass_time(TERM)
    overdue = told("mandate.overdue", name=H, since=NOW + TERM, until=NOW + TERM + PROLONGED_FOR)

    assert said_in_hosts(village)[-1] == overdue
    assert village.letters_to(AMARA) == [overdue]
    assert village.world.hosts == {AMARA}

    village.pass_time(PROLONGED_FOR)
    assert len(village.letters_to(AMARA)) == 2
    village.tells(AMARA, "!renew")
    village.pass_time(PROLONGED_FOR)
    assert len(village.letters_to(AMARA)) == 2


# ------------------------------------------------------------------------------------------ the ending


def test_a_host_gives_the_mandate_back_and_loses_power_and_state() -> None:
    village = with_two_hosts()
    given_back = mandate_of(village, BO).id

    assert village.tells(BO, "!stepdown") == told("stepdown.done", name=H)
    village.settle()

    assert village.world.hosts == {AMARA}
    assert powers(village) == {key: [AMARA] for key in HOUSE_ROOMS}
    assert said_in_hosts(village)[-1] == told("mandate.stepped-down", person="Bo")
    last = [
        intent.piece.content
        for intent in village.done
        if isinstance(intent, PutState) and intent.piece.state_key == given_back
    ]
    assert last[-1] == {}


def test_the_last_host_is_asked_to_say_it_twice_and_is_not_held() -> None:
    village = with_partners(BO)

    assert village.tells(AMARA, "!stepdown") == told("stepdown.last", name=H)
    assert village.world.hosts == {AMARA}
    assert village.tells(AMARA, "!stepdown anyway") == told("stepdown.done", name=H)
    village.settle()
    assert village.world.hosts == frozenset()
    assert village.said_in(village.commons)[-1] == told("host.none", name=H)


@pytest.mark.parametrize("by", [AMARA, BO])
def test_a_host_who_is_out_of_the_space_holds_nothing_any_more(by: UserId) -> None:
    village = with_two_hosts()
    village.leaves(BO, by=by)
    village.settle()

    assert village.world.hosts == {AMARA}
    assert powers(village) == {key: [AMARA] for key in HOUSE_ROOMS}
    assert said_in_hosts(village)[-1] == told("mandate.out", person="Bo")


def test_an_invitation_to_hosts_is_withdrawn_when_the_mandate_is_over_before_it() -> None:
    village = with_partners(BO, CLEO)
    village.tells(AMARA, "!host @bo")
    village.tells(BO, "!host yes")
    village.settle()
    village.tells(BO, "!stepdown")
    village.settle()

    removed = [intent for intent in village.done if isinstance(intent, Remove)]
    assert [(one.key, one.person) for one in removed] == [(HOSTS, BO)]


def test_whom_hosts_ask_to_their_room_by_hand_is_left_there() -> None:
    village = with_partners(BO)
    village.settle()
    village.happen(membership(BO, Membership.INVITE, at=village.key_id(HOSTS), by=AMARA))

    assert village.plan() == ()


def test_who_left_the_hosts_room_is_asked_back_there_when_they_are_host_again() -> None:
    village = with_two_hosts()
    village.tells(BO, "!stepdown")
    village.leaves(BO, at=HOSTS)
    village.settle()
    village.tells(AMARA, "!host @bo")
    village.tells(BO, "!host yes")
    village.settle()

    assert village.invitations(HOSTS).count(BO) == 2


# ---------------------------------------------------------------------------------- from before mandates


def test_a_congregation_from_before_mandates_has_its_founder_as_host() -> None:
    village = harbourlight(BO)
    village.world = changed(village.world, mandates={}, tiers={})

    assert village.world.hosts == {AMARA}
    assert village.world.tier_of(BO) is Tier.PARTNER
    village.tells(AMARA, "!host @bo")
    village.tells(BO, "!host yes")
    village.tells(AMARA, "!stepdown")
    assert village.world.hosts == {BO}


def test_whoever_asked_for_somebody_is_told_that_they_are_out_of_reach() -> None:
    village = with_two_hosts()
    village.tells(BO, "!invite @greta:dead.example")
    (invite,) = [one for one in village.plan() if isinstance(one, Invite)]
    village.fails(invite, is_final=False)

    assert village.letters_to(AMARA) == []
    assert village.letters_to(BO)[0].startswith("I could not reach @greta:dead.example")
