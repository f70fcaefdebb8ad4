"""What time brings to links: they lapse, end, are renewed; neighbours are asked after, and floods cost little."""

from datetime import timedelta

import pytest

from microsol_matrix.decide import next_due
from microsol_matrix.scales.link import LinkEnd
from microsol_matrix.scales.numbers import USUAL
from microsol_matrix.structure import types
from tests.core.life import Village
from tests.core.neighbours import (
    THORNFIELD,
    WHO,
    in_hosts,
    link_of,
    linked,
    proposed,
    reacts,
)
from tests.core.porch import stands
from tests.core.said import AMARA, BO, DAY
from tests.core.told import told

TERM, RENEWAL = timedelta(weeks=8), timedelta(weeks=2)
"""Shorter than usual, so that no host's mandate ends meanwhile."""
SHORTLY = "link-term=8w link-renewal=2w"


def until_asked(village: Village) -> None:
    """Let time pass until the hosts are asked to renew the link."""
    village.pass_time(TERM - RENEWAL)
    village.settle()


# ---------------------------------------------------------------------------------- lapse and renewal


def test_a_proposal_that_nobody_answers_lapses_and_its_invitation_with_it() -> None:
    village = proposed()

    village.pass_time(USUAL.link_lapse)

    assert link_of(village).end is LinkEnd.LAPSED
    assert in_hosts(village) == told("link.ended.lapsed", who=WHO, span="14 days")
    assert (types.LINK, THORNFIELD) not in stands(village)


def test_hosts_are_asked_to_renew_before_a_link_ends() -> None:
    village = linked(SHORTLY)
    until = village.now + TERM
    assert (next_due(village.world) or until) <= village.now + DAY

    until_asked(village)

    text = told("link.renewal", who=WHO, until=until, span="8 weeks")
    assert in_hosts(village) == text


@pytest.mark.parametrize("way", ["✅", "words"])
def test_a_host_renews_it_by_reaction_or_in_words(way: str) -> None:
    village = linked(SHORTLY)
    ends = link_of(village).expires_at
    until_asked(village)

    if way == "✅":
        reacts(village, way, by=BO, prompt="link-renewal/")
    else:
        village.tells(BO, "!link renew Thornfield Loop")

    assert ends is not None
    assert link_of(village).expires_at == ends + TERM
    assert in_hosts(village) == told("link.renewal.done", who=WHO, until=ends + TERM, by="Bo")


def test_it_is_asked_anew_for_each_of_its_ends() -> None:
    village = linked(SHORTLY)
    until_asked(village)
    reacts(village, "✅", prompt="link-renewal/")

    village.pass_time(TERM)
    village.settle()

    assert len([ref for ref in village.world.prompts if ref.startswith("link-renewal/")]) == 2


def test_a_link_cannot_be_renewed_long_before_its_end() -> None:
    village = linked(SHORTLY)
    ends = village.now + TERM

    answer = village.tells(AMARA, "!link renew Thornfield Loop")

    assert answer == told("link.renew.early", who=WHO, until=ends, day=ends - RENEWAL)


def test_which_link_is_renewed_is_asked_where_none_is_named() -> None:
    assert linked(SHORTLY).tells(AMARA, "!link renew") == told("link.renew.how")


def test_what_is_no_link_yet_cannot_be_renewed() -> None:
    answer = proposed().tells(AMARA, "!link renew Thornfield Loop")

    assert answer == told("link.renew.not-linked", who=WHO)


def test_a_link_that_nobody_renews_ends() -> None:
    village = linked(SHORTLY)
    until_asked(village)

    village.pass_time(RENEWAL)

    assert link_of(village).end is LinkEnd.EXPIRED
    assert in_hosts(village).startswith(f"The link with {WHO} is over")
    assert (types.LINK, THORNFIELD) not in stands(village)


def test_an_ended_link_is_forgotten_after_a_month() -> None:
    village = linked()
    village.tells(AMARA, "!unlink Thornfield Loop")
    village.settle()

    village.pass_time(timedelta(days=29))
    remembered = set(village.world.links)
    village.pass_time(DAY)

    assert remembered == {THORNFIELD}
    assert not village.world.links
    due = next_due(village.world)
    assert due is None or due > village.now
