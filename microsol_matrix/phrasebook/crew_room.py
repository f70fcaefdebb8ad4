"""What is said of a crew's room: the welcome, what we read there, and what becomes of those in it."""

from collections.abc import Mapping
from typing import Final

CREW_ROOM: Final[Mapping[str, str]] = {
    "crew.welcome": (
        "Welcome. Three conversations to begin with: (1) How do we want to be together? "
        "(2) When do we meet? (3) What do we commit to?\n"
        "{caller} called **{name}** and hosts while you are forming. Take your time; two weeks are usual.\n"
        "When you agree, tell me: {example}"
    ),
    "crew.welcome.short": (
        "Welcome. Three conversations to begin with: (1) How do we want to be together? "
        "(2) When do we meet? (3) What do we commit to?\n"
        "{caller} called **{name}** and hosts while you are forming.\n"
        "When you agree, tell me: {example}"
    ),
    "crew.room.read": (
        "This room is encrypted. I hold keys to it, so that you can talk to me here; whoever runs me could "
        "read along with me."
    ),
    "crew.room.unread": (
        "This room is encrypted, and I keep no key to what you say here. To talk with me, send me a direct message."
    ),
    "crew.by-letter": "I cannot write in the room of **{name}**, so I say it here.\n{text}",
    "crew.removed": (
        "{person} was removed from the space of {congregation}. What that means for this crew is yours to decide."
    ),
}
