"""What everybody can read: published by hosts who are not alone, crew by crew, and taken back at once."""

import pytest

from microsol_matrix.decide.happenings import Failed
from microsol_matrix.places import HOSTS, PORCH
from microsol_matrix.plan.intents import MakeRoom, PutState, Withdraw
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.scales.publishing import Publishing, PublishingChanged
from microsol_matrix.structure import types
from tests.core.beside_kettle import in_state, kettle, room_of, says
from tests.core.life import Village, harbourlight
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
from tests.core.said import AMARA, BO, BOT, CLEO
from tests.core.told import told


def withdrawn(village: Village) -> set[tuple[str, str]]:
    return {
        (one.type, one.state_key)
        for one in village.done
        if isinstance(one, Withdraw) and one.key == PORCH
    }


# ------------------------------------------------------------------------------------------- who may


@pytest.mark.parametrize("words", ["card", "crews", "card yes"])
def test_nobody_publishes_alone(words: str) -> None:
    village = harbourlight(BO)

    assert village.tells(AMARA, f"!publish {words}") == told("publish.alone", name=H)
    assert village.world.publishing is Publishing.OFF


def test_what_is_published_can_be_taken_back_alone() -> None:
    village = published()
    village.tells(BO, "!stepdown")

    assert village.tells(AMARA, "!publish off") == told("publish.narrowed.off", name=H)


def test_it_is_for_hosts() -> None:
    village = two_hosts()

    assert "hosts" in village.tells(CLEO, "!publish card yes")
    assert village.world.publishing is Publishing.OFF


@pytest.mark.parametrize("words", ["everything", "card please", "card yes please"])
def test_other_words_are_told_what_would_be_right(words: str) -> None:
    assert two_hosts().tells(AMARA, f"!publish {words}") == told("publish.unclear", given=words)


# --------------------------------------------------------------------------------- shown before done


def test_a_first_time_shows_what_would_be_seen_and_does_nothing() -> None:
    village = two_hosts()

    answer = village.tells(AMARA, "!publish card")

    assert answer.startswith(
        f"This is what everybody could read about {H}, on a porch at {ADDRESS}"
    )
    assert "- about how many people: 3-9\n" in answer
    assert "copies may remain" in answer
    assert answer.endswith("say !publish card yes")
    assert village.world.publishing is Publishing.OFF
    assert on_porch(village) == []


def test_what_is_published_is_told_to_whoever_asks() -> None:
    village = two_hosts()
    assert village.tells(AMARA, "!publish") == told("publish.off", name=H)

    village.tells(AMARA, "!publish card yes")
    assert village.tells(BO, "!publish").startswith(f"Everybody can read about {H} on its porch")
    assert village.tells(BO, "!publish card") == village.tells(BO, "!publish")
    village.tells(AMARA, "!publish crews yes")
    assert "crews that agree to it: none so far" in village.tells(BO, "!publish")


def test_the_other_hosts_read_in_hosts_what_was_done_elsewhere() -> None:
    village = two_hosts()

    done = village.tells(AMARA, "!publish card yes")
    village.settle()
    taken_back = village.says(BO, "!publish off", at=HOSTS)
    village.settle()

    heard = village.said_in(village.key_id(HOSTS))[-2:]
    assert heard == [told("publish.changed", by="Amara", done=done), taken_back]


# ----------------------------------------------------------------------------------------- narrowing


def test_off_takes_everything_away_and_closes_the_room() -> None:
    village = published()

    assert village.tells(AMARA, "!publish off") == told("publish.narrowed.off", name=H)
    village.settle()

    assert withdrawn(village) == {CARD}
    there = stands(village)
    assert there["m.room.name", ""] == {"name": ""}
    assert there["m.room.topic", ""] == {"topic": ""}
    assert there["m.room.join_rules", ""] == {"join_rule": "invite"}
    assert there["m.room.history_visibility", ""] == {"history_visibility": "joined"}


def test_publishing_again_uses_the_same_room() -> None:
    village = published()
    room_id = village.key_id(PORCH)
    village.tells(AMARA, "!publish off")
    village.settle()

    village.tells(AMARA, "!publish card yes")
    village.settle()

    assert village.key_id(PORCH) == room_id
    assert stands(village)[CARD]["name"] == H
    assert stands(village)["m.room.join_rules", ""] == {"join_rule": "public"}
    assert not [one for one in village.done if isinstance(one, MakeRoom)]


def test_only_the_card_takes_the_crews_away() -> None:
    village = crew_on_porch()

    assert village.tells(AMARA, "!publish card") == told("publish.narrowed.card", name=H)
    village.settle()

    assert withdrawn(village) == {(types.CREW, kettle(village).id)}
    assert CARD in stands(village)


@pytest.mark.parametrize("words", ["!hide", "!visibility congregation", "!finish"])
def test_a_crew_that_goes_is_taken_away(words: str) -> None:
    village = crew_on_porch()

    says(village, CLEO, words)
    village.settle()

    assert withdrawn(village) == {(types.CREW, kettle(village).id)}


def test_what_may_not_have_been_taken_away_is_tried_again_and_doubted() -> None:
    village = published()
    village.tells(AMARA, "!publish off")
    taking = next(one for one in on_porch(village) if isinstance(one, Withdraw))

    village.happen(Failed(taking, "M_UNKNOWN", is_final=False, is_taken=False))
    village.become([PublishingChanged(Publishing.CARD, by=BOT)])

    rewritten = [one.piece for one in on_porch(village) if isinstance(one, PutState)]
    assert (taking.type, taking.state_key) in {(one.type, one.state_key) for one in rewritten}


def test_people_of_the_crew_are_asked_with_the_truth_about_the_porch() -> None:
    village = with_second_host(in_state(CrewState.ACTIVE))
    says(village, BO, "!visibility porch")
    village.settle()
    room = village.key_id(room_of(village))
    assert told("visibility.to.porch", congregation=H) in village.said_in(room)[-1]

    village.tells(AMARA, "!publish crews yes")
    village.settle()

    assert any(
        told("visibility.to.porch.open", congregation=H) in said
        for said in village.said_in(room)[-2:]
    )


def test_what_was_refused_once_does_not_keep_it_from_being_taken_away() -> None:
    village = crew_on_porch()
    village.tells(AMARA, "!season Winter")
    refused = next(one for one in on_porch(village) if isinstance(one, PutState))
    village.happen(Failed(refused, "M_FORBIDDEN", is_final=True, is_taken=False))
    assert on_porch(village) == [refused]
    assert refused not in village.plan()

    village.tells(AMARA, "!publish off")
    village.settle()

    assert withdrawn(village) == {CARD, (types.CREW, kettle(village).id)}
