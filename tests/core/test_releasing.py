"""A crew, or a whole congregation, goes on without the service: shown, agreed to, handed over, left."""

from datetime import timedelta

import pytest

from microsol_matrix.ids import RoomKey, UserId
from microsol_matrix.places import ARCHIVE, COMMONS, HOSTS, PORCH, SPACE
from microsol_matrix.plan.doors import JOIN_RULES
from microsol_matrix.plan.intents import (
    HandOver,
    Invite,
    LeavePorch,
    LeaveRoom,
    PutState,
    Say,
    Withdraw,
)
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.scales.link import SeatLeft
from microsol_matrix.seen import Membership
from microsol_matrix.structure import types
from tests.core.beside_kettle import in_state
from tests.core.handing_over import handed, put
from tests.core.life import Village
from tests.core.neighbours import (
    ADDRESS,
    MUTUAL,
    THORNFIELD,
    asked,
    found,
    host_village,
    linked,
    reacts,
    was_read,
)
from tests.core.obedience import obey
from tests.core.porch import with_second_host
from tests.core.said import AMARA, BO, CLEO, DOV, ESI, membership

H = "Harbourlight"


def left(village: Village) -> list[RoomKey]:
    """Give the rooms that we left, in order."""
    return [one.key for one in village.done if isinstance(one, LeaveRoom)]


def released(*, second: UserId = BO, before: tuple[str, ...] = ()) -> Village:
    """Let Amara and a second host release Harbourlight, with a crew in it."""
    village = with_second_host(in_state(CrewState.ACTIVE))
    for words in before:
        village.tells(AMARA, words)
        village.settle()
    village.done.clear()
    village.tells(AMARA, "!release yes")
    village.tells(second, "!release yes")
    village.settle()
    return village


# ---------------------------------------------------------------------------------- a congregation


def test_what_releasing_a_congregation_does_is_shown_to_hosts_alone() -> None:
    village = with_second_host(in_state(CrewState.ACTIVE))

    shown = village.tells(BO, "!release")
    assert shown.startswith(f"If {H} goes on without me, all its rooms are its people's alone:")
    assert "Amara, Bo can change everything there" in shown
    assert village.tells(DOV, "!release").startswith("Only hosts") or "host" in village.tells(
        DOV, "!release"
    )


def test_a_second_host_has_to_say_so_where_there_is_one() -> None:
    village = with_second_host(in_state(CrewState.ACTIVE))

    assert village.tells(AMARA, "!release yes").startswith(f"Amara would have {H} go on without me")
    assert village.world.released_at is None
    assert village.tells(BO, "!release yes").startswith(f"{H} goes on without me from now on.")
    assert village.world.released_at == village.now


def test_a_host_who_is_alone_releases_alone() -> None:
    village = in_state(CrewState.ACTIVE)

    village.tells(AMARA, "!release yes")

    assert village.world.released_at == village.now


def test_every_room_is_handed_over_and_the_space_is_left_last() -> None:
    village = released()

    assert set(left(village)) >= {SPACE, COMMONS, HOSTS, ARCHIVE}
    assert left(village)[-1] == SPACE
    assert not village.world.rooms
    assert village.plan() == ()


@pytest.mark.parametrize("key", [SPACE, COMMONS, HOSTS])
def test_hosts_have_all_power_in_the_rooms_of_the_house(key: RoomKey) -> None:
    village = released()

    users = handed(village, key).users
    assert (users[AMARA], users[BO]) == (100, 100)
    assert DOV not in users


def test_commons_is_joined_by_whoever_is_in_the_space_and_anybody_in_it_may_let_them_in() -> None:
    village = released()

    rules = [one.piece.content for one in put(village, COMMONS) if one.piece.type == JOIN_RULES[0]]
    assert all(rule["join_rule"] == "restricted" for rule in rules)
    assert handed(village, COMMONS).power["invite"] == 0


def test_what_was_published_is_taken_away_before_the_porch_is_left() -> None:
    village = released(before=("!publish card yes",))

    withdrawn = [one for one in village.done if isinstance(one, Withdraw) and one.key == PORCH]
    assert {one.type for one in withdrawn} >= {types.CONGREGATION}
    assert PORCH in left(village)


def test_neighbours_are_taken_leave_of_before_the_porch_is_left() -> None:
    village = linked()
    village.done.clear()

    village.tells(AMARA, "!release yes")
    village.tells(BO, "!release yes")
    village.settle()

    order = [type(one).__name__ for one in village.done if isinstance(one, LeavePorch | LeaveRoom)]
    assert order[0] == "LeavePorch"
    assert left(village)[-1] == SPACE
    assert not village.world.rooms


def test_a_porch_on_which_we_came_to_sit_while_it_was_released_is_left_too() -> None:
    village = host_village()
    village.tells(AMARA, f"!link {ADDRESS}")
    village.tells(AMARA, "!release yes")
    village.tells(BO, "!release yes")

    found(village)
    village.settle()

    assert LeavePorch(THORNFIELD) in village.done
    assert not village.world.rooms


def test_a_neighbour_to_whom_we_came_while_it_was_released_is_left_too() -> None:
    village = asked()
    reacts(village, "✅")
    village.tells(AMARA, "!release yes")
    village.tells(BO, "!release yes")
    village.become((SeatLeft(THORNFIELD),))

    was_read(village, MUTUAL)
    village.settle()

    assert LeavePorch(THORNFIELD) in village.done
    assert not village.world.rooms


def test_members_are_told_where_they_read() -> None:
    village = released()

    commons = [
        one for one in village.done if isinstance(one, Say) and "as its hosts have said" in one.text
    ]
    assert {one.room_id.partition(":")[0] for one in commons}
    assert len(commons) == 2
    assert not village.letters_to(CLEO)


def test_a_member_who_does_not_read_commons_is_written_to() -> None:
    village = with_second_host(in_state(CrewState.ACTIVE))
    village.leaves(ESI, at=COMMONS)
    village.letters.clear()

    village.tells(AMARA, "!release yes")
    village.tells(BO, "!release yes")

    assert village.letters_to(ESI)[0].startswith(f"{H} goes on without me from now on")


def test_nothing_begins_while_rooms_are_handed_over() -> None:
    village = with_second_host(in_state(CrewState.ACTIVE))
    village.tells(AMARA, "!release yes")
    village.tells(BO, "!release yes")
    before = village.world

    answer = village.tells(DOV, "!call Night Ferry")
    village.pass_time(timedelta(days=400))

    assert answer.startswith(f"{H} was released by its hosts")
    assert village.world.calls == before.calls == {}


def test_who_comes_in_meanwhile_is_seen_and_nobody_is_invited() -> None:
    village = with_second_host(in_state(CrewState.ACTIVE))
    village.tells(AMARA, "!release yes")
    village.tells(BO, "!release yes")
    guest = UserId("@guest:elsewhere.example")
    village.happen(membership(guest, Membership.JOIN, at=village.key_id(SPACE)))
    village.done.clear()

    village.settle()

    assert not [one for one in village.done if isinstance(one, Invite)]


def test_a_room_that_nobody_is_in_any_more_ends_with_us() -> None:
    village = released()

    assert handed(village, ARCHIVE).users == {AMARA: 100, BO: 100}
    children = [
        one.piece.content
        for one in put(village, SPACE)
        if one.piece.type == "m.space.child" and one.piece.content == {}
    ]
    assert children


def test_a_no_of_the_homeserver_does_not_keep_us() -> None:
    village = with_second_host(in_state(CrewState.ACTIVE))
    village.tells(AMARA, "!release yes")
    village.tells(BO, "!release yes")
    shared = [one for one in village.plan() if isinstance(one, HandOver)]
    village.become([obey(one, now=village.now) for one in shared])
    first = next(one for one in village.plan() if isinstance(one, PutState) and one.key == COMMONS)
    village.fails(first, errcode="M_FORBIDDEN", is_final=True)

    village.settle()

    assert not village.world.rooms
