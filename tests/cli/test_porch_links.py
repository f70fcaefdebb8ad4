"""A link is drawn as what it is: mutual if both porches say so, else somebody's claim."""

from typing import Any

import pytest

from appservice.cli.porch_tree import document_of, tree_of
from appservice.reading import Read, Seen, Stop
from microsol_matrix.ids import RoomAlias, RoomId
from microsol_matrix.rooms import Json
from microsol_matrix.structure.reading import ReadPorch, read_porch
from microsol_matrix.structure.types import CARD, CONGREGATION, LINK
from tests.porches import example

OURS, THEIRS = RoomId("!harbourlight:a"), RoomId("!thornfield:b")


def link_to(porch: RoomId, state: str) -> list[Json]:
    child: dict[str, Any] = {"via": ["b"], CARD: example(CARD, "address")}
    return [
        {"type": LINK, "state_key": porch, "content": {**example(LINK, "expires"), "state": state}},
        {"type": "m.space.child", "state_key": porch, "content": child},
    ]


def porch(*links: Json) -> ReadPorch:
    card = example(CONGREGATION, "how_to_join")
    read = read_porch([{"type": CONGREGATION, "state_key": "", "content": card}, *links])
    assert isinstance(read, ReadPorch)
    return read


def read_with(ours: ReadPorch, theirs: ReadPorch | None, *, is_shown: bool = True) -> Read:
    seen = Seen.HIDDEN if theirs is None else Seen.READ
    child = Stop(THEIRS, seen=seen, name=None, alias=None, porch=theirs, children=())
    children = (child,) if is_shown else ()
    root = Stop(OURS, seen=Seen.READ, name=None, alias=None, porch=ours, children=children)
    return Read(RoomAlias("#a:b"), root=root, joined=False, is_still_in=False)


@pytest.mark.parametrize(
    ("forth", "back", "link", "told"),
    [
        ("mutual", "mutual", "mutual", "linked: both porches say so"),
        ("mutual", None, "claimed", "this one does not say so"),
        ("mutual", "proposed", "claimed", "this one does not say so"),
        ("proposed", None, "proposed", "the porch above would like to be linked with this one"),
        (None, "proposed", "proposed", "this porch would like to be linked with the one above"),
    ],
)
def test_a_link_is_told_as_both_sides_tell_it(
    forth: str | None, back: str | None, link: str, told: str
) -> None:
    ours = porch(*(link_to(THEIRS, forth) if forth else ()))
    theirs = porch(*(link_to(OURS, back) if back else ()))
    read = read_with(ours, theirs)

    assert told in tree_of(read)
    document: Any = document_of(read)
    assert document["porch"]["leads_to"][0]["link"] == link


def test_a_child_that_nobody_says_to_be_linked_is_only_a_child() -> None:
    read = read_with(porch(), porch())

    assert "linked" not in tree_of(read)
    document: Any = document_of(read)
    assert document["porch"]["leads_to"][0]["link"] is None


def test_a_porch_that_cannot_be_seen_is_named_by_the_one_that_leads_there() -> None:
    tree = tree_of(read_with(porch(*link_to(THEIRS, "mutual")), None))

    assert "Thornfield Loop  !thornfield:b" in tree
    assert "linked, says the porch above\n" in tree


def test_a_link_to_what_the_homeserver_does_not_show_is_told_by_name() -> None:
    read = read_with(porch(*link_to(THEIRS, "mutual")), None, is_shown=False)

    assert "says that it is linked with Thornfield Loop" in tree_of(read)
    document: Any = document_of(read)
    assert document["porch"]["links"][THEIRS]["known"]["state"] == "mutual"


def test_a_link_that_cannot_be_read_is_left_out_and_said() -> None:
    newer: Json = {"type": LINK, "state_key": THEIRS, "content": {"version": 9}}
    tree = tree_of(read_with(porch(newer), None, is_shown=False))

    assert "a link: of version 9, which is newer than what is known here" in tree
