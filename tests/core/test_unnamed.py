"""Words that everybody will read name nobody, in whatever way somebody was named."""

import pytest
from hypothesis import given, strategies as st

from microsol_matrix.ids import RoomKey, Text
from microsol_matrix.markup import to_plain
from microsol_matrix.observe import RoomDescribed, Side
from microsol_matrix.places import SPACE, crew_room
from microsol_matrix.plan.directory import listed
from microsol_matrix.structure import types
from microsol_matrix.structure.unnamed import without_people
from microsol_matrix.talk.porch import read_there
from tests.core.beside_kettle import kettle
from tests.core.life import Village
from tests.core.porch import CARD, crew_on_porch, stands
from tests.core.said import AMARA, HOUSE, new_event


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("ask @bo:here.example.", "ask …"),
        ("ask @Bo/1=a:[::1]:8448, or come", "ask …, or come"),
        ("(https://matrix.to/#/@bo:here.example)", "(https://matrix.to/#/…)"),
        ("https://matrix.to/#/%40bo%3Ahere.example", "https://matrix.to/#/…"),
        ("matrix:u/bo:here.example?action=chat", "…"),
        ("ask matrix:user/bo:here.example", "ask …"),
        ("Tue @19:30, and @9:00.", "Tue @19:30, and @9:00."),
        ("Tue @7:30pm or @19:30h", "Tue @7:30pm or @19:30h"),
        ("Tue @7:30pm.example", "Tue …"),
        ("tea @ the quay: bring cups", "tea @ the quay: bring cups"),
        ("#_microsol_harbourlight:here.example", "#_microsol_harbourlight:here.example"),
    ],
)
def test_an_address_of_a_person_is_left_out_and_nothing_else(words: str, left: str) -> None:
    assert without_people(words) == left


@given(st.text("@%40:3aA.-/ x1", max_size=60))
def test_words_do_not_grow(words: str) -> None:
    assert len(without_people(words)) <= len(words)
    assert without_people(without_people(words)) == without_people(words)


def _describe(village: Village, side: Side, *, at: RoomKey, words: str) -> None:
    room_id = village.key_id(at)
    village.happen(RoomDescribed(room_id, new_event(), by=AMARA, side=side, words=Text(words)))


def test_what_people_call_their_rooms_names_nobody_on_the_porch() -> None:
    village = crew_on_porch()
    crew = kettle(village)
    for at in (SPACE, crew_room(crew.id)):
        _describe(village, Side.NAME, at=at, words=f"ask {AMARA} of us")
        _describe(village, Side.TOPIC, at=at, words=f"write to {AMARA}, any day")
    village.settle()

    there = stands(village)
    assert there[CARD]["purpose"] == "write to …, any day"
    assert there["m.room.topic", ""] == {"topic": "write to …, any day"}
    assert there[types.CREW, crew.id]["name"] == "ask … of us"
    assert str(AMARA) not in repr(there)
    assert {one.name or one.congregation for one in listed(village.world, HOUSE)} == {"ask … of us"}
    told = to_plain(Text(read_there(village.world, HOUSE, publishing=village.world.publishing)))
    assert "ask … of us" in told
    assert str(AMARA) not in told
