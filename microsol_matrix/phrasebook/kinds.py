"""What kinds of crews, and parts of what people put in, are called."""

from collections.abc import Mapping
from typing import Final

KINDS: Final[Mapping[str, str]] = {
    "what.name": "name",
    "what.purpose": "purpose",
    "what.intention": "intention",
    "kind.support": "support",
    "kind.practice": "practice",
    "kind.reading": "reading",
    "kind.writing": "writing",
    "kind.working": "working",
    "kind.livelihood": "livelihood",
    "kind.welcome": "welcome",
    "kind.event": "event",
}
