"""An archived crew is opened again: it is given back what it held."""

from datetime import timedelta

import pytest

from microsol_matrix.decide.course import Course
from microsol_matrix.decide.moving import move
from microsol_matrix.house import Moment
from microsol_matrix.ids import UserId
from microsol_matrix.kept import Kept
from microsol_matrix.places import ARCHIVE, SPACE
from microsol_matrix.plan.intents import (
    GiveBack,
    NameAlias,
    PutState,
)
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.scales.transitions import Move
from microsol_matrix.structure import types
from tests.core.life import Village
from tests.core.obedience import obey
from tests.core.said import AMARA, BO, CLEO, DOV
from tests.core.shelved import archive, begun, is_child, key, stands


def kept(village: Village) -> Kept | None:
    return village.world.rooms[key(village)].kept


def test_everything_is_given_back_and_power_last() -> None:
    village = begun(AMARA, BO)
    before = village.crew
    archive(village)
    village.settle()
    held = kept(village)
    assert held is not None
    village.done.clear()
    village.now += timedelta(days=30)

    answer = village.tells(AMARA, "!unarchive Slow Kettle")
    village.settle()

    assert "opens again" in answer
    assert village.crew.state is before.state
    assert village.crew.state_since == village.now
    assert kept(village) is None
    given = {
        one.piece.type: one.piece.content
        for one in village.done
        if isinstance(one, PutState) and one.key == key(village)
    }
    assert given["m.room.name"] == {"name": "Slow Kettle"}
    assert given["m.room.canonical_alias"] == {"alias": "#_microsol_kettle:here.example"}
    assert given["m.space.parent"] == {"via": ["here.example"], "canonical": True}
    assert given[types.CREW]["state"] == "forming"
    in_room = [one for one in village.done if getattr(one, "room_id", None) == village.crew_room]
    kinds = [type(one) for one in in_room if isinstance(one, PutState | NameAlias | GiveBack)]
    assert kinds.index(NameAlias) < kinds.index(GiveBack) == len(kinds) - 1
    (back,) = [one for one in in_room if isinstance(one, GiveBack)]
    assert back.power is not None
    assert back.power.content["users"] == held.users
    assert (is_child(village, SPACE), is_child(village, ARCHIVE)) == (True, False)
    assert stands(village, SPACE, types.CREW, village.crew.id)
    assert not stands(village, ARCHIVE, types.CREW, village.crew.id)


def test_an_archiving_that_is_taken_back_midway_gives_everything_back() -> None:
    village = begun(AMARA, BO)
    for steps in range(1, 12):
        archive(village)
        for intent in village.plan()[:steps]:
            village.become([obey(intent, now=village.now)])
        village.now += timedelta(minutes=1)
        village.tells(AMARA, "!unarchive Slow Kettle")
        village.settle()

        assert kept(village) is None
        assert is_child(village, SPACE)
        village.now += timedelta(minutes=1)


def test_archived_again_while_it_is_given_back_it_keeps_what_it_first_held() -> None:
    village = begun(AMARA, BO)
    archive(village)
    village.settle()
    held = kept(village)
    village.now += timedelta(minutes=1)
    village.tells(AMARA, "!unarchive Slow Kettle")
    for intent in village.plan()[:6]:
        if not isinstance(intent, GiveBack):
            village.become([obey(intent, now=village.now)])

    village.now += timedelta(minutes=1)
    archive(village)
    village.settle()

    again = kept(village)
    assert held is not None
    assert again is not None
    assert again.pieces == held.pieces


def test_without_an_alias_that_leads_elsewhere_now_it_goes_on_and_says_so() -> None:
    village = begun(AMARA, BO)
    archive(village)
    village.settle()
    village.done.clear()
    village.tells(AMARA, "!unarchive Slow Kettle")

    (naming,) = [one for one in village.plan() if isinstance(one, NameAlias)]
    village.fails(naming, errcode="M_UNKNOWN", is_final=True)
    village.settle()

    assert kept(village) is None
    put = [one.piece.type for one in village.done if isinstance(one, PutState)]
    assert "m.room.canonical_alias" not in put
    assert any("leads to another room now" in one for one in village.said_in(village.crew_room))


@pytest.mark.parametrize("person", [CLEO, DOV])
def test_only_who_is_in_it_opens_it_again(person: UserId) -> None:
    village = begun(AMARA, BO)
    archive(village)
    village.settle()

    answer = village.tells(person, "!unarchive Slow Kettle")

    assert answer == "None of your crews in Harbourlight is archived."
    assert village.crew.state is CrewState.ARCHIVED


def test_a_crew_that_lives_is_not_opened_again() -> None:
    village = begun(AMARA, BO)

    assert "is not possible now: Slow Kettle is forming" in village.tells(
        AMARA, "!unarchive Slow Kettle"
    )
    assert "None of your crews" in village.tells(AMARA, "!unarchive")


def test_a_crew_that_goes_on_elsewhere_is_not_opened_again() -> None:
    village = begun(AMARA, BO)
    archive(village)
    course = Course(world=village.world, moment=Moment(village.house, now=village.now))
    move(course, village.crew.id, Move.RELAUNCH, by=AMARA)
    village.become(course.facts)
    village.settle()

    assert "It goes on in another room." in village.tells(AMARA, "!unarchive Slow Kettle")
    assert is_child(village, ARCHIVE)
