"""What is said of the languages that we speak."""

from collections.abc import Mapping
from typing import Final

SPEAKING: Final[Mapping[str, str]] = {
    "language.yours": "I speak {language} with you. Others: !language {others}",
    "language.theirs": "In {name} I speak {language}. In a direct message !language {others} changes it for you.",
    "language.theirs.hosts": "In {name} I speak {language}. For everybody here a host changes it: !language {others}",
    "language.unknown": "I do not speak {given}. I speak {languages}.",
    "language.host-only": (
        "Only hosts of {name} choose its language, in Hosts. For yourself say !language {given} to me in a direct "
        "message."
    ),
}
