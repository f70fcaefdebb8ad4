"""A glance never passes over what is for us, and is short with what people say to each other."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, strategies as st

from microsol_matrix.attention import NOWHERE, Setting, is_for_us, target_of
from microsol_matrix.glance import READ, Eye, Glance
from microsol_matrix.ids import EventId, UserId
from microsol_matrix.observe import SHOWN, Ignored, observe
from tests.core.said import AMARA, BO, BOT

NAME = "🤖 Kettle bot"
EYE = Eye(BOT, NAME)
CREW = Setting(role="crew", awaits_prompt=False)
TARGET = "$target"

SETTINGS = st.builds(
    Setting,
    role=st.sampled_from(["", "archive", "space", "commons", "hosts", "crew", "direct", "porch"]),
    awaits_prompt=st.booleans(),
    reads_encrypted=st.booleans(),
    is_unread=st.booleans(),
    is_neighbours=st.booleans(),
)

# What a body may begin with, go on with and hide behind.
BEGINNINGS = (
    *(
        "!",
        "\N{FULLWIDTH EXCLAMATION MARK}calls",
        "!call",
        "@",
        BOT,
        "microsol",
        "MICROSOL",
        "> <@bo:here.example> !call\n",
    ),
    *(NAME, NAME.upper(), "yes", "calls"),
)
FILLINGS = (
    *(":", " ", "\n", "\n\n", "\u00a0", "\u2003", "\u212a", "✋", "who?", "#", '"', "\\"),
    *("\u200b", "\u2067", "\ufeff", "\x00", ",", ">", ">\n"),
)
WORDS = st.lists(st.sampled_from((*BEGINNINGS, *FILLINGS)), max_size=5).map("".join)
LINKS = st.sampled_from(
    [
        "hello",
        f'<a href="https://matrix.to/#/{BOT}">it</a>',
        '<a href="https://matrix.to/#/%40microsol%3Ahere.example">it</a>',
        '<a href="https://matrix.to/#/@%6dicrosol:here.example">it</a>',
        "<a class=pill href='HTTPS://MATRIX.TO/#/@&#109;icrosol:here.example'>it</a>",
        '<a href="matrix:u/microsol:here.example">it</a>',
        '<a href="matrix:u/%6Dicrosol%3ahere.example?action=chat">it</a>',
        f'<mx-reply><a href="https://matrix.to/#/{BOT}">it</a></mx-reply>hello',
        f'<a href="https://matrix.to/#/{BO}">Bo</a>',
    ]
)
REPLIES = st.sampled_from([{"event_id": TARGET}, {"event_id": "$other"}, {}, {"event_id": 1}])
RELATIONS = st.fixed_dictionaries(
    {},
    optional={
        "rel_type": st.sampled_from(["m.annotation", "m.replace", "m.thread", 5]),
        "event_id": st.sampled_from([TARGET, "$other", None]),
        "key": st.sampled_from(["✋", "👍🏽", 1]),
        "is_falling_back": st.booleans(),
        "m.in_reply_to": st.one_of(REPLIES, st.none(), st.just([])),
    },
)
MENTIONS = st.sampled_from(
    [{}, {"user_ids": [BO]}, {"user_ids": [BO, BOT]}, {"user_ids": [BOT, 1]}, 7]
)
CONTENTS = st.fixed_dictionaries(
    {"msgtype": st.sampled_from(["m.text", "m.emote", "m.notice", "m.image", 3])},
    optional={
        "body": st.one_of(WORDS, st.none()),
        "formatted_body": st.one_of(LINKS, st.just(5)),
        "m.mentions": MENTIONS,
        "m.relates_to": st.one_of(RELATIONS, st.just("none")),
        "m.new_content": st.fixed_dictionaries({"body": WORDS, "formatted_body": LINKS}),
        "membership": st.sampled_from(["join", "invite", "leave", "knock", "ban", "dance"]),
        "redacts": st.sampled_from([TARGET, "$other"]),
        "name": st.sampled_from(["Kettle", 3]),
        "users": st.sampled_from([{AMARA: 100}, {AMARA: "100"}, []]),
    },
)


def written(
    kind: str, content: object, *, state_key: str | None = None, by: UserId = AMARA
) -> bytes:
    event: dict[str, Any] = {
        "type": kind,
        "room_id": "!somewhere:here.example",
        "event_id": "$event",
        "sender": by,
        "content": content,
    }
    return msgspec.json.encode(event if state_key is None else {**event, "state_key": state_key})


def said(body: str, **more: object) -> bytes:
    return written("m.room.message", {"msgtype": "m.text", "body": body, **more})


@pytest.mark.parametrize("kind", sorted(READ))
@given(
    content=CONTENTS,
    state_key=st.sampled_from([None, "", AMARA, BOT]),
    setting=SETTINGS,
    is_target_ours=st.booleans(),
    is_own=st.booleans(),
)
def test_what_is_for_us_is_never_passed_over(
    *,
    kind: str,
    content: object,
    state_key: str | None,
    setting: Setting,
    is_target_ours: bool,
    is_own: bool,
) -> None:
    raw = written(kind, content, state_key=state_key, by=BOT if is_own else AMARA)

    glance = EYE.glance(raw, kind=kind, state_key=state_key, setting=setting, is_own=is_own)

    seen = observe(raw, bot=BOT)
    is_wanted = not isinstance(seen, Ignored) and is_for_us(
        seen,
        setting,
        bot=BOT,
        name=NAME,
        is_target_ours=is_target_ours and target_of(seen) == TARGET,
    )
    is_let_through = glance is Glance.PERHAPS or (glance == TARGET and is_target_ours)
    assert is_let_through or not is_wanted


@pytest.mark.parametrize(
    "raw",
    [
        said("I can bring the kettle!"),
        said("ask microsol about it"),
        said("look", formatted_body=f'<a href="https://matrix.to/#/{BO}">Bo</a>'),
        said("Bo?", **{"m.mentions": {"user_ids": [BO]}}),
        said("50% of us", formatted_body="50% of <b>us</b> &amp; them"),
    ],
)
def test_what_people_say_to_each_other_is_passed_over(raw: bytes) -> None:
    glance = EYE.glance(raw, kind="m.room.message", state_key=None, setting=CREW)

    assert glance is Glance.NOT_FOR_US


@pytest.mark.parametrize(
    "raw",
    [
        said("  !calls"),
        said("microsol: calls"),
        said("@Microsol, calls"),
        said(f"{BOT} calls"),
        said(f"calls {BOT}"),
        said(f"\u200b{NAME}  calls"),
        said("it", formatted_body='<a href="https://matrix.to/#/@m%69crosol:here.example">it</a>'),
        said("it knows", formatted_body=f'<a href="https://matrix.to/#/{BOT}">it</a> knows'),
        said("it knows", **{"m.mentions": {"user_ids": [BO, BOT]}}),
        said(
            "> <@bo:here.example> Calls?\n\n!calls",
            **{"m.relates_to": {"m.in_reply_to": {"event_id": "$other"}}},
        ),
        said("* !cals", **{"m.relates_to": {"rel_type": "m.replace", "event_id": "$other"}}),
        said("!calls", **{"m.mentions": 7}),
    ],
)
def test_what_people_say_to_us_is_looked_at(raw: bytes) -> None:
    glance = EYE.glance(raw, kind="m.room.message", state_key=None, setting=CREW)

    assert glance is Glance.PERHAPS


def test_an_answer_to_something_depends_on_whether_that_is_ours() -> None:
    reply = said("yes", **{"m.relates_to": {"m.in_reply_to": {"event_id": TARGET}}})
    hand = written(
        "m.reaction",
        {"m.relates_to": {"rel_type": "m.annotation", "event_id": TARGET, "key": "✋"}},
    )

    assert EYE.glance(reply, kind="m.room.message", state_key=None, setting=CREW) == EventId(TARGET)
    in_thread = {"rel_type": "m.thread", "event_id": TARGET, "is_falling_back": True}
    threaded = said("yes", **{"m.relates_to": {**in_thread, "m.in_reply_to": {"event_id": "$1"}}})
    assert EYE.glance(threaded, kind="m.room.message", state_key=None, setting=CREW) == TARGET
    assert EYE.glance(hand, kind="m.reaction", state_key=None, setting=CREW) == EventId(TARGET)


@pytest.mark.parametrize(("state_key", "glance"), [(BOT, Glance.PERHAPS), (BO, Glance.NOT_FOR_US)])
def test_of_rooms_that_are_none_of_ours_only_our_own_membership_counts(
    state_key: str, glance: Glance
) -> None:
    raw = written("m.room.member", {"membership": "invite"}, state_key=state_key)

    assert EYE.glance(raw, kind="m.room.member", state_key=state_key, setting=NOWHERE) is glance


@pytest.mark.parametrize("kind", sorted(SHOWN))
def test_of_what_we_publish_ourselves_only_what_stands_on_a_porch_is_looked_at(kind: str) -> None:
    raw = written(kind, {}, state_key="!their:porch", by=BOT)
    roles = {
        role: EYE.glance(
            raw,
            kind=kind,
            state_key="!their:porch",
            setting=Setting(role=role, awaits_prompt=False),
            is_own=True,
        )
        for role in ("porch", "space", "archive", "crew", "")
    }

    assert [role for role, seen in roles.items() if seen is Glance.PERHAPS] == ["porch"]


def test_of_a_neighbours_porch_what_it_says_counts_and_not_who_else_reads_it() -> None:
    porch = Setting(role="", awaits_prompt=False, is_neighbours=True)
    link = written("org.microsol.link", {}, state_key="!ours:here.example")
    reader = written("m.room.member", {"membership": "join"}, state_key=BO)

    seen = [
        EYE.glance(link, kind="org.microsol.link", state_key="!ours:here.example", setting=porch),
        EYE.glance(reader, kind="m.room.member", state_key=BO, setting=porch),
        EYE.glance(said("!calls"), kind="m.room.message", state_key=None, setting=porch),
    ]

    assert seen == [Glance.PERHAPS, Glance.NOT_FOR_US, Glance.NOT_FOR_US]
