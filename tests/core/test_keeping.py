"""What is kept of a room that is archived: exactly what archiving changes, people apart from words."""

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import given, strategies as st

from microsol_matrix.ids import Text, UserId
from microsol_matrix.kept import Kept, KeptPiece
from microsol_matrix.observe.keeping import KEPT, given_back, read_kept
from tests.core.said import AMARA, BOT

POWER = "m.room.power_levels"


def event(kind: str, content: object, *, key: object = "") -> bytes:
    return json.dumps({"type": kind, "state_key": key, "content": content}).encode()


def back(kept: Kept) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """Give everything back."""
    pieces = [given_back(kept, piece) for piece in kept.pieces]
    return {(one.type, one.state_key): one.content for one in pieces if one is not None}


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_contents = st.dictionaries(st.text(), _json, min_size=1, max_size=4)
_places = st.tuples(st.sampled_from(sorted(KEPT - {POWER})), st.text())


@given(state=st.dictionaries(_places, _contents, max_size=6))
def test_what_is_kept_comes_back_as_it_was(
    state: Mapping[tuple[str, str], Mapping[str, Any]],
) -> None:
    events = [event(kind, content, key=key) for (kind, key), content in state.items()]

    assert back(read_kept(events)) == state


def test_power_is_kept_with_its_people_apart_from_it() -> None:
    levels = {"users": {BOT: 100, AMARA: 50}, "users_default": 0, "events": {"m.room.name": 50}}

    kept = read_kept([event(POWER, levels)])

    assert kept.users == {BOT: 100, AMARA: 50}
    assert not any(AMARA in piece.content for piece in kept.pieces)
    assert back(kept) == {(POWER, ""): levels}


def test_power_that_lists_nobody_comes_back_listing_nobody() -> None:
    for levels in ({"events_default": 0}, {"events_default": 0, "users": {}}):
        assert back(read_kept([event(POWER, levels)])) == {(POWER, ""): levels}


def test_what_archiving_does_not_change_is_not_kept() -> None:
    others = ("m.room.topic", "m.room.encryption", "org.microsol.crew", "m.room.member")

    assert read_kept(event(kind, {"is": "there"}) for kind in others) == Kept((), {})


def test_what_is_empty_or_cannot_be_written_again_is_not_kept() -> None:
    odd = (
        event("m.room.name", {}),
        event("m.room.name", ["no", "object"]),
        event("m.room.name", {"name": "timeline"}, key=None),
        event("m.space.parent", {"via": ["\ud800"]}, key="!a:here.example"),
        event("m.room.topic", {"topic": "\ud800"}),
    )

    assert read_kept(odd).pieces == ()


def test_what_was_forgotten_meanwhile_stays_as_it_stands() -> None:
    piece = KeptPiece("m.room.name", "", content=Text(""))

    assert given_back(Kept((piece,), {UserId("@amara:here.example"): 50}), piece) is None
