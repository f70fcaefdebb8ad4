"""A congregation is asked by another whether they link, and answers."""

from datetime import timedelta

import pytest

from microsol_matrix.decide.afar import SeatDoubted
from microsol_matrix.ids import RoomId
from microsol_matrix.places import HOSTS
from microsol_matrix.plan.intents import (
    EnterPorch,
    LeavePorch,
)
from microsol_matrix.scales.link import LinkEnd, LinkState
from microsol_matrix.structure import types
from tests.core.neighbours import (
    ADDRESS,
    FAR,
    OTHER,
    OTHER_BOT,
    PROPOSED,
    THORNFIELD,
    WHO,
    asked,
    found,
    host_village,
    in_hosts,
    invited,
    link_of,
    planned,
    reacts,
    reading,
    was_read,
)
from tests.core.porch import H, stands
from tests.core.said import AMARA, BO, CLEO
from tests.core.told import told

LINK = (types.LINK, THORNFIELD)
CHILD = ("m.space.child", THORNFIELD)


# ----------------------------------------------------------------------------------------- being asked


def test_hosts_are_asked_and_shown_who_asks() -> None:
    village = asked()

    text = village.said_in(village.key_id(HOSTS))[-1]
    assert text.startswith(f"{WHO} would like to be linked with {H}.")
    assert "hedges and keys" in text
    assert ADDRESS in text
    assert not planned(village, EnterPorch)


def test_a_yes_by_reaction_sends_us_to_their_porch_and_what_it_says_links_us() -> None:
    village = asked()

    reacts(village, "✅")
    entering = planned(village, EnterPorch)
    was_read(village, PROPOSED)
    village.settle()

    assert village.plan() == ()
    assert len(entering) == 1
    assert link_of(village).is_mutual
    assert stands(village)[LINK]["state"] == "mutual"
    assert stands(village)[CHILD]["via"] == [FAR]
    assert stands(village)[CHILD][types.CARD]["name"] == "Thornfield Loop"


@pytest.mark.parametrize(
    "words", ["!link yes Thornfield Loop", "!link yes", "!link yes thornfield"]
)
def test_a_yes_in_words_does_the_same(words: str) -> None:
    village = asked()

    assert village.tells(BO, words) == told("link.yes", who=WHO)
    assert link_of(village).state is LinkState.AGREED
    assert link_of(village).by == BO


def test_a_no_declines_the_invitation_and_publishes_nothing() -> None:
    village = asked()

    reacts(village, "❌")
    leaving = planned(village, LeavePorch)
    village.settle()

    assert leaving == [LeavePorch(THORNFIELD)]
    assert link_of(village).end is LinkEnd.REFUSED
    assert LINK not in stands(village)
    assert in_hosts(village) == told("link.asked.refused", who=WHO, name=H, by="Amara")


def test_whoever_is_no_host_cannot_answer() -> None:
    village = asked()

    reacts(village, "✅", by=CLEO)

    assert link_of(village).state is LinkState.ASKED
    assert "hosts" in village.letters_to(CLEO)[0]


def test_a_host_alone_says_no_and_not_yes() -> None:
    village = asked()
    village.leaves(BO)
    village.settle()

    answer = village.tells(AMARA, "!link yes Thornfield Loop")

    assert answer == told("link.alone", name=H)
    assert link_of(village).state is LinkState.ASKED
    assert village.tells(AMARA, "!link no Thornfield Loop") == told("link.no", who=WHO)


def test_the_first_answer_counts() -> None:
    village = asked()
    reacts(village, "❌")

    reacts(village, "✅", by=BO)

    assert link_of(village).end is LinkEnd.REFUSED
    assert village.letters_to(BO) == [told("link.over")]


def test_to_look_for_a_neighbour_that_asks_is_a_yes() -> None:
    village = asked()

    assert village.tells(AMARA, f"!link {ADDRESS}") == told("link.looking", address=ADDRESS)
    found(village, reading(PROPOSED))

    assert link_of(village).state is LinkState.AGREED
    village.settle()
    assert told("link.yes", who=WHO) in village.said_in(village.key_id(HOSTS))


def test_nobody_is_taken_for_the_neighbour_whose_address_they_give_as_theirs() -> None:
    village = host_village()
    theirs = RoomId(f"!porch:{OTHER}")
    invited(village, theirs, by=OTHER_BOT, address=ADDRESS)
    village.settle()

    village.tells(AMARA, f"!link {ADDRESS}")
    found(village)

    assert link_of(village, theirs).state is LinkState.ASKED
    assert link_of(village).state is LinkState.PROPOSED


def test_a_proposal_that_their_porch_does_not_back_comes_to_nothing() -> None:
    village = asked()
    reacts(village, "✅")

    was_read(village, None)

    assert link_of(village).end is LinkEnd.NOT_BACKED
    assert LINK not in stands(village)
    assert planned(village, LeavePorch)


def test_an_invitation_that_is_taken_back_is_told_by_its_prompt() -> None:
    village = asked()

    village.happen(SeatDoubted(THORNFIELD))

    assert in_hosts(village) == told("link.asked.taken-back", who=WHO, name=H)


def test_unanswered_it_lapses() -> None:
    village = asked()

    village.pass_time(timedelta(days=14))

    assert link_of(village).end is LinkEnd.LAPSED
    assert in_hosts(village) == told("link.asked.lapsed", who=WHO, name=H)
    assert LeavePorch(THORNFIELD) in village.done
