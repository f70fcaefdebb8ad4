"""Every command that is declared has its rule."""

from typing import Final

import pytest
from attrs import evolve

from microsol_matrix.scales.mandate import REMINDED_BEFORE
from microsol_matrix.scales.numbers import Numbers
from microsol_matrix.talk.descriptors import BY_ANY_WORD, COMMANDS
from tests.core.life import called
from tests.core.said import AMARA, NOW
from tests.core.told import told

KETTLE: Final = "Slow Kettle"
TERM: Final = Numbers().mandate
RULES: Final = {
    "help": told("help.head"),
    "found": told("found.needs-name"),
    "invite": told("invite.needs-person", server="here.example"),
    "tier": told("tier.yours", name="Harbourlight", tier=told("tier.partner")),
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
    "yes": told("yes.own", name=KETTLE),
    "no": told("no.caller", name=KETTLE),
    "start": told("start.too-few", name=KETTLE, count=1, least=3),
    "withdraw": told("withdraw.done", name=KETTLE),
    "in": "You are in one congregation that I look after: Harbourlight.",
    "language": told("language.theirs", name="Harbourlight", language="English", others="es | fr"),
    "answer": told("crew.none-yours", congregation="Harbourlight"),
    "unarchive": told("unarchive.none", congregation="Harbourlight"),
    "why": told("why.call published", about=KETTLE),
}
"""How the rule of each command begins to answer the caller of a call that waits for her word."""


@pytest.mark.parametrize("word", [one.word for one in COMMANDS])
def test_every_command_is_answered_by_its_own_rule(word: str) -> None:
    village = called(f"!call {KETTLE} seats=3 start=when-i-say")

    assert village.tells(AMARA, f"!{word}").startswith(RULES[word])


def test_no_two_commands_share_a_rule() -> None:
    assert len(set(RULES.values())) == len(COMMANDS)


def test_a_command_that_is_declared_without_a_rule_is_a_broken_promise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(BY_ANY_WORD, "dance", evolve(BY_ANY_WORD["why"], word="dance"))

    with pytest.raises(AssertionError, match="!dance is declared and has no rule"):
        called(f"!call {KETTLE}").tells(AMARA, "!dance")
