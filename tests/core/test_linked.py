"""A link begins when both porches say so; hosts, members and our own rooms are told what it is."""

from datetime import timedelta

import pytest
from attrs import evolve

from microsol_matrix.decide.afar import NeighbourStirred
from microsol_matrix.places import SPACE
from microsol_matrix.plan.intents import PutState, ReadPorch
from microsol_matrix.scales.link import SETTLING, Scope
from microsol_matrix.structure import types
from tests.core.neighbours import (
    ADDRESS,
    MUTUAL,
    PROPOSED,
    THORNFIELD,
    WHO,
    found,
    host_village,
    in_hosts,
    invited,
    link_of,
    linked,
    planned,
    proposed,
    reading,
    was_read,
)
from tests.core.porch import H, stands
from tests.core.said import AMARA
from tests.core.told import told

LINK = (types.LINK, THORNFIELD)
CHILD = ("m.space.child", THORNFIELD)


def test_the_proposer_becomes_linked_when_their_porch_names_ours() -> None:
    village = proposed()
    village.now += timedelta(hours=1)

    village.happen(NeighbourStirred(THORNFIELD))
    too_soon = planned(village, ReadPorch)
    village.pass_time(SETTLING)
    reads = planned(village, ReadPorch)
    was_read(village, MUTUAL)
    hosts = in_hosts(village)

    assert not too_soon  # what is taken away there may be about to be replaced
    assert len(reads) == 1
    assert link_of(village).is_mutual
    assert stands(village)[LINK]["state"] == "mutual"
    assert hosts.startswith(f"{H} and {WHO} are linked, until")
    assert not planned(village, ReadPorch)


def test_both_proposing_at_once_is_a_link() -> None:
    village = proposed()

    invited(village)
    was_read(village, PROPOSED)

    assert link_of(village).is_mutual


@pytest.mark.parametrize(
    ("ours", "theirs", "more"),
    [
        (Scope.CARD, Scope.CARD, ""),
        (Scope.CREWS, Scope.CREWS, ""),
        (Scope.CREWS, Scope.CARD, "link.wider.ours"),
        (Scope.CARD, Scope.CREWS, "link.wider.theirs"),
    ],
)
def test_hosts_are_told_which_side_alone_would_have_crews_told(
    ours: Scope, theirs: Scope, more: str
) -> None:
    village = host_village()

    village.tells(AMARA, f"!link {ADDRESS} scope={ours.value}")
    found(village, reading(evolve(PROPOSED, scope=theirs)))

    _, _, behind = in_hosts(village).partition("!unlink ends it at once.")
    name = "Thornfield Loop"
    assert behind.strip() == (told(more, name=name, address=ADDRESS) if more else "")


def test_a_changed_card_is_told_on_our_porch() -> None:
    village = linked()

    was_read(village, MUTUAL, read=reading(MUTUAL, name="Thornfield Ring"))
    village.settle()

    assert stands(village)[CHILD][types.CARD]["name"] == "Thornfield Ring"


def test_what_a_neighbour_says_of_a_person_is_not_passed_on() -> None:
    village = linked()

    was_read(village, MUTUAL, read=reading(MUTUAL, name="Ask @dora:far.example now"))
    village.settle()

    assert stands(village)[CHILD][types.CARD]["name"] == "Ask … now"


def test_a_link_is_told_to_members_in_the_space() -> None:
    village = linked()

    was_read(village, MUTUAL)
    village.tells(AMARA, "!unlink Thornfield Loop")
    village.settle()

    written = [
        one.piece.content
        for one in village.done
        if isinstance(one, PutState) and one.key == SPACE and one.piece.type == types.LINK
    ]
    assert written == [{}]
