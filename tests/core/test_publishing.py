"""What everybody can read: published by hosts who are not alone, crew by crew, and taken back at once."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve as changed

from microsol_matrix.decide.happenings import Failed
from microsol_matrix.ids import CrewId, UserId
from microsol_matrix.places import HOSTS, PORCH, SPACE
from microsol_matrix.plan.intents import Intent, MakeRoom, PutState, Withdraw
from microsol_matrix.plan.porch import plan_porch
from microsol_matrix.scales.crew import CrewState, Visibility
from microsol_matrix.scales.crew_life import CrewVisibilityChanged
from microsol_matrix.scales.publishing import Publishing, PublishingChanged, band
from microsol_matrix.seen import Membership
from microsol_matrix.structure import types
from microsol_matrix.structure.schemas import check
from tests.core.beside_kettle import KETTLE, in_state, kettle, room_of, says
from tests.core.life import Village, harbourlight
from tests.core.said import AMARA, BO, BOT, CLEO, GRETA, HOUSE, membership
from tests.core.told import told

H = "Harbourlight"
ADDRESS = "#_microsol.porch_harbourlight:here.example"
CARD = (types.CONGREGATION, "")
THREE_DAYS = timedelta(hours=72)


def with_second_host(village: Village, person: UserId = BO) -> Village:
    """Let somebody be host beside Amara."""
    village.tells(AMARA, f"!tier {person} partner")
    village.tells(AMARA, f"!host {person}")
    village.tells(person, "!host yes")
    village.settle()
    return village


def two_hosts() -> Village:
    return with_second_host(harbourlight(BO, CLEO))


def published(words: str = "card") -> Village:
    village = two_hosts()
    village.tells(AMARA, f"!publish {words} yes")
    village.settle()
    village.done.clear()
    return village


def crew_on_porch() -> Village:
    """Slow Kettle, active, which everybody can read of."""
    village = with_second_host(in_state(CrewState.ACTIVE))
    says(village, BO, "!visibility porch")
    village.pass_time(THREE_DAYS)
    village.tells(AMARA, "!publish crews yes")
    village.settle()
    return village


def stands(village: Village) -> dict[tuple[str, str], Any]:
    """Tell what stands on the porch."""
    there: dict[tuple[str, str], Any] = {}
    for one in village.done:
        match one:
            case MakeRoom(key=key, spec=spec) if key == PORCH:
                there |= {(piece.type, piece.state_key): piece.content for piece in spec.state}
            case PutState(key=key, piece=piece) if key == PORCH:
                check(piece.type, piece.content)
                there[piece.type, piece.state_key] = piece.content
            case Withdraw(key=key) if key == PORCH:
                there.pop((one.type, one.state_key), None)
    return there


def withdrawn(village: Village) -> set[tuple[str, str]]:
    return {
        (one.type, one.state_key)
        for one in village.done
        if isinstance(one, Withdraw) and one.key == PORCH
    }


def on_porch(village: Village) -> list[Intent]:
    return list(plan_porch(village.world, HOUSE))


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


# ---------------------------------------------------------------------------------- what stands there


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
