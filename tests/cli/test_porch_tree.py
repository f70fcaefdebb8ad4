"""Whatever strangers publish is drawn as a tree that changes nothing but its own lines."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from hypothesis import given, strategies as st

from appservice.cli.porch_tree import tree_of
from appservice.reading import Read, Seen, Stop
from microsol_matrix.ids import RoomAlias, RoomId
from microsol_matrix.rooms import Json
from microsol_matrix.structure.reading import ReadPorch, read_porch
from microsol_matrix.structure.types import CONGREGATION, CREW
from tests.porches import KETTLE, example

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u200e\u200f")
WORDS = st.text(
    st.sampled_from("aé\x1b\x07\n\r\t\x9b\u202e\u2066\u2028\u200d\ud800😀א\u0301")
    | st.characters(),
    max_size=30,
)


def words_in(content: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Put strangers' words into each field that takes words."""
    texts = {name: WORDS for name, value in content.items() if isinstance(value, str)}
    others = {name: st.just(value) for name, value in content.items() if name not in texts}
    return st.fixed_dictionaries({**texts, **others})


CARDS = words_in(example(CONGREGATION, "how_to_join"))
CREWS = words_in({**example(CREW, "size"), "lineage": [KETTLE]})


@given(card=CARDS, crew=CREWS, key=WORDS, name=WORDS, other=WORDS)
def test_no_words_of_strangers_leave_their_line(
    *, card: dict[str, Any], crew: dict[str, Any], key: str, name: str, other: str
) -> None:
    events: list[Json] = [
        {"type": CONGREGATION, "state_key": "", "content": card},
        {"type": CREW, "state_key": key, "content": crew},
        {"type": f"org.microsol.{other}", "state_key": "", "content": {"version": 1}},
    ]
    porch = read_porch(events)
    assert isinstance(porch, ReadPorch)
    child = Stop(
        RoomId(f"!{other}"), seen=Seen.GLIMPSED, name=name, alias=other, porch=None, children=()
    )
    root = Stop(RoomId("!a"), seen=Seen.READ, name=name, alias=None, porch=porch, children=(child,))

    tree = tree_of(Read(RoomAlias("#a:b"), root=root, joined=False, is_still_in=False))

    lines = tree.split("\n")
    assert not {unicodedata.category(char) for char in "".join(lines)} & {"Cc", "Cs", "Zl", "Zp"}
    assert not TURNING & {*tree}
    assert all(line.count("\u2068") == line.count("\u2069") for line in lines)
