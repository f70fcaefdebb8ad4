"""A crew goes on without us: its room is handed to its people."""

from microsol_matrix.decide.happenings import Started, Tick
from microsol_matrix.ids import RoomKey
from microsol_matrix.places import SPACE
from microsol_matrix.plan.doors import JOIN_RULES
from microsol_matrix.plan.intents import (
    HandOver,
    LeaveRoom,
    PutPower,
    Say,
)
from microsol_matrix.plan.power import BOT
from microsol_matrix.plan.releasing import OWN
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.scales.release import RELEASE_WITHIN
from microsol_matrix.structure import types
from tests.core.beside_kettle import KETTLE, in_state, kettle, room_of, says
from tests.core.handing_over import handed, put
from tests.core.life import ROUNDS, Village
from tests.core.obedience import obey
from tests.core.said import AMARA, BO, CLEO, DOV


def released_crew(state: CrewState = CrewState.ACTIVE) -> tuple[Village, RoomKey]:
    """Let Amara and Bo release Slow Kettle."""
    village = in_state(state)
    key = room_of(village)
    village.done.clear()
    village.says(AMARA, "!release yes", at=key)
    village.says(BO, "!release yes", at=key)
    village.settle()
    return village, key


# ------------------------------------------------------------------------------------------ a crew


def test_what_releasing_a_crew_does_is_shown_first_and_nothing_is_done() -> None:
    village = in_state(CrewState.ACTIVE)

    shown = says(village, BO, "!release")

    assert shown.startswith(f"If {KETTLE} goes on without me, the room is its people's alone:")
    assert "Amara can change everything there" in shown
    assert shown.endswith("say !release yes; then one more of you says it, too")
    assert kettle(village).name == KETTLE
    assert not village.world.release_wishes


def test_a_crew_is_released_once_a_second_one_says_so() -> None:
    village = in_state(CrewState.ACTIVE)
    key = room_of(village)

    first = village.says(AMARA, "!release yes", at=key)
    again = village.says(AMARA, "!release yes", at=key)
    assert first.startswith(f"Amara would have {KETTLE} go on without me")
    assert again.startswith("You have said so")
    assert kettle(village).name == KETTLE
    done = village.says(CLEO, "!release yes", at=key)

    assert done.startswith(f"{KETTLE} goes on without me from now on.")
    assert KETTLE not in [crew.name for crew in village.world.crews.values()]


def test_whoever_would_have_it_released_can_be_stopped_by_anybody_in_it() -> None:
    village = in_state(CrewState.ACTIVE)
    key = room_of(village)
    village.says(AMARA, "!release yes", at=key)

    assert village.says(BO, "!release no", at=key).startswith("All stays as it is.")
    assert village.says(BO, "!release no", at=key).startswith("Nobody has asked")
    assert village.says(BO, "!release yes", at=key).startswith("Bo would have")


def test_a_word_for_it_holds_for_a_week() -> None:
    village = in_state(CrewState.ACTIVE)
    key = room_of(village)
    village.says(AMARA, "!release yes", at=key)
    village.now += RELEASE_WITHIN

    assert village.says(BO, "!release yes", at=key).startswith("Bo would have")
    assert kettle(village).name == KETTLE


def test_nobody_but_its_people_releases_a_crew() -> None:
    village = in_state(CrewState.ACTIVE)

    assert "you are not" in village.says(DOV, "!release yes", at=room_of(village))
    assert not village.world.release_wishes


def test_a_crew_that_is_archived_is_taken_up_again_first() -> None:
    village = in_state(CrewState.ARCHIVED)

    assert "!unarchive" in village.tells(AMARA, f'!release crew="{KETTLE}"')


def test_what_is_not_understood_releases_nothing() -> None:
    village = in_state(CrewState.ACTIVE)

    assert "!release shows" in village.says(AMARA, "!release perhaps", at=room_of(village))
    assert not village.world.release_wishes


def test_a_crews_room_is_handed_over_before_its_marker_goes_and_it_is_left_last() -> None:
    village, key = released_crew()

    order = [
        "said" if isinstance(one, Say) else type(one).__name__
        for one in village.done
        if isinstance(one, HandOver | LeaveRoom)
    ]
    marker = next(one for one in put(village, key) if one.piece.type == types.CREW)
    assert order == ["HandOver", "HandOver", "LeaveRoom"]
    assert village.done.index(handed(village, key)) < village.done.index(marker)
    assert village.done.index(marker) < len(village.done) - 1
    assert isinstance(village.done[-1], LeaveRoom)
    assert marker.piece.content == {}


def test_a_released_crews_host_has_all_power_and_all_in_it_look_after_it() -> None:
    village, key = released_crew()

    given = handed(village, key)
    assert given.users == {AMARA: 100, BO: 50, CLEO: 50}
    assert given.own == OWN
    assert (given.power["invite"], given.power["kick"], given.power["state_default"]) == (0, 50, 50)


def test_a_released_crews_room_is_joined_without_us() -> None:
    village = in_state(CrewState.ACTIVE)
    key = room_of(village)
    says(village, AMARA, "!joining open")
    village.settle()
    village.done.clear()
    village.says(AMARA, "!release yes", at=key)
    village.says(BO, "!release yes", at=key)
    village.settle()

    (rule,) = [one.piece for one in put(village, key) if one.piece.type == JOIN_RULES[0]]
    assert rule.content == {"join_rule": "knock"}


def test_a_released_crew_stays_findable_in_the_space_and_its_card_goes() -> None:
    village, _ = released_crew()

    crew_id = next(one for one in put(village, SPACE) if one.piece.type == types.CREW)
    child = [one for one in put(village, SPACE) if one.piece.type == "m.space.child"]
    assert crew_id.piece.content == {}
    assert [one.piece.content for one in child] in ([], [{"via": ["here.example"]}])
    assert village.plan() == ()


def test_a_released_crew_is_no_crew_of_ours_any_more() -> None:
    village, key = released_crew()

    assert key not in village.world.rooms
    assert "none" in village.tells(AMARA, "!crews").lower() or KETTLE not in village.tells(
        AMARA, "!crews"
    )
    village.happen(Tick())
    village.settle()
    assert village.plan() == ()


def test_where_the_host_is_not_in_everybody_who_is_has_all_power() -> None:
    village = in_state(CrewState.ACTIVE)
    key = room_of(village)
    host = kettle(village).host
    village.leaves(host, at=key)
    village.settle()
    people = sorted({AMARA, BO, CLEO} - {host})
    village.done.clear()
    for person in people:
        village.says(person, "!release yes", at=key)
    village.settle()

    users = handed(village, key).users
    assert set(users) >= set(people)
    assert 100 in [users[person] for person in people]


def test_whoever_leaves_while_it_is_handed_over_leaves_nobody_behind_without_power() -> None:
    village = in_state(CrewState.ACTIVE)
    key = room_of(village)
    village.says(AMARA, "!release yes", at=key)
    village.says(BO, "!release yes", at=key)
    shared = next(one for one in village.plan() if isinstance(one, HandOver))
    village.become([obey(shared, now=village.now)])

    village.leaves(AMARA, at=key)
    village.settle()

    assert (shared.own, shared.users[AMARA]) == (BOT, 100)
    given = handed(village, key)
    assert {who: at for who, at in given.users.items() if who != AMARA} == {BO: 100, CLEO: 100}
    assert isinstance(village.done[-1], LeaveRoom)


def up_to_our_own_power(village: Village) -> HandOver:
    """Do what is planned until our own power is to go, and give that."""
    for _ in range(ROUNDS):
        wanted = village.plan()
        last = [one for one in wanted if isinstance(one, HandOver) and one.own == OWN]
        if last:
            return last[0]
        village.become([obey(one, now=village.now) for one in wanted])
    message = "our own power never goes"
    raise AssertionError(message)


def test_a_crews_room_is_left_where_a_no_comes_after_its_people_have_all_power() -> None:
    village = in_state(CrewState.ACTIVE)
    key = room_of(village)
    village.says(AMARA, "!release yes", at=key)
    village.says(BO, "!release yes", at=key)
    last = up_to_our_own_power(village)
    village.fails(last, errcode="M_FORBIDDEN", is_final=True)
    village.settle()

    assert isinstance(village.done[-1], LeaveRoom)
    assert not any("could not hand over" in one.text for one in village.letters)
    assert key not in village.world.rooms


def test_of_a_room_that_may_not_be_handed_over_its_people_read_once_however_often_we_start() -> (
    None
):
    village = in_state(CrewState.ACTIVE)
    key = room_of(village)
    village.says(AMARA, "!release yes", at=key)
    village.says(BO, "!release yes", at=key)

    for _ in range(3):
        sharing = next(one for one in village.plan() if isinstance(one, HandOver))
        village.fails(sharing, errcode="M_FORBIDDEN", is_final=True)
        village.happen(Started())

    assert [one for one in village.letters_to(BO) if "could not hand over" in one][1:] == []
    assert any("could not hand over" in one for one in village.letters_to(BO))


def test_what_was_on_its_way_as_a_crew_was_released_keeps_its_power_from_nobody() -> None:
    village = in_state(CrewState.ACTIVE)
    key = room_of(village)
    village.says(AMARA, "!release yes", at=key)
    village.says(BO, "!release yes", at=key)
    late = PutPower(key, village.key_id(key), power={}, users={}, digest="late")

    village.fails(late, errcode="M_FORBIDDEN", is_final=True)
    village.settle()

    assert handed(village, key).users[AMARA] == 100
    assert village.world.refused == frozenset()
