"""Who sees that there is a crew: narrowed by one of its people at once, widened if nobody objects."""

from datetime import timedelta

import pytest

from microsol_matrix.places import ARCHIVE, COMMONS, HOSTS, SPACE
from microsol_matrix.plan.intents import EditPrompt, Intent, PutState, Say, SendPrompt, Withdraw
from microsol_matrix.rooms import Json
from microsol_matrix.scales.crew import CrewState, Visibility
from microsol_matrix.scales.question import Asking
from microsol_matrix.structure import types
from tests.core.beside_kettle import KETTLE, in_state, kettle, prompt, reads, room_of, says
from tests.core.life import Village, called
from tests.core.said import AMARA, BO, CLEO, DOV, ESI, reaction
from tests.core.told import told

H = "Harbourlight"
THREE_DAYS = timedelta(hours=72)
NARROWED = told("visibility.narrowed.hidden", name=KETTLE, congregation=H)


def hidden(state: CrewState = CrewState.ACTIVE) -> Village:
    """Slow Kettle, hidden by Bo."""
    village = in_state(state)
    says(village, BO, "!hide")
    village.settle()
    return village


def written(village: Village, kind: str) -> list[tuple[str, Json]]:
    """Tell what was written of one type into the space, in order."""
    return [
        (one.piece.state_key, one.piece.content)
        for one in village.done
        if isinstance(one, PutState) and one.key == SPACE and one.piece.type == kind
    ]


def withdrawn(village: Village) -> list[tuple[str, str, str]]:
    return [(one.key, one.type, one.state_key) for one in village.done if isinstance(one, Withdraw)]


def is_read_outside(intent: Intent, village: Village) -> bool:
    rooms = {village.key_id(key) for key in (COMMONS, HOSTS)}
    return isinstance(intent, Say | SendPrompt | EditPrompt) and intent.room_id in rooms


# ------------------------------------------------------------------------------------------ narrowing


@pytest.mark.parametrize("words", ["!hide", "!visibility hidden", "!visibility Hidden"])
def test_one_of_its_people_hides_a_crew_at_once(words: str) -> None:
    village = in_state(CrewState.ACTIVE)

    assert says(village, CLEO, words) == NARROWED
    assert kettle(village).visibility is Visibility.HIDDEN


def test_what_was_published_is_taken_away_and_stands_empty() -> None:
    village = in_state(CrewState.ACTIVE)
    crew, room = kettle(village), village.key_id(room_of(village))
    assert any(key == crew.id and content for key, content in written(village, types.CREW))

    says(village, CLEO, "!hide")
    village.settle()

    assert set(withdrawn(village)) == {
        (SPACE, types.CREW, crew.id),
        (SPACE, types.CALL, str(crew.call_id)),
    }
    assert written(village, "m.space.child")[-1] == (room, {})
    assert village.plan() == ()


def test_who_says_it_in_a_direct_message_is_named_to_the_crew() -> None:
    village = in_state(CrewState.ACTIVE)

    assert village.tells(CLEO, f'!hide crew="{KETTLE}"') == NARROWED
    village.settle()

    assert reads(village) == told("visibility.changed", by="Cleo", visibility=NARROWED)


def test_everybody_else_finds_nothing_of_a_hidden_crew() -> None:
    village = hidden()

    assert village.tells(DOV, "!crews") == told("crews.none", congregation=H)
    assert village.says(BO, "!crews") == told("crews.none", congregation=H)
    assert KETTLE in village.tells(BO, "!crews")
    nowhere = told("join.closed", name="Nowhere", congregation=H)
    assert village.tells(DOV, "!join Nowhere") == nowhere
    assert village.tells(DOV, f"!join {KETTLE}") == nowhere.replace("Nowhere", KETTLE)
    assert KETTLE not in village.tells(DOV, "!why")


def test_a_hidden_crew_takes_nobody_in_whatever_it_says() -> None:
    village = hidden()

    answer = says(village, BO, "!joining open")
    village.settle()

    assert answer.endswith(told("crew-joining.hidden", name=KETTLE))
    assert "Nowhere" in village.tells(DOV, "!join Nowhere")
    rules = [
        one.piece.content["join_rule"]
        for one in village.done
        if isinstance(one, PutState) and one.piece.type == "m.room.join_rules"
    ]
    assert rules == []


def test_the_call_of_a_crew_that_hides_ends() -> None:
    village = called(f"!call {KETTLE} seats=2", BO, CLEO, DOV, ESI)
    village.tells(BO, f"yes {KETTLE}")
    village.tells(DOV, f"yes {KETTLE}")
    village.settle()
    village.joins(AMARA, BO, at=room_of(village))
    village.letters.clear()

    says(village, BO, "!hide")
    village.settle()

    assert village.tells(CLEO, "!calls") == told("calls.none", congregation=H)
    assert village.letters_to(DOV) == [told("waiting.over", name=KETTLE)]
    assert (SPACE, types.CALL, str(kettle(village).call_id)) in withdrawn(village)


def test_an_archived_crew_can_still_be_hidden() -> None:
    village = in_state(CrewState.ARCHIVED)
    crew = kettle(village)

    village.tells(CLEO, f'!hide crew="{KETTLE}"')
    village.settle()

    assert {key for key, kind, _ in withdrawn(village) if kind == types.CREW} == {SPACE, ARCHIVE}
    assert village.world.rooms[ARCHIVE].state[
        "m.space.child", village.key_id(room_of(village))
    ] == (types.digest({}))
    assert crew.state is CrewState.ARCHIVED
    assert village.plan() == ()


def test_hosts_do_not_learn_its_name_when_we_are_put_out_of_its_room() -> None:
    village = hidden()

    village.leaves(village.house.bot, at=room_of(village), by=AMARA)

    assert all(KETTLE not in notice.text for notice in village.world.notices)


# ------------------------------------------------------------------------------------------- widening


def test_more_people_see_it_if_nobody_objects_in_three_days() -> None:
    village = hidden()

    answer = says(village, BO, "!visibility congregation")
    village.settle()
    assert answer.startswith(f"More people would see {KETTLE}")
    assert reads(village).startswith(f"Bo would like {KETTLE} to be seen by all members of {H}")
    assert kettle(village).visibility is Visibility.HIDDEN

    village.pass_time(THREE_DAYS)
    village.settle()

    assert kettle(village).visibility is Visibility.CONGREGATION
    assert reads(village).endswith("Nobody objected, so it is so.")
    key, card = written(village, types.CREW)[-1]
    assert key == kettle(village).id
    assert isinstance(card, dict)
    assert card["name"] == KETTLE
    assert written(village, "m.space.child")[-1][1] != {}
    assert KETTLE in village.tells(DOV, "!crews")


def test_one_objection_and_it_stays_as_it_is() -> None:
    village = hidden()
    says(village, BO, "!visibility congregation")
    village.settle()

    village.happen(
        reaction(
            CLEO, prompt(village, Asking.WIDENING), at=village.key_id(room_of(village)), key="❌"
        )
    )
    village.pass_time(THREE_DAYS)
    village.settle()

    assert kettle(village).visibility is Visibility.HIDDEN
    assert reads(village).endswith("It stays as it is.")
    assert village.letters_to(CLEO) == [told("object.noted", name=KETTLE)]


def test_who_narrows_ends_the_asking() -> None:
    village = in_state(CrewState.ACTIVE)
    says(village, BO, "!visibility porch")
    village.settle()

    says(village, CLEO, "!visibility congregation")
    assert kettle(village).open_questions == ()

    says(village, BO, "!visibility porch")
    says(village, CLEO, "!hide")
    assert kettle(village).open_questions == ()
    village.pass_time(THREE_DAYS)
    assert kettle(village).visibility is Visibility.HIDDEN


def test_it_is_asked_once_however_often_it_is_wanted() -> None:
    village = hidden()

    says(village, BO, "!visibility congregation")
    says(village, CLEO, "!visibility congregation")
    assert len(kettle(village).open_questions) == 1
    says(village, CLEO, "!visibility porch")

    assert [one.wanted for one in kettle(village).open_questions] == ["porch"]


def test_the_porch_is_recorded_and_waits_for_one() -> None:
    village = in_state(CrewState.ACTIVE)
    says(village, BO, "!visibility porch")
    village.pass_time(THREE_DAYS)
    village.settle()

    assert kettle(village).visibility is Visibility.PORCH
    assert says(village, CLEO, "!visibility") == told("visibility.porch", name=KETTLE)
    narrowed = told("visibility.narrowed.congregation", name=KETTLE, congregation=H)
    assert says(village, CLEO, "!visibility congregation") == narrowed
    assert withdrawn(village) == []


def test_whoever_is_alone_has_nobody_to_ask() -> None:
    village = hidden()
    for person in (AMARA, CLEO):
        village.leaves(person, at=room_of(village))
    village.settle()

    assert says(village, BO, "!visibility congregation") == told(
        "visibility.congregation", name=KETTLE
    )


def test_only_its_people_say_who_sees_it() -> None:
    village = in_state(CrewState.ACTIVE)

    refusal = told("crew.none-yours", congregation=H)
    assert village.tells(DOV, f'!hide crew="{KETTLE}"') == refusal
    assert says(village, BO, "!visibility nobody") == told("visibility.unknown", given="nobody")
    assert kettle(village).visibility is Visibility.CONGREGATION
