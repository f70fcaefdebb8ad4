"""What is said of crews that grow from others: called again, split, merged."""

from collections.abc import Mapping
from typing import Final

LINEAGE: Final[Mapping[str, str]] = {
    "lineage.grew-from": "It grew from **{name}**: {link}",
    "tombstone": "This crew was called again and goes on in another room.",
    # Calling again
    "again.grew-from": "It grew from **{name}**.",
    "again.which": (
        "Which crew is to be called again? Say its name, as in !call again {example}:\n{crews}"
    ),
    "again.none": (
        "No crew of yours in {congregation} is archived, so there is none to be called again. A new one is called "
        'with !call "Slow Kettle" weekly hour to listen to each other'
    ),
    "again.none-such": (
        "No archived crew of yours is called {name}. Yours:\n{crews}\n"
        'If that is the name of a new crew, put it in quotes: !call "{name}"'
    ),
    "again.hidden": (
        "**{name}** is hidden, and a call is seen by the whole congregation. Give the new one a name of its own: "
        '!call again {name} "New Name"'
    ),
    "again.open": "**{name}** is being called again already, as **{call}**. Answer that one.",
    "again.done": "**{name}** was called again and goes on in another room.",
    "again.done.named": "**{name}** was called again and goes on as **{following}**.",
    "again.done.link": "Its room: {link}",
}
