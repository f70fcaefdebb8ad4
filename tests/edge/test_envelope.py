"""One bad event costs one event; everything else of a transaction is read, whatever the bytes are."""

import json

import pytest
from hypothesis import given, strategies as st

from appservice.web.envelope import MAX_DEPTH, BadJson, NotJson, SetAside, read_transaction
from tests.edge.worlds import event_json, transaction_json

MILLION = 1_000_000
GOOD = event_json("$good")
PADDING = b'"room_id":"!r","type":"t","sender":"@s:x"'


def ids(body: bytes) -> list[str]:
    return [event.event_id for event in read_transaction(body).events]


def test_an_event_is_read_with_its_own_json() -> None:
    message = event_json("$1")
    state = event_json("$2", type="m.room.name", state_key="", content={"name": "Commons"})

    first, second = read_transaction(
        b' {"x":1, "events" : [ ' + message + b" , " + state + b"]} "
    ).events

    assert (first.event_id, first.room_id, first.sender) == (
        "$1",
        "!room:hs.example",
        "@amara:hs.example",
    )
    assert (first.type, first.state_key, first.raw) == ("m.room.message", None, message)
    assert (second.type, second.state_key, second.raw) == ("m.room.name", "", state)


def test_an_empty_transaction_is_read() -> None:
    assert ids(b'{"events": []}') == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"found!",
        b"{",
        b'{"events": [',
        b'{"events": []',
        b'{"events": []}}',
        b'{"events": []} {}',
        b'{"events": [,]}',
        b'{"events": [{}{}]}',
        b'{"events": [{"a": tru}]}',
        b'{"events": [01]}',
        b'{"events": [NaN]}',
        b'{"events": ["\\q"]}',
        b'{"events": ["\\ud800\\uzzzz"]}',
        b'{"events": ["line\nbreak"]}',
        b"{'events': []}",
        b"{events: []}",
        b'{"events" []}',
        b'{"events": 1, "more": tru}',
        b"[1, tru",
        b"\xef\xbb\xbf{}",
        b"\xff\xfe{\x00}\x00",
        b'{"a": ' + b"[" * MILLION,
        b"[" * MILLION,
        b'{"a": ' + b"[" * MILLION + b"]" * (MILLION + 1) + b', "events": []}',
        b'{"a": ' + b"[" * 2000 + b"]" * 2000 + b', "b": tru, "events": []}',
        b'{"events": [' + b"[" * 2000 + b"]" * 2000 + b", tru]}",
        b'{"events": [' + b"[" * 2000 + b"]" * 2000 + b" 1]}",
        b'{"events": [' + b"[" * 2000 + b"]" * 2000 + b',"\\ud800]}',
    ],
)
def test_a_body_that_is_not_json_is_refused(body: bytes) -> None:
    with pytest.raises(NotJson):
        read_transaction(body)


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"null",
        b"1",
        b'"events"',
        b"{}",
        b'{"events": null}',
        b'{"events": {}}',
        b'{"events": "[]"}',
        b'{"Events": []}',
        b'{"events": [], "events": 1}',
        b"[" * MILLION + b"]" * MILLION,
        b'{"events": {"a": ' + b"[" * MILLION + b"]" * MILLION + b"}}",
    ],
)
def test_a_body_of_another_shape_is_refused(body: bytes) -> None:
    with pytest.raises(BadJson):
        read_transaction(body)


HOSTILE = {
    "null": b"null",
    "a number": b"1",
    "a float": b"1.0e9999999",
    "a number of a million digits": b"9" * MILLION,
    "a string": b'"$good"',
    "half a surrogate pair": b'"\\ud800"',
    "a list": b'["$a", "!r", "t", "@s:x"]',
    "an empty object": b"{}",
    "no event id": event_json(None),
    "no room id": event_json(room_id=None),
    "no sender": event_json(sender=None),
    "no type": event_json(type=None),
    "event id a number": event_json(7),
    "room id a list": event_json(room_id=["!r"]),
    "sender an object": event_json(sender={"@s:x": 1}),
    "type true": event_json(type=True),
    "state key null": b'{"event_id":"$x","state_key":null,' + PADDING + b"}",
    "state key a number": event_json(state_key=0),
    "event id without sigil": event_json("one"),
    "event id empty": event_json(""),
    "room id without sigil": event_json(room_id="#room:x"),
    "sender without sigil": event_json(sender="s:x"),
    "event id too long": event_json("$" + "a" * 255),
    "event id too long in bytes": event_json("$" + "\N{SNOWMAN}" * 85),
    "room id too long": event_json(room_id="!" + "a" * 255),
    "sender too long": event_json(sender="@" + "a" * 255),
    "type too long": event_json(type="t" * 256),
    "state key too long": event_json(state_key="k" * 256),
    "half a pair in an id": b'{"event_id":"$\\ud800",' + PADDING + b"}",
    "half a pair in the content": b'{"event_id":"$x","content":{"body":"\\udc00"},'
    + PADDING
    + b"}",
    "half a pair in a key": b'{"event_id":"$x","\\uD834":1,' + PADDING + b"}",
    "not utf-8 in an id": b'{"event_id":"$\xff",' + PADDING + b"}",
    "not utf-8 in the content": b'{"event_id":"$x","content":"\xc3\x28",' + PADDING + b"}",
    "not utf-8 in a key": b'{"event_id":"$x","\xed\xa0\x80":1,' + PADDING + b"}",
    "a million lists": b"[" * MILLION + b"]" * MILLION,
    "a million objects": b'{"a":' * MILLION + b"1" + b"}" * MILLION,
    "a million lists in the content": b'{"event_id":"$x",'
    + PADDING
    + b',"content":'
    + b"[" * MILLION
    + b"]" * MILLION
    + b"}",
    "deeper than allowed": b'{"event_id":"$x",'
    + PADDING
    + b',"content":'
    + b"[" * MAX_DEPTH
    + b"]" * MAX_DEPTH
    + b"}",
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_event_is_set_aside_and_those_around_it_are_not(hostile: bytes) -> None:
    body = transaction_json(event_json("$1"), hostile, event_json("$2"), event_json("$3"))

    transaction = read_transaction(body)

    assert [event.event_id for event in transaction.events] == ["$1", "$2", "$3"]
    assert [entry.index for entry in transaction.set_aside] == [1]


UNUSUAL = {
    "a float and a large number": event_json("$x", content={"a": 1.5, "b": 2**60}),
    "as deep as allowed": b'{"event_id":"$x",'
    + PADDING
    + b',"content":'
    + b"[" * (MAX_DEPTH - 1)
    + b"]" * (MAX_DEPTH - 1)
    + b"}",
    "many brackets side by side": event_json("$x", content={"a": [[] for _ in range(5000)]}),
    "brackets in a string": event_json("$x", content={"body": '[{"' * 5000}),
    "a key of a million letters": event_json("$x", content={"k" * MILLION: 1}),
    "ids as long as allowed": event_json("$x", room_id="!" + "r" * 254, state_key="k" * 255),
    "a whole surrogate pair": event_json("$x", content={"body": "\N{HERB}"}),
    "a character zero": event_json("$x", content={"body": "\0"}),
    "members of unknown names": event_json("$x", raw="AAAA", org_example={"a": []}),
}


@pytest.mark.parametrize("unusual", UNUSUAL.values(), ids=UNUSUAL.keys())
def test_an_unusual_event_is_read(unusual: bytes) -> None:
    (event,) = read_transaction(transaction_json(unusual)).events

    assert event.raw == unusual


@pytest.mark.parametrize(
    "beside",
    [
        b'"ephemeral":' + b"[" * MILLION + b"]" * MILLION,
        b'"ephemeral":[{"content":"\xff"}]',
        b'"ephemeral":[{"content":"\\ud800"}]',
        b'"\\ud800":1',
        b'"\xff":1',
        b'"' + b"k" * MILLION + b'":1',
        b'"events":[{"a":"\\ud800"}]',
        b'"\\u0065vents":[[]]',
    ],
)
def test_what_stands_beside_the_events_does_not_hinder_them(beside: bytes) -> None:
    assert ids(b"{" + beside + b',"events":[' + GOOD + b"]}") == ["$good"]


def test_the_last_of_several_members_counts_as_for_every_reader() -> None:
    twice = b'{"event_id":"$a","\\u0065vent_id":"$b",' + PADDING + b"}"
    body = b'{"events":[1],"events":[' + twice + b"]}"

    (event,) = read_transaction(body).events

    assert event.event_id == json.loads(event.raw)["event_id"] == "$b"


def test_reasons_tell_the_fault_and_nothing_of_the_content() -> None:
    secret = '{"password": "hunter2"}'
    hostile = [
        event_json(room_id=[secret]),
        event_json(secret),
        event_json("$" + secret * 20),
        json.dumps([secret]).encode(),
        json.dumps(secret).encode()[:-1] + b'\\ud800"',
        b'"' + b"\xff" + b'hunter2"',
        b'{"hunter2":' * 2000 + b"1" + b"}" * 2000,
    ]

    set_aside = read_transaction(transaction_json(*hostile)).set_aside

    assert len(set_aside) == len(hostile)
    assert "hunter2" not in "".join(entry.reason for entry in set_aside)
    assert set_aside[0] == SetAside(0, "Expected `str`, got `array` - at `$.room_id`")


# Laws

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
garbage = st.sampled_from([text for text in HOSTILE.values() if len(text) < 10_000])


@given(st.binary() | st.text(alphabet='{}[]",:\\u0d8ef events1').map(str.encode))
def test_total_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        transaction = read_transaction(body)
    except (NotJson, BadJson):
        return

    assert transaction.events == ()


@given(st.lists(garbage | st.none(), max_size=12))
def test_total_good_events_come_through_any_garbage_in_order(mixture: list[bytes | None]) -> None:
    pieces = [
        event_json(f"${index}") if piece is None else piece for index, piece in enumerate(mixture)
    ]

    transaction = read_transaction(transaction_json(*pieces))

    good = [index for index, piece in enumerate(mixture) if piece is None]
    assert [event.event_id for event in transaction.events] == [f"${index}" for index in good]
    assert [event.raw for event in transaction.events] == [pieces[index] for index in good]
    rest = [index for index, piece in enumerate(mixture) if piece is not None]
    assert [entry.index for entry in transaction.set_aside] == rest


@given(
    event=st.fixed_dictionaries(
        {},
        optional={
            "event_id": anything | st.just("$e"),
            "room_id": anything | st.just("!r"),
            "sender": anything | st.just("@s"),
            "type": anything,
            "state_key": anything,
            "content": anything,
        },
    ),
    is_ascii=st.booleans(),
)
def test_total_any_value_in_any_field_gives_an_event_or_a_reason(
    event: dict[str, object], *, is_ascii: bool
) -> None:
    text = json.dumps(event, ensure_ascii=is_ascii).encode("utf-8", "surrogatepass")

    transaction = read_transaction(transaction_json(text, GOOD))

    assert transaction.events[-1].event_id == "$good"
    assert len(transaction.events) + len(transaction.set_aside) == 2


@given(st.lists(anything, max_size=5))
def test_both_ways_of_reading_agree(entries: list[object]) -> None:
    pieces = [json.dumps(entry).encode() for entry in entries]
    slowly = b'{"slow":' + b"[" * 2000 + b"]" * 2000 + b"," + transaction_json(*pieces)[1:]

    assert read_transaction(slowly) == read_transaction(transaction_json(*pieces))


@given(
    at=st.integers(min_value=0),
    length=st.integers(0, 3),
    by=st.binary(max_size=2) | st.sampled_from([b"{", b"}", b"[", b"]", b'"', b",", b":", b"\\"]),
    is_deep=st.booleans(),
)
def test_what_is_read_is_json_for_other_readers_too(
    at: int, length: int, by: bytes, *, is_deep: bool
) -> None:
    depth = 2000 if is_deep else 2
    deep = b"[" * depth + b"]" * depth
    sound = transaction_json(GOOD, event_json("$2", content={"a": [{}, -1.5e3, "\N{HERB}\\"]}))
    at %= len(sound)
    broken = sound[:at] + by + sound[at + length :]

    try:
        transaction = read_transaction(b'{"beside":' + deep + b"," + broken[1:])
    except (NotJson, BadJson):
        return

    for event in transaction.events:
        again = json.loads(event.raw)
        assert (again["event_id"], again["room_id"]) == (event.event_id, event.room_id)
        assert again.get("state_key") == event.state_key
    if broken[:1] == sound[:1]:
        json.loads(broken.decode("utf-8", "replace"))
