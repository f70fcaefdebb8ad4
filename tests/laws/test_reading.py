"""The law *Total*: whatever bytes come, they are read or ignored, and nothing is raised."""

import json
from typing import Any, get_args

import attrs
import msgspec
from hypothesis import example, given, strategies as st

from microsol_matrix.attention import Setting, is_for_us, target_of
from microsol_matrix.dates import Ambiguous, read_deadline
from microsol_matrix.ids import RoomId, UserId
from microsol_matrix.observe import (
    DESCRIBING,
    RULES,
    Ignored,
    MessageSaid,
    Observation,
    observe,
)
from microsol_matrix.talk.descriptors import BY_WORD
from microsol_matrix.talk.given import Given, read_given
from microsol_matrix.talk.grammar import Command, is_yes, read
from microsol_matrix.words import Said
from tests.core.said import AMARA, BOT, NOW, message

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
"""Any JSON, and what only Python's reader takes for JSON."""
LONE_SURROGATE = "\ud83d"
TYPES = (
    "m.room.member",
    "m.room.message",
    "m.room.encrypted",
    "m.room.encryption",
    "m.reaction",
    "m.room.redaction",
    *DESCRIBING,
    *RULES,
    "m.room.server_acl",
)
texts = st.text() | st.sampled_from([LONE_SURROGATE, str(AMARA), str(BOT), "", "$e", "!r:s"])
people = st.sampled_from([str(AMARA), str(BOT)]) | texts
GONE = object()


def shape(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Make objects whose fields are nearly always right, sometimes wrong or missing."""
    hardly_ever = st.integers(min_value=0, max_value=15)
    drawn = {
        key: st.tuples(hardly_ever, one, anything).map(
            lambda many: GONE if many[0] == 14 else many[2] if many[0] == 15 else many[1]
        )
        for key, one in fields.items()
    }
    return st.fixed_dictionaries(drawn).map(
        lambda made: {key: value for key, value in made.items() if value is not GONE}
    )


relations = shape(
    **{
        "rel_type": st.sampled_from(["m.annotation", "m.annotation", "m.replace", "m.thread"]),
        "event_id": texts,
        "key": st.sampled_from(["✋", "👍"]) | texts,
        "is_falling_back": st.booleans(),
        "m.in_reply_to": shape(event_id=texts),
    }
)


levels = st.integers() | st.sampled_from([0, 50, 100, 2**53]) | anything


link = st.sampled_from(['<a href="https://matrix.to/#/@amara:here.example">A</a>', "plain"])


named = shape(porch=st.sampled_from(["!ours:here.example"]) | texts) | anything
contents = shape(
    **{
        "org.microsol.link": named,
        "state": st.sampled_from(["proposed", "mutual"]) | anything,
        "membership": st.sampled_from(["invite", "join", "leave", "ban", "knock"]),
        "displayname": texts,
        "is_direct": st.booleans(),
        "msgtype": st.sampled_from(["m.text", "m.emote", "m.notice"]),
        "body": texts,
        "formatted_body": texts | link,
        "m.mentions": shape(user_ids=st.lists(people | anything, max_size=3)),
        "m.new_content": shape(body=texts),
        "m.relates_to": relations,
        "redacts": texts,
        "name": texts,
        "topic": texts,
        "url": texts,
        "users": st.dictionaries(people, levels, max_size=3),
        "events": st.dictionaries(texts, levels, max_size=3),
        "state_default": levels,
    }
)


stripped = st.lists(
    shape(
        type=st.sampled_from(
            ["m.room.create", "m.room.name", "m.room.topic", "m.room.canonical_alias"]
        )
        | anything,
        content=shape(type=st.just("m.space") | texts, name=texts, topic=texts, alias=texts),
    ),
    max_size=3,
)


events = shape(
    type=st.sampled_from(TYPES),
    room_id=st.just("!r:here.example"),
    event_id=texts,
    sender=people,
    state_key=st.sampled_from([str(AMARA), str(BOT), ""]) | texts,
    content=contents,
    redacts=texts,
    unsigned=shape(invite_room_state=stripped),
)


invitations = shape(
    type=st.just("m.room.member"),
    room_id=st.just("!r:here.example"),
    event_id=texts,
    sender=st.just(str(AMARA)),
    state_key=st.just(str(BOT)),
    content=st.fixed_dictionaries({"membership": st.just("invite")}),
    unsigned=shape(invite_room_state=stripped),
)


@given(raw=st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(raw=b"[" * 1_000_000)
@example(raw=b'{"type":' * 100_000)
@example(raw=b"1" * 10_000)
@example(raw=b"\xff\xfe{\x00}\x00")
@example(raw=b"null")
def test_any_bytes_are_an_observation_or_ignored(raw: bytes) -> None:
    assert isinstance(observe(raw, bot=BOT), (*get_args(Observation), Ignored))


@given(event=events | invitations)
def test_any_event_is_an_observation_or_ignored(event: dict[str, Any]) -> None:
    seen = observe(json.dumps(event).encode(), bot=BOT)

    assert isinstance(seen, (*get_args(Observation), Ignored))


@given(event=events | invitations)
def test_whatever_was_observed_can_be_written_down(event: dict[str, Any]) -> None:
    seen = observe(json.dumps(event).encode(), bot=BOT)

    assert msgspec.json.encode(attrs.asdict(seen, filter=_holds_words))


def _holds_words(field: "attrs.Attribute[Any]", value: object) -> bool:
    return field.name != "membership" and value is not None


@given(
    event=events | invitations,
    role=st.sampled_from(["", "direct", "commons", "crew"]),
    flag=st.booleans(),
)
def test_attention_has_an_opinion_on_anything_observed(
    event: dict[str, Any], role: str, *, flag: bool
) -> None:
    seen = observe(json.dumps(event).encode(), bot=BOT)
    if isinstance(seen, Ignored):
        return
    setting = Setting(role=role, awaits_prompt=flag)

    assert is_for_us(seen, setting, bot=BOT, is_target_ours=flag) in {True, False}
    assert target_of(seen) is None or isinstance(target_of(seen), str)


# ---------------------------------------------------------------------------------------------- words


pieces_of_commands = st.sampled_from(
    [
        "!call",
        "yes",
        "no",
        '"',
        "“",
        "”",
        "„",
        "«",
        "»",
        "|",
        "=",
        "kind=",
        "seats=3-6",
        "-",
        "Slow",
    ]
) | st.sampled_from(
    ["Kettle", " ", "\n", "\u2013", "@microsol", ":", "closes=9999-12-31", "weeks=999", "for=“a"]
)


phrases_of_people = st.text() | st.lists(pieces_of_commands, max_size=12).map(" ".join)


@given(body=phrases_of_people, flags=st.tuples(st.booleans(), st.booleans()))
def test_any_words_are_a_command_or_unclear_or_not_for_us(
    body: str, flags: tuple[bool, bool]
) -> None:
    is_direct, is_to_prompt = flags
    heard = read(message(AMARA, body), bot=BOT, is_direct=is_direct, is_to_prompt=is_to_prompt)

    assert heard is not None or not (is_direct or is_to_prompt)


@given(body=phrases_of_people)
def test_any_options_are_read_or_refused(body: str) -> None:
    heard = read(message(AMARA, f"!call {body}"), bot=BOT, is_direct=True, is_to_prompt=False)

    assert isinstance(heard, Command)
    assert isinstance(read_given(heard, now=NOW), Given | Said)


DATES = (
    "4 31 2027 99999 9999 ² ٣ jan mar août Monday next prochain d semanas 1er / - . , de in \u0301"
)


words_of_dates = st.lists(st.sampled_from(DATES.split()), max_size=6).flatmap(
    lambda words: st.sampled_from(["", " "]).map(lambda between: between.join(words))
)


@given(
    written=st.text()
    | st.from_regex(r"\d{1,4}[dw]|\d{4}-\d{2}-\d{2}|\d\d?/\d\d?(/\d{2,4})?", fullmatch=True)
    | words_of_dates
)
@example(written="9999-12-31")
@example(written="999w")
@example(written="0000-00-00")
def test_any_deadline_is_a_moment_or_two_days_or_none(written: str) -> None:
    deadline = read_deadline(written, now=NOW)

    match deadline:
        case None:
            pass
        case Ambiguous(one=one, other=other):
            assert one < other
        case _:
            assert deadline.tzinfo is not None


@given(key=st.text())
def test_any_reaction_says_yes_or_does_not(key: str) -> None:
    assert is_yes(key) in {True, False}


def test_every_word_has_an_own_descriptor() -> None:
    assert all(word == one.word for word, one in BY_WORD.items())


def test_a_lone_surrogate_is_read_nowhere() -> None:
    event = {
        "type": "m.room.member",
        "room_id": "!r:here.example",
        "event_id": "$e",
        "sender": AMARA,
        "state_key": AMARA,
        "content": {"membership": "join", "displayname": LONE_SURROGATE},
    }
    seen = observe(json.dumps(event).encode(), bot=BOT)

    assert not isinstance(seen, Ignored), "somebody with an unwritable name still came in"
    assert not isinstance(seen, MessageSaid)
    assert UserId(AMARA) in attrs.astuple(seen)
    assert RoomId("!r:here.example") in attrs.astuple(seen)
