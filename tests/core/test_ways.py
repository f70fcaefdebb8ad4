"""Through which servers rooms can be joined: what is written of that is right, and changes only when it must."""

from collections.abc import Mapping

from hypothesis import given, strategies as st

from microsol_matrix.ids import RoomId, ServerName, UserId, server_of
from microsol_matrix.places import COMMONS, SPACE
from microsol_matrix.plan.intents import PutState
from microsol_matrix.plan.rooms import wanted_state
from microsol_matrix.plan.servers import NAMED, servers_in, servers_kept
from microsol_matrix.plan.ways import via
from microsol_matrix.rooms import Json
from microsol_matrix.scales.congregation import Joining
from microsol_matrix.scales.crew_life import CrewJoiningChanged
from microsol_matrix.seen import Membership, RoomSeen
from tests.core.kettle import active
from tests.core.life import Village, harbourlight
from tests.core.said import AMARA, BO, ESI, HOUSE

FINN = UserId("@finn:far.example")
GIA = UserId("@gia:third.example")
HUGO = UserId("@hugo:fourth.example")


def room_of(*people: UserId, through: tuple[str, ...] = ()) -> RoomSeen:
    return RoomSeen(
        RoomId("!r"),
        state={},
        people=dict.fromkeys(people, Membership.JOIN),
        unreached=frozenset(),
        through=tuple(map(ServerName, through)),
    )


def written(village: Village, kind: str) -> list[tuple[str, Json]]:
    """Give the ways that were written, each with the room to which it leads."""
    return [
        (one.piece.state_key, one.piece.content["via"])
        for one in village.done
        if isinstance(one, PutState) and one.piece.type == kind
    ]


def test_a_way_names_our_server_first_and_then_those_with_the_most_people() -> None:
    crowd = [UserId(f"@{number}:big.example") for number in range(3)]

    assert via(room_of(AMARA, GIA, *crowd, ESI, FINN), HOUSE) == (
        "here.example",
        "big.example",
        "far.example",
    )


def test_a_way_to_a_room_with_nobody_of_ours_names_ours_all_the_same() -> None:
    assert via(room_of(GIA, ESI, HUGO), HOUSE) == ("here.example", "far.example", "fourth.example")


def test_who_comes_from_another_server_is_a_second_way_to_the_space_for_every_room_in_it() -> None:
    village = harbourlight(BO)
    village.done.clear()

    village.joins(ESI, at=SPACE)
    village.settle()

    space = village.key_id(SPACE)
    parents = written(village, "m.space.parent")
    assert parents == [(space, ["here.example", "far.example"])] * 3
    assert village.plan() == ()


def test_further_people_of_servers_that_are_named_or_not_needed_change_nothing() -> None:
    village = harbourlight(BO)
    for person in (ESI, GIA):
        village.joins(person, at=SPACE)
        village.joins(person, at=COMMONS)
    village.settle()
    village.done.clear()

    for person in (FINN, HUGO):
        village.joins(person, at=SPACE)
        village.joins(person, at=COMMONS)
    village.settle()

    assert written(village, "m.space.parent") == []
    assert written(village, "m.space.child") == []


def test_a_server_from_which_nobody_is_left_is_no_way_any_more() -> None:
    village = harbourlight(BO)
    for person in (ESI, GIA):
        village.joins(person, at=SPACE)
        village.joins(person, at=COMMONS)
    village.settle()
    village.done.clear()

    village.leaves(ESI, at=COMMONS)
    village.settle()

    assert written(village, "m.space.child") == [
        (village.commons, ["here.example", "third.example"])
    ]


def test_the_card_of_a_crew_that_members_may_come_to_names_its_room_and_the_way_there() -> None:
    village = active()

    cards: list[Mapping[str, Json]] = []
    for joining in (Joining.CLOSED, Joining.ASK, Joining.OPEN, Joining.CLOSED):
        village.become([CrewJoiningChanged(village.crew.id, joining)])
        wanted = wanted_state(village.world, village.house)
        cards += [one.content for one in wanted if one.state_key == village.crew.id]
        village.settle()

    way = {"room": village.crew_room, "via": ["here.example"]}
    assert [{key: card[key] for key in way if key in card} for card in cards] == [{}, way, way, {}]


OURS = ServerName("d.example")
SERVERS = ("a.example", "b.example", "c.example", "d.example")
MOVES = st.lists(
    st.tuples(st.sampled_from(SERVERS), st.integers(0, 2), st.sampled_from(Membership))
)


@given(moves=MOVES)
def test_named_servers_have_people_are_enough_and_stay_while_they_are_right(
    moves: list[tuple[str, int, Membership]],
) -> None:
    people: dict[UserId, Membership] = {}
    named: tuple[ServerName, ...] = ()
    for server, number, membership in moves:
        person = UserId(f"@{number}:{server}")
        people[person] = membership
        before, named = named, servers_kept(named, people, ours=OURS)

        joined = {one for one, what in people.items() if what is Membership.JOIN}
        there = {server_of(one) for one in joined} - {OURS}
        assert there.issuperset(named)
        assert len(named) == min(NAMED, len(there))
        if there.issuperset(before) and len(before) == min(NAMED, len(there)):
            assert named == before
        else:
            assert named == servers_in(people, ours=OURS)
