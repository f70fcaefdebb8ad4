"""The gap between wanted and seen, by example: who and what comes first, and what is left alone."""

import pytest

from microsol_matrix.addresses import addresses
from microsol_matrix.ids import CrewId, Ref, RoomId, RoomKey, UserId
from microsol_matrix.places import ARCHIVE, COMMONS, HOSTS, SPACE, crew_room, role_of
from microsol_matrix.plan import name_of, plan
from microsol_matrix.plan.intents import (
    Ban,
    EditPrompt,
    Intent,
    Invite,
    MakeRoom,
    PutOut,
    PutState,
    React,
    Say,
    SendPrompt,
)
from microsol_matrix.plan.ways import via
from microsol_matrix.ports import Address, AddressKind
from microsol_matrix.rooms import Json
from microsol_matrix.scales.call import Kind
from microsol_matrix.seen import Membership, NoticeWanted, RoomSeen
from microsol_matrix.structure import types
from microsol_matrix.world import World
from tests.core.life import Village, called, harbourlight
from tests.core.obedience import obey
from tests.core.said import AMARA, BO, BOT, CLEO, DM, DOV, ESI, GRETA, HOUSE, house
from tests.core.told import told


def spec_state(village: Village, key: RoomKey) -> dict[str, Json]:
    """Give the initial state of a room by type."""
    spec = next(one.spec for one in village.done if isinstance(one, MakeRoom) and one.key == key)
    return {piece.type: dict(piece.content) for piece in spec.state}


def step(village: Village, kind: type[Intent]) -> None:
    """Do all of one kind that is wanted."""
    for intent in village.plan():
        if isinstance(intent, kind):
            village.become([obey(intent, now=village.now)])


def test_nothing_is_wanted_before_anything_happened() -> None:
    assert plan(World(), HOUSE) == ()


def test_everything_waits_for_the_space() -> None:
    village = Village(World())
    village.tells(AMARA, "!found Harbourlight")
    rooms = [intent.key for intent in village.plan() if isinstance(intent, MakeRoom)]
    assert rooms == [SPACE]

    step(village, MakeRoom)

    rooms = [intent.key for intent in village.plan() if isinstance(intent, MakeRoom)]
    assert rooms == [COMMONS, HOSTS, ARCHIVE]
    assert village.plan()[0] == next(one for one in village.plan() if isinstance(one, MakeRoom))


def test_a_crews_room_comes_before_everything_else() -> None:
    village = called("!call Slow Kettle seats=2")
    village.tells(BO, "yes")

    first = village.plan()[0]
    assert isinstance(first, MakeRoom)
    assert first.key == crew_room(village.crew.id)


@pytest.mark.parametrize("version", ["11", "12"])
def test_every_room_is_made_in_the_version_of_the_house(version: str) -> None:
    village = harbourlight(house=house(room_version=version))

    specs = [intent.spec for intent in village.done if isinstance(intent, MakeRoom)]
    assert {spec.version for spec in specs} == {version}


def test_space_and_archive_are_spaces_and_the_rest_are_rooms() -> None:
    village = harbourlight()

    made = {one.key: one.spec.room_type for one in village.done if isinstance(one, MakeRoom)}
    assert made == {SPACE: "m.space", COMMONS: None, HOSTS: None, ARCHIVE: "m.space"}


def test_members_come_into_commons_and_archive_by_themselves_and_nowhere_else() -> None:
    village = called("!call Slow Kettle seats=2")
    village.tells(BO, "yes")
    village.settle()
    space = village.key_id(SPACE)
    restricted = {
        "join_rule": "restricted",
        "allow": [{"type": "m.room_membership", "room_id": space}],
    }
    rules = {key: spec_state(village, key)["m.room.join_rules"] for key in village.world.rooms}

    assert rules == {
        SPACE: {"join_rule": "invite"},
        COMMONS: restricted,
        HOSTS: {"join_rule": "invite"},
        ARCHIVE: restricted,
        crew_room(village.crew.id): {"join_rule": "invite"},
    }


def test_newcomers_see_what_was_said_from_their_invitation_on() -> None:
    village = called("!call Slow Kettle seats=2")
    village.tells(BO, "yes")
    village.settle()

    for key in (COMMONS, HOSTS, ARCHIVE, crew_room(village.crew.id)):
        visibility = spec_state(village, key)["m.room.history_visibility"]
        assert visibility in ({"history_visibility": "invited"}, {"history_visibility": "shared"})


def test_every_room_knows_its_space_and_the_bot_as_a_helper() -> None:
    village = harbourlight()
    for key in (COMMONS, HOSTS, ARCHIVE):
        state = spec_state(village, key)
        assert state["io.element.functional_members"] == {"service_members": [BOT]}
        parent = state["m.space.parent"]
        assert isinstance(parent, dict)
        assert parent["canonical"] is True


def test_only_the_founder_and_a_crews_host_are_given_power() -> None:
    village = called("!call Slow Kettle seats=2")
    village.tells(BO, "yes")
    village.settle()
    given = {one.key: dict(one.spec.users) for one in village.done if isinstance(one, MakeRoom)}

    assert all(users == {AMARA: 50} for users in given.values())


def test_every_room_becomes_a_child_of_the_space_with_a_way_to_it() -> None:
    village = harbourlight()
    children = {
        one.piece.state_key: one.piece.content
        for one in village.done
        if isinstance(one, PutState) and one.piece.type == "m.space.child"
    }

    assert set(children) == {village.key_id(key) for key in (COMMONS, HOSTS, ARCHIVE)}
    assert all(content == {"via": ["here.example"]} for content in children.values())


def test_a_way_names_our_server_and_two_others_that_have_people_there() -> None:
    people = {
        AMARA: Membership.JOIN,
        ESI: Membership.JOIN,
        GRETA: Membership.LEAVE,
        UserId("@a:one.example"): Membership.JOIN,
        UserId("@b:two.example"): Membership.JOIN,
    }
    room = RoomSeen(RoomId("!r"), state={}, people=people, unreached=frozenset())

    assert via(room, HOUSE) == ("here.example", "far.example", "one.example")


def test_a_room_that_people_of_another_server_join_is_reachable_through_it() -> None:
    village = harbourlight(ESI)
    last = [
        one.piece.content
        for one in village.done
        if isinstance(one, PutState) and one.piece.state_key == village.commons
    ][-1]

    assert last == {"via": ["here.example", "far.example"]}


def test_local_people_are_invited_first() -> None:
    village = harbourlight()
    for person in (GRETA, ESI, DOV, BO):
        village.tells(AMARA, f"!invite {person}")

    invited = [one.person for one in village.plan() if isinstance(one, Invite)]
    assert invited == [BO, DOV, ESI, GRETA]


def test_a_member_is_invited_to_commons_and_a_host_to_hosts() -> None:
    village = harbourlight(BO)

    assert village.invitations(COMMONS) == [AMARA, BO]
    assert village.invitations(HOSTS) == [AMARA]
    assert village.invitations(ARCHIVE) == []


def test_a_ban_is_carried_where_the_person_is_not_banned_yet() -> None:
    village = harbourlight(BO)
    village.is_banned(BO)
    bans = [one.key for one in village.plan() if isinstance(one, Ban)]
    assert bans == [COMMONS, HOSTS, ARCHIVE]

    village.is_banned(BO, at=COMMONS)

    assert [one.key for one in village.plan() if isinstance(one, Ban)] == [HOSTS, ARCHIVE]


def test_who_is_removed_and_asked_back_in_one_breath_is_put_out_of_nothing() -> None:
    village = harbourlight(BO)
    village.leaves(BO, by=AMARA)
    assert [one.key for one in village.plan() if isinstance(one, PutOut)] == [COMMONS]

    village.tells(AMARA, f"!invite {BO}")

    assert not [one for one in village.plan() if isinstance(one, PutOut)]


def test_of_several_words_for_one_room_the_next_waits_for_the_first() -> None:
    village = harbourlight(BO)
    for words in ("!calls", "!crews", "!why"):
        village.tells(BO, words)
    said = [one for one in village.plan() if isinstance(one, Say)]
    assert len(said) == 1

    village.settle()

    wanted = [fact.notice.ref for fact in village.facts if isinstance(fact, NoticeWanted)]
    assert [one.ref for one in village.done if isinstance(one, Say)][-3:] == wanted[-3:]


def test_the_welcome_waits_until_everybody_of_the_first_was_asked() -> None:
    village = called("!call Slow Kettle seats=3")
    for person in (BO, CLEO):
        village.tells(person, "yes")
    step(village, MakeRoom)
    welcome = Ref(f"welcome/{village.crew.id}")
    assert welcome not in [one.ref for one in village.plan() if isinstance(one, Say)]

    step(village, Invite)

    assert welcome in [one.ref for one in village.plan() if isinstance(one, Say)]
    village.settle()
    assert village.crew.is_welcomed
    assert len(village.said_in(village.crew_room)) == 1


def test_a_prompt_is_put_up_once_and_edited_when_its_text_changes() -> None:
    village = called("!call Slow Kettle seats=2-3")
    assert len([one for one in village.done if isinstance(one, SendPrompt)]) == 2
    village.tells(BO, "yes")
    village.tells(CLEO, "yes")
    village.settle()

    edits = [one for one in village.done if isinstance(one, EditPrompt) and "call/" in one.ref]
    assert [one.edit for one in edits] == list(range(1, len(edits) + 1))
    assert village.said_in(village.commons)[-1] == told(
        "call.begun.full", name="Slow Kettle", until=village.call.closes_at
    )


def test_the_bots_own_hand_is_offered_once_where_answers_are_open() -> None:
    village = called("!call Slow Kettle")
    village.tells(BO, "!call Night Ferry kind=support")
    village.settle()

    (offered,) = [one for one in village.done if isinstance(one, React)]
    assert offered.emoji == "✋"
    assert village.world.calls_in_order[1].kind is Kind.SUPPORT


def test_a_call_is_published_from_its_prompt_to_its_end() -> None:
    village = called("!call Slow Kettle")
    key = (types.CALL, village.call.id)
    published = village.world.rooms[SPACE].state[key]
    village.tells(AMARA, "!withdraw")
    village.settle()

    assert published != types.digest({})
    assert village.world.rooms[SPACE].state[key] == types.digest({})


def test_every_kind_of_intent_has_a_name_of_its_own() -> None:
    village = called("!call Slow Kettle seats=2-3")
    village.tells(BO, "yes")
    village.raises_hand(CLEO)
    village.is_banned(DOV)
    seen = [name_of(intent) for intent in village.plan()]

    assert len(seen) == len(set(seen))
    assert not any(person in name.what for name in seen for person in (AMARA, BO, CLEO, DOV))
    assert {str(name) for name in seen if name.person} >= {f"ban/commons/{DOV}"}


def test_a_congregation_is_found_by_rooms_prompts_hands_and_members() -> None:
    village = called("!call Slow Kettle")
    hand = village.raises_hand(BO)
    found = addresses(village.world)

    assert found[Address(AddressKind.ROOM, village.commons)] == "commons"
    assert found[Address(AddressKind.EVENT, village.prompt())] == ""
    assert found[Address(AddressKind.EVENT, hand)] == ""
    assert found[Address(AddressKind.MEMBER, BO)] == ""
    assert Address(AddressKind.ROOM, DM) not in found
    assert Address(AddressKind.MEMBER, ESI) not in found
    assert role_of(crew_room(CrewId("1"))) == "crew"


def test_hands_of_a_call_that_is_over_are_forgotten_as_addresses() -> None:
    village = called("!call Slow Kettle")
    hand = village.raises_hand(BO)
    village.tells(AMARA, "!withdraw")

    assert Address(AddressKind.EVENT, hand) not in addresses(village.world)
