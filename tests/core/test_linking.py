"""Proposing a link: who may, by which address, and what is found there."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from microsol_matrix.decide.afar import Looked, NeighbourStirred
from microsol_matrix.decide.links import OPEN_LIMIT
from microsol_matrix.places import PORCH
from microsol_matrix.plan.intents import (
    LeavePorch,
    LookForPorch,
    Propose,
    PutState,
)
from microsol_matrix.scales.link import LinkState, Scope
from microsol_matrix.structure import types
from tests.core.life import harbourlight
from tests.core.neighbours import (
    ADDRESS,
    FAR,
    PROPOSED,
    THEIR_BOT,
    THORNFIELD,
    WHO,
    found,
    host_village,
    in_hosts,
    link_of,
    planned,
    proposed,
    reading,
)
from tests.core.porch import ADDRESS as OWN_ADDRESS, H, stands, two_hosts
from tests.core.said import AMARA, BO, CLEO
from tests.core.told import told

LINK = (types.LINK, THORNFIELD)
CHILD = ("m.space.child", THORNFIELD)


def test_a_host_who_names_a_porch_is_told_that_it_is_looked_at() -> None:
    village = host_village()

    answer = village.tells(AMARA, f"!link {ADDRESS} scope=crews")

    assert answer == told("link.looking", address=ADDRESS)
    assert [one.address for one in village.plan() if isinstance(one, LookForPorch)] == [ADDRESS]
    assert village.world.searches[ADDRESS].scope is Scope.CREWS


@pytest.mark.parametrize(
    "link",
    [
        f"https://matrix.to/#/{ADDRESS}",
        f"https://matrix.to/#/{quote(ADDRESS)}?via=far.example",
        f"matrix:r/{ADDRESS.removeprefix('#')}?action=join",
    ],
)
def test_a_link_that_a_client_copies_names_a_porch_as_its_address_does(link: str) -> None:
    village = host_village()

    assert village.tells(AMARA, f"!link {link}") == told("link.looking", address=ADDRESS)
    assert set(village.world.searches) == {ADDRESS}


def test_without_words_it_is_told_how_a_link_is_proposed() -> None:
    assert host_village().tells(AMARA, "!link") == told("link.how")


def test_it_is_for_hosts() -> None:
    village = host_village()

    assert "hosts" in village.tells(CLEO, f"!link {ADDRESS}")
    assert not village.world.searches


@pytest.mark.parametrize(
    "words",
    [
        "orchard",
        "!porch:far.example",
        "#orchard",
        "@bo:far.example",
        f"https://matrix.to/#/{THORNFIELD}",
    ],
)
def test_what_is_no_address_is_told_what_one_looks_like(words: str) -> None:
    assert host_village().tells(AMARA, f"!link {words}") == told("link.no-address", given=words)


def test_whoever_publishes_nothing_is_told_to_do_that_first() -> None:
    village = two_hosts()

    assert village.tells(AMARA, f"!link {ADDRESS}") == told("link.publish-first", name=H)


def test_nobody_links_alone() -> None:
    village = host_village()
    village.tells(BO, "!stepdown")

    assert village.tells(AMARA, f"!link {ADDRESS}") == told("link.alone", name=H)


def test_our_own_porch_is_no_neighbour() -> None:
    village = host_village()

    assert village.tells(AMARA, f"!link {OWN_ADDRESS}") == told("link.own", address=OWN_ADDRESS)


def test_what_is_looked_for_is_not_looked_for_twice() -> None:
    village = host_village()
    village.tells(AMARA, f"!link {ADDRESS}")

    assert village.tells(BO, f"!link {ADDRESS}") == told("link.sought", address=ADDRESS)


def test_more_proposals_than_anybody_can_wait_for_are_refused() -> None:
    village = host_village()
    for number in range(OPEN_LIMIT):
        village.tells(AMARA, f"!link #porch{number}:{FAR}")

    answer = village.tells(AMARA, f"!link {ADDRESS}")

    assert answer == told("link.too-many-open", limit=OPEN_LIMIT)


def test_a_porch_that_was_found_is_proposed_to() -> None:
    village = proposed()

    assert link_of(village).state is LinkState.PROPOSED
    assert stands(village)[LINK]["state"] == "proposed"
    assert CHILD not in stands(village)
    assert [(one.person, one.to) for one in village.done if isinstance(one, Propose)] == [
        (THEIR_BOT, THORNFIELD)
    ]
    assert in_hosts(village) == told("link.proposed", by="Amara", who=WHO, span="14 days")
    assert village.tells(BO, f"!link {ADDRESS}") == told("link.already.proposed", who=WHO)


def test_their_service_is_invited_once_our_porch_says_so() -> None:
    village = host_village()
    village.tells(AMARA, f"!link {ADDRESS}")
    found(village)

    assert not planned(village, Propose)
    assert any(
        isinstance(one, PutState) and one.piece.type == types.LINK and one.key == PORCH
        for one in village.plan()
    )


@pytest.mark.parametrize("looked", [Looked.SPACE, Looked.NOTHING, Looked.NEWER])
def test_what_is_no_porch_is_told(looked: Looked) -> None:
    village = host_village()
    village.tells(AMARA, f"!link {ADDRESS}")

    found(village, looked=looked)

    assert in_hosts(village) == told(f"link.found.{looked.value}", address=ADDRESS)
    assert not village.world.links
    assert not village.world.searches


@pytest.mark.parametrize(
    ("errcode", "phrase"),
    [("M_NOT_FOUND", "link.found.none"), ("M_FORBIDDEN", "link.found.closed")],
)
def test_an_address_that_leads_nowhere_or_is_closed_is_told(errcode: str, phrase: str) -> None:
    village = host_village()
    village.tells(AMARA, f"!link {ADDRESS}")

    village.fails(planned(village, LookForPorch)[0], errcode=errcode, is_final=True)

    assert in_hosts(village) == told(phrase, address=ADDRESS)
    assert not planned(village, LookForPorch)


def test_a_server_that_does_not_answer_is_told_once_and_tried_for_a_day() -> None:
    village = host_village()
    village.tells(AMARA, f"!link {ADDRESS}")
    (look,) = planned(village, LookForPorch)

    for _ in range(3):
        village.fails(look, is_final=False)
    village.pass_time(timedelta(hours=23))
    still = planned(village, LookForPorch)
    village.pass_time(timedelta(hours=2))

    said = [one.text for one in village.world.notices]
    assert still == [look]
    assert not planned(village, LookForPorch)
    assert len([text for text in said if "cannot reach" in text]) == 1
    assert in_hosts(village) == told("link.found.given-up", address=ADDRESS)


def test_a_search_that_was_called_off_leaves_the_porch_that_it_found() -> None:
    village = host_village()
    village.tells(AMARA, f"!link {ADDRESS}")

    answer = village.tells(AMARA, f"!unlink {ADDRESS}")
    found(village)
    left = planned(village, LeavePorch)
    village.settle()
    village.happen(NeighbourStirred(THORNFIELD))

    assert answer == told("unlink.sought", address=ADDRESS)
    assert left == [LeavePorch(THORNFIELD)]
    assert not planned(village, Propose)


def test_a_porch_that_proposes_us_already_is_linked_at_once() -> None:
    village = host_village()
    village.tells(AMARA, f"!link {ADDRESS}")

    found(village, reading(PROPOSED))

    assert link_of(village).is_mutual


def test_the_address_of_a_space_is_answered_with_that_of_its_porch() -> None:
    village = host_village()

    answer = village.tells(AMARA, f"!link #_microsol_orchard:{FAR}")

    porch = f"#_microsol.porch_orchard:{FAR}"
    assert answer == told("link.space-address", address=f"#_microsol_orchard:{FAR}", porch=porch)
    assert not village.world.searches


def test_the_address_of_a_room_in_a_space_is_looked_at() -> None:
    village = host_village()
    address = f"#_microsol_{'0a' * 12}:{FAR}"

    assert village.tells(AMARA, f"!link {address}") == told("link.looking", address=address)


def test_a_found_porch_of_ours_is_no_neighbour() -> None:
    village = host_village()
    village.tells(AMARA, f"!link {ADDRESS}")

    found(village, porch=village.key_id(PORCH))

    assert in_hosts(village) == told("link.own", address=ADDRESS)
    assert not village.world.links


def test_nothing_is_found_without_a_search() -> None:
    village = harbourlight(BO)

    found(village, looked=Looked.NOTHING)

    assert village.plan() == ()
