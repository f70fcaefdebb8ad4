"""What happens on porches, and invitations to them, as they are read."""

import msgspec
import pytest

from microsol_matrix.ids import EventId, RoomAlias, RoomId, Text, UserId
from microsol_matrix.observe import (
    BotInvited,
    Ignored,
    InvitedPorch,
    Observation,
    OwnWritten,
    RuleWritten,
    observe,
)
from tests.core.said import BOT

THERE = RoomId("!porch:there.example")
OURS = RoomId("!porch:here.example")
THEIR_BOT = UserId("@microsol:there.example")
EVENT = EventId("$event")


def seen(
    kind: str, content: object, *, state_key: str, by: UserId = THEIR_BOT, **more: object
) -> Observation | Ignored:
    event = {
        "type": kind,
        "room_id": THERE,
        "event_id": EVENT,
        "sender": by,
        "state_key": state_key,
        "content": content,
    }
    return observe(msgspec.json.encode({**event, **more}), bot=BOT)


def invitation(named: object, *shown: object) -> InvitedPorch | None:
    observed = seen(
        "m.room.member",
        {"membership": "invite", "org.microsol.link": named},
        state_key=BOT,
        unsigned={"invite_room_state": shown},
    )
    assert isinstance(observed, BotInvited)
    assert not observed.is_direct
    return observed.porch


def piece(kind: str, **content: object) -> dict[str, object]:
    return {"type": kind, "state_key": "", "sender": THEIR_BOT, "content": content}


SPACE = piece("m.room.create", type="m.space")


def test_an_invitation_to_a_space_that_names_a_porch_is_a_proposal_to_it() -> None:
    porch = invitation(
        {"porch": OURS},
        SPACE,
        piece("m.room.name", name="Thornfield Loop"),
        piece("m.room.topic", topic="Hedges"),
        piece("m.room.canonical_alias", alias="#_microsol.porch_loop:there.example"),
    )

    assert porch == InvitedPorch(
        to=OURS,
        name=Text("Thornfield Loop"),
        purpose=Text("Hedges"),
        address=RoomAlias("#_microsol.porch_loop:there.example"),
    )


def test_a_proposal_may_say_nothing_of_itself() -> None:
    nameless = piece("m.room.name", name=["x"])
    aliased = piece("m.room.canonical_alias", alias=7)
    porch = invitation({"porch": OURS}, SPACE, nameless, aliased, "rubbish", {"type": 3})

    assert porch == InvitedPorch(to=OURS, name=Text(""), purpose=Text(""), address=None)


@pytest.mark.parametrize(
    ("named", "shown"),
    [
        ({"porch": OURS}, [piece("m.room.create"), piece("m.room.name", name="Loop")]),
        ({"porch": OURS}, [piece("m.room.name", name="Loop")]),
        ({"porch": "#alias:here.example"}, [SPACE]),
        ({"porch": "!" + "x" * 300}, [SPACE]),
        ({"porch": None}, [SPACE]),
        ({}, [SPACE]),
        (None, [SPACE]),
        ("!porch:here.example", [SPACE]),
    ],
)
def test_what_names_no_porch_or_leads_to_no_space_is_no_proposal(
    named: object, shown: list[object]
) -> None:
    assert invitation(named, *shown) is None


def test_a_record_on_a_porch_is_a_proposal_if_it_says_so() -> None:
    told = [
        seen("org.microsol.link", {"version": 1, "state": state}, state_key=OURS)
        for state in ("proposed", "mutual", 7)
    ]

    assert [one.is_proposal for one in told if isinstance(one, RuleWritten)] == [True, False, False]


@pytest.mark.parametrize(
    "kind", ["org.microsol.link", "org.microsol.congregation", "org.microsol.crew", "m.space.child"]
)
def test_what_we_write_for_neighbours_to_read_is_seen(kind: str) -> None:
    written = seen(kind, {"state": "proposed"}, state_key=OURS, by=BOT)

    is_proposal = kind == "org.microsol.link"
    assert written == OwnWritten(
        THERE, EVENT, by=BOT, type=kind, state_key=OURS, is_proposal=is_proposal
    )


def test_what_we_take_away_from_where_neighbours_read_is_seen() -> None:
    taken = seen("m.room.redaction", {"redacts": "$old"}, state_key="", by=BOT)

    assert taken == OwnWritten(THERE, EVENT, by=BOT, type="m.room.redaction", state_key="")


def test_what_else_we_write_is_no_news() -> None:
    assert seen("org.microsol.ledger", {}, state_key="", by=BOT) == Ignored("our own")
