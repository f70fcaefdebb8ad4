"""Every command that is declared has its rule."""

from collections.abc import Mapping
from typing import Final

import pytest
from attrs import evolve

from microsol_matrix.scales.mandate import REMINDED_BEFORE
from microsol_matrix.scales.numbers import Numbers
from microsol_matrix.talk.descriptors import BY_ANY_WORD, COMMANDS
from tests.core.kettle import active
from tests.core.life import called
from tests.core.said import AMARA, NOW
from tests.core.told import told

KETTLE: Final = "Slow Kettle"
TERM: Final = Numbers().mandate
HEAD: Final[Mapping[str, str | int]] = {"people": 3, "seats": "0 seats", "host": "Amara"}
RULES: Final = {
    "help": told("help.head"),
    "found": told("found.needs-name"),
    "invite": told("invite.needs-person", server="here.example"),
    "tier": told("tier.yours", name="Harbourlight", tier=told("tier.partner")),
    "adopt": told("adopt.show-first"),
    "release": "If Harbourlight goes on without me",
    "joining": told("joining.closed", name="Harbourlight"),
    "host": told("host.needs-person"),
    "stepdown": told("stepdown.last", name="Harbourlight"),
    "renew": told("renew.early", until=NOW + TERM, since=NOW + TERM - REMINDED_BEFORE),
    "call": told("call.needs-name"),
    "calls": told("calls.list", congregation="Harbourlight", calls=""),
    "crews": told("crews.none", congregation="Harbourlight"),
    "season": told("season.none", name="Harbourlight"),
    "round": told("round.none", name="Harbourlight"),
    "settings": "The numbers of Harbourlight, with the sizes of seed.",
    "publish": told("publish.off", name="Harbourlight"),
    "link": told("link.how"),
    "unlink": told("unlink.how"),
    "crowd": told("crowd.none", name="Harbourlight"),
    "neighbours": told("neighbours.none", name="Harbourlight"),
    "yes": told("yes.own", name=KETTLE),
    "no": told("no.caller", name=KETTLE),
    "start": told("start.too-few", name=KETTLE, count=1, least=3),
    "withdraw": told("withdraw.done", name=KETTLE),
    "in": "You are in one congregation that I look after: Harbourlight.",
    "language": told("language.theirs", name="Harbourlight", language="English", others="es | fr"),
    "join": told("join.needs-name"),
    "why": told("why.call published", about=KETTLE),
}
"""How the rule of each command begins to answer the caller of a call that waits for her word."""

OF_CREWS: Final = {
    "crew": told("crew.about", name=KETTLE, intention="", kind="practice", state="active", **HEAD),
    "agree": told("agree.needs", example="!agree Tue 19:00, review 4 January"),
    "agreements": told("agreements.now", name=KETTLE, rhythm="Tue 19:00", host="Amara"),
    "review": told("review.begun", name=KETTLE),
    "undo": told("undo.none", name=KETTLE, state="active", next=""),
    "rest": told("outcome.rest", person="Amara", name=KETTLE, undo="Wednesday 25 November 2026"),
    "wake": told("move.impossible", word="wake", name=KETTLE, state="active", next=""),
    "finish": told("outcome.finish", person="Amara", until="Monday 7 December 2026"),
    "stop-closing": told(
        "move.impossible", word="stop-closing", name=KETTLE, state="active", next=""
    ),
    "harvest": told("harvest.needs"),
    "split": told("split.too-few", name=KETTLE, count=3, least=3, both=6),
    "merge": told("merge.needs-name"),
    "visibility": told("visibility.congregation", name=KETTLE),
    "hide": told("visibility.narrowed.hidden", name=KETTLE, congregation="Harbourlight"),
    "answer": told("answer.none", name=KETTLE),
    "unarchive": told("unarchive.none", congregation="Harbourlight"),
}
"""The same to somebody of a crew that has agreed."""
BY_LETTER: Final = {"object": told("object.none", name=KETTLE)}
"""What is answered where nobody else reads it."""


@pytest.mark.parametrize("word", RULES)
def test_every_command_is_answered_by_its_own_rule(word: str) -> None:
    village = called(f"!call {KETTLE} seats=3 start=when-i-say")

    assert village.tells(AMARA, f"!{word}").startswith(RULES[word])


@pytest.mark.parametrize("word", OF_CREWS)
def test_every_command_about_a_crew_is_answered_by_its_own_rule(word: str) -> None:
    assert active().tells(AMARA, f"!{word}").startswith(OF_CREWS[word])


@pytest.mark.parametrize("word", BY_LETTER)
def test_what_is_nobody_elses_to_read_is_answered_by_letter(word: str) -> None:
    village = active()

    village.tells(AMARA, f"!{word}")

    assert village.letters_to(AMARA)[-1].startswith(BY_LETTER[word])


def test_no_two_commands_share_a_rule() -> None:
    rules = (*RULES.items(), *OF_CREWS.items(), *BY_LETTER.items())

    assert {word for word, _ in rules} == {one.word for one in COMMANDS}
    assert len({answer for _, answer in rules}) == len(rules) == len(COMMANDS)


def test_a_command_that_is_declared_without_a_rule_is_a_broken_promise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(BY_ANY_WORD, "dance", evolve(BY_ANY_WORD["why"], word="dance"))

    with pytest.raises(AssertionError, match="!dance is declared and has no rule"):
        called(f"!call {KETTLE}").tells(AMARA, "!dance")
