"""Founding and inviting, as they are decided."""

import pytest
from attrs import evolve as changed

from microsol_matrix.decide.founding import slug_of
from microsol_matrix.ids import UserId
from microsol_matrix.places import ARCHIVE, COMMONS, HOSTS, SPACE
from microsol_matrix.plan.intents import Invite, MakeRoom
from microsol_matrix.seen import Membership
from microsol_matrix.world import World
from tests.core.life import Village, harbourlight
from tests.core.said import (
    AMARA,
    BO,
    BOT,
    CLEO,
    DM,
    ESI,
    NOW,
    house,
    membership,
    message,
    to_the_bot,
)
from tests.core.told import told

FOUND = '!found "Harbourlight" neighbours and makers | place="Severn estuary"'


def test_founding_notes_who_what_where_and_why() -> None:
    village = Village(World())
    said = to_the_bot(AMARA, FOUND)
    village.happen(said)

    congregation = village.world.congregation
    assert congregation is not None
    assert (congregation.name, congregation.purpose) == ("Harbourlight", "neighbours and makers")
    assert (congregation.place, congregation.slug) == ("Severn estuary", "harbourlight")
    assert (congregation.founder, congregation.founded_at) == (AMARA, NOW)
    assert (congregation.asked_in, congregation.asked_by_event) == (DM, said.message.event_id)


def test_founding_makes_four_rooms_in_order_and_then_invites_the_founder() -> None:
    village = harbourlight()

    made = [intent.key for intent in village.done if isinstance(intent, MakeRoom)]
    assert made == [SPACE, COMMONS, HOSTS, ARCHIVE]
    assert [one.person for one in village.done if isinstance(one, Invite)] == [AMARA] * 3
    assert village.said_in(DM)[-1] == told(
        "found.done", name="Harbourlight", alias="#_microsol_harbourlight:here.example"
    )


def test_founding_shows_first_what_will_be_made_and_how_far_it_is() -> None:
    village = Village(World())
    village.tells(AMARA, FOUND)
    village.settle()

    first, *later = village.said_in(DM)
    assert "0 of 4 rooms are made" in first
    assert later[-1].startswith("Harbourlight is here")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("!found", told("found.needs-name")),
        ('!found ""', told("found.needs-name")),
        ("!found | place=here", told("found.needs-name")),
        (
            '!found "x" | colour=red',
            told(
                "option.unknown",
                command="!found",
                option="colour",
                options="place, zone, encrypted",
            ),
        ),
        ("!found " + "x" * 61, told("found.too-long", what="name", length=61, limit=60)),
        (f'!found "x" {"y" * 401}', told("found.too-long", what="purpose", length=401, limit=400)),
        (
            f'!found "x" place="{"y" * 81}"',
            told(
                "option.bad",
                option="place",
                given="y" * 81,
                expected=told("option.note", limit=80),
                example='"Severn estuary"',
            ),
        ),
    ],
)
def test_a_founding_that_cannot_be_says_what_would_be_right(words: str, answer: str) -> None:
    village = Village(World())

    assert village.tells(AMARA, words) == answer
    assert village.world.congregation is None


@pytest.mark.parametrize(
    ("founders", "who"),
    [(("*:here.example",), "found.who.local"), (("@amara:here.example",), "found.who.listed")],
)
def test_who_may_not_found_is_told_who_may(founders: tuple[str, ...], who: str) -> None:
    village = Village(World(), house=house(founders=founders))

    assert village.tells(ESI, FOUND) == told(
        "found.not-allowed", server="here.example", who=told(who)
    )


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Harbourlight", "harbourlight"),
        ("Thornfield Loop", "thornfield-loop"),
        ("Café Über Straße", "cafe-uber-strae"),
        ("  --x--  ", "x"),
        ("x" * 60, "x" * 40),
        ("مقهى", "fallback"),
        ("🫖", "fallback"),
        ("Tea & Bread!", "tea-bread"),
    ],
)
def test_a_slug_is_plain(name: str, slug: str) -> None:
    assert slug_of(name, fallback="01ABC-FALLBACK") == slug


def test_a_taken_address_is_followed_by_the_next() -> None:
    village = Village(World())
    village.tells(AMARA, FOUND)
    slugs = []
    for _ in range(3):
        (intent, *_rest) = [one for one in village.plan() if isinstance(one, MakeRoom)]
        village.fails(intent, errcode="M_EXCLUSIVE", is_final=True, is_taken=True)
        assert village.world.congregation is not None
        slugs.append(village.world.congregation.slug)

    assert slugs == ["harbourlight-2", "harbourlight-3", "harbourlight-4"]


# -------------------------------------------------------------------------------------------- inviting


def invite(village: Village, words: str, *, by: UserId = AMARA) -> str:
    return village.tells(by, f"!invite {words}".strip())


@pytest.mark.parametrize(
    "words",
    [
        "@esi:far.example",
        "  @esi:far.example  ",
        '"@esi:far.example"',
        "https://matrix.to/#/@esi:far.example",
        "https://matrix.to/#/%40esi%3Afar.example?via=far.example",
        "https://matrix.to/#/%40es%69%3afar.example",
    ],
)
def test_a_host_invites_by_address_or_link(words: str) -> None:
    village = harbourlight()

    assert invite(village, words) == told(
        "invite.done", person=ESI, name="Harbourlight", tier="a friend"
    )
    village.settle()
    assert ESI in village.invitations(SPACE)


def test_a_mention_that_shows_only_the_name_is_an_address_too() -> None:
    village = harbourlight()
    said = message(AMARA, "!invite Esi", mentions=frozenset({ESI}))
    village.happen(changed(to_the_bot(AMARA, ""), message=said))
    village.settle()

    assert ESI in village.invitations(SPACE)


@pytest.mark.parametrize(
    "words",
    ["esi", "@esi", "esi:far.example", "@esi:", "@:far.example", "@a b:c", "@" + "x" * 255 + ":h"],
)
def test_what_is_no_address_is_refused_with_one_that_would_be(words: str) -> None:
    village = harbourlight()

    assert "One looks like @esi:here.example" in invite(village, words)
    assert village.world.wanted == {AMARA}


def test_an_invitation_needs_somebody() -> None:
    village = harbourlight()

    assert invite(village, "") == told("invite.needs-person", server="here.example")
    assert invite(village, BOT) == told("invite.is-bot")


def test_only_hosts_invite() -> None:
    village = harbourlight(BO)

    assert invite(village, ESI, by=BO) == told("host-only", name="Harbourlight", hosts="Amara")


def test_who_is_in_or_asked_or_banned_is_told_so() -> None:
    village = harbourlight(BO)
    assert invite(village, BO) == told("invite.is-member", person=BO, name="Harbourlight")
    invite(village, ESI)
    village.settle()
    assert invite(village, ESI) == told("invite.is-invited", person=ESI, name="Harbourlight")
    village.is_banned(BO)

    assert invite(village, BO) == told("invite.is-banned", person=BO, name="Harbourlight")


def test_what_concerns_a_person_is_not_said_in_commons_but_in_hosts() -> None:
    village = harbourlight(BO)

    assert village.says(AMARA, f"!invite {ESI}") == ""
    assert village.letters_to(AMARA) == [
        told("invite.done", person=ESI, name="Harbourlight", tier="a friend")
    ]
    assert village.says(AMARA, f"!invite {BO}", at=HOSTS) == told(
        "invite.is-member", person=BO, name="Harbourlight"
    )


def test_an_invitation_before_the_space_stands_is_kept() -> None:
    village = Village(World())
    village.tells(AMARA, FOUND)
    invite(village, ESI)
    village.settle()

    assert ESI in village.invitations(SPACE)


def test_somebody_who_left_is_invited_again_when_a_host_asks() -> None:
    village = harbourlight(BO)
    village.leaves(BO)
    village.leaves(BO, at=COMMONS)
    village.settle()
    assert village.invitations(SPACE).count(BO) == 1

    invite(village, BO)
    village.settle()

    assert village.invitations(SPACE).count(BO) == 2
    village.joins(BO)
    village.settle()
    assert village.invitations(COMMONS).count(BO) == 2


def test_a_founder_who_left_is_no_host_any_more() -> None:
    village = harbourlight(BO)
    village.leaves(AMARA)

    assert village.world.hosts == frozenset()
    assert village.tells(BO, f"!invite {ESI}") == told("no-host", name="Harbourlight")
    assert village.tells(AMARA, f"!invite {ESI}") == told("not-member", congregation="Harbourlight")
    village.joins(AMARA)
    assert village.world.hosts == frozenset(), "coming back is not taking up what one left"


def test_somebody_whom_people_let_in_themselves_is_a_member() -> None:
    village = harbourlight(BO)
    village.happen(
        membership(CLEO, Membership.INVITE, at=village.key_id(SPACE), by=AMARA),
        membership(CLEO, Membership.JOIN, at=village.key_id(SPACE)),
    )
    village.settle()

    assert CLEO in village.world.members
    assert village.invitations(COMMONS)[-1] == CLEO
