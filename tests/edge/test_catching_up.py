"""The order in which rooms' timelines are merged."""

import json

from hypothesis import given, strategies as st

from appservice.catching_up import in_order


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
