"""`read` shows any porch to any account, and says what keeps it from that."""

import json
import os
import signal
import subprocess
import sys

import pytest

from appservice.cli.printable import printable
from microsol_matrix.structure.types import CONGREGATION, CREW
from tests.cli.homeserver_stub import HomeserverStub, state
from tests.cli.read.porch import (
    ADDRESS,
    CARD,
    CREW_CARD,
    FORBIDDEN,
    FORGET,
    HIERARCHY,
    JOIN,
    LEAVE,
    ME,
    PORCH,
    STATE,
    TOKEN,
    Call,
)
from tests.porches import KETTLE, leading


def test_a_porch_is_shown_as_a_tree(read: Call, homeserver: HomeserverStub) -> None:
    result = read()

    assert result.exit_code == 0, result.output
    assert (
        result.stdout
        == """\
Harbourlight  #_microsol.porch_harbourlight:example.org
│  neighbours and makers helping each other do work that matters
│  place: Severn estuary
│  people: 50-99
│  languages: en
│  address: #_microsol_harbourlight:example.org
│  season: Autumn Tide, 2026-09-23 to 2026-12-16
│  joining: ask
│  Ask to come in at #_microsol_harbourlight:example.org; its hosts answer.
└─ crews
   └─ Long Table  (practice, active, 3-9 people)
         Practising good disagreement over soup
         began in Autumn Tide
"""
    )
    assert result.stderr == ""
    assert JOIN not in homeserver.asked
    assert set(homeserver.tokens) == {f"Bearer {TOKEN}"}


def test_machines_get_what_was_understood_and_what_was_not(
    read: Call, homeserver: HomeserverStub
) -> None:
    card = CARD | {"anthem": "\u202eyo", "place": "x" * 81}
    homeserver.says(STATE, state((CONGREGATION, "", card), (CREW, KETTLE, CREW_CARD)))

    result = read("--json")

    assert result.exit_code == 0
    assert result.stdout.isascii()
    document = json.loads(result.stdout)
    assert (document["address"], document["joined"], document["exit_code"]) == (ADDRESS, False, 0)
    porch = document["porch"]
    assert (porch["room_id"], porch["seen"], porch["leads_to"]) == (PORCH, "read", [])
    assert porch["card"]["unknown"] == {"anthem": "\u202eyo"}
    assert porch["card"]["left_out"] == [{"what": "place", "why": "is longer than 80 characters"}]
    assert porch["crews"][KETTLE]["known"] == CREW_CARD


def test_a_porch_that_is_for_those_inside_is_joined_and_left_and_forgotten(
    read: Call, homeserver: HomeserverStub
) -> None:
    homeserver.says(STATE, FORBIDDEN, state((CONGREGATION, "", CARD)))

    result = read()

    assert result.exit_code == 0, result.output
    assert [it for it in homeserver.asked if it.startswith("POST")] == [JOIN, LEAVE, FORGET]


def test_whoever_wants_to_stay_stays_and_is_told(read: Call, homeserver: HomeserverStub) -> None:
    homeserver.says(STATE, FORBIDDEN, state((CONGREGATION, "", CARD)))

    result = read("--stay")

    assert result.exit_code == 0
    assert LEAVE not in homeserver.asked
    assert "The account is in the porch now." in result.stderr


def test_old_state_of_a_porch_that_was_left_is_not_taken_for_the_present(
    read: Call, homeserver: HomeserverStub
) -> None:
    old = state((CONGREGATION, "", CARD), ("m.room.member", ME, {"membership": "leave"}))
    homeserver.says(STATE, old, state((CONGREGATION, "", CARD | {"name": "Tideway"})))

    result = read()

    assert result.stdout.startswith("Tideway")
    assert LEAVE in homeserver.asked


def test_a_porch_that_is_none_after_all_is_left_again(
    read: Call, homeserver: HomeserverStub
) -> None:
    homeserver.says(STATE, FORBIDDEN, state(("m.room.name", "", {"name": "Tea"})))

    result = read()

    assert result.exit_code == 65
    assert "this room carries no org.microsol.congregation" in result.stderr
    assert LEAVE in homeserver.asked


def test_a_porch_that_cannot_be_left_is_said(read: Call, homeserver: HomeserverStub) -> None:
    homeserver.says(STATE, FORBIDDEN, state((CONGREGATION, "", CARD)))
    homeserver.says(LEAVE, (500, {"errcode": "M_UNKNOWN"}))

    result = read("--json")

    document = json.loads(result.stdout)
    assert (document["joined"], document["is_still_in"]) == (True, True)
    assert document["notes"] == [
        f"{PORCH} could not be left and forgotten again: 500 M_UNKNOWN",
    ]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_whoever_stops_it_is_in_no_room_for_it(homeserver: HomeserverStub, number: int) -> None:
    homeserver.says(STATE, FORBIDDEN, state((CONGREGATION, "", CARD)))
    homeserver.silent_on = HIERARCHY
    words = ("-m", "appservice", "read", ADDRESS, "--homeserver", homeserver.url)

    with subprocess.Popen(
        [sys.executable, *words],
        env={**os.environ, "MICROSOL_TOKEN": TOKEN},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert homeserver.is_asked.wait(30)
        child.send_signal(number)
        output = "".join(child.communicate(timeout=30))

    assert child.returncode != 0
    assert homeserver.asked[-2:] == [LEAVE, FORGET]
    assert "Traceback" not in output
    assert TOKEN not in output


def test_the_crowd_is_shown_as_far_as_it_can_be_seen_and_nothing_of_it_joined(
    read: Call, homeserver: HomeserverStub
) -> None:
    near, far, dark = "!thornfield:example.org", "!ninebridges:far.example", "!dark:far.example"
    rooms = [leading(PORCH, near, far, dark), leading(near, PORCH), leading(far)]
    homeserver.says(HIERARCHY, (200, {"rooms": rooms}))
    homeserver.says(
        f"GET rooms/{near}/state",
        state((CONGREGATION, "", {**CARD, "name": "Thornfield Loop", "version": 1})),
    )
    homeserver.says(f"GET rooms/{far}/state", FORBIDDEN)
    homeserver.says(STATE, state((CONGREGATION, "", CARD)))

    result = read()

    assert result.exit_code == 0
    tree = result.stdout
    assert "└─ leads to\n   ├─ Thornfield Loop  !thornfield:example.org\n" in tree
    assert "   │  └─ leads to\n   │     └─ !porch:example.org  !porch:example.org\n" in tree
    assert "stands in this tree already" in tree
    assert "its card is read by whoever joins it" in tree
    assert "   └─ !dark:far.example\n         cannot be seen from here\n" in tree
    assert not [it for it in homeserver.asked if it.startswith("POST")]


def test_at_depth_0_nobody_asks_where_the_porch_leads(
    read: Call, homeserver: HomeserverStub
) -> None:
    assert read("--depth", "0").exit_code == 0
    assert HIERARCHY not in homeserver.asked


def test_a_homeserver_without_hierarchies_shows_the_porch_alone(
    read: Call, homeserver: HomeserverStub
) -> None:
    homeserver.says(HIERARCHY, (404, {"errcode": "M_UNRECOGNIZED"}))

    result = read()

    assert result.exit_code == 0
    assert "does not show where the porch leads (404 M_UNRECOGNIZED)" in result.stderr


def test_a_newer_porch_is_named_as_that(read: Call, homeserver: HomeserverStub) -> None:
    homeserver.says(STATE, state((CONGREGATION, "", CARD | {"version": 7})))

    result = read()

    assert "of version 7, which is newer than what is known here" in result.stdout
    assert "Harbourlight  " not in result.stdout


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Slow\x1b[2J\nKettle\x07", "Slow [2J Kettle"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("lone \ud800 half", "lone \ufffd half"),
        ("é" + "\u0301" * 50, "é" + "\u0301" * 4),
        ("👩\u200d🚀 up", "👩\u200d🚀 up"),
        ("\u05e9\u05dc", "\u2068\u05e9\u05dc\u2069"),
        ("x" * 500, "x" * 399 + "…"),
    ],
)
def test_words_of_strangers_change_nothing_but_themselves(words: str, shown: str) -> None:
    assert printable(words) == shown


def test_hostile_words_reach_no_terminal(read: Call, homeserver: HomeserverStub) -> None:
    card = CARD | {"name": "\x1b]0;owned\x07", "place": "\u202eback", "purpose": "half \ud800"}
    nasty = leading(PORCH, "!\x1b[31mred:x")
    homeserver.says(HIERARCHY, (200, {"rooms": [nasty]}))
    homeserver.says(STATE, state((CONGREGATION, "", card), ("org.microsol.\x1b", "", {"a": 1})))

    result = read()

    assert result.exit_code == 0
    assert not {"\x1b", "\x07", "\u202e", "\ud800"} & {*result.output}
