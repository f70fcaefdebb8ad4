"""What is said of how newcomers come in, and of those who ask to."""

from collections.abc import Mapping
from typing import Final

JOINING: Final[Mapping[str, str]] = {
    "joining.closed": "{name} is closed: newcomers come in when a host invites them.",
    "joining.ask": (
        "Newcomers can ask to join {name}, at {address}. Hosts see it in Hosts and answer there; whoever is let in "
        "comes as a guest. In a client this is called knocking, or asking to join."
    ),
    "joining.open": (
        "{name} is open: anybody who knows its address {address} can join, without asking, as a guest. They see who "
        "the members are, and what is said in Commons from then on. !joining ask or !joining closed ends that; who "
        "is in stays."
    ),
    "joining.unknown": "{given} is none of them. Newcomers come in one of three ways: closed, ask or open.",
    "joining.changed": "{by} changed how newcomers come in. {joining}",
    "knock.person": "**{name}** ({address})",
    "knock.reason": " In their words: “{reason}”.",
    "knock.open": (
        "{person} asks to join {name}.{reason} ✅ lets them in as a guest, ❌ tells them “not this time”. Or reply "
        "yes or no. The first answer of a host counts."
    ),
    "knock.let-in": "{person} asked to join {name}. {by} let them in as a guest.",
    "knock.came-in": "{person} asked to join {name} and is in.",
    "knock.refused": "{person} asked to join {name}. {by} answered: not this time.",
    "knock.taken-back": "{person} asked to join {name}, and no longer does.",
    "knock.over": "That has been answered already.",
    "knock.not-this-time": "not this time",
}
