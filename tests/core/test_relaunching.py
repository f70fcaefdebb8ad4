"""Calling a crew again: fresh consent, a new room, and a way from the old one only when there is one."""

import pytest

from microsol_matrix.ids import UserId
from microsol_matrix.navigation import room_link
from microsol_matrix.places import SPACE, crew_room
from microsol_matrix.plan.intents import Invite, MakeRoom, PutState
from microsol_matrix.plan.messages import call_prompt
from microsol_matrix.scales.call import CallState
from microsol_matrix.scales.crew import Crew, CrewState
from microsol_matrix.structure import types
from tests.core.archived import NOTEBOOK, archived
from tests.core.life import Village, harbourlight
from tests.core.lineage import begins, comes_to, is_hidden
from tests.core.said import AMARA, BO, CLEO, DAY, DOV, SERVER
from tests.core.told import told
from tests.crash.phrases import opening


def _tombstones(village: Village) -> list[PutState]:
    return [
        one
        for one in village.done
        if isinstance(one, PutState) and one.piece.type == "m.room.tombstone"
    ]


def _answered(village: Village, *people: UserId) -> Crew:
    for person in people:
        village.tells(person, f"yes {village.call.name}")
    village.settle()
    return village.crew


def test_who_has_left_it_may_call_it_again_even_if_nobody_stayed() -> None:
    village = harbourlight(BO, CLEO, DOV)
    crew = begins(village, NOTEBOOK, BO, CLEO)
    for person in (AMARA, BO, CLEO):
        village.leaves(person, at=crew_room(crew.id))
    village.pass_time(20 * DAY)  # past the end of its call
    village.settle()
    assert village.world.crews[crew.id].state is CrewState.ARCHIVED

    village.tells(BO, "!call again Salt Notebook")
    refused = village.tells(DOV, "!call again Salt Notebook")

    assert (village.call.name, village.call.relaunches) == ("Salt Notebook II", crew.id)
    assert refused == told("again.none", congregation="Harbourlight")


def test_who_left_a_crew_that_is_hidden_hears_nothing_of_it() -> None:
    village = harbourlight(BO, CLEO, DOV)
    crew = begins(village, NOTEBOOK, BO, CLEO)
    village.leaves(BO, at=crew_room(crew.id))
    is_hidden(village, crew)
    comes_to(village, crew, CrewState.ARCHIVED)

    assert village.tells(BO, "!call again") == told("again.none", congregation="Harbourlight")


def test_nothing_changes_in_the_old_crew_before_the_new_one_begins() -> None:
    village, old = archived()

    village.tells(BO, "!call again Salt Notebook")
    _answered(village, CLEO)

    assert village.world.crews[old.id] == old
    assert not _tombstones(village)


def test_at_quorum_a_new_crew_begins_with_those_who_answered_and_nobody_else() -> None:
    village, old = archived()
    village.tells(BO, "!call again Salt Notebook")

    new = _answered(village, CLEO, DOV)

    assert (new.lineage, new.relaunches, new.state) == ((old.id,), old.id, CrewState.FORMING)
    assert new.holders == (BO, CLEO, DOV)
    assert sorted(village.invitations(crew_room(new.id))) == [BO, CLEO, DOV]
    followed = village.world.crews[old.id]
    assert (followed.state, followed.successor) == (CrewState.RELAUNCHED, new.id)


def test_the_new_room_goes_on_from_the_old_one_and_the_old_one_leads_to_it() -> None:
    village, old = archived()
    village.tells(BO, "!call again Salt Notebook")
    new = _answered(village, CLEO, DOV)

    made = [one for one in village.done if isinstance(one, MakeRoom)][-1]
    (tombstone,) = _tombstones(village)
    old_room, new_room = (village.key_id(crew_room(one.id)) for one in (old, new))

    assert made.spec.predecessor == old_room
    assert (tombstone.room_id, tombstone.piece.content["replacement_room"]) == (old_room, new_room)
    assert village.done.index(made) < village.done.index(tombstone)
    card = village.world.rooms[SPACE].state[types.CREW, new.id]
    assert card
    assert any(
        said.endswith(f"It grew from Salt Notebook: {room_link(old_room, SERVER)}")
        for said in village.said_in(new_room)
    )


def test_a_tombstone_is_set_once_and_for_all() -> None:
    village, _ = archived()
    village.tells(BO, "!call again Salt Notebook")
    _answered(village, CLEO, DOV)

    village.tells(AMARA, "!language français")
    village.pass_time(30 * DAY)
    village.settle()

    assert len(_tombstones(village)) == 1


def test_a_crew_that_was_opened_again_meanwhile_goes_on_by_itself() -> None:
    village, old = archived()
    village.tells(BO, "!call again Salt Notebook")
    village.settle()
    back = comes_to(village, old, CrewState.ACTIVE)

    new = _answered(village, CLEO, DOV)

    assert new.lineage == (old.id,)
    assert village.world.crews[old.id] == back
    assert not _tombstones(village)
    assert [one for one in village.done if isinstance(one, MakeRoom)][-1].spec.predecessor is None


@pytest.mark.parametrize("end", ["withdraw", "lapse"])
def test_a_call_that_comes_to_nothing_changes_nothing(end: str) -> None:
    village, old = archived()
    village.tells(BO, "!call again Salt Notebook")
    village.settle()

    if end == "withdraw":
        village.tells(BO, "!withdraw")
    else:
        village.pass_time(15 * DAY)
    village.settle()

    assert village.world.crews[old.id] == old
    assert not _tombstones(village)
    assert village.tells(CLEO, "!call again Salt Notebook").startswith(
        opening("call.done", name="Salt Notebook II")
    )


@pytest.mark.parametrize(
    ("who", "words", "refusal"),
    [
        (DOV, "Salt Notebook", opening("again.none", congregation="Harbourlight")),
        (DOV, "", opening("again.none", congregation="Harbourlight")),
        (BO, "Paper Boats", opening("again.none-such", name="Paper Boats")),
    ],
)
def test_only_ones_own_crews_can_be_called_again(who: UserId, words: str, refusal: str) -> None:
    village, _ = archived()
    before = village.world.calls

    assert village.tells(who, f"!call again {words}").startswith(refusal)
    assert village.world.calls == before


@pytest.mark.parametrize(
    "state", [CrewState.FORMING, CrewState.ACTIVE, CrewState.RESTING, CrewState.CLOSING]
)
def test_a_living_crew_cannot_be_called_again(state: CrewState) -> None:
    village = harbourlight(BO, CLEO, DOV)
    crew = begins(village, NOTEBOOK, BO, CLEO)
    archived = begins(village, "Slow Kettle", BO, CLEO)
    comes_to(village, archived, CrewState.ARCHIVED)
    if state is not CrewState.FORMING:
        comes_to(village, crew, state)

    said = village.tells(BO, "!call again Salt Notebook")

    assert said.startswith(
        opening(
            "move.impossible",
            word="call again",
            name="Salt Notebook",
            state=told(f"state.{state.value}"),
        )
    )


def test_with_several_archived_crews_it_has_to_be_said_which() -> None:
    village, _ = archived()
    comes_to(village, begins(village, "Slow Kettle", BO, CLEO), CrewState.ARCHIVED)

    said = village.tells(BO, "!call again")

    assert said.startswith(opening("again.which", example='"Salt Notebook"'))
    assert "- Slow Kettle" in said


def test_one_call_again_at_a_time() -> None:
    village, _ = archived()
    village.tells(BO, "!call again Salt Notebook")

    said = village.tells(CLEO, '!call again Salt Notebook "Tide Book"')

    assert said == told("again.open", name="Salt Notebook", call="Salt Notebook II")


def test_who_is_in_the_new_one_is_shown_the_way_from_the_old() -> None:
    village, _ = archived()
    village.tells(BO, "!call again Salt Notebook")
    new = _answered(village, CLEO, DOV)

    link = room_link(village.key_id(crew_room(new.id)), SERVER)
    where = told("again.done.named", name="Salt Notebook", following="Salt Notebook II")
    assert village.tells(BO, "!call again Salt Notebook") == f"{where}\nIts room: {link}"
    assert village.tells(AMARA, "!call again Salt Notebook") == where


def test_of_a_hidden_new_one_only_those_in_it_hear_the_name() -> None:
    village, _ = archived()
    village.tells(BO, "!call again Salt Notebook")
    is_hidden(village, _answered(village, CLEO, DOV))

    assert village.tells(AMARA, "!call again Salt Notebook") == told(
        "again.done", name="Salt Notebook"
    )


def test_a_hidden_crew_is_called_again_under_another_name_and_nothing_tells_of_it() -> None:
    village, old = archived()
    is_hidden(village, old)

    refused = village.tells(BO, "!call again Salt Notebook")
    village.tells(BO, '!call again Salt Notebook "Tide Book"')
    village.settle()
    call = village.call
    new = _answered(village, CLEO, DOV)

    assert refused == told("again.hidden", name="Salt Notebook")
    assert (call.intention, call.rhythm, call.state) == ("", "", CallState.OPEN)
    assert call_prompt(call.id) in village.world.prompts
    everything = "\n".join(village.said_in(village.commons)[-3:])
    assert "grew from" not in everything
    cards = [
        one.piece.content
        for one in village.done
        if isinstance(one, PutState) and one.piece.state_key == new.id
    ]
    assert all(card["lineage"] == [] for card in cards)
    assert "grew from" not in "\n".join(village.said_in(village.key_id(crew_room(new.id))))


def test_whoever_was_in_a_hidden_crew_together_is_told_where_they_come_from() -> None:
    village, old = archived()
    is_hidden(village, old)
    village.tells(BO, '!call again Salt Notebook "Tide Book"')

    new = _answered(village, CLEO, AMARA)

    assert "It grew from Salt Notebook" in "\n".join(
        village.said_in(village.key_id(crew_room(new.id)))
    )


def test_a_new_crew_may_be_called_again_and_again() -> None:
    village, _ = archived()

    village.tells(BO, '!call "Again and again" a practice of repetition')

    assert village.call.name == "Again and again"
    assert village.call.relaunches is None


def test_an_answer_of_old_times_invites_nobody() -> None:
    village, _ = archived()
    village.done.clear()
    village.tells(BO, "!call again Salt Notebook")
    _answered(village, CLEO, DOV)

    assert AMARA not in {one.person for one in village.done if isinstance(one, Invite)}


def test_in_commons_no_hidden_crew_is_named_that_could_be_called_again() -> None:
    village, old = archived()
    is_hidden(village, old)

    none = village.says(BO, "!call again")
    none_such = village.says(BO, "!call again Paper Boats")
    in_part = village.says(BO, "!call again Salt")

    assert in_part == told("again.none", congregation="Harbourlight")
    assert none == told("again.none", congregation="Harbourlight")
    assert none_such == told("again.none", congregation="Harbourlight")
    assert "Salt Notebook" in village.tells(BO, "!call again Paper Boats")


def test_in_commons_no_hidden_crew_is_named_as_which_another_goes_on() -> None:
    village, _ = archived()
    village.tells(BO, "!call again Salt Notebook")
    is_hidden(village, _answered(village, CLEO, DOV))

    done = told("again.done", name="Salt Notebook")
    assert village.says(BO, "!call again Salt Notebook") == done
    assert "Salt Notebook II" in village.tells(BO, "!call again Salt Notebook")


def test_in_commons_nothing_is_told_of_a_hidden_crew_that_somebody_names() -> None:
    village, old = archived()
    is_hidden(village, old)

    assert village.says(BO, "!call again Salt Notebook") == told("crew.others-read")
    village.tells(BO, '!call again Salt Notebook "Tide Book"')
    village.settle()
    again = village.says(BO, '!call again Salt Notebook "Boat Book"')

    assert again == told("crew.others-read")
