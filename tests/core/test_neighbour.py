"""What a neighbour's porch says, whoever wrote it, is read small, or left out and counted."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st

from microsol_matrix.ids import RoomId, ServerName, UserId
from microsol_matrix.scales.link import BEYOND_KEPT, CREWS_KEPT, Claim, PorchReading, Scope
from microsol_matrix.structure.legible import legible
from microsol_matrix.structure.neighbour import read_neighbour
from microsol_matrix.structure.reading import NoPorch
from microsol_matrix.structure.stranger import MOST_SERVERS, servers
from microsol_matrix.structure.types import CARD, CONGREGATION, CREW, LINK, OURS
from tests.porches import KETTLE, example

OUR_PORCH = RoomId("!ours:here.example")
THEIR_BOT = UserId("@microsol:there.example")
BOT = UserId("@microsol:here.example")
FURTHER = "!further:beyond.example"


def event(type_: str, content: Mapping[str, Any], *, key: str = "", by: str = THEIR_BOT) -> bytes:
    whole = {"type": type_, "state_key": key, "sender": by, "content": content}
    return json.dumps(whole).encode()


def card(**other: object) -> bytes:
    return event(CONGREGATION, {**example(CONGREGATION, "how_to_join"), **other})


def link(key: str, *, by: str = THEIR_BOT, **other: object) -> bytes:
    return event(LINK, {**example(LINK, "expires"), **other}, key=key, by=by)


def reading_of(*state: bytes) -> PorchReading:
    read = read_neighbour(state, ours=OUR_PORCH, bot=BOT)
    assert isinstance(read, PorchReading)
    return read


def test_a_porch_as_the_schemas_show_it_is_read_whole() -> None:
    child = {"via": ["beyond.example"], CARD: example(CARD, "address")}
    read = reading_of(
        card(),
        event(CREW, example(CREW, "size"), key=KETTLE),
        link(OUR_PORCH),
        link(FURTHER),
        event("m.space.child", child, key=FURTHER),
        event("m.room.member", {"membership": "join"}, key=BOT, by=BOT),
    )

    assert (read.bot, read.left_out, read.newer, read.is_seated) == (THEIR_BOT, 0, False, True)
    assert read.card is not None
    assert (read.card.name, read.card.size) == ("Harbourlight", "50-99")
    assert [(crew.name, crew.state, crew.size) for crew in read.crews] == [
        ("Long Table", "active", "3-9")
    ]
    assert read.claim == Claim(
        is_proposed=False,
        scope=Scope.CARD,
        expires_at=datetime(2027, 11, 25, 10, tzinfo=UTC),
    )
    [beyond] = read.beyond
    assert (beyond.name, beyond.size, beyond.is_mutual) == ("Thornfield Loop", "20-49", True)
    assert beyond.via == ("thornfield.example", "harbourlight.example")


def test_a_room_without_a_card_or_with_a_spaces_card_is_no_porch() -> None:
    space = event(CONGREGATION, example(CONGREGATION, "scales"))

    assert read_neighbour([], ours=OUR_PORCH, bot=BOT) is NoPorch.NO_CARD
    assert read_neighbour([space], ours=OUR_PORCH, bot=BOT) is NoPorch.SPACE


@pytest.mark.parametrize("kind", [CONGREGATION, LINK])
def test_what_was_just_taken_away_may_be_about_to_be_replaced(kind: str) -> None:
    places = {CONGREGATION: card(), LINK: link(OUR_PORCH)}
    taken = json.loads(places[kind]) | {"content": {}, "unsigned": {"redacted_because": {}}}
    emptied = {**taken, "unsigned": {"age": 5}}

    halfway = reading_of(*{**places, kind: json.dumps(taken).encode()}.values())
    gone = reading_of(*{**places, kind: json.dumps(emptied).encode()}.values())

    assert (halfway.is_halfway, gone.is_halfway) == (True, False)
    assert None in (gone.card, gone.claim)


def test_a_porch_that_publishes_nothing_now_has_no_card_and_still_its_writer() -> None:
    read = reading_of(event(CONGREGATION, {}))

    assert (read.card, read.bot, read.left_out) == (None, THEIR_BOT, 0)


def test_what_somebody_else_than_the_writer_of_the_card_put_there_is_left_out() -> None:
    stranger = "@mallory:there.example"
    read = reading_of(
        card(),
        link(OUR_PORCH, by=stranger),
        event(CREW, example(CREW, "size"), key=KETTLE, by=stranger),
    )

    assert (read.claim, read.crews, read.left_out) == (None, (), 2)


def test_what_was_taken_away_is_not_there() -> None:
    read = reading_of(card(), event(LINK, {}, key=OUR_PORCH), event(CREW, {}, key=KETTLE))

    assert (read.claim, read.crews, read.left_out) == (None, (), 0)


def test_a_proposal_is_told_from_a_link() -> None:
    claim = reading_of(card(), link(OUR_PORCH, state="proposed", scope="crews")).claim

    assert claim is not None
    assert (claim.is_proposed, claim.scope) == (True, Scope.CREWS)


def test_what_is_newer_is_said_and_not_guessed_at() -> None:
    read = reading_of(card(), link(OUR_PORCH, version=2))

    assert (read.claim, read.newer, read.left_out) == (None, True, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "x" * 61},
        {"name": 7},
        {"size": "exactly 17"},
        {"purpose": ["a"]},
        {"version": "1"},
        {"version": True},
    ],
)
def test_a_field_that_does_not_fit_is_left_out_and_counted(wrong: Mapping[str, object]) -> None:
    assert reading_of(card(**wrong)).left_out >= 1


def test_a_card_without_a_name_that_can_be_seen_is_none() -> None:
    assert reading_of(card(name="\u202e \u200b")).card is None


def test_a_name_turns_nothing_around_it_and_keeps_its_own_script() -> None:
    assert legible("\u202eeliF\u0000 \n تجربة 👩\u200d🌾", limit=60) == "eliF تجربة 👩\u200d🌾"
    assert legible(None, limit=60) == ""
    assert legible("a" * 100, limit=60) == "a" * 60


@pytest.mark.parametrize("blank", ["\u200d\u200c", "\u3164 \u2800", "\ufe0f\u0301", "\u1160"])
def test_a_name_that_nobody_sees_is_none(blank: str) -> None:
    assert legible(blank, limit=60) == ""
    assert legible(f"{blank}🌾", limit=60)


def test_more_than_a_porch_can_hold_is_counted_and_left_out() -> None:
    crew = example(CREW, "size")
    crews = [event(CREW, crew, key=f"{KETTLE[:-3]}{number:03}") for number in range(CREWS_KEPT + 7)]
    links = [link(f"!r{number}:s") for number in range(BEYOND_KEPT + 5)]
    read = reading_of(card(), *crews, *links)

    assert (len(read.crews), len(read.beyond)) == (CREWS_KEPT, BEYOND_KEPT)
    assert read.left_out == 12


def test_thousands_of_links_still_leave_what_is_said_of_us() -> None:
    links = [link(f"!r{number}:s", version=None) for number in range(5000)]
    read = reading_of(card(), *links, link(OUR_PORCH))

    assert read.claim is not None
    assert read.left_out == 5000


def test_ways_are_names_of_homeservers_and_few() -> None:
    assert servers(["a.example", "a.example", 7, "no way", "b.example:8448", "[::1]:8448"]) == (
        ServerName("a.example"),
        ServerName("b.example:8448"),
        ServerName("[::1]:8448"),
    )
    assert len(servers([f"s{number}" for number in range(50)])) == MOST_SERVERS
    assert servers("a.example") == ()


# ------------------------------------------------------------------------------------ the law Total

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
keys = st.sampled_from(["", OUR_PORCH, FURTHER, BOT, KETTLE]) | st.text()
wholes = st.sampled_from(
    [
        example(CONGREGATION, "how_to_join"),
        example(CONGREGATION, "scales"),
        example(CREW, "size"),
        example(LINK, "expires"),
        {"via": ["a"], CARD: example(CARD, "address")},
        {"membership": "join"},
    ]
)
bent = st.tuples(
    wholes, st.dictionaries(st.sampled_from(["version", "name", "state", "via"]), anything)
).map(lambda both: {**both[0], **both[1]})
contents = wholes | bent | st.dictionaries(st.text(), anything, max_size=3) | anything
states = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.sampled_from([*OURS, "m.space.child", "m.room.member"]) | st.text(),
            "state_key": keys,
            "sender": st.sampled_from([THEIR_BOT, BOT, "nobody", "@a:b"]) | st.text(),
            "content": contents,
        }
    )
    | anything,
    max_size=8,
)


@given(states, st.lists(st.binary(max_size=20), max_size=2))
def test_whatever_stands_in_a_room_is_read_or_is_no_porch(
    state: list[object], rubbish: list[bytes]
) -> None:
    raw = [*(json.dumps(one).encode() for one in state), *rubbish]
    read = read_neighbour(raw, ours=OUR_PORCH, bot=BOT)

    if isinstance(read, PorchReading):
        assert read == read_neighbour(raw, ours=OUR_PORCH, bot=BOT)
        assert len(read.crews) <= CREWS_KEPT
        assert len(read.beyond) <= BEYOND_KEPT
        names = [*(crew.name for crew in read.crews), *(one.name for one in read.beyond)]
        for words in names:
            assert len(words) <= 60
            assert "\u202e" not in words
            words.encode()
