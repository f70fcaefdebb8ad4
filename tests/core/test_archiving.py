"""Archiving a crew and taking it up again: where it stands, what is kept, who may."""

from datetime import timedelta

from attrs import evolve

from microsol_matrix.ids import SeasonId, Text, UserId
from microsol_matrix.places import ARCHIVE, SPACE, shelf
from microsol_matrix.plan.intents import (
    DropAlias,
    Invite,
    KeepState,
    PutOut,
    PutPower,
    PutState,
    Remove,
    Say,
    name_of,
)
from microsol_matrix.scales.call import CallState
from microsol_matrix.scales.crew import SeatState, Visibility
from microsol_matrix.scales.crew_life import CrewVisibilityChanged
from microsol_matrix.scales.season import Season, SeasonBegan
from microsol_matrix.seen import Membership
from microsol_matrix.structure import types
from tests.core.life import Village, called
from tests.core.said import AMARA, BO, CLEO, DOV, NOW
from tests.core.shelved import archive, begun, is_child, key, stands

TIDE = Season(
    SeasonId("01K3ZJ5V0A8N4R6T2W9X7YBCDE"),
    Text("Autumn Tide"),
    begins_at=NOW - timedelta(days=1),
    ends_at=NOW + timedelta(days=80),
)


def test_what_a_room_holds_is_kept_before_anything_of_it_is_changed() -> None:
    village = begun(AMARA, BO)
    room_id = village.crew_room
    archive(village)

    in_room = [one for one in village.plan() if getattr(one, "room_id", None) == room_id]

    changing = [one for one in in_room if not isinstance(one, Say | Remove)]
    assert changing == [KeepState(key(village), room_id)]


def test_the_room_is_closed_only_after_the_last_words_in_it() -> None:
    village = begun(AMARA, BO)
    archive(village)
    village.settle()

    in_room = [one for one in village.done if getattr(one, "room_id", None) == village.crew_room]
    kinds = [type(one) for one in in_room]
    (words,) = [one for one in in_room if isinstance(one, Say)]
    (power,) = [one for one in in_room if isinstance(one, PutPower)]
    assert "is archived now" in words.text
    assert kinds.index(Say) < kinds.index(PutPower)
    assert power.users == {}
    assert power.power["events_default"] == power.power["invite"] == 100


def test_the_alias_goes_only_after_nothing_names_it_any_more() -> None:
    village = begun(AMARA)
    archive(village)
    village.settle()

    done = [str(name_of(one)) for one in village.done]
    emptied = f"put/{key(village)}/m.room.canonical_alias/"
    assert done.index(emptied) < done.index(f"alias/{key(village)}")
    assert [one for one in village.done if isinstance(one, DropAlias)]


def test_an_archived_crew_stands_in_the_archive_and_not_in_the_space() -> None:
    village = begun(AMARA)
    archive(village)
    village.settle()

    assert (is_child(village, SPACE), is_child(village, ARCHIVE)) == (False, True)
    assert not stands(village, SPACE, types.CREW, village.crew.id)
    assert stands(village, ARCHIVE, types.CREW, village.crew.id)
    assert names(village) == ["Slow Kettle (archived, November 2026)"]


def names(village: Village) -> list[object]:
    """Give what rooms were named since."""
    puts = [one.piece for one in village.done if isinstance(one, PutState)]
    return [piece.content["name"] for piece in puts if piece.type == "m.room.name"]


def test_in_a_season_it_stands_in_the_seasons_place() -> None:
    village = begun(AMARA)
    village.become([SeasonBegan(TIDE, by=AMARA)])
    archive(village)
    village.settle()

    place = shelf(TIDE.id)
    assert is_child(village, place)
    assert is_child(village, ARCHIVE, of=place)
    assert not is_child(village, ARCHIVE)
    assert not is_child(village, SPACE, of=place)
    assert stands(village, ARCHIVE, types.CREW, village.crew.id)
    assert names(village) == ["Slow Kettle (archived, Autumn Tide)"]


def test_it_stays_with_its_season_when_the_next_begins() -> None:
    village = begun(AMARA)
    village.become([SeasonBegan(TIDE, by=AMARA)])
    archive(village)
    village.settle()
    village.now += timedelta(days=90)
    winter = evolve(
        TIDE,
        id=SeasonId("01K3ZJ5V0A8N4R6T2W9X7YBCDF"),
        name=Text("Winter Quiet"),
        begins_at=village.now,
        ends_at=village.now + timedelta(days=80),
    )
    village.become([SeasonBegan(winter, by=AMARA)])
    village.settle()

    assert is_child(village, shelf(TIDE.id))
    assert shelf(winter.id) not in village.world.rooms


def test_a_hidden_crew_stands_nowhere() -> None:
    village = begun(AMARA)
    village.become([CrewVisibilityChanged(village.crew.id, Visibility.HIDDEN)])
    village.become([SeasonBegan(TIDE, by=AMARA)])
    archive(village)
    village.settle()

    places = (SPACE, ARCHIVE)
    assert [is_child(village, one) for one in places] == [False, False]
    assert not any(stands(village, one, types.CREW, village.crew.id) for one in places)
    assert shelf(TIDE.id) not in village.world.rooms


def test_its_call_is_over_and_who_waited_is_told() -> None:
    village = begun(AMARA, BO, CLEO)
    village.tells(DOV, "yes")
    village.tells(UserId("@esi:here.example"), "yes")
    archive(village)

    assert village.call.state is CallState.CLOSED


def test_open_invitations_are_withdrawn_and_offered_again() -> None:
    village = begun(AMARA, BO)
    archive(village)
    village.settle()
    withdrawn = [one.person for one in village.done if isinstance(one, Remove)]
    village.done.clear()
    village.pass_time(timedelta(days=30))
    assert [one.person for one in village.done if isinstance(one, Invite)] == []

    village.tells(BO, "!unarchive Slow Kettle")
    village.settle()

    assert withdrawn == [CLEO]
    assert village.invitations(key(village)) == [CLEO]
    seat = village.crew.seat_of(CLEO)
    assert seat is not None
    assert seat.state is SeatState.INVITED


def test_archived_crews_are_listed_apart() -> None:
    village = begun(AMARA, BO)
    assert "The Archive of Harbourlight is empty." in village.tells(BO, "!crews archive")
    archive(village)
    village.settle()

    assert "!crews archive lists those that were" in village.tells(BO, "!crews")
    assert "Slow Kettle" in village.tells(DOV, "!crews archive")
    assert "November 2026. You were in it." in village.tells(BO, "!crews archive")
    assert "You were in it" not in village.says(BO, "!crews archive")


def test_who_leaves_an_archived_crew_frees_no_seat_for_anybody() -> None:
    village = begun(AMARA, BO, CLEO)
    archive(village)
    village.settle()
    village.done.clear()

    village.leaves(BO, at=key(village))
    village.settle()

    assert village.crew.people == (AMARA, CLEO)
    assert village.done == []
    assert village.letters == []


def test_who_is_put_out_of_the_space_is_put_out_of_a_seasons_place() -> None:
    village = begun(AMARA, BO)
    village.become([SeasonBegan(TIDE, by=AMARA)])
    archive(village)
    village.settle()
    village.joins(DOV, at=shelf(TIDE.id))
    village.done.clear()

    village.leaves(DOV, by=AMARA)
    village.settle()

    put_out = [one.key for one in village.done if isinstance(one, PutOut)]
    assert shelf(TIDE.id) in put_out
    assert not village.world.rooms[shelf(TIDE.id)].has(DOV, Membership.JOIN)


def test_a_crew_into_which_nobody_came_is_welcomed_no_more() -> None:
    village = called("!call Slow Kettle | seats=2 closes=2d", BO, CLEO)
    village.tells(BO, "yes")
    village.settle()
    village.done.clear()
    village.world = evolve(
        village.world,
        crews={village.crew.id: evolve(village.crew, is_welcomed=False)},
    )
    archive(village)
    village.settle()

    assert [one for one in village.done if isinstance(one, Say)] == []


def test_who_is_put_out_of_the_space_is_no_matter_for_a_room_in_which_nobody_can_speak() -> None:
    village = begun(AMARA, BO, CLEO)
    archive(village)
    village.settle()
    said = village.said_in(village.crew_room)

    village.leaves(BO, by=AMARA)
    village.settle()

    assert village.said_in(village.crew_room) == said
