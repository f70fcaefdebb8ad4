"""Guests, friends and partners: how somebody becomes one, what they may do, and what they are told."""

from datetime import timedelta

import pytest

from microsol_matrix.decide.happenings import Heard
from microsol_matrix.ids import UserId
from microsol_matrix.places import HOSTS, SPACE
from microsol_matrix.plan.intents import Remove
from microsol_matrix.scales.congregation import MemberWanted
from microsol_matrix.scales.numbers import Numbers
from microsol_matrix.scales.tier import Tier
from microsol_matrix.seen import Membership
from tests.core.life import Village, harbourlight
from tests.core.said import AMARA, BO, CLEO, DOV, ESI, membership, message
from tests.core.told import told

H = "Harbourlight"
DAY = timedelta(days=1)
SEASON = Numbers().season


def comes_in(village: Village, person: UserId, words: str = "") -> None:
    """Let somebody be invited by Amara and come in."""
    village.tells(AMARA, f"!invite {person} {words}".strip())
    village.settle()
    village.joins(person)
    village.settle()


def welcome(tier: str) -> str:
    return told("tier.welcome", name=H, tier=told(f"tier.{tier}")) + "\n" + told(f"expects.{tier}")


@pytest.mark.parametrize(
    ("words", "tier"),
    [("", "friend"), ("guest", "guest"), ("Friend", "friend"), ("PARTNER", "partner")],
)
def test_who_comes_in_is_what_they_were_invited_as_and_told_what_that_means(
    words: str, tier: str
) -> None:
    village = harbourlight()

    comes_in(village, BO, words)

    assert village.world.tier_of(BO) is Tier(tier)
    assert village.letters_to(BO) == [welcome(tier)]


def test_an_invitation_is_confirmed_with_its_tier() -> None:
    village = harbourlight()

    assert village.tells(AMARA, f"!invite {ESI} guest") == told(
        "invite.done", person=ESI, name=H, tier=told("tier.guest")
    )


def test_nobody_is_told_anything_of_an_invitation_that_is_ignored_or_declined() -> None:
    village = harbourlight(CLEO)
    village.tells(AMARA, f"!invite {BO} guest")
    village.settle()
    village.pass_time(SEASON + DAY)
    village.leaves(BO)
    village.settle()

    assert village.letters == []
    assert village.said_in(village.key_id(HOSTS)) == []
    assert BO not in village.world.tiers


def test_the_founder_and_who_was_there_before_tiers_are_partners() -> None:
    village = harbourlight(BO)
    village.become([MemberWanted(person=CLEO, by=AMARA)])

    assert village.world.tier_of(AMARA) is Tier.PARTNER
    assert village.world.tier_of(CLEO) is Tier.PARTNER


def test_who_comes_by_themselves_is_a_guest_and_whom_a_host_asks_in_with_her_client_a_friend() -> (
    None
):
    village = harbourlight()
    village.joins(BO)
    village.happen(membership(CLEO, Membership.INVITE, at=village.key_id(SPACE), by=AMARA))
    village.joins(CLEO)

    assert village.world.tier_of(BO) is Tier.GUEST
    assert village.world.tier_of(CLEO) is Tier.FRIEND


def test_who_leaves_and_comes_back_begins_anew() -> None:
    village = harbourlight()
    comes_in(village, BO, "partner")
    village.leaves(BO)
    village.joins(BO)

    assert village.world.tier_of(BO) is Tier.GUEST


def test_a_guest_answers_and_looks_and_does_not_call() -> None:
    village = harbourlight(DOV)
    comes_in(village, BO, "guest")
    village.says(DOV, "!call Slow Kettle")
    village.settle()

    assert village.tells(BO, "!calls").startswith("Open calls in Harbourlight")
    village.tells(BO, "yes")
    assert BO in [answer.person for answer in village.call.answers]
    assert village.tells(BO, "!call Paper Boats") == told(
        "tier.needed", name=H, who=told("who.friend"), tier=told("tier.guest")
    )


def test_a_host_changes_what_somebody_is_and_they_are_told() -> None:
    village = harbourlight()
    comes_in(village, BO, "guest")
    village.letters.clear()

    answer = village.tells(AMARA, f"!tier {BO} friend")

    assert answer == told("tier.done", person="Bo", name=H, tier=told("tier.friend"))
    assert village.letters_to(BO) == [
        told("tier.changed", by="Amara", name=H, tier=told("tier.friend"))
        + "\n"
        + told("expects.friend")
    ]
    assert village.tells(BO, "!call Paper Boats").startswith("Your call for Paper Boats")


@pytest.mark.parametrize("whom", ["@bo", "bo", "Bo", "BO", BO])
def test_somebody_here_is_found_by_address_or_name(whom: str) -> None:
    village = harbourlight(BO)

    assert village.tells(AMARA, f"!tier {whom} partner") == told(
        "tier.done", person="Bo", name=H, tier=told("tier.partner")
    )


def test_somebody_who_is_invited_can_be_given_another_tier_before_they_come() -> None:
    village = harbourlight()
    village.tells(AMARA, f"!invite {BO} guest")
    village.settle()
    village.tells(AMARA, f"!tier {BO} partner")
    assert village.letters_to(BO) == []

    village.joins(BO)

    assert village.letters_to(BO) == [welcome("partner")]


@pytest.mark.parametrize(
    ("by", "words", "answer"),
    [
        (AMARA, "!tier friend", told("tier.needs-person", tier="friend")),
        (
            AMARA,
            "!tier @nobody friend",
            told("whom.nobody", given="@nobody", name=H, server="here.example"),
        ),
        (AMARA, "!tier @bo friend", told("tier.same", person="Bo", name=H, tier="a friend")),
        (AMARA, "!tier @bo", told("tier.theirs", person="Bo", name=H, tier="a friend")),
        (AMARA, "!tier @amara guest", told("tier.is-host", person="Amara", name=H)),
        (BO, "!tier @amara guest", told("host-only", name=H, hosts="Amara")),
    ],
)
def test_what_cannot_be_changed_is_said(by: UserId, words: str, answer: str) -> None:
    village = harbourlight(BO)
    before = village.world.tiers

    assert village.tells(by, words) == answer
    assert village.world.tiers == before


def test_two_people_of_one_name_are_told_apart_by_address() -> None:
    village = harbourlight(BO, ESI)
    other = UserId("@esi:other.example")
    comes_in(village, other)

    assert village.tells(AMARA, "!tier Esi partner") == told(
        "whom.several", given="Esi", server="here.example"
    )
    village.tells(AMARA, f"!tier {other} partner")
    assert (village.world.tier_of(ESI), village.world.tier_of(other)) == (
        Tier.FRIEND,
        Tier.PARTNER,
    )


def test_ones_own_tier_is_told_in_private() -> None:
    village = harbourlight(BO)
    told_bo = told("tier.yours", name=H, tier="a friend") + "\n" + told("expects.friend")

    assert village.tells(BO, "!tier") == told_bo
    assert village.says(BO, "!tier") == ""
    assert village.letters_to(BO) == [told_bo]


def test_after_a_season_hosts_are_asked_about_a_guest_and_nobody_is_removed() -> None:
    village = harbourlight()
    comes_in(village, BO, "guest")
    village.pass_time(SEASON - DAY)
    village.settle()
    assert village.said_in(village.key_id(HOSTS)) == []

    village.pass_time(DAY)
    village.settle()
    asked = told("season.over", person="Bo", address=BO, name=H, weeks=12)
    assert village.said_in(village.key_id(HOSTS)) == [asked]

    village.pass_time(SEASON)
    village.settle()
    assert village.said_in(village.key_id(HOSTS)) == [asked, asked]
    assert not any(isinstance(intent, Remove) for intent in village.done)
    assert BO in village.world.members


def test_nobody_is_asked_about_who_is_no_guest_any_more_or_has_gone() -> None:
    village = harbourlight()
    comes_in(village, BO, "guest")
    comes_in(village, CLEO, "guest")
    village.tells(AMARA, f"!tier {BO} friend")
    village.leaves(CLEO)
    village.settle()
    village.pass_time(SEASON * 2)
    village.settle()

    assert village.said_in(village.key_id(HOSTS)) == []


def test_a_tier_after_a_mention_is_read_too() -> None:
    village = harbourlight()
    said = message(AMARA, "!invite Esi guest", mentions=frozenset({ESI}))
    village.happen(Heard(said, role="direct"))

    assert village.world.tier_of(ESI) is Tier.GUEST
