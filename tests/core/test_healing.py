"""What somebody changes in rooms past the service: put back at once where it hears of it; moved rooms are followed."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given, strategies as st

from microsol_matrix.ids import RoomId, RoomKey
from microsol_matrix.kept import Alias
from microsol_matrix.observe import AliasLooked, RuleWritten, look
from microsol_matrix.places import ARCHIVE, COMMONS, HOSTS, SPACE, crew_room
from microsol_matrix.plan import plan
from microsol_matrix.plan.aliases import alias_of
from microsol_matrix.plan.intents import FollowRoom, NameAlias, PutState
from microsol_matrix.plan.messages import call_prompt
from microsol_matrix.rooms import Json
from microsol_matrix.seen import UNKNOWN, Membership
from microsol_matrix.structure import types
from microsol_matrix.upgrades import RoomFollowed
from tests.core.kettle import active
from tests.core.life import Village, harbourlight
from tests.core.said import AMARA, BO, BOT, CLEO, HOUSE, new_event

CHILD = "m.space.child"
NEW = RoomId("!new:here.example")


def write(
    village: Village,
    kind: str,
    content: Mapping[str, Json],
    *,
    at: RoomKey = SPACE,
    key: str = "",
    replacement: RoomId | None = None,
) -> None:
    """Let Bo write into a room's state."""
    village.happen(
        RuleWritten(
            village.key_id(at),
            new_event(),
            by=BO,
            type=kind,
            state_key=key,
            digest=types.digest(content),
            replacement=replacement,
        )
    )


def upgrade(village: Village, at: RoomKey) -> None:
    write(village, "m.room.tombstone", {"replacement_room": NEW}, at=at, replacement=NEW)


def leads(village: Village, key: RoomKey, to: RoomId | None) -> None:
    """Let somebody look where a room's alias leads."""
    alias = alias_of(village.world, key, village.house)
    assert alias is not None
    village.happen(AliasLooked(village.key_id(key), alias, leads_to=to))


def puts(village: Village) -> dict[tuple[RoomKey, str, str], Mapping[str, Json]]:
    """Give what is to be written, by room and place."""
    wanted = [one for one in village.plan() if isinstance(one, PutState)]
    return {(one.key, one.piece.type, one.piece.state_key): one.piece.content for one in wanted}


@pytest.mark.parametrize("content", [{}, {"via": ["far.example"]}, {"via": [], "order": "a"}])
def test_a_child_of_ours_is_listed_again_and_hosts_are_told_who_changed_it(
    content: Mapping[str, Json],
) -> None:
    village = harbourlight(BO)
    commons = village.commons

    write(village, CHILD, content, key=commons)

    assert puts(village) == {(SPACE, CHILD, commons): {"via": ["here.example"]}}
    village.settle()
    told = village.said_in(village.key_id(HOSTS))[-1]
    assert told.startswith("Bo changed how Commons of Harbourlight is listed in the space")


def test_rooms_that_hosts_list_and_take_away_are_theirs() -> None:
    village = harbourlight(BO)
    before = village.world

    write(village, CHILD, {"via": ["far.example"]}, key="!pantry:far.example")
    write(village, CHILD, {}, key="!pantry:far.example")

    assert village.world == before


@pytest.mark.parametrize("key", [SPACE, COMMONS, HOSTS, ARCHIVE])
@pytest.mark.parametrize("kind", ["m.room.history_visibility", "m.room.guest_access"])
def test_what_a_room_was_made_with_is_written_again(key: RoomKey, kind: str) -> None:
    village = harbourlight(BO)

    write(village, kind, {"as": "they like"}, at=key)

    assert list(puts(village)) == [(key, kind, "")]
    village.settle()
    assert village.world.rooms[key].state[kind, ""] != UNKNOWN


def test_an_alias_that_leads_nowhere_is_taken_and_then_named_in_its_room() -> None:
    village = harbourlight(BO)

    leads(village, HOSTS, None)
    village.done.clear()
    village.settle()

    naming, address = village.done
    assert isinstance(naming, NameAlias)
    assert isinstance(address, PutState)
    assert address.piece.content == {"alias": naming.alias}


def test_an_alias_that_leads_elsewhere_is_left_there_and_told_once() -> None:
    village = harbourlight(BO)

    for _ in range(2):
        leads(village, COMMONS, NEW)
        village.settle()

    assert village.world.rooms[COMMONS].alias is Alias.ELSEWHERE
    told = [one for one in village.said_in(village.key_id(HOSTS)) if "another room now" in one]
    assert len(told) == 1


@pytest.mark.parametrize("key", [SPACE, COMMONS, HOSTS, ARCHIVE])
def test_a_room_that_moved_is_followed_by_name_and_everything_is_written_there_anew(
    key: RoomKey,
) -> None:
    village = harbourlight(BO, CLEO)
    before = village.key_id(key)
    stood = {place for place, known in village.world.rooms[key].state.items() if known}

    upgrade(village, key)
    (follow,) = [one for one in village.plan() if isinstance(one, FollowRoom)]
    village.become([RoomFollowed(key, NEW, came=frozenset({AMARA}))])
    village.settle()

    assert (follow.room_id, follow.successor, follow.via) == (before, NEW, ("here.example",))
    after = village.world.rooms[key]
    written = {place for place, known in after.state.items() if known != UNKNOWN}
    assert {place for place in stood if before not in place} <= written
    assert after.people[AMARA] is Membership.JOIN
    assert plan(village.world, HOUSE) == ()


def test_whoever_was_in_the_room_before_is_asked_along_unless_they_left_the_space() -> None:
    village = harbourlight(BO, CLEO)
    village.leaves(CLEO)
    village.settle()

    village.become([RoomFollowed(COMMONS, NEW, came=frozenset({AMARA}))])
    village.settle()

    assert village.world.rooms[COMMONS].people == {
        AMARA: Membership.JOIN,
        BO: Membership.INVITE,
    }


def test_the_room_of_an_archived_crew_goes_on_nowhere() -> None:
    village = active()
    key = crew_room(village.crew.id)
    village.tells(AMARA, '!finish crew="Slow Kettle"')
    village.settle()
    village.now += village.world.numbers.closing * 3
    village.pass_time(village.world.numbers.closing)
    village.settle()

    upgrade(village, key)

    assert not village.crew.is_living
    assert village.plan() == ()


def test_a_call_is_put_up_anew_in_the_room_where_people_are_now() -> None:
    village = harbourlight(BO)
    village.says(AMARA, "!call Boats | seats=2-3")
    village.settle()
    prompt = call_prompt(village.call.id)
    before = village.world.prompts[prompt].room_id

    village.become([RoomFollowed(COMMONS, NEW, came=frozenset({AMARA, BO}))])
    village.settle()

    assert village.world.prompts[prompt].room_id == NEW != before
    assert village.world.key_of(NEW) == COMMONS


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
STRANGE = st.fixed_dictionaries(
    {},
    optional={
        "type": ANYTHING | st.sampled_from(["m.room.member", CHILD, "m.room.power_levels"]),
        "state_key": ANYTHING | st.just(""),
        "sender": ANYTHING | st.just(BO),
        "event_id": ANYTHING,
        "room_id": ANYTHING | st.just("!a"),
        "content": ANYTHING | st.dictionaries(st.text(max_size=9), ANYTHING),
    },
)


@given(events=st.lists(STRANGE.map(lambda one: json.dumps(one).encode()) | st.binary(max_size=20)))
def test_whatever_stands_in_a_room_can_be_looked_at(events: list[bytes]) -> None:
    looked = look(NEW, events, bot=BOT)

    assert len(looked.people) + len(looked.described) + len(looked.rules) <= len(events)
