"""A link ends: by a host at once, because they ended it, or because nothing is published any more."""

import pytest
from attrs import evolve

from microsol_matrix.decide.afar import SeatDoubted, SeatLost
from microsol_matrix.ids import RoomAlias, RoomId
from microsol_matrix.places import HOSTS, PORCH
from microsol_matrix.plan.intents import (
    LeavePorch,
    Propose,
    PutOut,
    ReadPorch,
    Withdraw,
)
from microsol_matrix.scales.link import READ_AGAIN, LinkEnd, LinkState, SeatLeft
from microsol_matrix.seen import Membership
from microsol_matrix.structure import types
from tests.core.neighbours import (
    ADDRESS,
    FAR,
    MUTUAL,
    OTHER_BOT,
    THEIR_BOT,
    THORNFIELD,
    WHO,
    asked,
    found,
    in_hosts,
    link_of,
    linked,
    planned,
    proposed,
    reacts,
    reading,
    was_read,
)
from tests.core.porch import stands
from tests.core.said import AMARA, BO, DAY, membership
from tests.core.told import told

LINK = (types.LINK, THORNFIELD)
CHILD = ("m.space.child", THORNFIELD)


# -------------------------------------------------------------------------------------------------- ended


def test_a_seat_that_was_taken_while_we_left_is_given_back() -> None:
    village = asked()
    reacts(village, "✅")
    village.tells(BO, "!unlink Thornfield Loop")
    village.become((SeatLeft(THORNFIELD),))

    was_read(village, MUTUAL)

    assert planned(village, LeavePorch) == [LeavePorch(THORNFIELD)]


def test_a_service_is_put_out_though_its_porch_names_another_maker_by_then() -> None:
    village = linked()

    was_read(village, None, read=evolve(reading(bot=OTHER_BOT), card=None))

    assert [one.person for one in planned(village, PutOut)] == [THEIR_BOT]


@pytest.mark.parametrize("words", ["Thornfield Loop", "thornfield loop", ADDRESS, THORNFIELD])
def test_a_host_ends_a_link_alone_and_at_once(words: str) -> None:
    village = linked()

    answer = village.tells(BO, f"!unlink {words}")
    village.settle()

    gone = {(one.type, one.state_key) for one in village.done if isinstance(one, Withdraw)}
    assert answer == told("unlink.done", who=WHO)
    assert gone == {LINK, CHILD}
    assert LeavePorch(THORNFIELD) in village.done
    assert [one.person for one in village.done if isinstance(one, PutOut)] == [THEIR_BOT]
    assert village.plan() == ()


def test_the_other_hosts_hear_who_ended_it() -> None:
    village = linked()

    village.tells(BO, "!unlink Thornfield Loop")

    assert in_hosts(village) == told("unlink.told", by="Bo", who=WHO)


def test_the_other_hosts_hear_who_took_a_proposal_back() -> None:
    village = proposed()

    village.tells(BO, "!unlink Thornfield Loop")

    assert in_hosts(village) == told("unlink.told.taken-back", by="Bo", who=WHO)


def test_a_proposal_is_taken_back_with_its_invitation() -> None:
    village = proposed()

    assert village.tells(AMARA, "!unlink Thornfield Loop") == told("unlink.taken-back", who=WHO)
    village.settle()

    assert LINK not in stands(village)
    assert [one.person for one in village.done if isinstance(one, PutOut)] == [THEIR_BOT]


def test_nothing_is_concluded_from_the_moment_in_which_their_porch_is_written_anew() -> None:
    village = linked()
    stood = stands(village)
    village.now += DAY

    was_read(village, None, read=evolve(reading(None), card=None, is_halfway=True))
    village.settle()
    village.pass_time(READ_AGAIN)

    assert link_of(village).is_mutual
    assert stands(village) == stood
    assert len(planned(village, ReadPorch)) == 1


def test_what_stays_taken_away_on_their_porch_is_no_more() -> None:
    village = linked()
    village.now += DAY

    for _ in range(2):
        was_read(village, None, read=evolve(reading(None), is_halfway=True))
        village.pass_time(READ_AGAIN)

    assert link_of(village).end is LinkEnd.LEFT


def test_a_link_that_they_end_is_ended_here_and_told_once() -> None:
    village = linked()

    was_read(village, None)
    village.happen(SeatLost(THORNFIELD))
    village.settle()

    assert in_hosts(village) == told("link.ended.left", who=WHO)
    assert village.said_in(village.key_id(HOSTS)).count(told("link.ended.left", who=WHO)) == 1
    assert LINK not in stands(village)


def test_old_news_that_we_were_put_out_ends_no_link_on_whose_porch_we_sit() -> None:
    village = linked()
    village.now += DAY

    village.happen(SeatDoubted(THORNFIELD))
    village.pass_time(READ_AGAIN)

    assert planned(village, ReadPorch)
    was_read(village, MUTUAL)
    assert link_of(village).is_mutual


def test_a_decline_is_told_in_neutral_words() -> None:
    village = proposed()

    village.happen(membership(THEIR_BOT, Membership.LEAVE, at=village.key_id(PORCH)))

    assert in_hosts(village) == told("link.ended.declined", who=WHO)
    assert not planned(village, Propose)


def test_a_neighbour_whose_service_serves_another_neighbour_keeps_its_seat() -> None:
    village = linked()
    other = RoomId(f"!other:{FAR}")
    village.tells(AMARA, f"!link #other:{FAR}")
    found(village, reading(MUTUAL, name="Other"), address=RoomAlias(f"#other:{FAR}"), porch=other)
    village.settle()

    village.tells(AMARA, "!unlink Other")
    village.settle()

    assert LeavePorch(other) in village.done
    assert not [one for one in village.done if isinstance(one, PutOut)]


def test_to_publish_nothing_ends_every_link() -> None:
    village = linked()
    village.tells(AMARA, f"!link #other:{FAR}")

    village.tells(AMARA, "!publish off")
    village.settle()

    assert link_of(village).end is LinkEnd.CLOSED
    assert not village.world.searches
    assert LINK not in stands(village)
    assert LeavePorch(THORNFIELD) in village.done
    assert village.plan() == ()


def test_an_ended_link_is_proposed_again_like_any() -> None:
    village = linked()
    village.tells(AMARA, "!unlink Thornfield Loop")
    village.settle()
    village.done.clear()

    village.tells(AMARA, f"!link {ADDRESS}")
    found(village)
    village.settle()

    assert link_of(village).state is LinkState.PROPOSED
    assert [one.person for one in village.done if isinstance(one, Propose)] == [THEIR_BOT]


@pytest.mark.parametrize("is_refused", [False, True])
def test_a_porch_that_was_sought_again_in_vain_after_an_end_is_left_again(
    *, is_refused: bool
) -> None:
    village = linked()
    village.tells(AMARA, "!unlink Thornfield Loop")
    village.settle()
    village.tells(AMARA, f"!link {ADDRESS}")
    if not is_refused:
        village.tells(AMARA, f"!unlink {ADDRESS}")

    found(village, evolve(reading(bot=OTHER_BOT), card=None) if is_refused else None)

    assert planned(village, LeavePorch) == [LeavePorch(THORNFIELD)]
    assert link_of(village).bot == THEIR_BOT
    village.settle()
    assert village.plan() == ()


def test_two_of_one_name_are_told_apart_by_address() -> None:
    village = linked()
    other = RoomId(f"!other:{FAR}")
    village.tells(AMARA, f"!link #other:{FAR}")
    found(village, reading(), address=RoomAlias(f"#other:{FAR}"), porch=other)

    answer = village.tells(AMARA, "!unlink Thornfield Loop")

    assert ADDRESS in answer
    assert f"#other:{FAR}" in answer
    assert link_of(village).is_mutual


def test_what_is_no_neighbour_cannot_be_unlinked() -> None:
    assert linked().tells(AMARA, "!unlink Orchard") == told("unlink.unknown", given="Orchard")
