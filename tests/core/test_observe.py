"""Raw events, as they are read."""

import pytest

from microsol_matrix.ids import EventId, Text, UserId
from microsol_matrix.observe import (
    BotInvited,
    EncryptedSaid,
    EncryptionTurnedOn,
    Ignored,
    MembershipChanged,
    MessageSaid,
    Reacted,
    WasRedacted,
    observe,
)
from microsol_matrix.seen import Membership
from tests.core.raw_events import EVENT, ROOM, raw, said, seen
from tests.core.said import AMARA, BO, BOT


@pytest.mark.parametrize("membership", list(Membership))
def test_a_membership_is_read_with_who_did_it(membership: Membership) -> None:
    content = {"membership": membership.value, "displayname": "Amara"}

    assert seen("m.room.member", content, state_key=AMARA) == MembershipChanged(
        room_id=ROOM, event_id=EVENT, person=AMARA, membership=membership, by=BO, name=Text("Amara")
    )


@pytest.mark.parametrize("name", [None, 3, ["Amara"], "\ud83d"])
def test_a_name_that_is_none_is_empty(name: object) -> None:
    observed = seen("m.room.member", {"membership": "join", "displayname": name}, state_key=AMARA)

    assert isinstance(observed, MembershipChanged)
    assert observed.name == ""


def test_the_bots_own_membership_is_news_too() -> None:
    observed = seen("m.room.member", {"membership": "leave"}, state_key=BOT, sender=BOT)

    assert isinstance(observed, MembershipChanged)


@pytest.mark.parametrize(
    ("content", "shown", "is_direct"),
    [
        ({"is_direct": True}, [], True),
        ({"is_direct": "yes"}, [], False),
        ({}, [{"type": "m.room.create", "content": {}}], True),
        ({}, [{"type": "m.room.create", "content": {}}, {"type": "m.room.name"}], False),
        ({}, [{"type": "m.room.create", "content": {"type": "m.space"}}], False),
        ({}, [{"type": ["unhashable"]}, "nonsense", 3], True),
        ({}, [], False),
        ({}, None, False),
        ({}, "nonsense", False),
    ],
)
def test_an_invitation_is_direct_if_it_says_so_or_looks_so(
    content: dict[str, object], shown: object, *, is_direct: bool
) -> None:
    observed = seen(
        "m.room.member",
        {"membership": "invite", **content},
        state_key=BOT,
        unsigned={"invite_room_state": shown},
    )

    assert observed == BotInvited(ROOM, EVENT, by=BO, is_direct=is_direct)


def test_words_are_read_plainly() -> None:
    observed = said({})

    assert (observed.body, observed.by, observed.room_id) == ("hello", BO, ROOM)
    assert (observed.reply_to, observed.thread, observed.is_edit) == (None, None, False)
    assert observed.mentions == frozenset()


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Amara", "Amara"),
        ("x" * 300, "x" * 100),
        ("אמרה", "אמרה"),
        ("\u200b\u2067 \u00ad", ""),
        ("👋🏽", "👋🏽"),
        ("Bo\nCleo", "Bo\nCleo"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_display_name_is_cut_short_and_one_that_is_not_seen_is_none(
    name: str | None, read: str
) -> None:
    observed = seen("m.room.member", {"membership": "join", "displayname": name}, state_key=AMARA)

    assert isinstance(observed, MembershipChanged)
    assert observed.name == read


def test_an_edit_is_read_with_its_new_words() -> None:
    relation = {"rel_type": "m.replace", "event_id": "$old"}
    observed = said({"body": "* new", "m.new_content": {"body": "new"}, "m.relates_to": relation})

    assert (observed.body, observed.is_edit) == ("new", True)


@pytest.mark.parametrize(
    ("content", "mentions"),
    [
        ({"m.mentions": {"user_ids": [BOT, AMARA]}}, {BOT, AMARA}),
        ({"m.mentions": {"user_ids": [BOT, 3, None, "nobody", "@x"]}}, {BOT}),
        ({"m.mentions": {"user_ids": "all"}}, set()),
        ({"m.mentions": {"room": True}}, set()),
        ({"formatted_body": '<a href="https://matrix.to/#/@amara:here.example">A</a>'}, {AMARA}),
        (
            {"formatted_body": '<a href="https://matrix.to/#/%40amara%3Ahere.example">A</a>'},
            {AMARA},
        ),
        (
            {"formatted_body": '<a href="https://matrix.to/#/%40a%2Fb%3ahere.example">A</a>'},
            {"@a/b:here.example"},
        ),
        ({"formatted_body": '<a href="https://matrix.to/#/%40%FF%0A%3Ahere">A</a>'}, set()),
        ({"formatted_body": '<a href="https://example.org/@amara:here.example">A</a>'}, set()),
        ({"formatted_body": '<a href="matrix:u/amara:here.example">A</a>'}, {AMARA}),
        ({"formatted_body": "<a class=x href='matrix:u/amara%3Ahere.example'>A</a>"}, {AMARA}),
        (
            {"formatted_body": '<A HREF="HTTPS://MATRIX.TO/#/@amara:here.example?via=x">A</A>'},
            {AMARA},
        ),
        (
            {"formatted_body": '<a href="https://matrix.to/#/@&#97;mara:here.example">A</a>'},
            {AMARA},
        ),
        ({"formatted_body": '<a href="https://matrix.to/#/#amara:here.example">A</a>'}, set()),
        ({"formatted_body": 3}, set()),
    ],
)
def test_mentions_are_declared_or_linked(content: dict[str, object], mentions: set[UserId]) -> None:
    assert said(content).mentions == mentions


@pytest.mark.parametrize("msgtype", ["m.notice", "m.image", "m.file", None, 3])
def test_what_is_not_words_is_ignored(msgtype: object) -> None:
    assert isinstance(seen("m.room.message", {"msgtype": msgtype, "body": "x"}), Ignored)


def test_a_reaction_is_read() -> None:
    relation = {"rel_type": "m.annotation", "event_id": "$prompt", "key": "✋"}

    assert seen("m.reaction", {"m.relates_to": relation}) == Reacted(
        room_id=ROOM, event_id=EVENT, by=BO, target=EventId("$prompt"), key="✋"
    )
    assert isinstance(
        seen("m.reaction", {"m.relates_to": {**relation, "rel_type": "m.thread"}}), Ignored
    )


@pytest.mark.parametrize(
    ("content", "more", "target"),
    [
        ({"redacts": "$new"}, {}, "$new"),
        ({}, {"redacts": "$old"}, "$old"),
        ({"redacts": "$new"}, {"redacts": "$old"}, "$new"),
        ({"redacts": 3}, {"redacts": "$old"}, "$old"),
    ],
)
def test_a_redaction_is_read_wherever_its_room_version_puts_it(
    content: dict[str, object], more: dict[str, object], target: str
) -> None:
    assert seen("m.room.redaction", content, **more) == WasRedacted(
        room_id=ROOM, event_id=EVENT, by=BO, target=EventId(target)
    )


def test_encryption_is_noticed() -> None:
    assert seen("m.room.encrypted", {}) == EncryptedSaid(ROOM, EVENT, by=BO)
    assert seen("m.room.encryption", {}, state_key="") == EncryptionTurnedOn(ROOM, EVENT, by=BO)
    assert isinstance(seen("m.room.encryption", {}, state_key="other"), Ignored)


@pytest.mark.parametrize(
    "bytes_",
    [
        b"",
        b"null",
        b"[]",
        b"3",
        b'"text"',
        b"{}",
        b"{",
        b"[" * 1_000_000,
        b"9" * 5_000,
        raw("m.room.message", None),
        raw("m.room.message", []),
        raw("m.room.message", {"msgtype": "m.text"}),
        raw("m.room.message", {"msgtype": "m.text", "body": "\ud83d"}),
        raw("m.room.message", {"msgtype": "m.text", "body": "x"}, sender="bo"),
        raw("m.room.message", {"msgtype": "m.text", "body": "x"}, sender=3),
        raw("m.room.message", {"msgtype": "m.text", "body": "x"}, sender="@" + "b" * 255 + ":h"),
        raw("m.room.message", {"msgtype": "m.text", "body": "x"}, event_id=None),
        raw("m.room.message", {"msgtype": "m.text", "body": "x"}, room_id=None),
        raw("m.room.message", {"msgtype": "m.text", "body": "x"}, sender=BOT),
        raw("m.room.member", {"membership": "join"}),
        raw("m.room.member", {"membership": "join"}, state_key="bo"),
        raw("m.room.member", {"membership": "dancing"}, state_key=BO),
        raw("m.room.member", {"membership": 3}, state_key=BO),
        raw("m.room.topic", {"topic": "x"}, state_key="x"),
        raw("m.room.pinned_events", {"pinned": []}, state_key=""),
        raw("m.reaction", {}),
        raw("m.reaction", {"m.relates_to": {"rel_type": "m.annotation"}}),
        raw("m.room.redaction", {}),
    ],
)
def test_what_cannot_be_for_us_is_ignored_with_a_reason(bytes_: bytes) -> None:
    ignored = observe(bytes_, bot=BOT)

    assert isinstance(ignored, Ignored)
    assert ignored.reason


@pytest.mark.parametrize(
    ("claimed", "read"),
    [
        (1469918176385, 1469918176385),
        (0, 0),
        ((1 << 48) - 1, (1 << 48) - 1),
        (1 << 48, None),
        (-1, None),
        (True, None),
        (1.5, None),
        ("1469918176385", None),
        (None, None),
    ],
)
def test_when_a_message_was_sent_is_read_if_it_can_be(claimed: object, read: int | None) -> None:
    said = seen("m.room.message", {"msgtype": "m.text", "body": "hello"}, origin_server_ts=claimed)

    assert isinstance(said, MessageSaid)
    assert said.claimed_ms == read
