"""What stands on the porch, and what is taken away again."""

from collections.abc import Mapping

import pytest
from attrs import evolve as changed

from microsol_matrix.ids import CrewId
from microsol_matrix.places import PORCH, SPACE
from microsol_matrix.plan.intents import MakeRoom, PutState
from microsol_matrix.scales.crew import CrewState, Visibility
from microsol_matrix.scales.crew_life import CrewVisibilityChanged
from microsol_matrix.scales.publishing import band
from microsol_matrix.seen import Membership
from microsol_matrix.structure import types
from tests.core.beside_kettle import KETTLE, in_state, kettle, room_of, says
from tests.core.porch import (
    ADDRESS,
    CARD,
    H,
    crew_on_porch,
    on_porch,
    published,
    stands,
    two_hosts,
    with_second_host,
)
from tests.core.said import AMARA, CLEO, GRETA, membership
from tests.core.told import told


def test_the_porch_is_made_for_everybody_and_written_by_the_service_alone() -> None:
    village = two_hosts()
    village.tells(AMARA, "!publish card yes")
    (making,) = (one for one in village.plan() if isinstance(one, MakeRoom))

    assert making.spec.alias_localpart == "_microsol.porch_harbourlight"
    assert making.spec.room_type == "m.space"
    assert making.spec.users == {}
    assert {making.spec.power["events_default"], making.spec.power["state_default"]} == {100}
    by_type = making.spec.power["events"]
    assert isinstance(by_type, Mapping)
    assert set(by_type.values()) == {100}
    there = {piece.type: piece.content for piece in making.spec.state}
    assert there["m.room.join_rules"] == {"join_rule": "public"}
    assert there["m.room.history_visibility"] == {"history_visibility": "world_readable"}
    assert there[types.ROOM]["role"] == "porch"
    assert "m.space.parent" not in there


def test_the_card_says_what_the_congregation_is_and_names_nobody() -> None:
    village = two_hosts()
    village.tells(AMARA, "!joining ask")
    village.tells(AMARA, '!season "Autumn Tide"')
    village.tells(AMARA, "!publish card yes")
    village.settle()

    card = stands(village)[CARD]
    assert card.pop("season")["name"] == "Autumn Tide"
    assert village.world.congregation is not None
    assert card == {
        "version": 1,
        "id": village.world.congregation.id,
        "name": H,
        "purpose": "neighbours",
        "place": "",
        "languages": ["en"],
        "size": "3-9",
        "joining": "ask",
        "how_to_join": "Ask to come in at #_microsol_harbourlight:here.example; its hosts answer.",
        "address": "#_microsol_harbourlight:here.example",
    }
    assert stands(village)["m.room.name", ""] == {"name": H}


def test_members_find_the_porch_on_the_spaces_own_card_and_nowhere_among_its_rooms() -> None:
    village = published()
    village.tells(AMARA, "!season Winter")
    village.settle()
    cards = [
        one.piece.content
        for one in village.done
        if isinstance(one, PutState) and one.key == SPACE and one.piece.type == types.CONGREGATION
    ]
    assert cards[-1]["porch"] == village.key_id(PORCH)

    village.tells(AMARA, "!publish off")
    village.settle()
    last = [one for one in village.done if isinstance(one, PutState) and one.key == SPACE][-1]
    assert "porch" not in last.piece.content
    assert ("m.space.child", village.key_id(PORCH)) not in village.world.rooms[SPACE].state


def test_a_crew_that_agreed_stands_there_once_crews_are_published() -> None:
    village = crew_on_porch()
    crew = kettle(village)

    assert stands(village)[types.CREW, crew.id] == {
        "version": 1,
        "name": KETTLE,
        "intention": crew.intention,
        "kind": crew.kind.value,
        "state": "active",
        "size": "3-9",
        "lineage": [],
    }
    assert village.tells(AMARA, "!publish").count(KETTLE) == 1
    opened = told("visibility.porch.open", name=KETTLE, address=ADDRESS)
    assert says(village, CLEO, "!visibility") == opened
    heard = told("publish.crew", name=H, crew=KETTLE, address=ADDRESS)
    assert heard in village.said_in(village.key_id(room_of(village)))


@pytest.mark.parametrize("visibility", [Visibility.HIDDEN, Visibility.CONGREGATION])
def test_a_crew_that_did_not_agree_never_stands_there(visibility: Visibility) -> None:
    village = with_second_host(in_state(CrewState.ACTIVE))
    village.become([CrewVisibilityChanged(kettle(village).id, visibility)])
    village.tells(AMARA, "!publish crews yes")
    village.settle()

    assert [kind for kind, _ in stands(village) if kind == types.CREW] == []
    assert KETTLE not in village.tells(AMARA, "!publish")


def test_a_crew_that_grew_from_others_names_only_those_that_stand_there_too() -> None:
    village = crew_on_porch()
    crew = kettle(village)
    other = changed(
        crew, id=CrewId("01K3ZJ5V0A8N4R6T2W9X7YBCDE"), visibility=Visibility.CONGREGATION
    )
    child = changed(crew, lineage=(crew.id, other.id))
    crews = {**village.world.crews, crew.id: child, other.id: other}
    village.world = changed(village.world, crews=crews)

    (written,) = (one for one in on_porch(village) if isinstance(one, PutState))
    assert written.piece.content["lineage"] == [crew.id]


def test_whatever_is_written_takes_every_earlier_version_away() -> None:
    village = published()

    village.tells(AMARA, "!season Winter")
    village.tells(AMARA, "!joining open")
    village.settle()

    written = [one for one in village.done if isinstance(one, PutState) and one.key == PORCH]
    assert [one.clears_past for one in written] == [True]


@pytest.mark.parametrize(
    ("people", "said"),
    [(0, "3-9"), (2, "3-9"), (9, "3-9"), (10, "10-19"), (74, "50-99"), (199, "150-199")],
)
def test_numbers_of_people_are_said_in_bands(people: int, said: str) -> None:
    assert band(people) == said


def test_the_largest_band_is_open() -> None:
    assert (band(200), band(5000)) == ("200+", "200+")


def test_who_comes_to_read_is_nobodys_business() -> None:
    village = published()
    before = village.world

    village.happen(membership(GRETA, Membership.JOIN, at=village.key_id(PORCH)))

    assert village.world == before
