"""What is published: contents, and the schemas that they fit."""

from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from microsol_matrix.errors import ForeignContent
from microsol_matrix.ids import EventId
from microsol_matrix.languages import Language
from microsol_matrix.places import SPACE
from microsol_matrix.plan.intents import MakeRoom, PutState
from microsol_matrix.plan.private import direct_spec
from microsol_matrix.rooms import Json, StatePiece
from microsol_matrix.scales.numbers import COUNT_BOUNDS, SPAN_BOUNDS
from microsol_matrix.structure import contents
from microsol_matrix.structure.schemas import check, validator
from microsol_matrix.structure.types import (
    CALL,
    CONGREGATION,
    CREW,
    DESCRIBED,
    LEDGER,
    LINK,
    OURS,
    ROOM,
    digest,
)
from tests.core.life import Village, harbourlight
from tests.core.said import AMARA, BO, CLEO, HOUSE


def lively() -> Village:
    village = harbourlight(BO, CLEO)
    village.says(AMARA, '!call "Slow Kettle" Weekly hour | kind=support rhythm="Tue 19:00"')
    village.settle()
    for person in (BO, CLEO):
        village.tells(person, "yes")
    village.settle()
    return village


@pytest.mark.parametrize("type_", DESCRIBED)
def test_every_type_has_a_schema_that_is_one(type_: str) -> None:
    schema = validator(type_).schema

    assert isinstance(schema, dict)
    Draft202012Validator.check_schema(schema)
    assert type_ in schema["$id"]


@pytest.mark.parametrize("type_", DESCRIBED)
def test_every_example_fits_its_schema(type_: str) -> None:
    schema = validator(type_).schema
    assert isinstance(schema, dict)
    assert schema["examples"]
    for example in schema["examples"]:
        check(type_, example)


def test_there_is_no_schema_of_what_is_not_described() -> None:
    folder = files("microsol_matrix.structure").joinpath("schemas")
    names = {
        one.name.removesuffix(".json") for one in folder.iterdir() if one.name != "__pycache__"
    }

    assert names == set(DESCRIBED)


def test_everything_that_a_life_publishes_fits() -> None:
    village = lively()
    village.pass_time(village.call.closes_at - village.now)
    village.settle()
    pieces = [direct_spec(BO, HOUSE, attempt=0, language=Language.ENGLISH).marker]
    for intent in village.done:
        if isinstance(intent, MakeRoom):
            pieces += intent.spec.state
        elif isinstance(intent, PutState):
            pieces.append(intent.piece)

    ours = [piece for piece in pieces if piece.type in OURS]
    for piece in ours:
        check(piece.type, piece.content)
    assert {piece.type for piece in ours} == set(OURS) - {LINK}


@pytest.mark.parametrize(
    ("type_", "content"),
    [
        (CALL, {"version": 1}),
        (CALL, {"version": 2}),
        (CREW, {"version": 1, "name": "x", "space": "!r:h"}),
        (ROOM, {"version": 1, "id": "o", "role": "kitchen"}),
        (LEDGER, {"version": "1", "powers": {}}),
        (CONGREGATION, {"version": 1, "id": "short"}),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(type_: str, content: dict[str, Json]) -> None:
    with pytest.raises(ForeignContent, match=type_):
        check(type_, content)


def test_a_removed_thing_and_types_of_matrix_are_not_ours_to_judge() -> None:
    check(CALL, {})
    check("m.room.topic", {"topic": 3})


def test_a_call_says_what_it_is_and_neither_who_nor_how_many() -> None:
    call = lively().call
    content = contents.call(call, prompt=EventId("$p"))

    assert content["seats"] == {"min": 3, "max": 8}
    assert content["answers"] == "private"
    assert content["closes_on"] == 1796687999000, "the end of Monday 7 December 2026"
    assert set(content) == {
        *("version", "name", "intention", "kind", "rhythm", "weeks"),
        *("seats", "answers", "closes_on", "prompt"),
        *("opened", "start", "encryption"),
    }


def test_a_crews_card_shows_free_seats_while_its_call_is_open() -> None:
    village = lively()

    assert contents.crew_card(village.crew, village.call)["seats_open"] == 5
    assert contents.crew_card(village.crew, None)["seats_open"] == 0


def test_a_digest_names_a_content_whatever_the_order_of_its_keys() -> None:
    assert digest({"a": 1, "b": [1, 2]}) == digest({"b": [1, 2], "a": 1})
    assert digest({"a": 1}) != digest({"a": "1"})


def test_every_room_carries_a_marker_that_leads_to_its_house() -> None:
    village = lively()
    markers: dict[str, StatePiece] = {
        intent.key: intent.spec.marker for intent in village.done if isinstance(intent, MakeRoom)
    }

    assert len(markers) == 5
    for key, marker in markers.items():
        assert key == SPACE or marker.content["space"] == village.key_id(SPACE)


def test_every_number_that_can_be_chosen_has_a_place_in_the_card() -> None:
    schema = validator(CONGREGATION).schema
    assert isinstance(schema, dict)
    described = schema["$defs"]["space"]["properties"]["numbers"]["properties"]

    assert set(described) == {*SPAN_BOUNDS, *COUNT_BOUNDS}
