"""What the rooms of a congregation are called, and what is said of one in which we are no more."""

from collections.abc import Mapping
from typing import Final

ROOMS: Final[Mapping[str, str]] = {
    "direct.name": "microsol",
    "direct.topic": "Where you and I can talk",
    "commons.name": "{name}: Commons",
    "commons.topic": "Where everybody of {name} talks and crews are called",
    "hosts.name": "{name}: Hosts",
    "hosts.topic": "For those who look after {name}",
    "archive.name": "{name}: Archive",
    "archive.topic": "Finished crews of {name}, readable for those who were in them",
    "out.of-room": (
        "I am not in {room} any more, so I cannot look after it now. What I have to do there waits. If that was "
        "not meant, invite {bot} to it: I come back and go on."
    ),
    "out.back": "I am in {room} again, and go on.",
    "out.space": "the space of **{name}**",
    "out.commons": "Commons of **{name}**",
    "out.hosts": "Hosts of **{name}**",
    "out.archive": "Archive of **{name}**",
    "out.crew": "the room of **{name}**",
}
