"""What people change in rooms with their own clients: what is theirs is taken over, what is ours put back."""

from collections.abc import Mapping

import pytest

from microsol_matrix.ids import RoomKey, Text, UserId
from microsol_matrix.observe import Power, RoomDescribed, RuleWritten, Side
from microsol_matrix.places import ARCHIVE, COMMONS, HOSTS, SPACE, crew_room
from microsol_matrix.plan.intents import MakeRoom, PutPower, PutState
from microsol_matrix.plan.power import PEOPLE, POWER_LEVELS, wanted_levels
from microsol_matrix.rooms import Json, StatePiece
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.scales.crew_life import CrewMoved
from microsol_matrix.scales.transitions import Move
from microsol_matrix.structure import types
from tests.core.life import Village, called, harbourlight
from tests.core.said import AMARA, BO, BOT, CLEO, NOW, new_event

HOUSE_ROOMS = (SPACE, COMMONS, HOSTS, ARCHIVE)


def kettle() -> Village:
    """Give a village with a crew of two, Amara and Bo."""
    village = called("!call Slow Kettle | seats=2-4", BO, CLEO)
    village.tells(BO, "yes")
    village.settle()
    for person in (AMARA, BO):
        village.joins(person, at=crew_room(village.crew.id))
    village.settle()
    return village


def describe(
    village: Village, side: Side, words: str, *, at: RoomKey | None = None, by: UserId = AMARA
) -> None:
    room_id = village.key_id(at or crew_room(village.crew.id))
    village.happen(RoomDescribed(room_id, new_event(), by=by, side=side, words=Text(words)))


def write(
    village: Village, kind: str, content: Mapping[str, Json], *, at: RoomKey, state_key: str = ""
) -> None:
    digest = types.digest(content)
    rule = RuleWritten(
        village.key_id(at), new_event(), by=BO, type=kind, state_key=state_key, digest=digest
    )
    village.happen(rule)


def power(village: Village, key: RoomKey, *, is_listed: bool = True, **more: int) -> Power:
    """Give what a room's power is, as it is read, with more power for some people."""
    wanted = wanted_levels(village.world, key)
    assert wanted is not None
    events = wanted.power["events"]
    assert isinstance(events, Mapping)
    named = {UserId(f"@{name}:here.example"): level for name, level in more.items()}
    listed = {BOT: 100} if is_listed else {}
    return Power(
        levels={name: level for name, level in wanted.power.items() if isinstance(level, int)},
        events={name: level for name, level in events.items() if isinstance(level, int)},
        users={**listed, **wanted.users, **named},
    )


def rule_by(village: Village, by: UserId, seen: Power, *, at: RoomKey) -> None:
    kind, state_key = POWER_LEVELS
    room_id = village.key_id(at)
    village.happen(
        RuleWritten(
            room_id, new_event(), by=by, type=kind, state_key=state_key, digest="d", power=seen
        )
    )


# --------------------------------------------------------------------------------------- what is people's


def test_a_crew_is_called_what_its_people_call_its_room() -> None:
    village = kettle()

    describe(village, Side.NAME, "  Quick\n Kettle ")
    describe(village, Side.TOPIC, "tea, at once")
    village.settle()

    assert (village.crew.name, village.crew.intention) == ("Quick Kettle", "tea, at once")
    card = village.world.rooms[SPACE].state[types.CREW, village.crew.id]
    assert "Quick Kettle" in village.says(CLEO, "!crews")
    assert any(
        isinstance(one, PutState)
        and one.digest == card
        and one.piece.content["name"] == "Quick Kettle"
        for one in village.done
    )


def test_a_crew_that_is_called_again_keeps_its_picture() -> None:
    village = kettle()
    picture = "mxc://here.example/kettle"
    describe(village, Side.AVATAR, picture)
    crew = village.crew
    village.become(
        [CrewMoved(crew.id, Move.CLOSE, to=CrewState.ARCHIVED, at=NOW, cycle=1, cycle_ends_at=None)]
    )
    village.settle()

    village.tells(BO, "!call again Slow Kettle | seats=2")
    village.settle()
    village.tells(CLEO, "yes Slow Kettle II")
    village.settle()

    assert crew.picture == picture
    assert village.crew.id != crew.id
    (made,) = (
        one.spec
        for one in village.done
        if isinstance(one, MakeRoom) and one.key == crew_room(village.crew.id)
    )
    assert StatePiece("m.room.avatar", "", {"url": picture}) in made.state


@pytest.mark.parametrize("words", ["", "https://elsewhere.example/kettle.png"])
def test_a_picture_that_is_taken_away_or_lies_elsewhere_is_none(words: str) -> None:
    village = kettle()
    describe(village, Side.AVATAR, "mxc://here.example/kettle")

    describe(village, Side.AVATAR, words)

    assert village.crew.picture == ""


def test_a_congregation_is_called_what_its_hosts_call_its_space() -> None:
    village = harbourlight(BO)

    describe(village, Side.NAME, "Harbour Bright", at=SPACE)
    describe(village, Side.TOPIC, "neighbours and makers", at=SPACE)
    village.settle()

    congregation = village.world.congregation
    assert congregation is not None
    assert (congregation.name, congregation.purpose) == ("Harbour Bright", "neighbours and makers")


@pytest.mark.parametrize("words", ["", " \n ", "Slow Kettle"])
def test_a_name_that_is_none_or_the_same_changes_nothing(words: str) -> None:
    village = kettle()
    before = village.world

    describe(village, Side.NAME, words)

    assert village.world == before


def test_a_name_is_cut_to_what_a_name_may_have() -> None:
    village = kettle()

    describe(village, Side.NAME, "tea " * 100)

    assert village.crew.name == ("tea " * 15).strip()


@pytest.mark.parametrize("key", [COMMONS, HOSTS, ARCHIVE])
def test_what_other_rooms_are_called_is_nobodys_business(key: RoomKey) -> None:
    village = harbourlight(BO)
    before = village.world

    describe(village, Side.NAME, "The Pantry", at=key)
    describe(village, Side.AVATAR, "mxc://here.example/kettle", at=key)

    assert village.world == before


# -------------------------------------------------------------------------------------------- what is ours


def test_power_that_somebody_gave_in_a_crews_room_is_put_back_and_the_crew_is_told_once() -> None:
    village = kettle()
    key = crew_room(village.crew.id)

    rule_by(village, AMARA, power(village, key, cleo=40), at=key)
    rule_by(village, AMARA, power(village, key, cleo=30), at=key)

    (put,) = [one for one in village.plan() if isinstance(one, PutPower)]
    assert (put.key, put.users) == (key, {AMARA: PEOPLE})
    village.settle()
    told = [one for one in village.said_in(village.crew_room) if "who may do what here" in one]
    assert len(told) == 1
    assert told[0].startswith("Amara changed")


@pytest.mark.parametrize("key", HOUSE_ROOMS)
def test_power_that_somebody_gave_elsewhere_is_put_back_and_the_hosts_are_told(
    key: RoomKey,
) -> None:
    village = harbourlight(BO)

    rule_by(village, AMARA, power(village, key, bo=40), at=key)

    assert [one.key for one in village.plan() if isinstance(one, PutPower)] == [key]
    village.settle()
    told = [one for one in village.said_in(village.key_id(HOSTS)) if "who may do what in" in one]
    assert len(told) == 1


def test_a_level_that_somebody_changed_is_put_back() -> None:
    village = kettle()
    key = crew_room(village.crew.id)
    seen = power(village, key)
    lower = Power(levels={**seen.levels, "kick": 50}, events=seen.events, users=seen.users)

    rule_by(village, AMARA, lower, at=key)

    assert [one.key for one in village.plan() if isinstance(one, PutPower)] == [key]


@pytest.mark.parametrize("by", [AMARA, BOT])
@pytest.mark.parametrize("is_listed", [True, False])
def test_power_as_it_is_wanted_is_no_news(by: UserId, *, is_listed: bool) -> None:
    village = kettle()
    before = village.world

    for key in village.world.rooms:
        rule_by(village, by, power(village, key, is_listed=is_listed), at=key)

    assert village.world == before


def test_what_we_wrote_ourselves_and_see_late_is_looked_at_without_a_word() -> None:
    village = kettle()
    key = crew_room(village.crew.id)

    rule_by(village, BOT, power(village, key, bo=50), at=key)

    assert [type(one) for one in village.plan()] == [PutPower]


def test_power_given_in_our_name_is_put_back_where_we_have_more_than_any_number() -> None:
    village = kettle()
    key = crew_room(village.crew.id)

    rule_by(village, BOT, power(village, key, is_listed=False, bo=100), at=key)

    assert [one.key for one in village.plan() if isinstance(one, PutPower)] == [key]
    village.settle()
    assert any(
        "Somebody who runs the homeserver" in one for one in village.said_in(village.crew_room)
    )


def test_power_like_ours_cannot_be_taken_and_that_is_said_once() -> None:
    village = kettle()
    key = crew_room(village.crew.id)

    for by in (BOT, BO):
        rule_by(village, by, power(village, key, bo=100), at=key)

    assert not [one for one in village.plan() if isinstance(one, PutPower)]
    village.settle()
    told = [one for one in village.said_in(village.crew_room) if "As much power as I have" in one]
    assert len(told) == 1
    assert "Bo" in told[0]


@pytest.mark.parametrize("key", HOUSE_ROOMS)
def test_who_may_come_in_is_put_back_and_the_hosts_are_told_how_to_say_it(key: RoomKey) -> None:
    village = harbourlight(BO)
    before = village.world.rooms[key].state["m.room.join_rules", ""]

    write(village, "m.room.join_rules", {"join_rule": "public"}, at=key)

    (put,) = [one for one in village.plan() if isinstance(one, PutState)]
    assert (put.key, put.piece.type, put.digest) == (key, "m.room.join_rules", before)
    village.settle()
    told = [one for one in village.said_in(village.key_id(HOSTS)) if "!joining" in one]
    assert len(told) == 1


def test_a_crews_room_stays_as_closed_as_it_was() -> None:
    village = kettle()
    key = crew_room(village.crew.id)

    write(village, "m.room.join_rules", {"join_rule": "public"}, at=key)

    (put,) = [one for one in village.plan() if isinstance(one, PutState)]
    assert put.piece.content == {"join_rule": "invite"}
    village.settle()
    assert any("!joining" in one for one in village.said_in(village.crew_room))


@pytest.mark.parametrize("key", [SPACE, COMMONS])
def test_what_somebody_published_in_our_place_is_emptied(key: RoomKey) -> None:
    village = harbourlight(BO)

    write(village, types.CALL, {"name": "Forged"}, at=key, state_key="01FORGED")
    village.settle()

    (put,) = [
        one for one in village.done if isinstance(one, PutState) and one.piece.type == types.CALL
    ]
    assert (put.key, put.piece.state_key, put.piece.content) == (key, "01FORGED", {})
    assert any("mine to write" in one for one in village.said_in(village.key_id(HOSTS)))


def test_our_card_is_written_again_over_what_somebody_wrote() -> None:
    village = harbourlight(BO)
    card = village.world.rooms[SPACE].state[types.CONGREGATION, ""]

    write(village, types.CONGREGATION, {}, at=SPACE)
    village.settle()

    assert village.world.rooms[SPACE].state[types.CONGREGATION, ""] == card


def test_a_crews_marker_is_written_again_once() -> None:
    village = kettle()
    key = crew_room(village.crew.id)
    marker = village.world.rooms[key].state[types.CREW, ""]

    write(village, types.CREW, {"id": "another"}, at=key)

    (put,) = [one for one in village.plan() if isinstance(one, PutState)]
    assert (put.key, put.piece.type, put.digest) == (key, types.CREW, marker)
    village.settle()
    assert any("mine to write" in one for one in village.said_in(village.crew_room))


def test_the_same_rule_written_once_more_is_no_news() -> None:
    village = harbourlight(BO)
    before = village.world

    write(village, "m.room.join_rules", {"join_rule": "invite"}, at=SPACE)

    assert village.world == before


def test_nobody_learns_by_why_how_a_hidden_crew_was_called_before() -> None:
    village = kettle()
    village.says(BO, "!hide", at=crew_room(village.crew.id))
    village.settle()

    describe(village, Side.NAME, "Quiet Kettle")
    village.settle()

    why = village.tells(CLEO, "!why")
    assert "Slow Kettle" not in why
    assert "Quiet Kettle" not in why
