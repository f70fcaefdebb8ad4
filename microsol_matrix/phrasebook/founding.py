"""What is said while a congregation is founded."""

from collections.abc import Mapping
from typing import Final

FOUNDING: Final[Mapping[str, str]] = {
    "found.plan": (
        "I am making **{name}** on {server}:\n"
        "- the space {alias}: whoever is joined to it is a member\n"
        "- Commons, where everybody talks and crews are called\n"
        "- Hosts, for those who look after joining and whatever needs solving\n"
        "- Archive, where finished crews stay readable\n"
        "{done} of 4 rooms are made."
    ),
    "found.done": (
        "**{name}** is here. I have invited you; once you have accepted, invite others with !invite @name:server, "
        "and call a crew with !call. Its address is {alias}."
    ),
    "found.zone": "Its days are those of {zone}.",
    "found.encrypted": "Rooms of its crews are encrypted unless a call says otherwise.",
    "found.not-allowed": "On {server} only {who} can found a congregation. Ask whoever runs it.",
    "found.who.local": "people with an account there",
    "found.who.listed": "people whom its admin has named",
    "found.needs-name": 'Tell me its name: !found "Harbourlight" neighbours and makers helping each other',
    "found.too-long": (
        "That is {length} characters for the {what}; {limit} is the most. Put the name in quotes: "
        '!found "Harbourlight" neighbours and makers helping each other'
    ),
}
