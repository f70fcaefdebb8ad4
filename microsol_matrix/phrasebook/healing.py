"""What is said of what happened to rooms past us, where we cannot put it right ourselves."""

from collections.abc import Mapping
from typing import Final

HEALING: Final[Mapping[str, str]] = {
    "alias.elsewhere": (
        "The address {alias} leads to another room now, and not to {room}. I cannot take it back; whoever runs the "
        "homeserver can say how that came. Whoever is in finds everything as before, and newcomers can be invited. "
        "Once the address is free I take it again by myself."
    ),
}
