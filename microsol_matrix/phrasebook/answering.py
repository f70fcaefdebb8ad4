"""What is said of a yes to a call, of seats and of the waiting list."""

from collections.abc import Mapping
from typing import Final

ANSWERING: Final[Mapping[str, str]] = {
    "yes.first": "Your yes to **{name}** is with me. Only {caller} will know until it begins.",
    "yes.first.shown": "Your yes to **{name}** is with me, for everybody here to see.",
    "yes.again": "I have your yes to **{name}** already.",
    "yes.seat": "Your yes to **{name}** counts; the invitation to its room is on its way.",
    "yes.waiting": (
        "All seats in **{name}** are taken, so your yes is on the waiting list. "
        "I will invite you if one becomes free."
    ),
    "yes.crew-already": "You have a seat in **{name}** already.",
    "yes.own": "You called **{name}**; you count as the first already.",
    "yes.hidden": (
        "Answers to **{name}** are private, so I took your ✋ away for you and counted it: only {caller} will know "
        "until it begins."
    ),
    "yes.hidden.begun": "Answers to **{name}** are private, so I took your ✋ away for you and counted it.",
    "yes.told-caller": "{person} says yes to **{name}**: {count} of {least}.",
    "yes.told-caller.start": (
        "{person} says yes to **{name}**: {count} of {least}. When you are ready, send me !start {name}"
    ),
    "yes.over": "**{name}** takes no more answers.",
    "yes.no-calls": "There is no open call in {congregation} just now. You could make one: !call",
    "yes.which": "Which call do you mean? Say yes with its name:\n{calls}",
    "yes.none-such": "I know no open call named {name}. Open just now:\n{calls}",
    "seat.free": "A seat in **{name}** has become free, and it is yours: the invitation is on its way.",
    "waiting.over": (
        "The call for **{name}** has ended and its seats stayed taken, so your yes could not become one. "
        "You can call a crew like it whenever it feels right: !call"
    ),
    "no.done": "I have taken back your yes to **{name}**. Nobody is told why.",
    "no.never": "You have not said yes to **{name}**, so there is nothing to take back.",
    "no.caller": "You called **{name}** yourself. To take back the whole call: !withdraw {name}",
    "no.in-room": "You are in the room of **{name}** already; leave it as you would leave any room, whenever you like.",
    "hidden-answer": "answers to this call are private",
}
