"""What is said to whoever looks: open calls, crews, and why something was done."""

from collections.abc import Mapping
from typing import Final

LISTING: Final[Mapping[str, str]] = {
    "person": "{name}",
    "calls.none": 'No call is open in {congregation} just now. To make one: !call "Slow Kettle" weekly hour to listen',
    "calls.list": "Open calls in {congregation}:\n{calls}",
    "calls.line": "- **{name}**{intention}. {details}. Until {until}.",
    "calls.line.begun": "- **{name}**{intention}. Beginning, {seats} left until {until}.",
    "calls.line.full": "- **{name}**{intention}. Beginning, waiting list until {until}.",
    "crews.none": "{congregation} has no crew yet. The first call makes the first one.",
    "crews.list": "Crews of {congregation}:\n{crews}",
    "crews.line": "- **{name}**{intention}. {kind}, {state}.",
    "crews.line.yours": "- **{name}**{intention}. {kind}, {state}. You have a seat.",
    "name.line": "- {name}",
    "name.bare": "{name}",
    "why.none": "I have done nothing here yet.",
    "why.founded": "I made the rooms of **{about}** because its founder asked me to.",
    "why.call published": "I posted the call for **{about}** because a member made it.",
    "why.crew began": "I made a room for **{about}** because enough people had answered its call.",
    "why.crew grew": "I made a room for **{about}** because its people had chosen to be in it together.",
    "why.invited": (
        "I sent an invitation to **{about}** because somebody had answered its call or chosen to be in it, or a host "
        "had asked me to."
    ),
    "why.call ended": "I ended the call for **{about}** because its time was over, or its caller had taken it back.",
    "why.not reached": (
        "I said that I could not reach somebody for **{about}**, because their homeserver did not take the invitation."
    ),
}
