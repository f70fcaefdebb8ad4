"""The order in which rooms' timelines are merged, and what of a room's past is no news."""

import json

from hypothesis import given, strategies as st

from appservice.catching_up import as_we_came_in, in_order
from microsol_matrix.ids import UserId

BOT = UserId("@microsol:here.example")
CLEO = "@cleo:here.example"


def event(name: str, at: object) -> bytes:
    return json.dumps({"event_id": name, "origin_server_ts": at}).encode()


def test_an_answer_comes_after_the_call_that_it_answers() -> None:
    commons = [event("$talk", 10), event("$call", 30)]
    direct = [event("$hello", 20), event("$yes", 40)]

    assert in_order([direct, commons]) == [commons[0], direct[0], commons[1], direct[1]]


def test_a_rooms_own_order_stands_against_any_claim_of_dates() -> None:
    liar = [event("$first", 90), event("$second", 5), event("$third", "soon"), b"not JSON"]
    other = [event("$other", 50)]

    merged = in_order([liar, other])

    assert [one for one in merged if one in liar] == liar
    assert merged[0] == other[0]


@given(st.lists(st.lists(st.integers() | st.none() | st.text() | st.booleans(), max_size=6)))
def test_nothing_is_lost_or_turned_round_by_any_dates(claims: list[list[object]]) -> None:
    timelines = [
        [event(f"${room}-{number}", at) for number, at in enumerate(dates)]
        for room, dates in enumerate(claims)
    ]

    merged = in_order(timelines)

    assert sorted(merged) == sorted(raw for timeline in timelines for raw in timeline)
    for timeline in timelines:
        assert [raw for raw in merged if raw in timeline] == timeline


def member(who: str, to: str, *, before: str | None = None) -> bytes:
    unsigned = {} if before is None else {"prev_content": {"membership": before}}
    return json.dumps(
        {
            "type": "m.room.member",
            "state_key": who,
            "content": {"membership": to},
            "unsigned": unsigned,
        }
    ).encode()


def name(words: str) -> bytes:
    return json.dumps({"type": "m.room.name", "state_key": "", "content": {"name": words}}).encode()


WORDS = json.dumps({"type": "m.room.message", "content": {"body": "!help"}}).encode()


def test_of_what_changed_before_we_came_in_only_the_last_is_told() -> None:
    asked, came = member(CLEO, "invite"), member(CLEO, "join", before="invite")
    ours = [
        *(member(BOT, "invite"), member(BOT, "leave")),
        *(member(BOT, "invite", before="leave"), member(BOT, "join", before="invite")),
    ]
    before = [name("Old"), asked, came, WORDS, name("Now"), *ours]
    later = [name("Old"), member(CLEO, "leave"), name("Now"), b"not JSON"]

    told = as_we_came_in([*before, *later], bot=BOT)

    assert told == (came, WORDS, name("Now"), *ours[2:], *later)


def test_where_we_are_already_everything_is_told() -> None:
    renamed = member(BOT, "join", before="join")
    timeline = [name("Old"), member(CLEO, "invite"), member(CLEO, "join"), renamed, name("Now")]

    assert as_we_came_in(timeline, bot=BOT) == tuple(timeline)
