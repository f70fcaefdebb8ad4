"""A porch is read from whatever stands in a room, whoever wrote it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st

from microsol_matrix.ids import CrewId, RoomId
from microsol_matrix.rooms import Json
from microsol_matrix.scales.congregation import Joining
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.structure.crowd import MOST_ROOMS, Branch, crowd
from microsol_matrix.structure.fields import LeftOut
from microsol_matrix.structure.reading import (
    MOST_CREWS,
    NoPorch,
    PorchCard,
    ReadPorch,
    membership_in,
    read_porch,
)
from microsol_matrix.structure.types import CONGREGATION, CREW
from tests.porches import KETTLE, example, leading


def event(type_: str, content: Mapping[str, Any], *, key: str = "") -> Json:
    return {"type": type_, "state_key": key, "content": content, "sender": "@x:y"}


def porch_of(card: Mapping[str, Any], *more: Json) -> ReadPorch:
    porch = read_porch([event(CONGREGATION, card), *more])
    assert isinstance(porch, ReadPorch)
    return porch


def card_of(card: Mapping[str, Any]) -> PorchCard:
    reading = porch_of(card).card
    assert reading is not None
    assert reading.card is not None
    return reading.card


def left_out(card: Mapping[str, Any]) -> tuple[LeftOut, ...]:
    reading = porch_of(card).card
    assert reading is not None
    return reading.fields.left_out


def test_what_the_schemas_show_as_an_example_is_read_whole() -> None:
    porch = porch_of(
        example(CONGREGATION, "how_to_join"), event(CREW, example(CREW, "size"), key=KETTLE)
    )

    assert porch.card is not None
    card = porch.card.card
    assert card is not None
    assert (card.name, card.size, card.joining) == ("Harbourlight", "50-99", Joining.ASK)
    assert card.season is not None
    assert card.season.begins_at == datetime(2026, 9, 23, 12, tzinfo=UTC)
    crew = porch.crews[CrewId(KETTLE)].card
    assert crew is not None
    assert (crew.name, crew.state, crew.season) == ("Long Table", CrewState.ACTIVE, "Autumn Tide")
    assert porch.card.fields.left_out == porch.crews[CrewId(KETTLE)].fields.left_out == ()


def test_a_room_without_a_card_is_no_porch() -> None:
    assert read_porch([event("m.room.name", {"name": "Harbourlight"})]) is NoPorch.NO_CARD


def test_the_space_itself_is_no_porch() -> None:
    assert read_porch([event(CONGREGATION, example(CONGREGATION, "scales"))]) is NoPorch.SPACE


def test_an_emptied_porch_publishes_nothing() -> None:
    porch = porch_of({}, event(CREW, {}, key=KETTLE))

    assert porch.card is None
    assert porch.crews == {}


def test_unknown_fields_are_kept_and_ignored() -> None:
    card = example(CONGREGATION, "how_to_join") | {"anthem": {"verses": [1, 2]}}

    reading = porch_of(card).card

    assert reading is not None
    assert reading.fields.unknown == {"anthem": {"verses": [1, 2]}}
    assert reading.fields.left_out == ()


def test_a_newer_version_is_named_and_nothing_of_it_guessed() -> None:
    card = example(CONGREGATION, "how_to_join") | {"version": 2}

    reading = porch_of(card).card

    assert reading is not None
    assert reading.fields.is_newer
    assert reading.card is None
    assert reading.fields.known == {}
    assert reading.fields.unknown == card


@pytest.mark.parametrize("version", [None, 0, -1, "1", True, 1.5, [1]])
def test_what_is_no_version_is_said_and_nothing_read(version: object) -> None:
    card = example(CONGREGATION, "how_to_join") | {"version": version}

    reading = porch_of(card).card

    assert reading is not None
    assert reading.card is None
    assert not reading.fields.is_newer
    assert left_out(card) == (LeftOut("it", "says no version"),)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("purpose", "x" * 401, "is longer than 400 characters"),
        ("joining", "by fire", "says a word that is not known here"),
        ("place", 7, "does not fit its schema"),
        ("size", "exactly 7", "does not fit its schema"),
        ("languages", ["en", None], "does not fit its schema"),
        ("season", {"name": "Tide"}, "does not fit its schema"),
        (
            "season",
            {"name": "Tide", "begins": 0, "ends": 10**18},
            "names a day that no calendar has",
        ),
    ],
)
def test_a_field_that_does_not_fit_is_left_out_and_said_and_the_others_are_read(
    name: str, value: object, why: str
) -> None:
    card = example(CONGREGATION, "how_to_join") | {name: value}

    assert left_out(card) == (LeftOut(name, why),)
    assert not getattr(card_of(card), name)
    assert card_of(card).name == "Harbourlight"


def test_a_missing_field_is_said() -> None:
    card = example(CONGREGATION, "how_to_join")
    del card["name"]

    assert left_out(card) == (LeftOut("name", "is missing"),)
    assert card_of(card).name is None


def test_right_to_left_words_and_emoji_are_read_as_they_are() -> None:
    card = example(CONGREGATION, "how_to_join") | {"name": "אור 🫖", "place": "مرفأ"}

    assert (card_of(card).name, card_of(card).place) == ("אור 🫖", "مرفأ")


def test_a_flood_of_crews_is_cut_and_said() -> None:
    crew = example(CREW, "size")
    flood = [event(CREW, crew, key=f"{index:026}") for index in range(MOST_CREWS + 3)]

    porch = porch_of(example(CONGREGATION, "how_to_join"), *flood)

    assert len(porch.crews) == MOST_CREWS
    assert [out.what for out in porch.left_out] == ["3 crews"]


def test_kinds_of_things_that_are_not_known_are_counted() -> None:
    later = event("org.microsol.song", {"version": 1}, key="a")

    assert porch_of({}, later).others == {"org.microsol.song": 1}


def test_membership_is_found_among_other_things() -> None:
    events = [None, event("m.room.member", {}, key="@a:b"), event("m.room.member", {}, key="@c:d")]
    left = event("m.room.member", {"membership": "leave"}, key="@a:b")

    assert membership_in([*events, left], "@a:b") == "leave"
    assert membership_in([*events, left], "@c:d") is None


# ---------------------------------------------------------------------------------------- hostile

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    (
        *example(CONGREGATION, "how_to_join"),
        *example(CREW, "size"),
        "scales",
    )
)
CONTENTS = st.dictionaries(FIELDS | st.text(), ANYTHING, max_size=6).flatmap(
    lambda content: st.sampled_from([content, {"version": 1, **content}])
)
EVENTS = st.lists(
    ANYTHING
    | st.fixed_dictionaries(
        {
            "type": st.sampled_from([CONGREGATION, CREW, "org.microsol.song"]) | ANYTHING,
            "state_key": st.sampled_from(["", KETTLE]) | ANYTHING,
            "content": CONTENTS | ANYTHING,
        }
    ),
    max_size=6,
)


@given(events=EVENTS)
def test_whatever_stands_in_a_room_is_read_or_left_out(events: list[Any]) -> None:
    porch = read_porch(events)

    assert isinstance(porch, ReadPorch | NoPorch)


@given(content=CONTENTS)
def test_each_field_of_a_card_is_known_or_unknown_or_left_out(content: dict[str, Any]) -> None:
    porch = read_porch([event(CONGREGATION, content)])

    if isinstance(porch, ReadPorch) and porch.card is not None:
        fields = porch.card.fields
        told = {*fields.known, *fields.unknown, *(out.what for out in fields.left_out)}
        assert {*content} <= told


ROOMS = st.sampled_from([f"!{letter}:example.org" for letter in "abcdef"])
CHILDREN = st.lists(
    ANYTHING
    | st.fixed_dictionaries(
        {
            "type": st.just("m.space.child"),
            "state_key": ROOMS,
            "content": st.just({"via": ["example.org"]}) | ANYTHING,
        }
    ),
    max_size=5,
)
ENTRIES = st.lists(
    ANYTHING
    | st.fixed_dictionaries(
        {"room_id": ROOMS | ANYTHING, "name": ANYTHING, "children_state": CHILDREN | ANYTHING}
    ),
    max_size=8,
)


def opened(branch: Branch) -> list[RoomId]:
    below = [room_id for one in branch.children for room_id in opened(one)]
    return below if branch.is_above else [branch.room_id, *below]


def deepest(branch: Branch) -> int:
    return 1 + max((deepest(one) for one in branch.children), default=-1)


@given(entries=ENTRIES, depth=st.integers(0, 5))
def test_a_crowd_ends_and_shows_no_room_twice(entries: list[Any], depth: int) -> None:
    found = crowd(RoomId("!a:example.org"), entries, depth=depth)

    rooms = opened(found.tree)
    assert len(rooms) == len(set(rooms))
    assert deepest(found.tree) <= depth
    assert {*found.glimpses} <= {*rooms}


def test_two_porches_that_lead_to_each_other_are_each_shown_once() -> None:
    found = crowd(RoomId("!a"), [leading("!a", "!b"), leading("!b", "!a")], depth=5)

    [b] = found.tree.children
    [a_again] = b.children
    assert (b.room_id, a_again.room_id, a_again.is_above) == ("!b", "!a", True)
    assert found.is_whole


def test_nobody_looks_deeper_than_asked() -> None:
    entries = [leading("!a", "!b"), leading("!b", "!c"), leading("!c", "!d")]

    assert opened(crowd(RoomId("!a"), entries, depth=2).tree) == ["!a", "!b", "!c"]


def test_a_way_without_a_server_leads_nowhere() -> None:
    entry: Json = {
        "room_id": "!a",
        "children_state": [{"type": "m.space.child", "state_key": "!b", "content": {"via": []}}],
    }

    assert crowd(RoomId("!a"), [entry], depth=5).tree.children == ()


def test_a_crowd_of_too_many_is_cut_and_said() -> None:
    near = [f"!n{index}" for index in range(50)]
    entries = [
        leading("!a", *near),
        *(leading(one, *(f"{one}-{i}" for i in range(9))) for one in near),
    ]

    found = crowd(RoomId("!a"), entries, depth=5)

    assert not found.is_whole
    assert len(opened(found.tree)) == MOST_ROOMS
